"""Open orders are judged by the list that is in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.intake import checking
from shopwarden.desk.rulebook import book, rechecking, services, workflows
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.models import ListChange
from shopwarden.desk.rulebook.selectors import as_written
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.records import Kind, Severity
from shopwarden.rules import RulebookRule, State
from shopwarden.scan import scan
from tests.desk.factories import WRONG_ADDRESS, judge, make_decision, store_orders

pytestmark = pytest.mark.django_db

Put = Callable[..., ListChange]
# Which orders each listed value names, of `people`.
PEOPLE = (
    {"id": "1", "phone": "13800000001", "receiver_name": "张三", "buyer": "买家一"},
    {"id": "2", "phone": "+86 138-0000-0002", "receiver_name": "李 四", "buyer": "买家二"},
    {"id": "3", "phone": "13800000003", "receiver_name": "王五", "buyer": "Buyer3"},
    {"id": "4", "phone": "13800000004", "receiver_name": "赵六", "buyer": "买家四"},
)


@pytest.fixture
def people(shop: Shop) -> None:
    """Four judged orders of four people, nothing wrong with any."""
    store_orders(shop, *PEOPLE)
    judge(shop)
    assert not Alert.objects.exists()


def _recheck(change: ListChange) -> ListChange:
    rechecking.recheck(change.id, now=timezone.now())
    change.refresh_from_db()
    return change


def _open(shop: Shop) -> list[str]:
    found = Alert.objects.filter(shop=shop, state="open").order_by("external_id")
    return list(found.values_list("external_id", flat=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phone\n013800000001\n", ["1"]),
        ("phone\n+86 13800000001\n", ["1"]),
        ("phone\n13800000002\n", ["2"]),
        ("receiver\n李四\n", ["2"]),
        ("buyer\nbuyer3\n", ["3"]),
        ("phone,receiver,buyer\n13800000001,王五,\n,,买家四\n", ["1", "3", "4"]),
        ("buyer\n没下过单\n", []),
    ],
)
def test_open_orders_are_judged_again(
    text: str, found: list[str], shop: Shop, people: None, put: Put
) -> None:
    change = _recheck(put(shop, text))
    assert _open(shop) == found
    assert (change.orders, change.alerts) == (len(found), len(found))
    assert change.checked_at
    assert not Order.objects.filter(is_checked=False).exists()


def test_a_finding_names_list_and_field(shop: Shop, people: None, put: Put) -> None:
    _recheck(put(shop, "receiver\n张三\n"))
    finding = AlertFinding.objects.get()
    assert (finding.code, finding.field, finding.severity) == ("bad_list", "receiver_name", 3)


def test_doing_it_again_changes_nothing(shop: Shop, people: None, put: Put) -> None:
    change = _recheck(put(shop, "buyer\n买家一\n"))
    before = (change.checked_at, Alert.objects.get().version)
    assert (_recheck(change).checked_at, Alert.objects.get().version) == before


def test_the_next_import_is_judged_by_the_list(shop: Shop, put: Put) -> None:
    _recheck(put(shop, "buyer\n买家四\n"))
    store_orders(shop, *PEOPLE)
    judge(shop)
    assert _open(shop) == ["4"]


def test_a_list_of_another_shop_says_nothing(
    shop: Shop, other_shop: Shop, people: None, put: Put
) -> None:
    change = _recheck(put(other_shop, "buyer\n买家一\n"))
    assert (change.orders, _open(shop)) == (0, [])


def test_what_is_only_on_a_list_goes_with_the_list(
    shop: Shop, people: None, put: Put, by_owner: Scope
) -> None:
    store_orders(shop, {"id": "5", "buyer": "买家一", "address": WRONG_ADDRESS})
    judge(shop)
    _recheck(put(shop, "buyer\n买家一\n买家二\n买家四\n"))
    assert _open(shop) == ["1", "2", "4", "5"]
    make_decision(by_owner, Alert.objects.get(external_id="4"), "malicious")
    change = _recheck(put(shop, "buyer\n买家二\n"))
    assert (change.orders, _open(shop)) == (3, ["2", "5"])
    cleared = services.clear_list(
        scope=system_scope(shop.id), shop_id=shop.id, kind=ListKind.BLOCKED
    )
    _recheck(cleared)
    # The address of 5 is wrong without any list; the decision on 4 stays.
    assert _open(shop) == ["5"]
    assert Alert.objects.get(external_id="4").state == "handled"


def test_shipped_orders_are_history(shop: Shop, put: Put) -> None:
    store_orders(shop, PEOPLE[0] | {"status": "shipped"}, PEOPLE[1] | {"status": None})
    judge(shop)
    change = _recheck(put(shop, "buyer\n买家一\n买家二\n"))
    assert (change.orders, _open(shop)) == (1, ["2"])


def test_the_desk_finds_what_the_command_line_finds(shop: Shop, people: None, put: Put) -> None:
    _recheck(put(shop, "phone,receiver,buyer\n13800000001,王五,买家四\n"))
    listed = pl.DataFrame(
        {"kind": ["phone", "receiver", "buyer"], "value": ["13800000001", "王五", "买家四"]}
    )
    orders = load_frame(shop.id, Kind.ORDERS).drop("row_id", "content_key")
    found = scan({Kind.ORDERS: orders}, now=timezone.now(), bad_list=listed).findings
    wanted = found.filter(pl.col("code") == "bad_list").select("subject_id", "field")
    stored = AlertFinding.objects.values_list("alert__external_id", "field")
    assert sorted(stored) == sorted(wanted.rows())


def test_what_nobody_took_up_is_asked_for_again(
    shop: Shop, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(services, "drive", asked.append)
    first, second = put(shop, "buyer\na1\n"), put(shop, "buyer\nb1\n")
    rechecking.recheck(first.id, now=timezone.now())
    workflows.ask_again()
    assert asked == [second.id]


@pytest.mark.usefixtures("people")
def test_open_orders_are_judged_by_a_rule_that_is_switched_on_and_off(shop: Shop) -> None:
    scope = system_scope(shop.id)
    quiet = RulebookRule(
        id="third",
        title_zh="买家三",
        title_en="Third buyer",
        expression="buyer = 'Buyer3'",
        severity=Severity.CHECK,
        score=0.4,
        state=State.OFF,
    )
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=quiet)
    assert not Order.objects.filter(shop=shop, is_checked=False).exists()
    book.switch_rule(scope=scope, rule=rule, state=State.ON)
    judge(shop)
    assert [(alert.external_id, alert.headline) for alert in Alert.objects.all()] == [
        ("3", "rules.rule_fired")
    ]
    book.switch_rule(scope=scope, rule=rule, state=State.SHADOW)
    judge(shop)
    assert _open(shop) == []


@pytest.mark.usefixtures("people")
def test_what_judges_nothing_lets_no_order_wait(shop: Shop) -> None:
    scope = system_scope(shop.id)
    rule = book.take_rule(scope=scope, shop_id=shop.id, slug="blocked")
    judge(shop)
    wanted = replace(as_written(rule), note="先看看")
    book.change_rule(scope=scope, rule=rule, wanted=wanted, seen=rule.changed_at)
    assert not Order.objects.filter(shop=shop, is_checked=False).exists()


@pytest.mark.usefixtures("people")
def test_orders_that_are_just_being_judged_are_judged_again(
    shop: Shop, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = system_scope(shop.id)

    def meanwhile(act: Callable[[], object]) -> set[str]:
        """Do something between the reading of the rules and the end of the judgement."""
        noted = checking._note_checked

        def late(judged: pl.DataFrame) -> None:
            monkeypatch.setattr(checking, "_note_checked", noted)
            act()
            noted(judged)

        monkeypatch.setattr(checking, "_note_checked", late)
        row_ids = list(Order.objects.values_list("id", flat=True))
        checking.check_orders(scope=scope, shop_id=shop.id, row_ids=row_ids, now=timezone.now())
        return set(Order.objects.filter(is_checked=False).values_list("external_id", flat=True))

    ready = {"scope": scope, "shop_id": shop.id, "slug": "blocked"}
    assert meanwhile(lambda: book.take_rule(**ready)) == {"1", "2", "3", "4"}
    judge(shop)
    change = put(shop, "buyer\n买家一\n")
    # The list's own judgement comes after; that nothing of it is lost is what counts.
    monkeypatch.setattr(rechecking, "check_waiting", lambda **_: None)
    assert meanwhile(lambda: rechecking.recheck(change.id, now=timezone.now())) == {"1"}
