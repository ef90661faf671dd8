"""One-time links to set a password: no mail server is needed to run a desk.

The link dies with its use, with any other change of the password, and after
``PASSWORD_RESET_TIMEOUT``.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from shopwarden.desk.accounts.models import User


def password_path(user: User) -> str:
    """Return the path of a link that lets `user` set a password once."""
    token = default_token_generator.make_token(user)
    return reverse("accounts:welcome", args=[user.pk, token])


def user_for(user_id: UUID, token: str) -> User | None:
    """Return the person a link was made for, or nobody if it is used, old or wrong."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    is_valid = user is not None and default_token_generator.check_token(user, token)
    return user if is_valid else None
