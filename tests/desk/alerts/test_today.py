"""What the overview says of the alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shopwarden.desk.alerts import today
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.services import assign
from shopwarden.desk.alerts.today import Pace
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import make_alert, make_decision

pytestmark = pytest.mark.django_db


def found(scope: Scope) -> dict[str, int]:
    return {pile.query: pile.count for pile in today.piles(scope, timezone.now())}


def test_piles_say_what_is_late_soon_mine_and_nobodys(
    shop: Shop, other_shop: Shop, by: Callable[[Role], Scope]
) -> None:
    now, manager = timezone.now(), by(Role.MANAGER)
    make_alert(shop, "1", ship_deadline=now - timedelta(hours=1))
    make_alert(shop, "2", ship_deadline=now + timedelta(hours=3))
    mine = make_alert(shop, "3", ship_deadline=now + timedelta(hours=5))
    make_alert(other_shop, "4", ship_deadline=now - timedelta(hours=1))
    assert found(manager) == {"due=late": 1, "due=soon": 1, "assignee=none": 3}
    assert manager.actor is not None
    assign(scope=manager, alert=mine, version=mine.version, assignee=manager.actor)
    assert found(manager) == {"due=late": 1, "due=soon": 1, "assignee=me": 1, "assignee=none": 2}


def test_pace_counts_what_people_solved_within_seven_days(
    shop: Shop,
    other_shop: Shop,
    by: Callable[[Role], Scope],
    join: Callable[..., Membership],
) -> None:
    manager, now = by(Role.MANAGER), timezone.now()
    assert today.pace(manager, now) is None
    for number, took in (("1", timedelta(hours=1)), ("2", timedelta(hours=5))):
        alert = make_alert(shop, number)
        make_decision(manager, alert, "address_correct")
        Alert.objects.filter(id=alert.id).update(opened_at=now - took, closed_at=now)
    elsewhere = scope_of(join(other_shop, Role.OWNER).user)
    today.forget_pace()
    make_decision(elsewhere, make_alert(other_shop, "3"), "address_correct")
    assert today.pace(manager, now) == Pace(2, timedelta(hours=3), 1)
    assert today.pace(manager, now + timedelta(days=8)) is None


def test_the_overview_leads_to_each_pile(shop: Shop, owner_browser: Client) -> None:
    make_alert(shop, "1", ship_deadline=timezone.now() - timedelta(hours=1))
    text = owner_browser.get("/").content.decode()
    assert 'href="/alerts/?due=late"' in text
    assert "assignee=me" not in text
