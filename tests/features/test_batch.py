"""Features of orders, number by number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from shopwarden.features import (
    Aggregate,
    Feature,
    Key,
    Measure,
    Unit,
    Where,
    compute_features,
    make_plan,
)
from shopwarden.records import Kind, conform, empty

Values = Callable[..., list[object]]
HOUR = timedelta(hours=1)


def test_the_order_itself_counts_and_the_future_does_not(values: Values) -> None:
    orders = [{"buyer": "a", "created_at": hour} for hour in (0, 0.5, 0.75)]
    assert values("buyer_orders_1h", orders) == [1, 2, 3]
    assert values("buyer_orders_1h", orders[::-1]) == [3, 2, 1]


def test_a_window_ends_exactly_at_its_length(values: Values) -> None:
    last = 1 - 1 / 3_600_000_000
    assert values("buyer_orders_1h", [{"buyer": "a", "created_at": t} for t in (0, last)]) == [1, 2]
    assert values("buyer_orders_1h", [{"buyer": "a", "created_at": t} for t in (0, 1)]) == [1, 1]


def test_of_one_moment_the_smaller_id_comes_first(values: Values) -> None:
    same = [{"id": name, "buyer": "a", "created_at": 0} for name in ("b", "10", "9", "a")]
    assert values("buyer_orders_1h", same) == [4, 1, 2, 3]


def test_an_order_without_buyer_or_time_has_no_number(values: Values) -> None:
    orders = [
        {"buyer": "a", "created_at": 0},
        {"buyer": None, "created_at": 0},
        {"buyer": "a", "created_at": None},
        {"buyer": "", "created_at": 0},
        {"buyer": "a**b", "created_at": 0},
    ]
    assert values("buyer_orders_24h", orders) == [1, None, None, None, None]


def test_shops_are_apart(values: Values) -> None:
    orders = [
        {"id": "1", "shop": shop, "buyer": "a", "created_at": 0, "amount_minor": 5}
        for shop in ("north", "south")
    ]
    assert values("buyer_orders_24h", orders) == [1, 1]
    assert values("shop_orders_24h", orders) == [1, 1]
    same = [order | {"shop": "north", "id": order["shop"]} for order in orders]
    assert values("shop_orders_24h", same) == [1, 2]


def test_sums_leave_out_what_is_not_known(values: Values) -> None:
    orders = [
        {"buyer": "a", "created_at": hour, "amount_minor": amount}
        for hour, amount in enumerate((100, None, 250, 7))
    ]
    assert values("buyer_amount_24h", orders) == [100, 100, 350, 357]


def test_the_largest_earlier_order(values: Values) -> None:
    orders = [
        {"buyer": "a", "created_at": hour, "amount_minor": amount}
        for hour, amount in enumerate((100, 300, None, 200))
    ]
    assert values("buyer_largest_amount_365d", orders) == [None, 100, 300, 300]


def test_the_smallest_earlier_order_of_an_item(values: Values) -> None:
    orders = [
        {"item": "x", "created_at": hour, "amount_minor": amount}
        for hour, amount in enumerate((100, 300, 50, 200))
    ]
    assert values("item_smallest_amount_30d", orders) == [None, 100, 100, 50]


def test_an_amount_against_the_mean_of_earlier_ones(values: Values) -> None:
    orders = [
        {"buyer": "a", "created_at": hour, "amount_minor": amount}
        for hour, amount in enumerate((100, 300, None, 1000))
    ]
    assert values("amount_against_buyer_365d", orders) == [None, 3.0, None, 5.0]
    free = [{"buyer": "a", "created_at": hour, "amount_minor": 0} for hour in (0, 1)]
    assert values("amount_against_buyer_365d", free) == [None, None]


def test_days_since_first_and_previous_order(values: Values) -> None:
    orders = [{"buyer": "a", "created_at": hour} for hour in (0, 36, 48)]
    assert values("buyer_known_days_365d", orders) == [0.0, 1.5, 2.0]
    assert values("buyer_idle_days_365d", orders) == [None, 1.5, 0.5]
    again = [{"buyer": "a", "created_at": hour} for hour in (0, 24 * 365)]
    assert values("buyer_known_days_365d", again) == [0.0, 0.0]


def test_different_buyers_of_a_phone(values: Values) -> None:
    orders = [
        {"phone": "1", "buyer": buyer, "created_at": 24 * day}
        for day, buyer in enumerate(["a", "b", "a", None, "c"])
    ]
    assert values("phone_buyers_30d", orders) == [1, 2, 2, 2, 3]
    far = [*orders, {"phone": "1", "buyer": "d", "created_at": 24 * 31.5}]
    assert values("phone_buyers_30d", far)[-1] == 3


def test_different_places_come_from_a_column_beside_the_record(values: Values) -> None:
    orders = [
        {"buyer": "a", "place_key": place, "created_at": hour}
        for hour, place in enumerate(["p", "q", "p"])
    ]
    assert values("buyer_places_30d", orders) == [1, 2, 2]
    assert values("place_buyers_30d", orders) == [1, 1, 1]
    assert values("buyer_places_30d", [{"buyer": "a", "created_at": 0}]) == [0]


def test_refunds_belong_to_the_buyer_of_their_order(values: Values) -> None:
    orders = [
        {"id": "o1", "buyer": "a", "phone": "1", "created_at": 0},
        {"id": "o2", "buyer": "b", "phone": "1", "created_at": 48},
    ]
    refunds = [{"order_id": "o1", "created_at": 24, "kind": "refund_only", "amount_minor": 70}]
    assert values("phone_refunds_90d", orders, refunds=refunds) == [0, 1]
    assert values("buyer_refunds_90d", orders, refunds=refunds) == [0, 0]
    third = [*orders, {"id": "o3", "buyer": "a", "created_at": 72}]
    assert values("buyer_refund_only_90d", third, refunds=refunds) == [0, 0, 1]
    assert values("buyer_refund_rate_90d", third, refunds=refunds) == [0.0, 0.0, 0.5]
    assert values("buyer_refund_amount_90d", third, refunds=refunds) == [0, 0, 70]
    assert values("buyer_refund_days_365d", third, refunds=refunds) == [None, None, 2.0]


def test_a_refund_of_the_same_moment_counts_by_its_id(values: Values) -> None:
    order = [{"id": "5", "buyer": "a", "created_at": 0}]
    for refund, expected in (("4", 1), ("5", 0), ("6", 0)):
        rows = [{"id": refund, "buyer": "a", "created_at": 0}]
        assert values("buyer_refunds_30d", order, refunds=rows) == [expected]


def test_bad_ratings_only(values: Values) -> None:
    ratings = [{"buyer": "a", "result": r, "created_at": 0} for r in ("bad", "good", None)]
    assert values("buyer_bad_ratings_365d", [{"buyer": "a", "created_at": 1}], ratings=ratings) == [
        1
    ]


def test_a_feature_of_refunds_knows_the_carrier_that_was_known() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    shop = {"platform": "taobao", "shop": "demo"}
    orders = [shop | {"id": f"o{n}", "created_at": at} for n in range(3)]
    sent = [
        shop | {"id": "s0", "order_id": "o0", "carrier": "sto", "shipped_at": at + HOUR},
        shop | {"id": "s1", "order_id": "o1", "carrier": "sto", "shipped_at": at + 9 * HOUR},
        shop | {"id": "s2", "order_id": "o2", "carrier": "sto", "shipped_at": at + HOUR}
        | {"direction": "return"},
        shop | {"id": "s3", "order_id": "o0", "carrier": "zto", "shipped_at": at + 2 * HOUR},
    ]  # fmt: skip
    asked = [
        shop | {"id": f"r{n}", "order_id": f"o{n}", "created_at": at + 5 * HOUR} for n in range(3)
    ]
    outbound = [one | {"direction": one.get("direction", "outbound")} for one in sent]
    records = {
        Kind.ORDERS: conform(pl.DataFrame(orders), Kind.ORDERS),
        Kind.SHIPMENTS: conform(pl.DataFrame(outbound), Kind.SHIPMENTS),
        Kind.REFUNDS: conform(pl.DataFrame(asked), Kind.REFUNDS),
    }
    plan = make_plan(["carrier_refund_rate_30d"], subject=Kind.REFUNDS)
    assert compute_features(records, plan).to_series().to_list() == [1.0, None, None]
    of_orders = compute_features(records, make_plan(["carrier_refund_rate_30d"]))
    assert of_orders.to_series().to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("aggregate", "column", "expected"),
    [
        (Aggregate.COUNT, None, [1, 1, 2]),
        (Aggregate.COUNT, "amount_minor", [1, 1, 1]),
        (Aggregate.SUM, "amount_minor", [5, 5, 5]),
        (Aggregate.DISTINCT, "item", [1, 1, 2]),
        (Aggregate.MIN, "amount_minor", [5, 5, 5]),
        (Aggregate.MAX, "amount_minor", [5, 5, 5]),
    ],
)
def test_a_feature_of_ones_own(
    values: Values, aggregate: Aggregate, column: str | None, expected: list[int]
) -> None:
    own = Feature(
        stem="own",
        key=Key.BUYER,
        unit=Unit.ORDERS,
        measures=(
            Measure(
                event=Kind.ORDERS,
                aggregate=aggregate,
                window=2 * HOUR,
                column=column,
                where=Where("device", ("phone", "pad")),
            ),
        ),
    )
    orders = [
        {"buyer": "a", "created_at": 0, "device": "phone", "item": "x", "amount_minor": 5},
        {"buyer": "a", "created_at": 0.5, "device": "pc", "item": "y", "amount_minor": 7},
        {"buyer": "a", "created_at": 1, "device": "pad", "item": "z", "amount_minor": None},
    ]
    assert own.name == "own_2h"
    assert own.columns == {"device"} | ({column} if column else set())
    assert values(own, orders) == expected


def test_columns_come_in_the_order_asked_for_and_rows_as_given(values: Values) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    rows = [
        {
            "platform": "p",
            "shop": "s",
            "id": str(n),
            "buyer": str(n % 2),
            "created_at": at - n * HOUR,
        }
        for n in range(4)
    ]
    plan = make_plan(["shop_orders_24h", "buyer_orders_24h", "buyer_known_days_365d"])
    found = compute_features({Kind.ORDERS: conform(pl.DataFrame(rows), Kind.ORDERS)}, plan)
    assert found.schema == {
        "shop_orders_24h": pl.Int64,
        "buyer_orders_24h": pl.Int64,
        "buyer_known_days_365d": pl.Float64,
    }
    assert found["shop_orders_24h"].to_list() == [4, 3, 2, 1]
    assert found["buyer_orders_24h"].to_list() == [2, 2, 1, 1]


def test_no_records_give_no_rows() -> None:
    plan = make_plan(["buyer_orders_24h", "amount_against_item_90d"])
    found = compute_features({Kind.ORDERS: empty(Kind.ORDERS)}, plan)
    assert found.shape == (0, 2)
    assert found.dtypes == [pl.Int64, pl.Float64]
