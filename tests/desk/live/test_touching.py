"""What comes late makes those orders wait again that should have counted it, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.rulebook.book import take_rule
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from tests.desk.factories import store_orders

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def waiting(shop: Shop) -> set[str]:
    orders = Order.objects.filter(shop=shop, is_checked=False)
    return set(orders.values_list("external_id", flat=True))


@pytest.fixture
def judged(shop: Shop) -> Shop:
    """A shop that counts orders within an hour, with five judged orders."""
    take_rule(scope=system_scope(shop.id), shop_id=shop.id, slug="many-orders-in-an-hour")
    now = timezone.now()
    other = {"buyer": "别人", "phone": "13800000009"}
    store_orders(
        shop,
        {"id": "before", "created_at": now - 4 * HOUR},
        {"id": "near", "created_at": now - 1.5 * HOUR},
        {"id": "open", "created_at": now - 1.5 * HOUR, "status": None},
        {"id": "closed", "created_at": now - 1.5 * HOUR, "status": "finished"},
        {"id": "far", "created_at": now},
        {"id": "other", "created_at": now - 1.5 * HOUR, **other},
    )
    Order.objects.update(is_checked=True)
    return shop


def test_a_late_order_touches_its_buyers_orders_within_the_window(judged: Shop) -> None:
    phone = {"phone": "13800000002"}
    store_orders(judged, {"id": "late", "created_at": timezone.now() - 2 * HOUR, **phone})
    assert waiting(judged) == {"late", "near", "open"}


def test_the_newest_order_touches_none(judged: Shop) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    store_orders(judged, {"id": "new", "created_at": soon, "phone": "13800000002"})
    assert waiting(judged) == {"new"}


def test_an_order_that_is_just_being_judged_waits_again_too(judged: Shop) -> None:
    Order.objects.update(is_checked=False)
    Order.objects.filter(external_id="near").update(is_judging=True)
    store_orders(judged, {"id": "late", "created_at": timezone.now() - 2 * HOUR})
    assert not Order.objects.filter(is_judging=True).exists()
