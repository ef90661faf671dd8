"""The group of an account, found from one of its orders."""

from __future__ import annotations

import pytest

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.groups.linked import group_around, size_around
from shopwarden.desk.shops.models import Shop
from shopwarden.links import LinkKind
from tests.desk.factories import make_order
from tests.desk.groups.conftest import ring

pytestmark = pytest.mark.django_db


def test_every_order_leads_to_the_same_group(shop: Shop) -> None:
    orders = ring(shop)
    groups = [group_around(shop.id, order.id) for order in orders]
    assert {group.seen for group in groups if group} == {groups[0].seen}
    assert {size_around(shop.id, order.id) for order in orders} == {4}
    group = groups[0]
    assert [round(member.strength, 4) for member in group.members] == [0.9563] * 4
    assert [(one.kind, one.accounts, len(one.buyers)) for one in group.shared] == [
        (LinkKind.DEVICE, 4, 4),
        (LinkKind.PLACE, 4, 4),
    ]
    assert [one.is_home for one in group.shared] == [False, True]
    assert Alert.objects.filter(shop=shop, kind="linked").count() == 4


def test_who_is_linked_with_nobody_has_no_group(shop: Shop, other_shop: Shop) -> None:
    ring(other_shop)
    order = make_order(shop, device="device-of-the-ring")
    assert (group_around(shop.id, order.id), size_around(shop.id, order.id)) == (None, 0)
    assert group_around(shop.id, make_order(shop, "3001", buyer=None).id) is None
