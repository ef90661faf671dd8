"""Only what is asked for is read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopwarden.features import FeatureError, Key, make_plan
from shopwarden.records import Kind


def test_a_plan_reads_each_measure_once() -> None:
    plan = make_plan(["buyer_refund_rate_90d", "buyer_refunds_90d", "buyer_refunds_90d"])
    assert [feature.name for feature in plan.features] == [
        "buyer_refund_rate_90d",
        "buyer_refunds_90d",
    ]
    assert {key: len(measures) for key, measures in plan.groups.items()} == {Key.BUYER: 2}
    assert plan.kinds == (Kind.ORDERS, Kind.REFUNDS)
    assert plan.columns == {"buyer"}


def test_the_subject_comes_first_and_its_amount_when_it_is_compared() -> None:
    plan = make_plan(["amount_against_item_90d"], subject=Kind.REFUNDS)
    assert plan.kinds == (Kind.REFUNDS, Kind.ORDERS)
    assert plan.columns == {"item", "amount_minor"}
    assert make_plan(["shop_orders_1h"]).columns == frozenset()


def test_an_event_reaches_as_far_as_the_longest_window_that_counts_it() -> None:
    plan = make_plan(["buyer_orders_24h", "buyer_orders_30d", "buyer_refunds_90d"])
    assert plan.reach(Key.BUYER, Kind.ORDERS) == timedelta(days=30)
    assert plan.reach(Key.BUYER, Kind.REFUNDS) == timedelta(days=90)
    assert plan.reach(Key.BUYER, Kind.RATINGS) == timedelta(0)
    assert plan.reach(Key.PHONE, Kind.ORDERS) == timedelta(0)


def test_a_name_that_does_not_exist_is_refused_with_near_ones() -> None:
    with pytest.raises(FeatureError) as refused:
        make_plan(["buyer_order_24h"])
    assert refused.value.code == "feature.unknown"
    assert refused.value.data["name"] == "buyer_order_24h"
    assert "buyer_orders_24h" in refused.value.data["close"]
