"""Who asks: a token, the shop it belongs to, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.utils import translation
from ninja.errors import Throttled
from ninja.security import HttpBearer

from shopwarden.desk.api import limits, selectors, services
from shopwarden.desk.api.choices import May
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope

_LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class TokenScope(Scope):
    """The scope of a token: it reads its shop, and does what it was made for."""

    may_do: frozenset[str] = field(default=frozenset())
    token: str = ""


class ApiRequest(HttpRequest):
    """A request with a working token."""

    auth: TokenScope


class ShopToken(HttpBearer):
    """Lets in who sends a working token; ``request.auth`` is then what it may read."""

    def __call__(self, request: HttpRequest) -> TokenScope | None:
        """Check the token, in the language the program asked for."""
        if request.GET.get("lang") in _LANGUAGES:
            translation.activate(_LANGUAGES[request.GET["lang"]])
        scope: TokenScope | None = super().__call__(request)
        if scope is None:
            count(f"from {request.META.get('REMOTE_ADDR')}", limits.PER_STRANGER)
        return scope

    def authenticate(self, request: HttpRequest, token: str) -> TokenScope | None:
        """Return the shop of the token; it may read what changes nothing."""
        found = selectors.token_with(services.digest_of(token))
        if found is None:
            return None
        services.note_use(found)
        return TokenScope(
            None, {found.shop_id: Role.AUDITOR}, frozenset(found.may.split(",")), str(found.id)
        )


class MayNot(Exception):
    """A token that was not made for what it is used for."""

    def __init__(self, what: May) -> None:
        super().__init__(what)
        self.what = what


def need(request: ApiRequest, what: May, most: int) -> None:
    """Refuse a token that was not made for something, or asks for it too often.

    Parameters
    ----------
    most
        How often it may ask in a minute.
    """
    if what not in request.auth.may_do:
        raise MayNot(what)
    count(f"token {request.auth.token} {what}", most)


def count(who: str, most: int) -> None:
    """Count one request; refuse one too many."""
    if wait := limits.seconds_to_wait(who, most):
        raise Throttled(wait)
