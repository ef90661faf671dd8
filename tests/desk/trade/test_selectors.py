from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.db.models import Q
from django.http import Http404

from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade import selectors
from shopwarden.desk.trade.models import Order
from shopwarden.records import SCHEMAS, Kind

pytestmark = pytest.mark.django_db


def test_a_frame_holds_the_rows_that_were_asked_for(
    shop: Shop, other_shop: Shop, report: Any, keep: Any
) -> None:
    keep(shop.id, pl.concat([report("1"), report("2", status="shipped")]))
    keep(other_shop.id, report("3"))
    frame = selectors.load_frame(shop.id, Kind.ORDERS, Q(status="shipped"))
    assert frame["id"].to_list() == ["2"]
    assert frame["shop"].to_list() == [str(shop.id)]
    assert dict(frame.drop("row_id", "content_key").schema) == dict(SCHEMAS[Kind.ORDERS])


def test_a_frame_without_rows_has_all_columns(shop: Shop) -> None:
    for kind in (Kind.ORDERS, Kind.ORDER_LINES, Kind.REFUNDS, Kind.SHIPMENTS):
        frame = selectors.load_frame(shop.id, kind)
        assert frame.height == 0
        assert dict(frame.drop("row_id", "content_key").schema) == dict(SCHEMAS[kind])


def test_an_order_is_found_by_its_number(
    shop: Shop, other_shop: Shop, report: Any, keep: Any
) -> None:
    keep(shop.id, report("1"))
    found = selectors.order_by_number(system_scope(shop.id), "1")
    assert found == Order.objects.get()
    assert selectors.order_by_number(system_scope(shop.id), "1", shop_id=shop.id) == found
    for scope, shop_id in (
        (system_scope(other_shop.id), None),
        (system_scope(other_shop.id), shop.id),
        (system_scope(shop.id, other_shop.id), other_shop.id),
    ):
        with pytest.raises(Http404):
            selectors.order_by_number(scope, "1", shop_id=shop_id)


def test_the_history_of_a_buyer_is_newest_first_and_of_this_shop(
    shop: Shop, other_shop: Shop, report: Any, keep: Any
) -> None:
    first = report("1")
    day = timedelta(days=1)
    later = report("2", created_at=first["created_at"][0] + day)
    latest = report("3", created_at=first["created_at"][0] + 2 * day)
    keep(shop.id, pl.concat([first, later, latest, report("4", buyer="beian")]))
    keep(other_shop.id, report("5"))
    order = Order.objects.get(external_id="2")
    history = selectors.buyer_history(system_scope(shop.id), order)
    assert [one.external_id for one in history] == ["3", "1"]
    assert not selectors.buyer_history(system_scope(other_shop.id), order)


def test_a_masked_buyer_has_no_history(shop: Shop, report: Any, keep: Any) -> None:
    keep(shop.id, pl.concat([report("1", buyer="q**"), report("2", buyer="q**")]))
    order = Order.objects.get(external_id="1")
    assert not selectors.buyer_history(system_scope(shop.id), order)
