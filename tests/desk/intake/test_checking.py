"""Judging some orders leaves alone what others are about."""

from __future__ import annotations

import os

import pytest

from shopwarden.desk.alerts.choices import AlertState
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.live.workflows import judge_waiting
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from tests.desk.factories import WRONG_ADDRESS, judge, store_orders
from tests.desk.groups.conftest import ring

pytestmark = pytest.mark.django_db


def _states(shop: Shop) -> list[str]:
    return list(Alert.objects.filter(shop=shop, kind="linked").values_list("state", flat=True))


def test_orders_of_nobody_in_a_group_leave_its_alerts_open(shop: Shop) -> None:
    ring(shop)
    store_orders(shop, {"id": "1", "buyer": "b1", "receiver_name": "周全", "phone": "13900000077"})
    judge(shop)
    assert _states(shop) == [AlertState.OPEN] * 4


def test_an_order_with_the_phone_of_a_member_leaves_them_open(shop: Shop) -> None:
    orders = ring(shop, address="江苏省苏州市姑苏区平江路88号")
    told = {"id": "1", "buyer": "b1", "receiver_name": "周全", "phone": "13800000002"}
    store_orders(shop, told | {"address": "浙江省宁波市鄞州区中河街道9号"})
    judge(shop)
    assert _states(shop) == [AlertState.OPEN] * 4
    assert Alert.objects.get(subject_id=orders[1].id, kind="linked").round == 1


def test_alerts_of_a_group_that_falls_apart_expire(shop: Shop) -> None:
    orders = ring(shop, accounts=3)
    store_orders(shop, {"id": "R3", "buyer": "ring-3", "device": "another", "seen_at": None} | {
        "seen_at": orders[2].seen_at.replace(year=2027),
        "modified_at": orders[2].seen_at.replace(year=2027),
    })  # fmt: skip
    judge(shop)
    assert _states(shop) == [AlertState.EXPIRED] * 3


def test_an_order_that_cannot_be_judged_waits_and_the_others_are_judged(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = [{"id": str(number), "phone": f"138000000{number}"} for number in range(10, 19)]
    store_orders(shop, *(one | {"address": WRONG_ADDRESS} for one in wrong))
    bad = Order.objects.get(external_id="13")
    # As a broken disk or a lost key would leave it.
    Order.objects.filter(id=bad.id).update(personal=b"broken")
    judge(shop)
    assert list(Order.objects.filter(is_checked=False)) == [bad]
    assert Alert.objects.filter(shop=shop, state=AlertState.OPEN).count() == 8
    assert [one.order for one in caplog.records if one.msg == "order_not_judged"] == [str(bad.id)]  # type: ignore[attr-defined]


@pytest.mark.skipif(
    "SHOPWARDEN_DATABASE_URL" in os.environ, reason="needs a connection outside the test's own"
)
def test_what_is_wrong_in_one_shop_stops_no_other(shop: Shop, other_shop: Shop) -> None:
    store_orders(shop, *({"id": str(number)} for number in range(30)))
    Order.objects.filter(shop=shop).update(personal=b"broken")
    store_orders(other_shop, {"id": "1"})
    judge_waiting()
    assert Order.objects.filter(shop=shop, is_checked=False).count() == 30
    assert not Order.objects.filter(shop=other_shop, is_checked=False).exists()
