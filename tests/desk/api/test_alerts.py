from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from shopwarden.desk.alerts.listing import Place, pack
from shopwarden.desk.alerts.services import assign
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Membership, Shop
from tests.desk import factories

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]


def test_an_alert_says_everything_but_who(shop: Shop, ask: Ask) -> None:
    alert = factories.make_alert(shop, "1001", receiver_name="李小满", phone="13800000001")
    answer = ask("alerts")
    assert answer.status_code == 200
    (shown,) = answer.json()["alerts"]
    assert shown == {
        "id": str(alert.id),
        "url": f"http://testserver/alerts/{alert.id}/",
        "kind": "address",
        "state": "open",
        "severity": "wrong",
        "order": {"platform": "taobao", "number": "1001"},
        "findings": shown["findings"],
        "amount": {"minor": 12800, "currency": "CNY"},
        "opened_at": _iso(alert.opened_at),
        "closed_at": None,
        "deadline": _iso(alert.deadline),
        "is_deadline_assumed": True,
        "is_assigned": False,
        "advice": "wait",
        "decision": None,
    }
    assert {(one["detector"], one["code"]) for one in shown["findings"]} == {
        ("address", "contradiction")
    }
    told = json.dumps(answer.json(), ensure_ascii=False)
    for personal in ("李小满", "13800000001", "文一西路", "青山在望"):
        assert personal not in told


def test_texts_are_in_the_language_asked_for(shop: Shop, ask: Ask) -> None:
    factories.make_alert(shop)
    chinese = ask("alerts", language="en", lang="zh")
    english = ask("alerts", language="zh-CN", lang="en")
    as_header = ask("alerts", language="zh-CN")
    texts = [
        one.json()["alerts"][0]["findings"][0]["text"] for one in (chinese, english, as_header)
    ]
    assert texts[0] == texts[2]
    assert "省" in texts[0]
    assert texts[1].startswith("The province and the district do not fit")
    assert (chinese["Content-Language"], english["Content-Language"]) == ("zh-hans", "en")


def test_a_decision_is_told_without_its_note(
    shop: Shop, owner: Membership, by_owner: Scope, ask: Ask
) -> None:
    alert = factories.make_alert(shop)
    assign(scope=by_owner, alert=alert, version=alert.version, assignee=owner.user)
    alert.refresh_from_db()
    factories.make_decision(by_owner, alert, "address_correct", note="老客户，地址没错")
    assert ask("alerts").json()["alerts"] == []
    (shown,) = ask("alerts", state="handled").json()["alerts"]
    assert (shown["state"], shown["is_assigned"], shown["advice"]) == ("handled", True, "ship")
    assert shown["closed_at"] == shown["decision"].pop("decided_at")
    assert shown["decision"] == {
        "label": "address_correct",
        "text": "Address is correct",
        "outcome": "wrong",
    }
    assert "老客户" not in json.dumps(shown, ensure_ascii=False)


def test_filters_narrow(shop: Shop, ask: Ask) -> None:
    factories.make_alert(shop)
    assert len(ask("alerts", kind="address", severity="wrong").json()["alerts"]) == 1
    assert ask("alerts", kind="refund").json()["alerts"] == []
    assert ask("alerts", severity="check").json()["alerts"] == []
    assert ask("alerts", state="expired").json()["alerts"] == []


def test_pages_follow_each_other_newest_first(shop: Shop, ask: Ask) -> None:
    now = timezone.now()
    for number in range(5):
        factories.store_orders(shop, {"id": f"10{number}", "address": factories.WRONG_ADDRESS})
        factories.judge(shop, now - timedelta(minutes=10 - number))
    seen, cursor = [], ""
    for _ in range(3):
        page = ask("alerts", limit=2, cursor=cursor).json()
        seen.append([one["order"]["number"] for one in page["alerts"]])
        cursor = page["next"]
    assert seen == [["104", "103"], ["102", "101"], ["100"]]
    assert cursor is None


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        pack(Place(0, None, UUID(int=1))),
        pack(Place(0, "yesterday", UUID(int=1))),
        pack(Place(0, datetime(2026, 1, 1), UUID(int=1))),  # noqa: DTZ001 - what a liar sends
        pack(Place(7, datetime(2026, 1, 1, tzinfo=UTC), UUID(int=1))),
    ],
)
def test_a_cursor_of_somebody_else_is_refused(cursor: str, ask: Ask) -> None:
    answer = ask("alerts", cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
    assert answer.json()["fields"] == {"cursor": ""}


def test_a_value_that_cannot_be_used_is_named(ask: Ask) -> None:
    answer = ask("alerts", state="lost", limit=0)
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "request.invalid"
    assert set(body["fields"]) == {"state", "limit"}
    assert body["detail"] == "The request has a value that cannot be used."


def test_another_shop_is_not_there(shop: Shop, other_shop: Shop, ask: Ask) -> None:
    factories.make_alert(other_shop)
    assert ask("alerts").json()["alerts"] == []
    assert len(ask("alerts", of=other_shop).json()["alerts"]) == 1


def test_many_alerts_cost_no_more_queries(shop: Shop, ask: Ask, query_count: Any) -> None:
    factories.make_alert(shop, "1")
    ask("alerts")
    few = query_count(lambda: ask("alerts"))
    for number in range(2, 8):
        factories.make_alert(shop, str(number))
    assert query_count(lambda: ask("alerts")) == few


def _iso(at: datetime | None) -> str:
    assert at is not None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
