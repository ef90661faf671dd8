"""The app of people."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens to the log-in package, which reports changes by signal only."""

    name = "shopwarden.desk.accounts"

    def ready(self) -> None:
        """Connect the reports to the audit log."""
        from allauth.account.signals import password_changed
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from shopwarden.desk.accounts import reports

        password_changed.connect(reports.password_changed)
        authenticator_added.connect(reports.factor_added)
        authenticator_removed.connect(reports.factor_removed)
