"""Rings of accounts, stored and judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.desk.trade.models import Order
from tests.desk.factories import judge, store_orders


def ring(shop: Shop, accounts: int = 4, first: int = 1, **more: Any) -> list[Order]:
    """Return an order of each of some accounts that use one device."""
    begin = timezone.now() - timedelta(hours=3)
    store_orders(
        shop,
        *(
            {
                "id": f"R{number}",
                "buyer": f"ring-{number}",
                "receiver_name": f"收{number:03}",
                "phone": f"138{number:08}",
                "device": "device-of-the-ring",
                "amount_minor": 1000 * number,
                "created_at": begin + number * timedelta(minutes=1),
            }
            | more
            for number in range(first, first + accounts)
        ),
    )
    judge(shop)
    found = Order.objects.filter(shop=shop, external_id__startswith="R")
    return list(found.order_by("created_at"))


@pytest.fixture
def manager(shop: Shop, join: Callable[..., Membership]) -> Scope:
    """A manager, who acts for whole groups."""
    return scope_of(join(shop, Role.MANAGER).user)
