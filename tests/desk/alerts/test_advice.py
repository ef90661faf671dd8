"""Ship, wait, hold, or need not ship."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from shopwarden.desk.alerts.advice import Advice, Reason, Verdict, ship_advice, ship_advices
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.services import undo
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from tests.desk.factories import judge, make_alert, make_decision, make_order, store_orders

pytestmark = pytest.mark.django_db


def _order(alert: Alert) -> Order:
    return Order.objects.get(id=alert.subject_id)


@pytest.mark.parametrize(
    ("status", "verdict", "reasons"),
    [
        ("paid", Verdict.SHIP, ()),
        ("part_shipped", Verdict.SHIP, ()),
        ("unpaid", Verdict.WAIT, (Reason.UNPAID,)),
        ("unknown", Verdict.WAIT, (Reason.STATUS_UNKNOWN,)),
        ("hold", Verdict.HOLD, (Reason.PLATFORM_HOLD,)),
        ("closed_refunded", Verdict.NEED_NOT_SHIP, (Reason.ORDER_CLOSED,)),
        ("closed_unpaid", Verdict.NEED_NOT_SHIP, (Reason.ORDER_CLOSED,)),
    ],
)
def test_status(status: str, verdict: Verdict, reasons: tuple[Reason, ...], shop: Shop) -> None:
    make_order(shop, status=status)
    judge(shop)
    assert ship_advice(Order.objects.get()) == Advice(verdict, reasons)


def test_an_open_alert_waits_and_a_hold_weighs_more(shop: Shop) -> None:
    assert ship_advice(_order(make_alert(shop))) == Advice(Verdict.WAIT, (Reason.OPEN_ALERT,))
    held = ship_advice(_order(make_alert(shop, "1002", status="hold")))
    assert held == Advice(Verdict.HOLD, (Reason.PLATFORM_HOLD, Reason.OPEN_ALERT))


def test_a_decision_to_ship_lets_it_ship(alert: Alert, by_agent: Scope) -> None:
    make_decision(by_agent, alert, "address_correct")
    assert ship_advice(_order(alert)) == Advice(Verdict.SHIP)


@pytest.mark.parametrize(
    ("state", "advice"),
    [
        ("draft", Advice(Verdict.WAIT, (Reason.FILING_PENDING,))),
        ("submitted", Advice(Verdict.WAIT, (Reason.FILING_PENDING,))),
        ("accepted", Advice(Verdict.NEED_NOT_SHIP, (Reason.FILING_ACCEPTED,))),
        ("refused", Advice(Verdict.SHIP)),
    ],
)
def test_a_filing_decides(state: str, advice: Advice, alert: Alert, by_agent: Scope) -> None:
    make_decision(by_agent, alert, "malicious")
    Filing.objects.update(state=state)
    assert ship_advice(_order(alert)) == advice


def test_an_undone_decision_waits_for_the_next(alert: Alert, by_agent: Scope) -> None:
    decision = make_decision(by_agent, alert, "malicious")
    alert.refresh_from_db()
    undo(scope=by_agent, alert=alert, decision=decision.id)
    assert ship_advice(_order(alert)) == Advice(Verdict.WAIT, (Reason.OPEN_ALERT,))


def test_many_orders_take_two_queries(
    shop: Shop, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store_orders(shop, *({"id": str(number)} for number in range(20)))
    orders = list(Order.objects.all())
    with django_assert_num_queries(2):
        assert len(ship_advices(orders)) == 20
