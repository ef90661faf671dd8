"""What a person is reminded of: deadlines that come near or have passed, and their own alerts.

Who an alert was given to is reminded first; nobody's alerts remind everybody of the shop who
can handle them, and so does every alert in its last hour. Nothing is kept about who has
looked: a reminder goes when the alert is handled, or when its deadline lets it expire.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts import words
from shopwarden.desk.alerts.expiry import LAST_CALL, REMIND_WITHIN
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.templatetags.alerts import time_left
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope

# A panel, not a list: the first few of each group. Every page has it, so nobody counts far.
_SHOWN: Final = 4
_COUNTED: Final = 10


@dataclass(frozen=True)
class Reminder:
    """One line of the panel, without personal data."""

    alert: Alert
    says: str
    due: str


@dataclass(frozen=True)
class Group:
    """The reminders of one kind; ``query`` is the list that has them all."""

    name: str
    title: str | Promise
    query: str
    count: int
    reminders: list[Reminder]

    @property
    def is_cut(self) -> bool:
        """Whether the list has more than the panel."""
        return self.count > len(self.reminders)


@dataclass(frozen=True)
class Reminders:
    """Everything a person is reminded of now."""

    groups: list[Group]

    @property
    def count(self) -> int:
        """How many they are, at most ten."""
        return min(_COUNTED, sum(group.count for group in self.groups))

    @property
    def badge(self) -> str:
        """The number as the bell shows it."""
        return f"{self.count}" if self.count < _COUNTED else f"{_COUNTED - 1}+"


class _Wanted(NamedTuple):
    """What one group asks for, by deadline."""

    name: str
    title: str | Promise
    query: str
    where: Q
    falls: bool = False
    # Few enough to be sorted across all shops at once; the others walk an index a shop.
    is_small: bool = False


def reminders(scope: Scope, now: datetime) -> Reminders:
    """Return what the acting person is reminded of; nothing for who handles no alerts."""
    shops = scope.shop_ids(Permission.HANDLE)
    if scope.actor is None or not shops:
        return Reminders([])
    wanted = _wanted(Q(assignee=scope.actor), now)
    found = {one.name: _ids(shops, one) for one in wanted}
    shown = [row for ids in found.values() for row in ids[:_SHOWN]]
    alerts = Alert.objects.select_related("shop", "assignee").in_bulk(shown) if shown else {}
    groups = (
        Group(one.name, one.title, one.query, len(ids), _lines(ids, alerts, now))
        for one in wanted
        if (ids := found[one.name])
    )
    return Reminders([group for group in groups if group.reminders])


def is_near(deadline: datetime | None, now: datetime) -> bool:
    """Return whether a deadline is near enough to remind of and has not passed."""
    return deadline is not None and now < deadline <= now + REMIND_WITHIN


def _wanted(mine: Q, now: datetime) -> tuple[_Wanted, ...]:
    near = now + REMIND_WITHIN
    whose = mine | Q(assignee__isnull=True) | Q(deadline__lte=now + LAST_CALL)
    later = Q(deadline__gt=near) | Q(deadline__isnull=True)
    return (
        # What has just become late first: of what is late for days, the list tells.
        _Wanted("late", _("Late"), "due=late", Q(deadline__lte=now), falls=True),
        _Wanted("soon", _("Due soon"), "due=soon", Q(whose, deadline__gt=now, deadline__lte=near)),
        _Wanted("own", _("Assigned to me"), "assignee=me", mine & later, is_small=True),
    )


def _ids(shops: Sequence[UUID], wanted: _Wanted) -> list[UUID]:
    """Return the alerts of all shops in the order of the group, no deadline last."""
    if wanted.is_small:
        by_deadline = F("deadline").asc(nulls_last=True)
        rows = _open(wanted, shop__in=shops).order_by(by_deadline, "id")
        return list(rows.values_list("id", flat=True)[:_COUNTED])
    order = ("-deadline", "-id") if wanted.falls else ("deadline", "id")
    keys = (
        key
        for shop in shops
        for key in _open(wanted, shop=shop)
        .order_by(*order)
        .values_list("deadline", "id")[:_COUNTED]
    )
    return [row for _, row in sorted(keys, reverse=wanted.falls)][:_COUNTED]


def _open(wanted: _Wanted, **shops: object) -> QuerySet[Alert]:
    return Alert.objects.filter(wanted.where, closed_at__isnull=True, **shops)


def _lines(ids: Sequence[UUID], alerts: dict[UUID, Alert], now: datetime) -> list[Reminder]:
    there = [alerts[row] for row in ids[:_SHOWN] if row in alerts]
    return [
        Reminder(one, words.label(one), time_left(one.deadline, now) if one.deadline else "")
        for one in there
    ]
