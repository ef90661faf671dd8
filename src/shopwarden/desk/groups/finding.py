"""Finding the groups of a shop anew, for the list of them."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import polars as pl

from shopwarden.desk.common import bulk, plain
from shopwarden.desk.common.db import one_at_a_time, writing
from shopwarden.desk.groups.dealings import deals_of, sum_of
from shopwarden.desk.groups.models import Group, Member, Search
from shopwarden.desk.live.keys import LINKING
from shopwarden.desk.live.linking import orders_of
from shopwarden.detectors import LinkedAccountsDetector
from shopwarden.links import LinkKind, links_between, order_keys

_DETECTOR: Final = LinkedAccountsDetector()
# At most this share of a worker's time goes into it, however large the shop.
_REST: Final = 20
# What was corrected without a new record is seen at the latest by then.
_LATEST: Final = timedelta(hours=1)


class State(NamedTuple):
    """How many events a shop has, and the time of the newest: what tells that some came."""

    events: int
    newest_at: int


def is_due(shop_id: UUID, now: datetime) -> bool:
    """Tell whether the groups of a shop may be other ones by now."""
    search = Search.objects.filter(shop=shop_id).first()
    if search is None:
        return True
    age = now - search.found_at
    if age < _REST * timedelta(milliseconds=search.took_ms):
        return False
    return age >= _LATEST or (search.events, search.newest_at) != _state(shop_id)


def find(shop_id: UUID, now: datetime) -> int:
    """Find the groups of a shop and keep them instead of those of before; return how many."""
    began = time.monotonic()
    state = _state(shop_id)
    history = orders_of(shop_id, "shop_id = ?", (plain.uid(shop_id),))
    members = links_between(order_keys(history)).members
    large = members.filter(pl.col("size") >= _DETECTOR.accounts)
    groups = [
        _group(shop_id, part, now) for part in large.partition_by("group", maintain_order=True)
    ]
    took_ms = int(1000 * (time.monotonic() - began))
    with writing():
        one_at_a_time(f"groups {shop_id}")
        Member.objects.filter(group__shop=shop_id).delete()
        Group.objects.filter(shop=shop_id).delete()
        _insert(groups)
        Search.objects.update_or_create(
            shop_id=shop_id,
            defaults={
                "found_at": now,
                "took_ms": took_ms,
                "groups": len(groups),
                **state._asdict(),
            },
        )
    return len(groups)


def _state(shop_id: UUID) -> State:
    ((events, newest_at),) = plain.rows(
        "SELECT count(*), max(at) FROM live_event WHERE shop_id = ?", (plain.uid(shop_id),)
    )
    return State(events, newest_at or 0)


def _group(shop_id: UUID, members: pl.DataFrame, now: datetime) -> tuple[dict[str, Any], list[int]]:
    buyers = [int(buyer) for buyer in members["buyer"]]
    deals = deals_of(buyers)
    total = sum_of(deals)
    kinds = {kind for kinds in members["kinds"] for kind in kinds}
    first = min((deal for deal in deals if not deal.is_refund), key=lambda one: (one.at, one.id))
    row = {
        "id": first.id,
        "shop": shop_id,
        "accounts": len(buyers),
        "orders": total.orders,
        "refunds": total.refunds,
        "amount_minor": total.amount_minor or 0,
        "currency": total.currency,
        "strength": members["strength"].max(),
        "kinds": sum(LINKING[LinkKind(kind)] for kind in kinds),
        "first_at": total.first_at,
        # Where no order has a time, it is as new as the group.
        "last_at": total.last_at or now,
    }
    return row, buyers


def _insert(groups: list[tuple[dict[str, Any], list[int]]]) -> None:
    if not groups:
        return
    rows = [row for row, _ in groups]
    bulk.insert(Group, {name: [row[name] for row in rows] for name in rows[0]})
    pairs = [(row["id"], buyer) for row, buyers in groups for buyer in buyers]
    bulk.insert(
        Member, {"group": [one for one, _ in pairs], "buyer": [buyer for _, buyer in pairs]}
    )
