"""Records of before get their events once."""

from __future__ import annotations

import pytest

from shopwarden.desk.live.filling import fill
from shopwarden.desk.live.models import Event
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from tests.desk.factories import store_orders

pytestmark = pytest.mark.django_db


def test_events_are_made_anew_as_they_were(shop: Shop) -> None:
    store_orders(shop, {"id": "1", "device": "d1"}, {"id": "2", "buyer": None})
    told = list(Event.objects.order_by("id").values())
    places = list(Order.objects.order_by("id").values_list("place_key", "device_key"))
    Event.objects.all().delete()
    Order.objects.update(place_key="", device_key="")
    fill()
    fill()
    assert list(Event.objects.order_by("id").values()) == told
    assert list(Order.objects.order_by("id").values_list("place_key", "device_key")) == places
