"""Keeping events in step with their records, inside the transaction that writes these.

A refund, a rating or a parcel has its order's buyer, phone, place and so on, whichever of them
the desk hears of first: when one of them is written, the others of its order are brought up
to date. Orders whose features counted an event that has changed, or would have counted one
that comes late, wait to be judged anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from shopwarden.desk.common import bulk, plain
from shopwarden.desk.common.db import one_at_a_time
from shopwarden.desk.live.models import KEYS, Event
from shopwarden.desk.live.touching import Touched
from shopwarden.features.events import RANK
from shopwarden.features.model import Key
from shopwarden.records import Kind, ShipmentDirection

# Of an order, whatever belongs to it.
OF_ORDER: Final = tuple(key.value for key in KEYS if key is not Key.CARRIER)
_PLACE: Final = ("rank", "platform", "external_id", "order_external_id", "at", "word")
_KEYS: Final = tuple(key.value for key in KEYS)
_COLUMNS: Final = ("id", *_PLACE, *_KEYS)


def keep(shop_id: UUID, kind: Kind, told: bulk.Columns, changed: Collection[UUID]) -> None:
    """Keep the events of records that were just written.

    Parameters
    ----------
    told
        Columns of their events (``keys.columns_of``).
    changed
        Which of them there were before.
    """
    if kind not in RANK or not told["id"]:
        return
    one_at_a_time(f"live {shop_id}")
    touched = Touched()
    touched.add_columns(told)
    for part in _parts(list(changed)):
        touched.add_rows(_load(f"id IN ({plain.marks(part)})", plain.uids(part)))
        plain.execute(
            f"DELETE FROM live_event WHERE id IN ({plain.marks(part)})",  # noqa: S608
            plain.uids(part),
        )
    bulk.insert(Event, told)
    orders = told["external_id"] if kind is Kind.ORDERS else told["order_external_id"]
    touched.add_rows(settle(shop_id, orders))
    touched.mark(shop_id)


def settle(shop_id: UUID, orders: Collection[str]) -> list[Mapping[str, Any]]:
    """Give what belongs to `orders` their keys; return what changed, as it was and as it is."""
    moved: list[Mapping[str, Any]] = []
    for part in _parts(list(dict.fromkeys(orders))):
        where = f"shop_id = ? AND rank > 0 AND order_external_id IN ({plain.marks(part)})"
        dependents = _load(where, (plain.uid(shop_id), *part))
        if dependents:
            moved += _settled(_families(dependents, _orders(shop_id, part)))
    return moved


class _Family(NamedTuple):
    """An order, if it is known, and what belongs to it."""

    order: Mapping[str, Any] | None
    members: Sequence[Mapping[str, Any]]


def _families(
    dependents: Iterable[Mapping[str, Any]], orders: Iterable[Mapping[str, Any]]
) -> list[_Family]:
    by_number = {(order["platform"], order["external_id"]): order for order in orders}
    members: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for one in dependents:
        if one["order_external_id"]:
            members[one["platform"], one["order_external_id"]].append(one)
    return [_Family(by_number.get(number), found) for number, found in members.items()]


def _settled(families: Iterable[_Family]) -> list[Mapping[str, Any]]:
    moved: list[Mapping[str, Any]] = []
    for family in families:
        for before in family.members:
            after = _with_carrier({**before, **_said(family, before)}, family)
            if after != before:
                _update(after)
                moved += (before, after)
    return moved


def _said(family: _Family, own: Mapping[str, Any]) -> dict[str, Any]:
    """Put what the order says before what the record itself says."""
    order = family.order or {}
    return {name: own[name] if (value := order.get(name)) is None else value for name in OF_ORDER}


def _with_carrier(event: dict[str, Any], family: _Family) -> dict[str, Any]:
    """Add to a refund who carried the first parcel sent out before it was asked for."""
    if event["rank"] != RANK[Kind.REFUNDS]:
        return event
    sent = [
        (one["at"], one["external_id"], one["carrier"])
        for one in family.members
        if one["rank"] == RANK[Kind.SHIPMENTS]
        and one["word"] != ShipmentDirection.RETURN
        and None not in (one["at"], event["at"])
        and one["at"] <= event["at"]
    ]
    return {**event, "carrier": min(sent)[2] if sent else None}


def _orders(shop_id: UUID, numbers: Sequence[str]) -> list[Mapping[str, Any]]:
    where = (
        "id IN (SELECT id FROM trade_order WHERE shop_id = ? "  # noqa: S608 - marks only
        f"AND external_id IN ({plain.marks(numbers)}))"
    )
    return _load(where, (plain.uid(shop_id), *numbers))


def _update(event: Mapping[str, Any]) -> None:
    sets = ", ".join(f"{name} = ?" for name in _KEYS)
    plain.execute(
        f"UPDATE live_event SET {sets} WHERE id = ?",  # noqa: S608
        (*(event[name] for name in _KEYS), event["id"]),
    )


def _load(where: str, parameters: Sequence[Any]) -> list[Mapping[str, Any]]:
    found = plain.rows(
        f"SELECT {', '.join(_COLUMNS)} FROM live_event WHERE {where}",  # noqa: S608
        tuple(parameters),
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in found]


def _parts(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + 1000] for start in range(0, len(values), 1000))
