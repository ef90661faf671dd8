from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.api.reference import document
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.live.models import Decision, Event
from shopwarden.desk.notices.models import Delivery
from shopwarden.desk.rulebook.book import take_rule
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order, Report
from shopwarden.rules import State
from tests.desk import factories
from tests.desk.notices.conftest import add_receiver

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]


def order(number: str = "1", **columns: Any) -> dict[str, Any]:
    now = timezone.now().replace(microsecond=0)
    return {
        "platform": "own", "id": number, "status": "paid", "buyer": "青山在望77",
        "receiver_name": "李小满", "phone": "13800000001", "address": factories.RIGHT_ADDRESS,
        "item": "mug", "quantity": 1, "amount_minor": 12800, "currency": "CNY",
        "created_at": now.isoformat(), "paid_at": now.isoformat(),
    } | columns  # fmt: skip


def test_a_good_order_may_ship(shop: Shop, post: Post) -> None:
    answer = post("decisions", order())
    body = answer.json()
    assert answer.status_code == 200, body
    assert (body["advice"], body["findings"], body["alerts"]) == ("ship", [], [])
    assert body["features"]["buyer_orders_1h"] == 1
    assert body["score"] < 0.05
    stored = Order.objects.get(shop=shop)
    assert stored.is_checked
    assert Event.objects.get().id == stored.id
    assert str(Decision.objects.get().id) == body["id"]


def test_a_wrong_address_opens_an_alert(shop: Shop, post: Post) -> None:
    body = post("decisions", order(address=factories.WRONG_ADDRESS)).json()
    assert (body["advice"], body["reasons"][0]["code"]) == ("wait", "open_alert")
    assert [one["code"] for one in body["findings"]] == ["contradiction"]
    alert = Alert.objects.get(shop=shop)
    assert body["alerts"][0]["id"] == str(alert.id)
    assert alert.headline == "address.contradiction"


def test_an_alert_of_a_decision_is_told(shop: Shop, post: Post) -> None:
    add_receiver(system_scope(shop.id), shop)
    body = post("decisions", order(address=factories.WRONG_ADDRESS)).json()
    told = Delivery.objects.get()
    assert (told.event, str(told.subject_id)) == ("alert.opened", body["alerts"][0]["id"])


def test_a_decision_is_what_an_import_would_have_made_of_it(shop: Shop, post: Post) -> None:
    take_rule(
        scope=system_scope(shop.id), shop_id=shop.id, slug="contact-in-message", state=State.ON
    )
    wrong = order(
        address=factories.WRONG_ADDRESS, receiver_name="测试", buyer_message="加微信:abc12345"
    )
    post("decisions", wrong)
    names = ("fingerprint", "detector", "code", "severity", "score", "metric", "value",
             "threshold", "field", "evidence")  # fmt: skip
    alone = list(AlertFinding.objects.order_by("fingerprint").values(*names))
    alerts = list(Alert.objects.order_by("kind").values("kind", "severity", "score", "headline"))
    AlertFinding.objects.all().delete()
    Alert.objects.all().delete()
    Order.objects.update(is_checked=False)
    factories.judge(shop)
    assert list(AlertFinding.objects.order_by("fingerprint").values(*names)) == alone
    again = Alert.objects.order_by("kind").values("kind", "severity", "score", "headline")
    assert list(again) == alerts
    assert [alert["kind"] for alert in alerts] == ["address", "order_risk"]


def test_the_same_key_and_body_are_answered_the_same(shop: Shop, post: Post) -> None:
    body = order()
    first = post("decisions", body, **{"idempotency-key": "k1"})
    second = post("decisions", body, **{"idempotency-key": "k1"})
    other = post("decisions", order("2"), **{"idempotency-key": "k1"})
    assert first.content == second.content
    assert (other.status_code, other.json()["code"]) == (422, "request.key_reused")
    assert (Decision.objects.count(), Order.objects.count()) == (1, 1)


def test_a_key_that_is_refused_changes_no_known_order(shop: Shop, post: Post) -> None:
    body = order()
    post("decisions", body, **{"idempotency-key": "k1"})
    post("decisions", body | {"amount_minor": 5}, **{"idempotency-key": "k2"})
    before = Order.objects.values("content_key").get()
    reports = Report.objects.count()
    later = (timezone.now() + timedelta(minutes=1)).isoformat()
    other = body | {"amount_minor": 7, "modified_at": later}
    answer = post("decisions", other, **{"idempotency-key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "request.key_reused")
    assert Order.objects.values("content_key").get() == before
    assert Report.objects.count() == reports


def test_an_empty_key_is_none(shop: Shop, post: Post) -> None:
    answer = post("decisions", order(), **{"idempotency-key": ""})
    assert (answer.status_code, answer.json()["fields"]) == (422, {"Idempotency-Key": ""})


def test_what_is_answered_is_what_is_documented(shop: Shop, post: Post) -> None:
    parts = post("decisions", order()).json()["parts"]
    documented = document()["components"]["schemas"]["PartOut"]["properties"]
    assert {*parts[0]} == {*documented}


def test_an_order_told_again_is_merged_and_judged_anew(shop: Shop, post: Post) -> None:
    body = order(address=factories.WRONG_ADDRESS)
    assert post("decisions", body).json()["advice"] == "wait"
    later = (timezone.now() + timedelta(minutes=1)).isoformat()
    mended = post("decisions", body | {"address": factories.RIGHT_ADDRESS, "modified_at": later})
    assert (mended.status_code, mended.json()["advice"]) == (200, "ship")
    assert mended.json()["alerts"] == []
    assert Order.objects.count() == 1
    assert Alert.objects.get().state == "expired"


def test_the_third_account_on_a_device_flags_the_others_too(shop: Shop, post: Post) -> None:
    for number in (1, 2):
        mine = {"buyer": f"b{number}", "phone": f"1380000000{number}", "device": "d-77"}
        assert post("decisions", order(str(number), **mine)).json()["findings"] == []
    third = {"buyer": "b3", "phone": "13800000003", "device": "d-77"}
    body = post("decisions", order("3", **third)).json()
    assert [(one["code"], one["value"]) for one in body["findings"]] == [("linked_accounts", 3.0)]
    assert body["alerts"][0]["kind"] == "linked"
    factories.judge(shop)
    alerts = Alert.objects.filter(kind="linked").values_list("external_id", flat=True)
    assert sorted(alerts) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{", "JSON"),
        (b'{"platform": "\xff"}', "JSON"),
        (b'{"platform": "own\\n", "id": "1"}', "matching regex"),
        (b'{"platform": "own", "id": "1", "currency": "CNY\\n"}', "matching regex"),
        (b'{"platform": "own"}', "Object missing required field `id`"),
        (b'{"platform": "own", "id": "1", "nonsense": 1}', "unknown field `nonsense`"),
        (b'{"platform": "own", "id": "1", "created_at": "0001-01-01T00:00:00Z"}', "before 1970"),
    ],
)
def test_a_body_that_cannot_be_used_changes_nothing(
    shop: Shop, post: Post, body: bytes, told: str
) -> None:
    answer = post("decisions", body)
    assert answer.status_code == 422
    assert told in answer.json()["fields"]["body"]
    assert Order.objects.count() == 0


def test_a_token_that_only_reads_decides_nothing(shop: Shop, post: Post) -> None:
    answer = post("decisions", order(), may=["read"])
    assert (answer.status_code, answer.json()["fields"]) == (403, {"needs": "decide"})
    assert Order.objects.count() == 0
