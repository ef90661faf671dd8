"""Features of one order from the table of events: one query, an index for each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from shopwarden.desk.common import plain
from shopwarden.features.events import RANK
from shopwarden.features.live import MICROSECOND, Event, Group, Identity, Position, Reach
from shopwarden.features.model import AMOUNT, Aggregate, Key, Measure, Where
from shopwarden.features.plan import Plan
from shopwarden.records import Kind

# Columns of events that are one column in the table, because only one kind has each.
_WORDS: Final = frozenset({"refund_kind", "rating_result", "direction"})
# What a column of whole numbers holds: features go into such columns.
_LARGEST: Final = 2**63 - 1
FIELDS: Final = (*(key.value for key in Key if key is not Key.SHOP), AMOUNT)


class SqlFeatureStore:
    """What ``features.live`` reads, over the events of one shop.

    Events get there with their records (``keeping``). The values of keys are numbers
    (``keys``).
    """

    def __init__(self, shop_id: UUID) -> None:
        self._shop_id = shop_id

    def measure(
        self, groups: Mapping[Key, Group], position: Position, plan: Plan
    ) -> dict[Key, Sequence[int | None]]:
        """Return the plan's measures of each of `groups` as they stand at `position`."""
        keys = tuple(groups)
        query = _measuring(plan, keys, plain.vendor())
        place = _place(position)
        parameters: list[Any] = []
        for part, group in zip(query.parts, groups.values(), strict=True):
            for window, is_before in part.windows:
                parameters.append(position.at - window)
                parameters += place if is_before else ()
            parameters += _group(group, self._shop_id)
            parameters += (position.at - part.longest, position.at, *place)
        found: dict[Key, Sequence[int | None]] = {}
        for number, *values in plain.rows(query.sql, parameters):
            measured = values[: len(query.parts[number].windows)]
            found[keys[number]] = [None if one is None else _whole(one) for one in measured]
        return found

    def subjects(self, reach: Reach, kind: Kind) -> Iterator[Event]:
        """Yield the events of `kind` inside `reach`."""
        sql = (
            f"SELECT platform, external_id, at, {', '.join(FIELDS)} FROM live_event "  # noqa: S608
            f"WHERE {_is_of(reach.group.key)} AND at >= ? AND at < ? AND rank = ? "
            f"AND {_is_behind('>')}"
        )
        parameters = (
            *_group(reach.group, self._shop_id),
            reach.after.at,
            reach.until,
            RANK[kind],
            *_place(reach.after),
        )
        for platform, number, happened, *values in plain.rows(sql, parameters):
            identity = Identity(kind, platform, reach.group.shop, number)
            yield Event(identity, happened, dict(zip(FIELDS, values, strict=True)))


def _whole(value: float | Decimal) -> int:
    """Return a measure: PostgreSQL has decimals for sums, SQLite doubles; both know no end."""
    return max(-_LARGEST, min(int(value), _LARGEST))


def _is_of(key: Key) -> str:
    return "shop_id = ? AND platform = ?" if key is Key.SHOP else f"{key} = ?"


def _group(group: Group, shop_id: UUID) -> tuple[Any, ...]:
    if group.key is Key.SHOP:
        return plain.uid(shop_id), group.platform
    return (group.value,)


def _place(position: Position) -> tuple[Any, ...]:
    return position.at, position.at, position.id, position.rank


class _Part(NamedTuple):
    """The window of each measure of a key, and whether it leaves the subject itself out."""

    windows: tuple[tuple[int, bool], ...]
    longest: int


class _Query(NamedTuple):
    """A statement, one part for each key."""

    sql: str
    parts: tuple[_Part, ...]


@lru_cache(maxsize=1024)
def _measuring(plan: Plan, keys: tuple[Key, ...], vendor: str) -> _Query:
    """Return the query of a plan's measures of `keys`; a connection's vendor never changes."""
    width = max(len(plan.groups[key]) for key in keys)
    selects, parts = [], []
    for number, key in enumerate(keys):
        measures = plan.groups[key]
        windows = tuple((one.window // MICROSECOND, one.is_before) for one in measures)
        parts.append(_Part(windows, max(window for window, _ in windows)))
        blanks = ["CAST(NULL AS bigint)"] * (width - len(measures))
        chosen = ", ".join([*(_aggregate(one, vendor) for one in measures), *blanks])
        # Bytes decide between events of one moment; most rows are told apart by time alone.
        selects.append(
            f"SELECT {number}, {chosen} FROM live_event WHERE {_is_of(key)} "  # noqa: S608
            f"AND at > ? AND at <= ? AND {_is_behind('<=')}"
        )
    return _Query(" UNION ALL ".join(selects), tuple(parts))


def _is_behind(sign: str) -> str:
    """Compare with a place in the strict order."""
    return f"(at {sign[0]} ? OR (at = ? AND ({plain.by_bytes('external_id')}, rank) {sign} (?, ?)))"


def _aggregate(measure: Measure, vendor: str) -> str:
    where = f"FILTER (WHERE {' AND '.join(_conditions(measure))})"
    column = _column(measure.column)
    match measure.aggregate:
        case Aggregate.COUNT:
            return f"count(*) {where}"
        case Aggregate.SUM:
            # SQLite's sum() fails where it leaves 64 bits; total() is exact up to 2**53, as far
            # as the doubles go that features are.
            add = "total" if vendor == "sqlite" else "sum"
            return f"coalesce({add}({column}) {where}, 0)"
        case Aggregate.DISTINCT:
            return f"count(DISTINCT {column}) {where}"
        case Aggregate.MIN | Aggregate.MAX:
            return f"{measure.aggregate}({column}) {where}"
        case Aggregate.FIRST:
            return f"min(at) {where}"
        case Aggregate.LAST:
            return f"max(at) {where}"


def _conditions(measure: Measure) -> Iterator[str]:
    yield f"rank = {RANK[measure.event]} AND at > ?"
    if measure.column is not None:
        yield f"{_column(measure.column)} IS NOT NULL"
    if measure.where is not None:
        yield _is_one_of(measure.where)
    if measure.is_before:
        yield _is_behind("<")


def _is_one_of(where: Where) -> str:
    # Words of our own vocabularies, never what somebody wrote.
    values = ", ".join(f"'{value}'" for value in where.values)
    return f"{_column(where.column)} IN ({values})"


def _column(name: str | None) -> str:
    return "word" if name in _WORDS else str(name)


def orders(shop_id: UUID, row_ids: Sequence[UUID]) -> dict[UUID, Event]:
    """Return the events of stored orders."""
    found = plain.rows(
        f"SELECT id, platform, external_id, at, {', '.join(FIELDS)} FROM live_event "  # noqa: S608
        f"WHERE id IN ({plain.marks(row_ids)}) AND rank = 0",
        plain.uids(row_ids),
    )
    events = {}
    for (row_id,), (platform, number, at, *values) in ((row[:1], row[1:]) for row in found):
        identity = Identity(Kind.ORDERS, platform, str(shop_id), number)
        fields = dict(zip(FIELDS, values, strict=True))
        events[row_id if isinstance(row_id, UUID) else UUID(row_id)] = Event(identity, at, fields)
    return events
