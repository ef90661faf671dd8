"""Which accounts belong together, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from shopwarden.links import LinkKind, LinkRules, find_links
from shopwarden.records import Kind, conform, empty

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def orders(*rows: dict[str, Any]) -> pl.DataFrame:
    """Orders of accounts a, b, c, … an hour apart, unless a row says otherwise."""
    known = [
        {
            "platform": "taobao",
            "shop": "demo",
            "id": f"o{number}",
            "buyer": f"b{number:03}",
            "created_at": BEGIN + number * HOUR,
            "place_key": None,
        }
        | row
        for number, row in enumerate(rows)
    ]
    frame = pl.DataFrame(known, infer_schema_length=None)
    place = frame.select(pl.col("place_key").cast(pl.String))
    return conform(frame.drop("place_key"), Kind.ORDERS).hstack(place)


def groups(frame: pl.DataFrame, rules: LinkRules | None = None) -> list[list[str]]:
    members = find_links(frame, rules).members
    return members.group_by("group").agg(pl.col("buyer").sort()).sort("group")["buyer"].to_list()


def sharing(count: int, **keys: Any) -> Iterable[dict[str, Any]]:
    return [dict(keys) for _ in range(count)]


@pytest.mark.parametrize(
    "keys",
    [
        {"device": "d"},
        {"payment_account": "alipay"},
        {"receiver_name": "王小明", "phone": "13800000001"},
        {"receiver_name": "王小明", "place_key": "p"},
        {"receiver_name": "王小明", "ip": "8.8.8.8"},
    ],
)
def test_what_links_two_accounts(keys: dict[str, str]) -> None:
    assert groups(orders(*sharing(2, **keys))) == [["b000", "b001"]]


@pytest.mark.parametrize(
    "keys",
    [
        {"ip": "8.8.8.8"},
        {"place_key": "p"},
        {"receiver_name": "王小明"},
        {"phone": "13800000001"},
        {"phone": "13800000001", "place_key": "p", "ip": "8.8.8.8"},
        {"device": "unknown"},
        {"device": ""},
        {"receiver_name": "王小明", "phone": "138****0001"},
        {"receiver_name": "王小明", "phone": "12345"},
        {"receiver_name": "王小明", "phone": "4008000001"},
        {"receiver_name": "王**", "place_key": "p"},
        {"receiver_name": "王", "place_key": "p"},
        {"receiver_name": "王小明", "ip": "192.168.1.9"},
        {"device": "d", "buyer": None},
        {"device": "d", "buyer": "same"},
    ],
)
def test_what_does_not(keys: dict[str, Any]) -> None:
    assert groups(orders(*sharing(3, **keys))) == []


def test_a_family_shares_a_phone_four_accounts_do_not() -> None:
    assert groups(orders(*sharing(3, phone="13800000001"))) == []
    assert groups(orders(*sharing(4, phone="13800000001"))) == [["b000", "b001", "b002", "b003"]]


def test_values_are_compared_as_people_write_them() -> None:
    written = ("+86 138-0000-0001", "13800000001", "138 0000 0001", "'13800000001")
    assert groups(orders(*({"phone": phone} for phone in written))) != []
    name = orders(
        {"receiver_name": "王 小明", "place_key": "p"},
        {"receiver_name": "王小明", "place_key": "p"},
    )
    assert groups(name) == [["b000", "b001"]]


def test_shops_and_platforms_are_apart() -> None:
    assert groups(orders({"device": "d"}, {"device": "d", "shop": "other"})) == []
    assert groups(orders({"device": "d"}, {"device": "d", "platform": "jd"})) == []


def test_accounts_hang_together_through_others() -> None:
    chain = orders(
        {"device": "d"}, {"device": "d", "payment_account": "p"}, {"payment_account": "p"}, {}
    )
    found = find_links(chain)
    assert found.members.select("buyer", "size", "kinds").rows() == [
        ("b000", 3, ["device"]),
        ("b001", 3, ["device", "payment_account"]),
        ("b002", 3, ["payment_account"]),
    ]
    assert found.members["strength"].round(4).to_list() == [0.95, 0.9975, 0.95]
    assert found.shared.select("buyer", "kind", "value", "accounts").rows() == [
        ("b000", "device", "d", 2),
        ("b001", "device", "d", 2),
        ("b001", "payment_account", "p", 2),
        ("b002", "payment_account", "p", 2),
    ]


def test_the_rarer_a_key_the_stronger() -> None:
    few = find_links(orders(*sharing(2, device="d"))).members["strength"][0]
    many = find_links(orders(*sharing(40, device="d"))).members["strength"][0]
    assert few > many > 0.5


def test_a_key_of_too_many_accounts_links_nobody_and_is_named() -> None:
    most = LinkRules().kinds[LinkKind.PHONE].most_accounts
    some = find_links(orders(*sharing(most, phone="13800000001")))
    assert some.members.height == most
    assert some.crowds.is_empty()
    crowd = find_links(orders(*sharing(most + 1, phone="13800000001")))
    assert crowd.members.is_empty()
    assert crowd.crowds.rows() == [("taobao", "demo", "phone", "+8613800000001", most + 1)]


def test_a_dealer_with_many_phones_links_nobody() -> None:
    phones = [f"138{number:08}" for number in range(21)]
    dealer = [{"buyer": "dealer", "phone": one, "receiver_name": f"王{one}"} for one in phones]
    own = [order | {"buyer": f"own{number}"} for number, order in enumerate(dealer)]
    assert groups(orders(*dealer[:20], *own[:20])) != []
    assert groups(orders(*dealer, *own)) == []
    device = [{"buyer": "dealer", "device": "d"}, {"buyer": "other", "device": "d"}]
    assert groups(orders(*dealer, *own, *device)) == [["dealer", "other"]]


def test_a_long_pause_parts_former_from_later_users() -> None:
    days = [0, 20, 80, 95]
    rows = [{"device": "d", "created_at": BEGIN + timedelta(days=day)} for day in days]
    assert groups(orders(*rows)) == [["b000", "b001"], ["b002", "b003"]]
    bridge = {"buyer": "b001", "device": "d", "created_at": BEGIN + timedelta(days=60)}
    assert groups(orders(*rows, bridge)) == [["b000", "b001", "b002", "b003"]]


def test_orders_without_a_time_are_of_one_moment() -> None:
    rows = [{"device": "d", "created_at": None} for _ in range(3)]
    assert groups(orders(*rows, {"device": "d"})) == [["b000", "b001", "b002"]]


def test_what_hangs_together_in_great_numbers_is_no_group() -> None:
    pairs = [
        [{"device": f"d{n}"}, {"buyer": f"b{2 * n + 2:03}", "device": f"d{n}"}] for n in range(9)
    ]
    chain = [{"buyer": f"b{2 * n:03}"} | pair[0] for n, pair in enumerate(pairs)]
    frame = orders(*chain, *(pair[1] for pair in pairs))
    assert [len(group) for group in groups(frame)] == [10]
    assert groups(frame, LinkRules(most_members=9)) == []


def test_the_order_of_rows_does_not_matter() -> None:
    frame = orders(*sharing(3, device="d"), *sharing(4, device="e"), *sharing(2, ip="8.8.8.8"))
    once, again = find_links(frame), find_links(frame.sample(fraction=1, shuffle=True, seed=7))
    assert once.members.equals(again.members)
    assert once.shared.equals(again.shared)


def test_nothing_links_nothing() -> None:
    found = find_links(empty(Kind.ORDERS))
    assert found.members.is_empty()
    assert found.shared.is_empty()
    assert found.crowds.is_empty()
    assert find_links(orders(*sharing(3, device="d")), LinkRules(kinds={})).members.is_empty()
