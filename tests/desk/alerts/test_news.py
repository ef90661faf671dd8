"""What other programs are told about alerts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shopwarden.desk.alerts import bulk, expiry
from shopwarden.desk.alerts.bulk import Chosen
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.services import undo
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.notices import services
from shopwarden.desk.notices.models import Delivery
from shopwarden.desk.shops.models import Shop
from tests.desk.alerts.test_opening import CHECK, NOW, WRONG, _judge, _store
from tests.desk.factories import WRONG_ADDRESS, judge, make_alert, make_decision, store_orders
from tests.desk.notices.conftest import add_receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(shop: Shop) -> Callable[[], list[dict[str, Any]]]:
    """Return a function that gives what a receiver of everything has been told, in order."""
    add_receiver(system_scope(shop.id), shop)

    def bodies() -> list[dict[str, Any]]:
        rows = Delivery.objects.order_by("made_at", "id")
        return [json.loads(body) for body in rows.values_list("body", flat=True)]

    return bodies


Told = Callable[[], list[dict[str, Any]]]


def test_an_opened_alert_is_told_without_personal_data(told: Told, shop: Shop) -> None:
    alert = make_alert(shop)
    (body,) = told()
    assert body["type"] == "alert.opened"
    assert body["data"] == {
        "shop": str(shop.id),
        "alert": {
            "id": str(alert.id),
            "url": f"http://127.0.0.1:8000{reverse('alerts:alert', args=[alert.id])}",
            "kind": "address",
            "state": "open",
            "severity": "wrong",
            "round": 1,
            "order": {"platform": "taobao", "number": "1001"},
            "codes": body["data"]["alert"]["codes"],
            "opened_at": alert.opened_at.isoformat(timespec="seconds"),
            "deadline": alert.deadline and alert.deadline.isoformat(timespec="seconds"),
        },
    }
    assert body["data"]["alert"]["codes"][0] == alert.headline
    row = Delivery.objects.get()
    assert (row.event, row.subject_id) == ("alert.opened", alert.id)
    for personal in ("李小满", "13800000001", "西湖区", "青山在望77"):
        assert personal not in row.body


def test_decided_and_undone_are_told(told: Told, shop: Shop, by_agent: Scope) -> None:
    alert = make_alert(shop)
    decision = make_decision(by_agent, alert, "malicious", note="要求先赔付")
    undo(scope=by_agent, alert=Alert.objects.get(), decision=decision.id)
    _, decided, undone = told()
    assert (decided["type"], undone["type"]) == ("alert.decided", "alert.undone")
    assert decided["data"]["decision"] == {
        "id": str(decision.id),
        "label": "malicious",
        "outcome": "right",
        "effect": "filing",
    }
    assert decided["data"]["alert"]["state"] == "handled"
    assert undone["data"]["decision"] == {"id": str(decision.id)}
    assert undone["data"]["alert"]["state"] == "open"
    assert "赔付" not in str(told())


def test_an_expired_alert_is_told_with_the_reason(told: Told, shop: Shop) -> None:
    alert = make_alert(shop)
    assert alert.deadline
    expiry.expire_passed(now=alert.deadline + timedelta(seconds=1))
    _, body = told()
    assert (body["type"], body["data"]["why"]) == ("alert.expired", "deadline")
    assert body["data"]["alert"]["state"] == "expired"


def test_an_alert_that_grows_or_comes_back_is_raised(
    told: Told, shop: Shop, by_agent: Scope
) -> None:
    _store(shop.id)
    _judge(shop.id, CHECK)
    _judge(shop.id, CHECK, now=NOW + timedelta(minutes=1))
    _judge(shop.id, CHECK, WRONG, now=NOW + timedelta(minutes=2))
    make_decision(by_agent, Alert.objects.get(), "address_correct")
    third = CHECK._replace(code="too_short")
    _judge(shop.id, CHECK, WRONG, third, now=NOW + timedelta(minutes=3))
    told_types = [
        (body["type"], body["data"]["alert"]["severity"], body["data"]["alert"]["round"])
        for body in told()
    ]
    assert told_types == [
        ("alert.opened", "check", 1),
        ("alert.raised", "wrong", 1),
        ("alert.decided", "wrong", 1),
        ("alert.raised", "check", 2),
    ]


def test_many_decisions_at_once_are_told_one_by_one(
    told: Told, shop: Shop, by: Callable[[Role], Scope]
) -> None:
    store_orders(shop, *({"id": f"{n}", "address": WRONG_ADDRESS} for n in range(3)))
    judge(shop)
    chosen = [Chosen(alert.id, alert.version) for alert in Alert.objects.all()]
    manager = by(Role.MANAGER)
    act = bulk.bulk_decide(scope=manager, chosen=chosen, label="address_correct")
    bulk.undo_bulk(scope=manager, act=act)
    types = [body["type"] for body in told()]
    assert types == ["alert.opened"] * 3 + ["alert.decided"] * 3 + ["alert.undone"] * 3


def test_a_receiver_is_told_what_it_chose(shop: Shop, by_agent: Scope) -> None:
    scope = system_scope(shop.id)
    made = add_receiver(scope, shop)
    services.choose_events(scope=scope, endpoint=made.endpoint, events=["alert.decided"])
    other = add_receiver(scope, shop)
    removed = add_receiver(scope, shop)
    services.remove_endpoint(scope=scope, endpoint=removed.endpoint)
    make_decision(by_agent, make_alert(shop), "malicious")
    rows = Delivery.objects.order_by("endpoint__made_at", "event")
    assert list(rows.values_list("endpoint", "event")) == [
        (made.endpoint.id, "alert.decided"),
        (other.endpoint.id, "alert.decided"),
        (other.endpoint.id, "alert.opened"),
    ]


def test_another_shop_is_told_nothing(shop: Shop, other_shop: Shop) -> None:
    add_receiver(system_scope(other_shop.id), other_shop)
    make_alert(shop)
    assert Delivery.objects.count() == 0


def test_without_a_receiver_nothing_is_written(shop: Shop, by_agent: Scope) -> None:
    alert = make_alert(shop)
    with CaptureQueriesContext(connection) as queries:
        make_decision(by_agent, alert, "malicious")
    assert [one["sql"] for one in queries if "notices_delivery" in one["sql"]] == []
    assert Delivery.objects.count() == 0


def test_many_alerts_are_told_in_one_statement(shop: Shop) -> None:
    add_receiver(system_scope(shop.id), shop)
    store_orders(shop, *({"id": f"{n}", "address": WRONG_ADDRESS} for n in range(300)))
    with CaptureQueriesContext(connection) as queries:
        judge(shop, datetime.now(UTC))
    assert Delivery.objects.count() == 300
    about = [one["sql"] for one in queries if 'INTO "notices_delivery"' in one["sql"]]
    assert len(about) == 1
