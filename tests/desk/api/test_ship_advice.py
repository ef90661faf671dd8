from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Shop
from tests.desk import factories

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]


def test_an_order_with_nothing_against_it_may_ship(shop: Shop, ask: Ask) -> None:
    factories.store_orders(shop, {"id": "2001"})
    factories.judge(shop)
    answer = ask("ship-advice/2001")
    assert answer.status_code == 200
    assert answer.json() == {
        "order": "2001",
        "platforms": ["taobao"],
        "advice": "ship",
        "text": "May ship",
        "reasons": [],
    }


def test_an_order_nobody_has_checked_waits(shop: Shop, ask: Ask) -> None:
    factories.store_orders(shop, {"id": "2001"})
    body = ask("ship-advice/2001").json()
    assert body["advice"] == "wait"
    assert body["reasons"] == [
        {"code": "not_checked", "text": "The desk has not checked this order yet"}
    ]


def test_an_open_alert_says_wait_in_both_languages(shop: Shop, ask: Ask) -> None:
    factories.make_alert(shop, "1001")
    english, chinese = ask("ship-advice/1001").json(), ask("ship-advice/1001", lang="zh").json()
    assert (english["advice"], english["text"]) == ("wait", "Do not ship yet")
    assert [one["code"] for one in english["reasons"]] == ["open_alert"]
    assert chinese["text"] != english["text"]
    assert not chinese["reasons"][0]["text"].isascii()


@pytest.mark.parametrize(
    ("label", "advice", "reasons"),
    [("address_correct", "ship", []), ("malicious", "wait", ["filing_pending"])],
)
def test_a_decision_changes_the_advice(
    shop: Shop, by_owner: Scope, ask: Ask, label: str, advice: str, reasons: list[str]
) -> None:
    factories.make_decision(by_owner, factories.make_alert(shop, "1001"), label)
    body = ask("ship-advice/1001").json()
    assert (body["advice"], [one["code"] for one in body["reasons"]]) == (advice, reasons)


def test_a_parcel_on_its_way_is_not_shipped_again(shop: Shop, ask: Ask) -> None:
    factories.store_orders(shop, {"id": "2001", "status": "shipped"})
    factories.judge(shop)
    body = ask("ship-advice/2001").json()
    assert (body["advice"], body["reasons"][0]["code"]) == ("need_not_ship", "under_way")


def test_two_platforms_with_one_number_get_the_most_cautious_answer(shop: Shop, ask: Ask) -> None:
    factories.store_orders(
        shop,
        {"id": "3001", "platform": "taobao"},
        {"id": "3001", "platform": "jd", "status": "hold"},
        {"id": "3001", "platform": "douyin", "status": "closed_refunded"},
    )
    factories.judge(shop)
    body = ask("ship-advice/3001").json()
    assert (body["platforms"], body["advice"]) == (["douyin", "jd", "taobao"], "hold")
    assert ask("ship-advice/3001", platform="taobao").json()["advice"] == "ship"
    assert ask("ship-advice/3001", platform="douyin").json()["advice"] == "need_not_ship"


def test_an_order_of_another_shop_is_like_none(shop: Shop, other_shop: Shop, ask: Ask) -> None:
    factories.store_orders(other_shop, {"id": "2001"})
    foreign, nowhere = ask("ship-advice/2001"), ask("ship-advice/9999")
    elsewhere = ask("ship-advice/2001", platform="jd", of=other_shop)
    assert foreign.status_code == nowhere.status_code == elsewhere.status_code == 404
    assert foreign.content == nowhere.content == elsewhere.content
    assert foreign.json() == {
        "code": "order.unknown",
        "detail": "The shop of this token has no order with this number.",
        "fields": {},
    }


def test_a_number_no_platform_gives_is_refused(ask: Ask) -> None:
    assert ask("ship-advice/1%00").status_code == 422
    assert ask(f"ship-advice/{'1' * 81}").status_code == 422
