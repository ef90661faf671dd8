from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade import frames
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.records import Kind

pytestmark = pytest.mark.django_db


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_value_comes_back_as_it_was(db: None, report: Any, keep: Any, text: str) -> None:
    shop = create_shop(name="店")
    order = report(
        buyer=text, address=text, title=text, buyer_message=None, quantity=3, label=1,
        terminal="wap", ship_deadline_assumed=True, refund_status="applied",
    )  # fmt: skip
    keep(shop.id, order)
    stored = load_frame(shop.id, Kind.ORDERS)
    assert stored["row_id"][0] == str(Order.objects.get(shop=shop).id)
    assert_frame_equal(
        stored.drop("row_id", "content_key"), frames.normal(order, Kind.ORDERS, shop.id)
    )


def test_nothing_personal_is_readable_in_the_table(shop: Shop, report: Any, keep: Any) -> None:
    keep(shop.id, report(seller_memo="放门口", device="设备七", ip="192.0.2.7"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM trade_order")
        row = b"|".join(
            value if isinstance(value, bytes) else str(value).encode()
            for value in cursor.fetchone()
        )
    for secret in ("林小青", "13800000001", "文一西路", "qinghe", "放门口", "设备七", "192.0.2.7"):
        assert secret.encode() not in row


def test_equal_values_have_equal_digests(shop: Shop, report: Any) -> None:
    same = pl.concat(
        [
            report("1", receiver_name="林 小青", phone="13800000001", buyer="QingHe"),
            report("2", receiver_name="林小青", phone="+86 138-0000-0001", buyer="qinghe"),
            report("3", receiver_name="林小红", phone="13800000003", buyer="beian"),
        ]
    )
    digests = frames.digests_of(same, Kind.ORDERS, shop.id)
    for name in ("buyer_key", "receiver_key", "phone_key"):
        first, second, third = digests[name]
        assert len(first) == 32
        assert first == second != third


def test_masked_and_missing_values_have_none(shop: Shop, report: Any) -> None:
    masked = pl.concat(
        [
            report("1", receiver_name="林**", phone="138****0001", buyer="q**", address="##密##"),
            report("2", receiver_name=None, phone=None, buyer=None, address=None),
        ]
    )
    digests = frames.digests_of(masked, Kind.ORDERS, shop.id)
    names = ("buyer", "receiver", "phone", "place", "device", "ip", "payment_account")
    assert set(digests) == {f"{name}_key" for name in names}
    assert list(digests.values()) == [["", ""]] * 7


def test_digests_of_two_shops_differ(shop: Shop, other_shop: Shop, report: Any) -> None:
    order = report(device="d1", ip="203.0.113.5", payment_account="a1")
    ours = frames.digests_of(order, Kind.ORDERS, shop.id)
    theirs = frames.digests_of(order, Kind.ORDERS, other_shop.id)
    assert not set(map(str, ours.values())) & set(map(str, theirs.values()))


def test_where_a_report_comes_from_is_not_its_content(shop: Shop, report: Any) -> None:
    one = frames.normal(report(), Kind.ORDERS, shop.id)
    other = frames.normal(report(source_file="b.csv", source_row=7), Kind.ORDERS, shop.id)
    changed = frames.normal(report(phone="13800000002"), Kind.ORDERS, shop.id)
    keys = [frames.content_keys(frame, shop.id)[0] for frame in (one, other, changed)]
    assert keys[0] == keys[1] != keys[2]
