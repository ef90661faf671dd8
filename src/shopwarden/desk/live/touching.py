"""Which orders were judged without an event that has come, changed or gone since.

They are found generously: judging an order anew that was right changes nothing. Only orders
that can still be acted upon matter, and mostly there is none, because events come in the
order of time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from shopwarden.desk.common import bulk, plain
from shopwarden.desk.live.rules import rules_of
from shopwarden.features.live import MICROSECOND
from shopwarden.features.model import Key
from shopwarden.features.plan import Plan
from shopwarden.records import Kind
from shopwarden.scan import OPEN_STATUSES

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS: Final = tuple(Kind)
# Values of one statement.
_PART: Final = 1000
# An order that does not say its status can be acted upon like one of an unknown status.
_STATUSES: Final = ", ".join(f"'{status}'" for status in ("", *OPEN_STATUSES))


class Touched:
    """What happened to whom, from when to when."""

    def __init__(self) -> None:
        self._values: dict[str, set[int]] = defaultdict(set)
        self._first: int | None = None
        self._last = 0

    def add_columns(self, events: bulk.Columns) -> None:
        """Add events by their columns."""
        self._see(events["at"])
        for name in _NAMES:
            self._values[name].update(one for one in events[name] if one is not None)

    def add_rows(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Add events one by one."""
        for event in events:
            self._see((event["at"],))
            for name in _NAMES:
                if event[name] is not None:
                    self._values[name].add(event[name])

    def mark(self, shop_id: UUID, *, but: Collection[UUID] = ()) -> None:
        """Let the orders wait that counted one of the events, or should have.

        Parameters
        ----------
        but
            Orders that are judged with all of them known.
        """
        if self._first is None or not is_any_behind(shop_id, self._first):
            return
        plan = rules_of(shop_id).read
        found: set[Any] = set()
        for key in plan.groups:
            found.update(self._behind(shop_id, key, self._last + _longest(plan, key)))
        ids = list(found.difference(plain.uids(but)))
        for start in range(0, len(ids), _PART):
            part = ids[start : start + _PART]
            plain.execute(
                "UPDATE trade_order SET is_checked = ?, is_judging = ? "  # noqa: S608 - marks only
                f"WHERE id IN ({plain.marks(part)}) AND status IN ({_STATUSES})",
                (False, False, *part),
            )

    def _behind(self, shop_id: UUID, key: Key, until: int) -> Iterable[Any]:
        moments = (self._first, until)
        if key is Key.SHOP:
            sql = "SELECT id FROM live_event WHERE shop_id = ? AND rank = 0 AND at >= ? AND at < ?"
            yield from (row[0] for row in plain.rows(sql, (plain.uid(shop_id), *moments)))
            return
        values = list(self._values[key.value])
        for start in range(0, len(values), _PART):
            part = values[start : start + _PART]
            sql = (
                f"SELECT id FROM live_event WHERE {key} IN ({plain.marks(part)}) "  # noqa: S608
                "AND rank = 0 AND at >= ? AND at < ?"
            )
            yield from (row[0] for row in plain.rows(sql, (*part, *moments)))

    def _see(self, moments: Sequence[int | None]) -> None:
        known = [at for at in moments if at is not None]
        if known:
            first = min(known)
            self._first = first if self._first is None else min(self._first, first)
            self._last = max(self._last, *known)


_NAMES: Final = tuple(key.value for key in Key if key is not Key.SHOP)


def _longest(plan: Plan, key: Key) -> int:
    return max((plan.reach(key, kind) for kind in _KINDS), default=timedelta(0)) // MICROSECOND


def is_any_behind(shop_id: UUID, first: int) -> bool:
    """Tell whether an order was judged, or is being judged, that is not older than a moment.

    Parameters
    ----------
    first
        Microseconds since 1970.
    """
    since = connection.ops.adapt_datetimefield_value(_EPOCH + first * MICROSECOND)
    shop = plain.uid(shop_id)
    sql = (
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM trade_order WHERE shop_id = ? AND is_judging) "  # noqa: S608
        f"OR EXISTS (SELECT 1 FROM trade_order WHERE shop_id = ? AND is_checked "
        f"AND created_at >= ? AND status IN ({_STATUSES}) ORDER BY created_at DESC)"
    )
    return bool(plain.rows(sql, (shop, shop, since)))
