"""The page of a rule tried on history, and the pages of pauses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common import sealed
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.rulebook import book, trials
from shopwarden.desk.rulebook.charts import day_chart
from shopwarden.desk.rulebook.models import Snooze, Trial
from shopwarden.desk.shops.models import Shop
from tests.desk.factories import make_alert, store_orders

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def _text(answer: Any) -> str:
    return answer.content.decode()


def _start(browser: Client, shop: Shop, expression: str, **more: str) -> str:
    facts = {"expression": expression, "days": "30"} | more
    return _text(browser.post(f"/shops/{shop.id}/trials/", facts, follow=True))


def test_the_page_says_what_would_have_been_found(owner_browser: Client, shop: Shop) -> None:
    now = timezone.now()
    store_orders(
        shop,
        {"id": "1", "amount_minor": 60000, "created_at": now - DAY},
        {"id": "2", "amount_minor": 70000, "created_at": now - 2 * DAY},
        {"id": "3", "amount_minor": 100},
    )
    text = _start(owner_browser, shop, "amount > 500")
    assert "It would have fired on 2 of 3 orders" in text
    assert "¥1,300.00" in text
    assert text.count('class="days-bar') == 2
    assert "Nobody decided" in text
    assert "No other rule" in text
    assert text.count("/orders/") == 2
    assert " style=" not in text
    nothing = _start(owner_browser, shop, "amount > 50000")
    assert "It would not have fired on any of 3 orders" in nothing


def test_an_order_after_midnight_of_the_shop_has_its_bar(owner_browser: Client, shop: Shop) -> None:
    # In Kiritimati it is tomorrow for fourteen hours of every day of Greenwich, and in Pago Pago
    # still yesterday for eleven.
    store_orders(shop, {"id": "1", "amount_minor": 60000, "created_at": timezone.now()})
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        Shop.objects.update(time_zone=zone)
        assert _start(owner_browser, shop, "amount > 500").count('class="days-bar') == 1


def test_the_page_says_what_turns_round(owner_browser: Client, shop: Shop) -> None:
    store_orders(shop, {"id": "1", "amount_minor": 60000, "quantity": 30})
    scope = system_scope(shop.id)
    rule = book.take_rule(scope=scope, shop_id=shop.id, slug="unusual-quantity")
    text = _start(owner_browser, shop, "amount > 900", rule=rule.slug)
    assert "1 order would turn round" in text
    assert "Would no longer fire" in text
    same = _start(owner_browser, shop, rule.expression, rule=rule.slug)
    assert "turn round" not in same


def test_a_large_history_shows_how_far_it_is(
    owner_browser: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "AT_ONCE", 0)
    monkeypatch.setattr(trials, "drive", lambda _: None)
    store_orders(shop, {"id": "1"})
    text = _start(owner_browser, shop, "amount > 1")
    assert "Waiting for its turn" in text
    assert 'hx-trigger="every 1s"' in text
    trials.run(Trial.objects.get().id)
    text = _text(owner_browser.get(f"/trials/{Trial.objects.get().id}/"))
    assert "It would have fired on 1 of 1 orders" in text
    Trial.objects.update(stage="failed", result={})
    text = _text(owner_browser.get(f"/trials/{Trial.objects.get().id}/"))
    assert "This could not be run" in text


def test_a_draft_with_a_mistake_is_kept(owner_browser: Client, shop: Shop) -> None:
    said = _start(owner_browser, shop, "amount > 1\nand amout > 2", note="先看历史订单")
    assert "line 2, column 5" in said
    assert "amount &gt; 1\nand amout &gt; 2</textarea>" in said
    assert "先看历史订单" in said
    assert 'id="rule-form"' in said


def test_what_cannot_be_tried_says_why(owner_browser: Client, shop: Shop) -> None:
    assert "Did you mean “amount”?" in _start(owner_browser, shop, "amout > 1")
    for days in ("31", "1" * 5_000, "-7", "7.0", "x"):
        assert "7, 30, 90 or 365 days" in _start(owner_browser, shop, "amount > 1", days=days)
    assert not Trial.objects.exists()


def test_bars_stand_for_days_then_for_weeks() -> None:
    first = date(2026, 1, 1)
    chart = day_chart({first: 2, first + 3 * DAY: 4}, first, first + 3 * DAY)
    assert [(bar.x, bar.height, bar.count) for bar in chart.bars] == [
        (0, 80, 2), (180, 0, 0), (360, 0, 0), (540, 160, 4),
    ]  # fmt: skip
    assert (chart.by_week, chart.peak) == (False, chart.bars[3])
    year = day_chart({first: 1, first + 6 * DAY: 1, first + 7 * DAY: 5}, first, first + 365 * DAY)
    assert year.by_week
    assert [(bar.first, bar.last, bar.count) for bar in year.full] == [
        (first, first + 6 * DAY, 2), (first + 7 * DAY, first + 13 * DAY, 5),
    ]  # fmt: skip
    assert year.bars[-1].last == first + 365 * DAY


def test_a_rule_and_a_buyer_are_paused_and_ended(owner_browser: Client, shop: Shop) -> None:
    scope = system_scope(shop.id)
    rule = book.take_rule(scope=scope, shop_id=shop.id, slug="many-refunds")
    path = f"/shops/{shop.id}/pauses/"
    assert "Nothing is paused" in _text(owner_browser.get(path))
    pause = {"days": "7", "reason": "店庆"}
    text = _text(owner_browser.post(f"/rules/{rule.id}/pause/", pause, follow=True))
    assert "Paused until" in text
    assert "店庆" in text
    text = _text(owner_browser.post(f"{path}buyer/", pause | {"buyer": "青山在望77"}, follow=True))
    assert "Several refunds lately" in text
    assert "青***7" in text
    assert "青山在望77" not in text
    for snooze in Snooze.objects.all():
        owner_browser.post(f"/pauses/{snooze.id}/end/")
    assert "Nothing is paused" in _text(owner_browser.get(path))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"days": "7", "reason": ""}, "Say why"),
        ({"days": "8", "reason": "x"}, "Choose how long"),
        ({"days": "7", "reason": "x", "buyer": "q***7"}, "It is not known who the buyer is"),
    ],
)
def test_what_is_no_pause_says_why(
    facts: dict[str, str], says: str, owner_browser: Client, shop: Shop
) -> None:
    path = f"/shops/{shop.id}/pauses/buyer/"
    answer = owner_browser.post(path, {"buyer": "b1"} | facts, follow=True)
    assert says in _text(answer)
    assert not Snooze.objects.exists()


def test_the_buyer_of_an_alert_is_paused_without_being_looked_at(
    owner_browser: Client, shop: Shop
) -> None:
    alert = make_alert(shop, buyer="青山在望77")
    path = f"/alerts/{alert.id}/"
    assert "No more of this buyer" not in _text(owner_browser.get(path))
    Alert.objects.update(kind="order_risk")
    assert "No more of this buyer" in _text(owner_browser.get(path))
    owner_browser.post(f"{path}pause/", {"days": "30", "reason": "大客户"})
    assert sealed.read(Snooze.objects.get(), "buyer") == "青山在望77"
