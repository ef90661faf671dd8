"""What the log-in package reports about a person's own account, put on record."""

from __future__ import annotations

from shopwarden.desk.accounts.models import User
from shopwarden.desk.accounts.services import record_of_person
from shopwarden.desk.audit.choices import Action


def password_changed(user: User, **facts: object) -> None:
    """Record that a person changed their password."""
    record_of_person(user=user, action=Action.PASSWORD_CHANGED)


def factor_added(user: User, **facts: object) -> None:
    """Record that a person added a second factor."""
    record_of_person(user=user, action=Action.FACTOR_ADDED)


def factor_removed(user: User, **facts: object) -> None:
    """Record that a person removed a second factor."""
    record_of_person(user=user, action=Action.FACTOR_REMOVED)
