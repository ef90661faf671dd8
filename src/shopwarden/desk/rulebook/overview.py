"""What the pages of rules show: each rule with what it found, its past and its pauses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.receivers import mask_nick
from shopwarden.desk.common import sealed
from shopwarden.desk.intake.words import language
from shopwarden.desk.rulebook import editor
from shopwarden.desk.rulebook.choices import RuleState, Told
from shopwarden.desk.rulebook.editor import Piece
from shopwarden.desk.rulebook.models import Rule, RuleHit, RuleVersion, Snooze, Trial
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.explain import Language
from shopwarden.rules import RulebookRule, ready_rulebook

_ORDER: Final = {RuleState.ON: 0, RuleState.SHADOW: 1, RuleState.OFF: 2}
_LATEST: Final = 8
# An import finds many at once: the latest orders among so many are shown.
_LOOKED_AT: Final = 400
_TRIALS: Final = 5
_VERSIONS: Final = 20


@dataclass(frozen=True)
class Line:
    """A rule as the list shows it."""

    rule: Rule
    title: str
    reading: str
    is_broken: bool
    alerts: int
    quiet: int
    pause: Snooze | None


@dataclass(frozen=True)
class Past:
    """A version, and what it changed of the one before."""

    version: RuleVersion
    pieces: list[Piece]


@dataclass(frozen=True)
class Pause:
    """A running pause, the buyer masked."""

    snooze: Snooze
    title: str
    buyer: str
    reason: str


def title_of(rule: Rule | RulebookRule) -> str:
    """Return what a rule is called, in the reader's language."""
    return rule.title_zh if language() is Language.ZH else rule.title_en


def rule_lines(shop: Shop, at: datetime, lately: timedelta) -> list[Line]:
    """Return the rules of a shop: what is on first, and what found most."""
    counts = _counts(shop.id, at - lately)
    paused = {one.rule_id: one for one in _running(shop.id, at) if one.rule_id}
    lines = []
    for rule in Rule.objects.filter(shop=shop.id):
        checked = editor.check(rule.expression, shop)
        told = counts[rule.id]
        lines.append(
            Line(
                rule,
                title_of(rule),
                checked.reading,
                checked.rule is None,
                told[Told.ALERT],
                told[Told.SHADOW] + told[Told.SNOOZED],
                paused.get(rule.id),
            )
        )
    return sorted(
        lines,
        key=lambda line: (
            _ORDER[RuleState(line.rule.state)],
            -(line.alerts + line.quiet),
            line.rule.slug,
        ),
    )


def rule_facts(rule: Rule, at: datetime, lately: timedelta) -> dict[str, Any]:
    """Return what the page of a rule shows beside the editor."""
    counts = _counts(rule.shop_id, at - lately)[rule.id]
    hits = RuleHit.objects.filter(rule=rule).order_by("-found_at", "id")[:_LOOKED_AT]
    found = examples(rule.shop_id, [str(hit.order_id) for hit in hits])
    trials = Trial.objects.filter(rule=rule).select_related("made_by").order_by("-made_at")
    pauses = [one for one in _running(rule.shop_id, at) if one.rule_id == rule.id]
    return {
        "title": title_of(rule),
        "alerts": counts[Told.ALERT],
        "quiet": counts[Told.SHADOW] + counts[Told.SNOOZED],
        "hits": sorted(found, key=_placed, reverse=True)[:_LATEST],
        "past": _past(rule),
        "trials": trials[:_TRIALS],
        "paused": [_pause(one) for one in pauses],
    }


def offered(shop_id: UUID) -> list[RulebookRule]:
    """Return the ready rules the shop has not taken."""
    taken = set(Rule.objects.filter(shop=shop_id).values_list("slug", flat=True))
    return [rule for rule in ready_rulebook().rules if rule.id not in taken]


def pauses(shop_id: UUID, at: datetime) -> list[Pause]:
    """Return what is paused in a shop now."""
    return [_pause(one) for one in _running(shop_id, at)]


def examples(shop_id: UUID, order_ids: list[str]) -> list[tuple[Order, Alert | None]]:
    """Return orders with their alert, in the order asked for; what is gone is left out."""
    orders = Order.objects.filter(shop=shop_id).in_bulk(order_ids)
    alerts = {
        alert.subject_id: alert
        for alert in Alert.objects.filter(shop=shop_id, subject_id__in=order_ids)
    }
    known = (orders.get(UUID(order_id)) for order_id in order_ids)
    return [(order, alerts.get(order.id)) for order in known if order]


def _placed(found: tuple[Order, Alert | None]) -> float:
    order, _ = found
    return order.created_at.timestamp() if order.created_at else 0


def _counts(shop_id: UUID, since: datetime) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Told, 0))
    hits = RuleHit.objects.filter(shop=shop_id, found_at__gte=since)
    rows = hits.values_list("rule", "told").annotate(count=Count("id"))
    for rule_id, told, count in rows:
        found[rule_id][told] = count
    return found


def _running(shop_id: UUID, at: datetime) -> QuerySet[Snooze]:
    running = Snooze.objects.filter(shop=shop_id, until__gt=at, ended_at=None)
    return running.select_related("rule", "made_by").order_by("until")


def _pause(snooze: Snooze) -> Pause:
    return Pause(
        snooze,
        title_of(snooze.rule) if snooze.rule else "",
        mask_nick(sealed.read(snooze, "buyer") or ""),
        sealed.read(snooze, "reason") or "",
    )


def _past(rule: Rule) -> list[Past]:
    versions = list(
        RuleVersion.objects.filter(rule=rule)
        .select_related("made_by")
        .order_by("-number")[:_VERSIONS]
    )
    pairs = [*pairwise(versions), (versions[-1], None)] if versions else []
    return [
        Past(
            newer,
            editor.difference(older.expression if older else newer.expression, newer.expression),
        )
        for newer, older in pairs
    ]
