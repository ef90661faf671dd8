"""Groups are found anew when something has come, and kept to be listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shopwarden.desk.groups import finding
from shopwarden.desk.groups.models import Group, Member, Search
from shopwarden.desk.live.keys import LINKING
from shopwarden.desk.shops.models import Shop
from shopwarden.links import LinkKind
from tests.desk.factories import make_order, store_orders
from tests.desk.groups.conftest import ring

pytestmark = pytest.mark.django_db


def test_a_group_is_kept_under_its_first_order(shop: Shop, other_shop: Shop) -> None:
    orders = ring(shop)
    ring(other_shop)
    now = timezone.now()
    assert finding.find(shop.id, now) == 1
    group = Group.objects.get()
    assert (group.id, group.accounts, group.orders, group.refunds) == (orders[0].id, 4, 4, 0)
    assert (group.amount_minor, group.currency) == (10_000, "CNY")
    assert group.kinds == LINKING[LinkKind.DEVICE] | LINKING[LinkKind.PLACE]
    assert round(group.strength, 4) == 0.9563
    assert (group.first_at, group.last_at) == (orders[0].created_at, orders[3].created_at)
    assert Member.objects.count() == 4


def test_finding_again_replaces_what_was_found(shop: Shop) -> None:
    ring(shop)
    finding.find(shop.id, timezone.now())
    ring(shop, accounts=1, first=9)
    assert finding.find(shop.id, timezone.now()) == 1
    assert (Group.objects.get().accounts, Member.objects.count()) == (5, 5)
    assert Search.objects.get().groups == 1


def test_two_accounts_are_no_group_yet(shop: Shop) -> None:
    ring(shop, accounts=2)
    assert finding.find(shop.id, timezone.now()) == 0
    assert Search.objects.get().groups == 0


def test_orders_without_a_time_make_a_group_too(shop: Shop) -> None:
    ring(shop, created_at=None, paid_at=None)
    now = timezone.now()
    finding.find(shop.id, now)
    assert (Group.objects.get().first_at, Group.objects.get().last_at) == (None, now)


def test_a_search_is_due_when_something_has_come(shop: Shop) -> None:
    now = timezone.now()
    assert finding.is_due(shop.id, now)
    make_order(shop)
    finding.find(shop.id, now)
    later = now + timedelta(minutes=1)
    assert not finding.is_due(shop.id, later)
    assert finding.is_due(shop.id, now + timedelta(hours=1))
    store_orders(shop, {"id": "2002", "buyer": "b2"})
    assert finding.is_due(shop.id, later)
    Search.objects.update(took_ms=4000)
    assert not finding.is_due(shop.id, later)
    assert finding.is_due(shop.id, now + timedelta(seconds=81))
