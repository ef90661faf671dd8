"""The addresses of the log-in package that the desk uses, each with what it asks for.

Sign-up, e-mail confirmation and password mails have no address here: people are added by
an owner, and no mail server is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from allauth.account import urls as account_urls
from allauth.mfa import urls as factor_urls
from django.urls import URLPattern, URLResolver, include, path

from shopwarden.desk.common.pages import Access, declare

# Asked for by name inside the package: the sign-up page says who can add people.
PUBLIC: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)
PERSONAL: Final = frozenset(
    {
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)
_METHODS: Final = ("GET", "POST")


def _in_use(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            pattern.url_patterns[:] = _in_use(pattern.url_patterns)
            yield pattern
        elif pattern.name in PUBLIC | PERSONAL:
            declare(pattern.callback, Access(is_public=pattern.name in PUBLIC, methods=_METHODS))
            yield pattern


urlpatterns = [
    path("", include(list(_in_use(account_urls.urlpatterns)))),
    path("second-factor/", include(list(_in_use(factor_urls.urlpatterns)))),
]
