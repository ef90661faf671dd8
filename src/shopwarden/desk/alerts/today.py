"""What the overview says of the alerts: how much waits, and how fast they are solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts.choices import AlertState
from shopwarden.desk.alerts.expiry import REMIND_WITHIN
from shopwarden.desk.alerts.forms import ME, NOBODY
from shopwarden.desk.alerts.listing import Wanted, count
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.scope import Scope

# What the desk is for: the average case is solved within two hours.
TARGET: Final = timedelta(hours=2)
_DAYS: Final = 7


@dataclass(frozen=True)
class Pile:
    """Open alerts that have something in common, and the list that shows them."""

    label: str | Promise
    icon: str
    query: str
    count: int
    is_late: bool = False


@dataclass(frozen=True)
class Pace:
    """How many alerts people solved in the last seven days, and how long one took."""

    solved: int
    average: timedelta
    in_time: int

    @property
    def is_in_time(self) -> bool:
        """Whether the average case keeps to the target."""
        return self.average <= TARGET

    @property
    def share(self) -> int:
        """How many of a hundred alerts were solved within the target."""
        return round(100 * self.in_time / self.solved)


def piles(scope: Scope, now: datetime) -> list[Pile]:
    """Return what waits, the most urgent first; empty piles are left out."""
    mine = scope.actor.id if scope.actor else None
    wanted = (
        (_("Past their deadline"), "clock-alert", "due=late", Wanted(due_before=now)),
        (
            _("Due within 4 hours"),
            "hourglass",
            "due=soon",
            Wanted(due_after=now, due_before=now + REMIND_WITHIN),
        ),
        (_("Assigned to you"), "user-check", f"assignee={ME}", Wanted(assignee=mine)),
        (_("Nobody has taken them"), "user-plus", f"assignee={NOBODY}", Wanted(is_unassigned=True)),
    )
    found = [
        Pile(label, icon, query, count(scope, facts), is_late=query == "due=late")
        for label, icon, query, facts in wanted
    ]
    return [pile for pile in found if pile.count]


def pace(scope: Scope, now: datetime) -> Pace | None:
    """Return how fast alerts were solved lately; None where none was. A minute old at most."""
    return _pace(tuple(scope.shop_ids()), now.replace(second=0, microsecond=0))


def forget_pace() -> None:
    """Count anew at the next look."""
    _pace.cache_clear()


# A big shop solves a hundred thousand alerts a week; nobody needs them counted at every look.
@lru_cache(maxsize=512)
def _pace(shop_ids: tuple[UUID, ...], minute: datetime) -> Pace | None:
    length = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    facts = (
        Alert.objects.filter(
            shop__in=shop_ids,
            state=AlertState.HANDLED,
            closed_at__gt=minute - timedelta(days=_DAYS),
        )
        .annotate(length=length)
        .aggregate(
            solved=Count("id"), average=Avg("length"), in_time=Count("id", Q(length__lte=TARGET))
        )
    )
    return Pace(**facts) if facts["solved"] else None
