"""The list of groups: filtered, in one of a few orders, a page at a time by keyset."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from shopwarden.desk.alerts.choices import AlertKind
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common import plain, reading
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.groups.choices import Sort
from shopwarden.desk.groups.models import Group, Member
from shopwarden.desk.live.keys import LINKING
from shopwarden.desk.live.models import Event
from shopwarden.links import LinkKind

PAGE_ROWS: Final = 30
_COLUMNS: Final = {
    Sort.LAST: "last_at",
    Sort.ACCOUNTS: "accounts",
    Sort.AMOUNT: "amount_minor",
    Sort.REFUNDS: "refunds",
    Sort.STRENGTH: "strength",
}
_MOST: Final = 1 << 62


@dataclass(frozen=True)
class Wanted:
    """What to list; a field left out does not narrow."""

    sort: Sort = Sort.LAST
    kind: LinkKind | None = None
    is_open: bool = False


Place = tuple[Any, UUID]


def page(
    shop_id: UUID, wanted: Wanted, after: Place | None = None
) -> tuple[list[Group], Place | None]:
    """Return one page of groups, the largest of an order first, and where the next one begins."""
    column = _COLUMNS[wanted.sort]
    rows = _wanted(shop_id, wanted)
    if after:
        value, row_id = after
        same = Q(**{column: value, "id__lt": row_id})
        rows = rows.filter(Q(**{f"{column}__lt": value}) | same)
    found = list(rows.order_by(F(column).desc(), "-id")[: PAGE_ROWS + 1])
    shown = found[:PAGE_ROWS]
    last = shown[-1] if len(found) > PAGE_ROWS else None
    return shown, (getattr(last, column), last.id) if last else None


def open_alerts(shop_id: UUID, groups: Sequence[Group]) -> dict[UUID, int]:
    """Return how many alerts because of links are open in each group."""
    if not groups:
        return {}
    rows = plain.rows(
        "SELECT m.group_id, count(*) FROM groups_member m "  # noqa: S608
        "JOIN live_event e ON e.buyer = m.buyer AND e.rank = 0 "
        "JOIN alerts_alert a ON a.shop_id = ? AND a.kind = ? AND a.subject_id = e.id "
        f"WHERE a.closed_at IS NULL AND m.group_id IN ({plain.marks(groups)}) GROUP BY m.group_id",
        (plain.uid(shop_id), AlertKind.LINKED.value, *plain.uids(one.id for one in groups)),
    )
    ids = uuids([row_id for row_id, _ in rows])
    return dict(zip(ids, (count for _, count in rows), strict=True))


def pack(place: Place) -> str:
    """Return a place as it stands in an address."""
    value, row_id = place
    told = value.isoformat() if isinstance(value, datetime) else value
    return urlsafe_b64encode(json.dumps([told, row_id.hex]).encode()).decode().rstrip("=")


def unpack(text: str, sort: Sort) -> Place | None:
    """Return the place of an address; nothing if somebody changed it."""
    try:
        value, row = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        read = reading.moment(value) if sort is Sort.LAST else _number(value)
        return None if read is None else (read, UUID(row))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _number(value: Any) -> float | int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and isfinite(value) and abs(value) < _MOST else None


def _wanted(shop_id: UUID, wanted: Wanted) -> QuerySet[Group]:
    rows = Group.objects.filter(shop=shop_id)
    if wanted.kind:
        shares = F("kinds").bitand(LINKING[wanted.kind])
        rows = rows.annotate(shares=shares).filter(shares__gt=0)
    if wanted.is_open:
        rows = rows.filter(id__in=_with_open_alerts(shop_id))
    return rows


def _with_open_alerts(shop_id: UUID) -> QuerySet[Member, Any]:
    asking = Alert.objects.filter(shop=shop_id, kind=AlertKind.LINKED, closed_at__isnull=True)
    placed = Event.objects.filter(id__in=asking.values("subject_id"), rank=0)
    return Member.objects.filter(buyer__in=placed.values("buyer")).values("group")
