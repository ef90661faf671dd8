"""The whole history of an alert."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation

from shopwarden.desk.alerts import expiry, services
from shopwarden.desk.alerts.choices import RevealPurpose
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.timeline import timeline
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Shop
from tests.desk.factories import judge, make_alert, make_contact, make_decision, store_orders

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]


def test_who_saw_called_wrote_decided_what(alert: Alert, by: By) -> None:
    scope = by(Role.AGENT)
    services.assign(scope=scope, alert=alert, version=1, assignee=scope.actor)
    services.reveal(scope=scope, shop_id=alert.shop_id, subject=alert, purpose=RevealPurpose.CALL)
    make_contact(scope, alert, "没人接")
    alert.refresh_from_db()
    decision = make_decision(scope, alert, "unreachable", note="打了一次")
    alert.refresh_from_db()
    services.undo(scope=scope, alert=alert, decision=decision.id)
    with translation.override("en"):
        told = [(one.says, one.detail, one.note) for one in timeline(alert)]
    assert told == [
        ("Decision undone: Wrong, and the buyer cannot be reached", "", ""),
        (
            "Decided: Wrong, and the buyer cannot be reached",
            "A filing is drafted; the order waits",
            "打了一次",
        ),
        ("Called", "No answer", "没人接"),
        ("Personal data looked at", "To call", ""),
        ("Alert assigned", "小林", ""),
        ("Alert opened", "", ""),
    ]
    assert {one.who for one in timeline(alert)} == {scope.actor, None}


def test_an_expired_alert_says_why(shop: Shop) -> None:
    alert = make_alert(shop)
    store_orders(shop, {"id": alert.external_id, "status": "shipped"})
    judge(shop)
    alert.refresh_from_db()
    assert alert.state == "expired"
    with translation.override("en"):
        first = timeline(alert)[0]
    assert (first.says, first.detail) == ("Alert expired", "the order was shipped or closed")


def test_another_alert_is_not_told(shop: Shop, alert: Alert, by: By) -> None:
    other = make_alert(shop, "1002")
    make_contact(by(Role.AGENT), other)
    assert len(timeline(alert)) == 1


def test_reminders_say_who_got_them(shop: Shop, by: By) -> None:
    scope = by(Role.AGENT)
    alert = make_alert(shop)
    assert alert.deadline
    services.assign(scope=scope, alert=alert, version=1, assignee=scope.actor)
    for hours in (3, 2, 1):
        expiry.remind_due(now=alert.deadline - timedelta(hours=hours))
    alert.refresh_from_db()
    with translation.override("en"):
        told = [(one.says, one.detail) for one in timeline(alert)[:2]]
    assert told == [
        ("Reminded of an alert", "everybody of the shop"),
        ("Reminded of an alert", "小林"),
    ]
