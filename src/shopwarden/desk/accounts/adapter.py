"""How the log-in package is fitted into the desk."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from typing import Any, Final
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from shopwarden.desk.accounts.services import record_of_person
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.common import crypto

logger = logging.getLogger(__name__)

# The package hands over the text alone, so all its secrets share one place.
_SECRETS: Final = crypto.Place(None, "mfa_authenticator", "data")
_NO_ROW: Final = UUID(int=0)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed, and who signs in or out is recorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by an owner."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Record a session that began."""
        super().login(request, user)
        record_of_person(user=user, action=Action.SESSION_STARTED)

    def logout(self, request: HttpRequest) -> None:
        """Record a session that ended."""
        if request.user.is_authenticated:
            record_of_person(user=request.user, action=Action.SESSION_ENDED)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Say in the log that somebody tried, not who they said they were."""
        logger.warning("login_failed", extra={"address": self.get_client_ip(request)})


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are sealed like personal data."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return b64encode(crypto.seal(_SECRETS, _NO_ROW, text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return crypto.unseal(_SECRETS, _NO_ROW, b64decode(encrypted_text))
