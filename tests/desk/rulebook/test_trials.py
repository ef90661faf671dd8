"""A rule is tried on the shop's history: what it would have found, what came of that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import polars as pl
import pytest
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Refused
from shopwarden.desk.rulebook import book, entries, trials, workflows
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.histories import plan_of, read_order, read_orders
from shopwarden.desk.rulebook.models import Trial
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.services import chunks, store
from shopwarden.records import Kind, Severity, conform
from shopwarden.rules import RulebookRule, RuleError, RuleSet, State, check_rule
from tests.desk.factories import WRONG_ADDRESS, judge, make_decision, store_orders

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def scope(shop: Shop, join: Callable[..., Membership]) -> Scope:
    """A manager, who keeps the rules."""
    return scope_of(join(shop, Role.MANAGER).user)


def _refund(shop: Shop, number: str, order: str, **facts: object) -> None:
    now = timezone.now()
    row = {
        "platform": "taobao", "shop": shop.name, "id": number, "order_id": order,
        "status": "success", "kind": "refund_only", "created_at": now - DAY, "seen_at": now,
    } | facts  # fmt: skip
    frame = conform(pl.DataFrame([row], strict=False), Kind.REFUNDS)
    for chunk in chunks(frame, Kind.REFUNDS, shop.id):
        store(shop_id=shop.id, kind=Kind.REFUNDS, chunk=chunk, claim=lambda _: True)


@pytest.fixture
def history(shop: Shop, by_owner: Scope) -> None:
    """Five orders of three days, two decided, two refunded."""
    now = timezone.now()
    wrong = {"address": WRONG_ADDRESS}
    store_orders(
        shop,
        {"id": "1", "amount_minor": 60000, "created_at": now - 2 * DAY} | wrong,
        {"id": "2", "amount_minor": 70000, "created_at": now - DAY} | wrong,
        {"id": "3", "amount_minor": 80000, "created_at": now - DAY, "status": "finished"},
        {"id": "4", "amount_minor": 100, "created_at": now - DAY},
        {"id": "5", "amount_minor": 90000, "currency": "USD", "created_at": now - DAY},
        {"id": "6", "amount_minor": 90000, "created_at": now - 40 * DAY},
    )
    judge(shop)
    make_decision(by_owner, Alert.objects.get(external_id="1"), "refused_to_correct")
    make_decision(by_owner, Alert.objects.get(external_id="2"), "address_correct")
    _refund(shop, "r1", "1")
    _refund(shop, "r2", "2", platform_case="介入中")


def _ids(shop: Shop, *numbers: str) -> list[str]:
    by_number = dict(Order.objects.filter(shop=shop).values_list("external_id", "id"))
    return [str(by_number[number]) for number in numbers]


def test_a_new_rule_is_tried(shop: Shop, scope: Scope, history: None) -> None:
    book.take_rule(scope=scope, shop_id=shop.id, slug="unusual-quantity", state=State.ON)
    trial = trials.start_trial(scope=scope, shop_id=shop.id, expression="amount > 500", days=30)
    assert (trial.stage, trial.orders) == ("done", 5)
    result = trial.result
    # The order in another currency has no amount here; that of 40 days ago is too old.
    assert (result["orders"], result["hits"], result["amount"]) == (5, 3, 210000)
    assert sum(count for _, count in result["days"]) == 3
    assert result["decided"] == {"right": 1, "wrong": 1, "": 1}
    assert result["happened"] == {"refunded": 1, "disputed": 1, "fine": 1}
    assert set(result["examples"]) == set(_ids(shop, "1", "2", "3"))
    assert (result["overlaps"], result["flips"]) == ([], None)


def test_another_text_shows_what_it_turns_round(shop: Shop, scope: Scope, history: None) -> None:
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=_large("amount > 650"))
    other = book.make_rule(scope=scope, shop_id=shop.id, wanted=_large("amount > 600", "other"))
    trial = trials.start_trial(
        scope=scope, shop_id=shop.id, expression="amount < 650", days=7, rule=rule
    )
    assert trial.result["overlaps"] == []
    flips = trial.result["flips"]
    assert (flips["fires"], flips["stops"]) == ({"right": 1, "": 1}, {"wrong": 1, "": 1})
    assert sorted(flips["examples"]) == sorted(
        [order, fires, decided]
        for order, (fires, decided) in zip(
            _ids(shop, "1", "2", "3", "4"),
            [(True, "right"), (False, "wrong"), (False, None), (True, None)],
            strict=True,
        )
    )
    same = trials.start_trial(
        scope=scope, shop_id=shop.id, expression="amount > 650", days=7, rule=rule
    )
    assert (same.result["flips"], same.result["overlaps"]) == (None, [[other.slug, 2, 2]])


def test_lists_and_features_count(shop: Shop, scope: Scope, history: None) -> None:
    entries.add_entry(
        scope=scope,
        shop_id=shop.id,
        list_kind=ListKind.TRUSTED,
        kind=EntryKind.BUYER,
        value="老客户",
    )
    store_orders(shop, {"id": "7", "buyer": "老客户"}, {"id": "8"}, {"id": "9"})
    text = "buyer_orders_30d >= 6 and buyer_refunds_30d = 2 and not on_list('trusted', buyer)"
    trial = trials.start_trial(scope=scope, shop_id=shop.id, expression=text, days=7)
    # The sixth and the seventh of the buyer's orders, after two refunds.
    assert trial.result["hits"] == 2
    assert set(trial.result["examples"]) == set(_ids(shop, "8", "9"))


def test_one_order_is_read_as_the_whole_history_reads_it(shop: Shop, history: None) -> None:
    for text in (
        "buyer_orders_30d > 0 and buyer_refunds_30d > 0",
        "phone_buyers_30d > 0 and place_buyers_30d > 0",
        "shop_orders_24h > 0 and device_buyers_30d > 0",
    ):
        plan = plan_of(RuleSet({"r": check_rule(text, vocabulary(shop))}).terms)
        names = [feature.name for feature in plan.features]
        whole = read_orders(shop.id, plan, timezone.now() - 60 * DAY)
        for order in Order.objects.filter(shop=shop):
            one = read_order(shop.id, plan, order)
            assert (
                one.select(names).rows() == whole.filter(row_id=str(order.id)).select(names).rows()
            )


def test_a_large_history_waits_for_the_worker(
    shop: Shop, scope: Scope, history: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(trials, "AT_ONCE", 4)
    monkeypatch.setattr(trials, "drive", asked.append)
    trial = trials.start_trial(scope=scope, shop_id=shop.id, expression="amount > 500", days=30)
    assert trial.stage == "waiting"
    workflows.ask_again()
    assert asked == [trial.id]
    trials.run(trial.id)
    trials.run(trial.id)
    assert Trial.objects.get().result["hits"] == 3
    assert trials.under_way(older_than=timedelta(0)) == []


def test_what_cannot_be_run_says_so(shop: Shop, scope: Scope, history: None) -> None:
    trial = trials.start_trial(scope=scope, shop_id=shop.id, expression="amount > 500", days=30)
    Trial.objects.update(finished_at=None, stage="waiting", expression="no longer ( a rule")
    # Without what a step does to the connection, which on PostgreSQL is the test's own.
    workflows.run_trial.__wrapped__.__wrapped__(str(trial.id))
    assert Trial.objects.get().stage == "failed"


def test_what_is_no_trial_is_refused(shop: Shop, scope: Scope) -> None:
    with pytest.raises(RuleError):
        trials.start_trial(scope=scope, shop_id=shop.id, expression="amout > 1", days=30)
    with pytest.raises(Refused, match=r"trial\.days"):
        trials.start_trial(scope=scope, shop_id=shop.id, expression="amount > 1", days=31)
    assert not Trial.objects.exists()


def _large(text: str, slug: str = "large") -> RulebookRule:
    return RulebookRule(
        id=slug,
        title_zh="大额",
        title_en="Large",
        expression=text,
        severity=Severity.CHECK,
        score=0.5,
    )
