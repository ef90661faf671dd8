"""Changes to people: their account, password and preferences."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password

from shopwarden.desk.accounts.choices import Speech, Theme
from shopwarden.desk.accounts.links import password_path
from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record_all
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.selectors import scope_of


def create_user(*, email: str, name: str) -> User:
    """Make a person without a password; the caller records why they are here."""
    user = User(email=email.strip().lower(), name=name.strip())
    user.set_unusable_password()
    with writing():
        user.save(force_insert=True)
    return user


def set_password(*, user: User, password: str) -> None:
    """Set a first or forgotten password; raises Django's ``ValidationError`` if it is weak."""
    validate_password(password, user)
    user.set_password(password)
    with writing():
        user.save(update_fields=["password"])
        record_of_person(user=user, action=Action.PASSWORD_CHANGED)


def new_password_link(*, user: User) -> str:
    """Return the path of a fresh link; earlier ones of an unused account die."""
    if not user.has_usable_password():
        user.set_unusable_password()
        with writing():
            user.save(update_fields=["password"])
    return password_path(user)


def set_name(*, user: User, name: str) -> None:
    """Change how a person is called."""
    user.name = name.strip()
    with writing():
        user.save(update_fields=["name"])
        record_of_person(user=user, action=Action.NAME_CHANGED)


def set_look(*, user: User, language: str, theme: str) -> None:
    """Change how the desk looks to a person; it concerns nobody else and is not recorded.

    A value that is not one of the choices leaves things as they are.
    """
    user.language = language if language in Speech.values else user.language
    user.theme = theme if theme in Theme.values else user.theme
    with writing():
        user.save(update_fields=["language", "theme"])


def record_of_person(*, user: User, action: Action) -> None:
    """Record an act on a person's own account in each of their shops."""
    scope: Scope = scope_of(user)
    acts = [Act(action, user, shop_id) for shop_id in scope.roles]
    with writing():
        record_all(scope=scope, acts=acts or [Act(action, user, None)])
