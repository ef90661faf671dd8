"""The same change to several alerts, and taking it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from django.http import Http404
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts.choices import BulkKind
from shopwarden.desk.alerts.models import Alert, BulkAct
from shopwarden.desk.alerts.news import announce
from shopwarden.desk.alerts.services import UNDO_WITHIN, reopen, settle, take_turn
from shopwarden.desk.audit.services import Act, record_all
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused

# One transaction holds them all; more would let others wait.
MOST: Final = 200


class Chosen(NamedTuple):
    """An alert as the person saw it in the list."""

    id: UUID
    version: int


# What is done to one alert; returns what to record, and what undoing will need.
Change = Callable[[Alert, int], tuple[list[Act], Any]]


def bulk_assign(*, scope: Scope, chosen: Sequence[Chosen], assignee: User | None) -> BulkAct:
    """Make a person responsible for several alerts; those changed meanwhile are left alone."""

    def change(alert: Alert, version: int) -> tuple[list[Act], Any]:
        before = str(alert.assignee_id) if alert.assignee_id else None
        return [take_turn(scope, alert, version, assignee)], [version + 1, before]

    return _change_all(scope, chosen, BulkKind.ASSIGN, change)


def bulk_decide(*, scope: Scope, chosen: Sequence[Chosen], label: str, note: str = "") -> BulkAct:
    """Close several alerts with one label; those it does not fit are left alone."""

    def change(alert: Alert, version: int) -> tuple[list[Act], Any]:
        disposition, acts = settle(scope, alert, version, label, note)
        return acts, str(disposition.id)

    return _change_all(scope, chosen, BulkKind.DECIDE, change)


def undo_bulk(*, scope: Scope, act: BulkAct) -> int:
    """Take a change to several alerts back where nobody went on from it; return how many.

    Raises
    ------
    Refused
        ``decision.final``: too late, undone before, or somebody else's.
    """
    now = timezone.now()
    with writing():
        mine = BulkAct.objects.filter(
            id=act.id, made_by=scope.actor, undone_at=None, made_at__gt=now - UNDO_WITHIN
        )
        if not mine.update(undone_at=now):
            raise Refused("decision.final")
        done = [_take_back(scope, act, alert) for alert in _alerts(scope, act.changed)]
        acts = [one for made in done for one in made]
        record_all(scope=scope, acts=acts)
        announce(acts)
    return sum(bool(acts) for acts in done)


def _change_all(scope: Scope, chosen: Sequence[Chosen], kind: BulkKind, change: Change) -> BulkAct:
    versions = dict(chosen[:MOST])
    done: dict[str, Any] = {}
    acts: list[Act] = []
    left = Counter[str]()
    if len(chosen) > MOST:
        left["bulk.too_many"] = len(chosen) - MOST
    with writing():
        for alert in _alerts(scope, list(versions)):
            try:
                # A transaction of its own inside: a refusal takes back this alert only.
                with writing():
                    made, needed = change(alert, versions[alert.id])
            except Refused as refusal:
                left[refusal.code] += 1
            else:
                acts += made
                done[str(alert.id)] = needed
        act = BulkAct(id=uuid4(), made_by=scope.actor, made_at=timezone.now(), kind=kind)
        act.content = {"done": done, "left": left}
        act.save(force_insert=True)
        record_all(scope=scope, acts=acts)
        announce(acts)
    return act


def _alerts(scope: Scope, ids: Sequence[UUID]) -> list[Alert]:
    """Return the alerts; 404 if one does not exist for this person."""
    found = list(Alert.objects.filter(id__in=ids, shop__in=list(scope.roles)).order_by("id"))
    if len(found) != len(ids):
        raise Http404
    for shop_id in {alert.shop_id for alert in found}:
        require(scope, shop_id, Permission.BULK)
    return found


def _take_back(scope: Scope, act: BulkAct, alert: Alert) -> list[Act]:
    try:
        with writing():
            needed = act.content["done"][str(alert.id)]
            if act.kind == BulkKind.DECIDE:
                return reopen(scope, alert, UUID(needed))
            version, before = needed
            assignee = User.objects.filter(id=before).first()
            return [take_turn(scope, alert, version, assignee)]
    except Refused:
        return []
