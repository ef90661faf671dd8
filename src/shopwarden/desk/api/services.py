"""Making, revoking and using the tokens of a shop."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from shopwarden.desk.api.choices import May
from shopwarden.desk.api.models import Token
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require

# Recognised by programs that look for secrets left in code.
_PREFIX: Final = "swd_"
_BYTES: Final = 32
_HINT_CHARS: Final = 4
_NOTED_EVERY: Final = timedelta(hours=1)


class Made(NamedTuple):
    """A new token, and its text, which is nowhere else."""

    token: Token
    text: str


def digest_of(text: str) -> str:
    """Return what is kept of a token."""
    return sha256(text.encode()).hexdigest()


def make_token(*, scope: Scope, shop_id: UUID, name: str, may: Sequence[str] = (May.READ,)) -> Made:
    """Make a token with which a program reads the shop, or does what `may` says."""
    require(scope, shop_id, Permission.CONNECTORS)
    text = _PREFIX + secrets.token_urlsafe(_BYTES)
    token = Token(
        shop_id=shop_id,
        name=name.strip(),
        may=",".join(may),
        digest=digest_of(text),
        hint=text[: len(_PREFIX) + _HINT_CHARS],
        made_by=scope.actor,
        made_at=timezone.now(),
    )
    with writing():
        token.save(force_insert=True)
        act = Act(
            Action.TOKEN_MADE,
            token,
            shop_id,
            {"name": (None, token.name), "may": (None, token.may)},
        )
        record(scope=scope, act=act)
    return Made(token, text)


def revoke_token(*, scope: Scope, token: Token) -> None:
    """End a token for good; doing it again changes nothing."""
    require(scope, token.shop_id, Permission.CONNECTORS)
    now = timezone.now()
    with writing():
        if Token.objects.filter(id=token.id, revoked_at=None).update(revoked_at=now):
            act = Act(Action.TOKEN_REVOKED, token, token.shop_id, {"name": (token.name, None)})
            record(scope=scope, act=act)


def note_use(token: Token) -> None:
    """Remember that a token is in use, at most once an hour; it is no act to record."""
    now = timezone.now()
    if token.used_at and token.used_at > now - _NOTED_EVERY:
        return
    with writing():
        stale = Q(used_at=None) | Q(used_at__lte=now - _NOTED_EVERY)
        Token.objects.filter(stale, id=token.id).update(used_at=now)
    token.used_at = now
