"""The lists of alerts: filtered, in one of a few orders, a page at a time.

A page is found by keyset: it begins behind the last row of the page before, so that the
thousandth page costs what the first does. Every order walks one index of one shop and state
(see ``models``); the walks of several shops are merged. An order consists of legs, because a
missing deadline or amount comes last on every database, and the weightiest severity first.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from shopwarden.desk.alerts.choices import AlertState, Severity
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common import reading
from shopwarden.desk.common.scope import Scope

PAGE_ROWS: Final = 30
# Nobody counts further: above it, a badge says "999+".
COUNTED: Final = 1000
# Greater than every character of an order number, in every collation.
_LAST: Final = "\uffff"
# No database holds a greater amount.
_MOST: Final = 1 << 62
_NUMBER_CHARS: Final = 80


class Sort(StrEnum):
    """The orders a list can be read in."""

    DEADLINE = "deadline"
    WEIGHT = "weight"
    OLDEST = "oldest"
    NEWEST = "newest"
    AMOUNT = "amount"
    CLOSED = "closed"
    NUMBER = "number"


class Leg(NamedTuple):
    """A stretch of an order: the rows of `where`, by `column` and id."""

    where: Q
    column: str = ""
    falls: bool = False


LEGS: Final[dict[Sort, tuple[Leg, ...]]] = {
    Sort.DEADLINE: (
        Leg(Q(deadline__isnull=False), "deadline"),
        Leg(Q(deadline__isnull=True)),
    ),
    Sort.WEIGHT: tuple(
        Leg(Q(severity=severity), "score", falls=True) for severity in reversed(Severity)
    ),
    Sort.OLDEST: (Leg(Q(), "opened_at"),),
    Sort.NEWEST: (Leg(Q(), "opened_at", falls=True),),
    Sort.AMOUNT: (
        Leg(Q(amount_minor__isnull=False), "amount_minor", falls=True),
        Leg(Q(amount_minor__isnull=True)),
    ),
    Sort.CLOSED: (Leg(Q(closed_at__isnull=False), "closed_at", falls=True),),
    Sort.NUMBER: (Leg(Q(), "external_id"),),
}


@dataclass(frozen=True)
class Wanted:
    """What to list; a field left out does not narrow. Amounts are in minor units."""

    state: AlertState = AlertState.OPEN
    sort: Sort = Sort.DEADLINE
    shop: UUID | None = None
    kind: str = ""
    severity: Severity | None = None
    assignee: UUID | None = None
    is_unassigned: bool = False
    opened_after: datetime | None = None
    opened_before: datetime | None = None
    due_after: datetime | None = None
    due_before: datetime | None = None
    least_minor: int | None = None
    most_minor: int | None = None
    # The beginning of an order number; it is looked for in every state.
    number: str = ""


class Place(NamedTuple):
    """Where a page ends: the leg, the value of its column, the row."""

    leg: int
    value: Any
    id: UUID


def page(
    scope: Scope, wanted: Wanted, after: Place | None = None, rows: int = PAGE_ROWS
) -> tuple[list[Alert], Place | None]:
    """Return one page of alerts, and where the next one begins if there is one."""
    places = _places(scope, wanted, after, rows + 1)
    found = Alert.objects.select_related("shop", "assignee").in_bulk(
        [place.id for place in places[:rows]]
    )
    alerts = [found[place.id] for place in places[:rows] if place.id in found]
    return alerts, places[rows - 1] if len(places) > rows else None


def place_of(alert: Alert, sort: Sort) -> Place:
    """Return where `alert` stands in an order, whether or not it is listed."""
    for number, leg in enumerate(LEGS[sort]):
        value = getattr(alert, leg.column) if leg.column else None
        fits = sort is not Sort.WEIGHT or leg.where == Q(severity=alert.severity)
        if fits and (value is not None or not leg.column):
            return Place(number, value, alert.id)
    return Place(0, getattr(alert, LEGS[sort][0].column), alert.id)


def count(scope: Scope, wanted: Wanted) -> int:
    """Return how many alerts match, at most `COUNTED`."""
    # The order only names the index to count in.
    order = LEGS[wanted.sort][0].column
    found = [_rows(shop, wanted).order_by(order)[:COUNTED] for shop in _shops(scope, wanted)]
    return min(COUNTED, sum(rows.count() for rows in found))


def count_since(scope: Scope, wanted: Wanted, since: datetime) -> int:
    """Return how many of the wanted open alerts were opened after `since`."""
    if wanted.state != AlertState.OPEN or wanted.number:
        return 0
    begin = max(since, wanted.opened_after or since)
    return count(scope, replace(wanted, sort=Sort.NEWEST, opened_after=begin))


def pack(place: Place) -> str:
    """Return a place as it stands in an address."""
    value = place.value.isoformat() if isinstance(place.value, datetime) else place.value
    content = json.dumps([place.leg, value, place.id.hex]).encode()
    return urlsafe_b64encode(content).decode().rstrip("=")


def unpack(text: str, sort: Sort) -> Place | None:
    """Return the place of an address; nothing if somebody changed it."""
    try:
        leg, value, row = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        column = LEGS[sort][leg].column
        read = _READERS[column](value) if column else None
        return (
            Place(leg, read, UUID(row)) if leg >= 0 and (read is not None or not column) else None
        )
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError):
        return None


# How the values of a cursor are read, by the column an order goes by.
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "deadline": reading.moment,
    "opened_at": reading.moment,
    "closed_at": reading.moment,
    "score": lambda value: value if isfinite(value) else None,
    "amount_minor": lambda value: value if isinstance(value, int) and abs(value) < _MOST else None,
    "external_id": lambda value: reading.word(value, _NUMBER_CHARS),
}


def _places(scope: Scope, wanted: Wanted, after: Place | None, rows: int) -> list[Place]:
    places: list[Place] = []
    legs = LEGS[wanted.sort]
    for number in range(after.leg if after else 0, len(legs)):
        bound = after if after and after.leg == number else None
        for_each_shop = (
            _walk(shop, wanted, legs[number], bound, rows - len(places))
            for shop in _shops(scope, wanted)
        )
        keys = sorted((key for walk in for_each_shop for key in walk), reverse=legs[number].falls)
        places += [Place(number, *key) for key in keys[: rows - len(places)]]
        if len(places) >= rows:
            break
    return places


def _walk(
    shop: UUID, wanted: Wanted, leg: Leg, after: Place | None, rows: int
) -> Iterator[tuple[Any, UUID]]:
    found = _rows(shop, wanted).filter(leg.where)
    if after:
        found = found.filter(_behind(leg, after))
    if not leg.column:
        return ((None, row) for row in found.order_by("id").values_list("id", flat=True)[:rows])
    order = (f"-{leg.column}", "-id") if leg.falls else (leg.column, "id")
    return iter(found.order_by(*order).values_list(leg.column, "id")[:rows])


def _behind(leg: Leg, after: Place) -> Q:
    beyond = "lt" if leg.falls else "gt"
    row = Q(**{f"id__{beyond}": after.id})
    if not leg.column:
        return row
    # The first part lets the index begin at the place, the second leaves out what was shown.
    return Q(**{f"{leg.column}__{beyond}e": after.value}) & (
        Q(**{f"{leg.column}__{beyond}": after.value}) | row
    )


def _shops(scope: Scope, wanted: Wanted) -> list[UUID]:
    shops = scope.shop_ids()
    return [shop for shop in shops if shop == wanted.shop] if wanted.shop else shops


def _rows(shop: UUID, wanted: Wanted) -> QuerySet[Alert]:
    if wanted.number:
        return Alert.objects.filter(
            shop=shop, external_id__gte=wanted.number, external_id__lt=wanted.number + _LAST
        )
    exact = {
        "kind": wanted.kind,
        "severity": wanted.severity,
        "assignee": wanted.assignee,
        "assignee__isnull": wanted.is_unassigned or None,
        "opened_at__gt": wanted.opened_after,
        "opened_at__lte": wanted.opened_before,
        "deadline__gt": wanted.due_after,
        "deadline__lte": wanted.due_before,
        "amount_minor__gte": wanted.least_minor,
        "amount_minor__lte": wanted.most_minor,
    }
    narrowed = {name: value for name, value in exact.items() if value not in (None, "")}
    # Said as the partial indexes say it (see ``models``), which hold open alerts only.
    is_open = wanted.state == AlertState.OPEN
    state = {"closed_at__isnull": True} if is_open else {"state": wanted.state}
    return Alert.objects.filter(shop=shop, **state, **narrowed)
