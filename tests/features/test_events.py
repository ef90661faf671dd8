"""Records become events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from shopwarden.features.events import collect_events
from shopwarden.records import Kind, conform

AT = datetime(2026, 11, 1, tzinfo=UTC)
SHOP = {"platform": "p", "shop": "s"}


def records(kind: Kind, *rows: dict[str, Any]) -> pl.DataFrame:
    return conform(pl.DataFrame([SHOP | row for row in rows]), kind)


def test_a_refund_carries_what_its_order_says() -> None:
    tables = {
        Kind.ORDERS: records(Kind.ORDERS, {"id": "o1", "buyer": "full name", "phone": "1"}),
        Kind.REFUNDS: records(
            Kind.REFUNDS,
            {"id": "r1", "order_id": "o1", "buyer": "f**e", "item": "x", "created_at": AT},
            {"id": "r2", "order_id": "o9", "buyer": "other", "item": "x", "created_at": AT},
        ),
    }
    events = collect_events(tables, [Kind.REFUNDS], ["phone", "buyer", "item"])
    assert events.columns == ["kind", "platform", "shop", "id", "at", "buyer", "item", "phone"]
    assert events.select("id", "buyer", "item", "phone").rows() == [
        ("r1", "full name", "x", "1"),
        ("r2", "other", "x", None),
    ]


def test_a_better_form_of_a_key_goes_first_and_masked_values_are_none() -> None:
    rows = [
        {"id": str(n), "phone": phone} for n, phone in enumerate(["138****0001", "2", "", None])
    ]
    frame = records(Kind.ORDERS, *rows)
    plain = collect_events({Kind.ORDERS: frame}, [Kind.ORDERS], ["phone"])
    assert plain["phone"].to_list() == [None, "2", None, None]
    better = frame.with_columns(phone_key=pl.Series(["+86", "k", None, "k"]))
    keyed = collect_events({Kind.ORDERS: better}, [Kind.ORDERS], ["phone"])
    assert keyed["phone"].to_list() == ["+86", "k", None, "k"]


def test_kinds_come_one_after_the_other_in_the_order_of_their_rows() -> None:
    tables = {
        Kind.ORDERS: records(Kind.ORDERS, {"id": "2"}, {"id": "1"}),
        Kind.SHIPMENTS: records(
            Kind.SHIPMENTS, {"id": "s", "order_id": "1", "carrier": "sto", "direction": "outbound"}
        ),
    }
    events = collect_events(tables, [Kind.SHIPMENTS, Kind.ORDERS, Kind.RATINGS], ["carrier"])
    assert events.select("kind", "id", "carrier").rows() == [
        (3, "s", "sto"),
        (0, "2", None),
        (0, "1", None),
    ]
