"""Groups found in the table of events are those of the whole history at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.common import plain
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.live.link_store import SqlLinkStore
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade.frames import digests_of
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.desk.trade.services import chunks, store
from shopwarden.links import KindRule, LinkKind, LinkRules, find_links
from shopwarden.links.live import Account, group_of
from shopwarden.records import Kind, conform

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
WEIGHTS = {
    LinkKind.DEVICE: 0.9, LinkKind.PHONE: 0.6, LinkKind.RECEIVER: 0.4, LinkKind.PLACE: 0.4,
    LinkKind.IP: 0.3, LinkKind.PAYMENT_ACCOUNT: 0.7,
}  # fmt: skip


def rules(most_keys: int) -> LinkRules:
    """Caps so small that they bite."""
    kinds = {
        kind: KindRule(
            weight=weight, half=3, most_accounts=3, most_keys=most_keys, pause=timedelta(days=1)
        )
        for kind, weight in WEIGHTS.items()
    }
    return LinkRules(kinds=kinds)


few = st.sampled_from([None, "x1", "x2", "unknown"])
orders = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["p", "p", "q"]),
        "id": st.integers(1, 9).map(str),
        "buyer": st.sampled_from(["a", "b", "c", "d", "e", None]),
        "created_at": st.integers(0, 6).map(lambda n: BEGIN + n * timedelta(hours=12)),
        "device": few,
        "payment_account": few,
        "phone": st.sampled_from([None, "13800000001", "10086"]),
        "receiver_name": st.sampled_from([None, "张三", "李四", "林"]),
        "ip": st.sampled_from([None, "192.168.0.1", "203.0.113.5"]),
        "address": st.sampled_from([None, "杭州余杭区文一西路969号3幢2单元501室"]),
    }
)


def arrive(shop: Shop, order: dict[str, Any]) -> None:
    frame = conform(
        pl.DataFrame([order | {"shop": "s", "seen_at": BEGIN}], infer_schema_length=None),
        Kind.ORDERS,
    )
    for chunk in chunks(frame, Kind.ORDERS, shop.id):
        store(shop_id=shop.id, kind=Kind.ORDERS, chunk=chunk, claim=lambda _: True)


def at_once(shop: Shop, how: LinkRules) -> set[tuple[frozenset[str], frozenset[float]]]:
    """Members (by their orders) and strengths of each group of the stored history."""
    known = load_frame(shop.id, Kind.ORDERS).filter(pl.col("buyer").is_not_null())
    digests = digests_of(known, Kind.ORDERS, shop.id)
    # What says nothing (unknown, a service number) is told by the text, what is equal by the key.
    with_places = known.with_columns(pl.Series("place_key", digests["place_key"], dtype=pl.String))
    members = find_links(with_places, how).members
    rows = known.join(members, on=["platform", "shop", "buyer"])
    return {
        (frozenset(part["row_id"]), frozenset(part["strength"]))
        for _, part in rows.group_by("platform", "group")
    }


def one_by_one(shop: Shop, how: LinkRules) -> set[tuple[frozenset[str], frozenset[float]]]:
    """The same from each account outwards."""
    linked = SqlLinkStore(shop.id, how)
    found = set()
    buyers = plain.rows(
        "SELECT DISTINCT platform, buyer FROM live_event WHERE shop_id = ? AND buyer IS NOT NULL",
        (plain.uid(shop.id),),
    )
    for platform, buyer in buyers:
        group = group_of(linked, Account(platform, str(shop.id), str(buyer)), how)
        numbers = [int(account.buyer) for account in group]
        ids = plain.rows(
            f"SELECT id FROM live_event WHERE buyer IN ({plain.marks(numbers)})",  # noqa: S608
            numbers,
        )
        strengths = frozenset(one.strength for one in group.values())
        if group:
            found.add((frozenset(str(one) for one in uuids([row[0] for row in ids])), strengths))
    return found


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(orders, min_size=2, max_size=14), how=st.builds(rules, st.integers(1, 9)))
def test_the_table_equals_the_whole_history(
    db: None, history: list[dict[str, Any]], how: LinkRules
) -> None:
    shop = create_shop(name="店")
    for order in history:
        arrive(shop, order)
    assert one_by_one(shop, how) == at_once(shop, how)
