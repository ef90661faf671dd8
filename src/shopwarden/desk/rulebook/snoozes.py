"""For a time nobody is told: of one rule, or of one buyer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.rulebook import revisions
from shopwarden.desk.rulebook.choices import EntryKind
from shopwarden.desk.rulebook.keys import key_of
from shopwarden.desk.rulebook.models import Rule, Snooze

# What is to last longer is switched off, or belongs on the trusted list.
LONGEST: Final = timedelta(days=92)


def snooze_rule(*, scope: Scope, rule: Rule, until: datetime, reason: str) -> Snooze:
    """Let a rule tell nobody until a moment; it goes on being counted.

    Raises
    ------
    Refused
        ``snooze.when``: the moment has passed or is too far; ``snooze.reason``: none given.
    """
    require(scope, rule.shop_id, Permission.RULES)
    changes = {"rule": rule.slug}
    return _snooze(scope, Snooze(shop_id=rule.shop_id, rule=rule), until, reason, changes, None)


def snooze_buyer(
    *, scope: Scope, shop_id: UUID, buyer: str, until: datetime, reason: str
) -> Snooze:
    """Let no rule tell anybody about a buyer until a moment.

    Raises
    ------
    Refused
        ``snooze.nobody``: the name is masked or empty; else as `snooze_rule`.
    """
    require(scope, shop_id, Permission.RULES)
    key = key_of(shop_id, EntryKind.BUYER, buyer)
    if key is None:
        raise Refused("snooze.nobody")
    return _snooze(scope, Snooze(shop_id=shop_id, buyer_key=key), until, reason, {}, buyer)


def end_snooze(*, scope: Scope, snooze: Snooze) -> None:
    """Let people be told again; doing it again changes nothing."""
    require(scope, snooze.shop_id, Permission.RULES)
    now = timezone.now()
    with writing():
        revisions.begin(snooze.shop_id)
        running = Snooze.objects.filter(id=snooze.id, ended_at=None, until__gt=now)
        if running.update(ended_at=now, ended_by=scope.actor):
            changes: dict[str, Change] = {"until": (snooze.until, now)}
            record(scope=scope, act=Act(Action.SNOOZE_ENDED, snooze, snooze.shop_id, changes))


def _snooze(
    scope: Scope,
    snooze: Snooze,
    until: datetime,
    reason: str,
    facts: dict[str, str],
    buyer: str | None,
) -> Snooze:
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise Refused("snooze.when")
    if not reason.strip():
        raise Refused("snooze.reason")
    snooze.id, snooze.until, snooze.made_at, snooze.made_by = uuid4(), until, now, scope.actor
    sealed.write(snooze, "reason", reason.strip())
    sealed.write(snooze, "buyer", buyer)
    with writing():
        revisions.begin(snooze.shop_id)
        snooze.save(force_insert=True)
        changes: dict[str, Change] = {name: (None, value) for name, value in facts.items()}
        changes["until"] = (None, until)
        personal: dict[str, Change] = {"buyer": (None, buyer)} if buyer else {}
        act = Act(Action.SNOOZE_MADE, snooze, snooze.shop_id, changes, personal)
        record(scope=scope, act=act)
    return snooze
