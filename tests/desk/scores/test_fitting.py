"""Weights are fitted to what people decided, and kept."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.services import decide, undo
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.live.rules import rules_of
from shopwarden.desk.scores import fitting
from shopwarden.desk.scores.models import Fit
from shopwarden.desk.scores.weights import weights_of
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.risk import FIXED, LEAST_EXAMPLES
from tests.desk.factories import WRONG_ADDRESS, judge, store_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(shop: Shop, join: object) -> Scope:
    """Who decides."""
    made: Membership = join(shop, Role.AGENT)  # type: ignore[operator]
    return scope_of(made.user)


def decided(shop: Shop, agent: Scope, count: int) -> None:
    """Let `count` alerts about the address be wrong, and as many about the name be right."""
    names = [f"{first}{second}" for first in "赵钱孙周吴郑王" for second in "子文明华国军"]
    store_orders(
        shop,
        *(
            {"id": f"W{n}", "buyer": f"w{n}", "phone": f"1380001{n:04}"}
            | {"receiver_name": names[n], "address": WRONG_ADDRESS}
            for n in range(count)
        ),
        *(
            {"id": f"N{n}", "buyer": f"n{n}", "phone": f"1380002{n:04}"}
            | {"receiver_name": f"{10_000 + n}"}
            for n in range(count)
        ),
    )
    judge(shop)
    for alert in Alert.objects.filter(shop=shop):
        is_wrong = alert.external_id.startswith("W")
        label = "address_correct" if is_wrong else "malicious"
        decide(scope=agent, alert=alert, version=alert.version, label=label)


def test_too_few_decisions_change_no_weight(shop: Shop, agent: Scope) -> None:
    decided(shop, agent, 3)
    made = fitting.fit(shop.id, timezone.now())
    assert (made.bad, made.good, made.decisions, made.is_fitted) == (3, 3, 6, False)
    assert weights_of(shop.id) is FIXED


def test_enough_decisions_make_false_alarms_lighter(
    shop: Shop, other_shop: Shop, agent: Scope
) -> None:
    decided(shop, agent, LEAST_EXAMPLES)
    made = fitting.fit(shop.id, timezone.now())
    assert (made.bad, made.good, made.is_fitted) == (40, 40, True)
    scale = weights_of(shop.id).scale
    assert scale["address"] < 0.5 < 1.0 < scale["contact"]
    assert weights_of(other_shop.id) is FIXED
    assert rules_of(shop.id, timezone.now()).weights == weights_of(shop.id)
    again = fitting.fit(shop.id, timezone.now())
    assert (again.scale, again.alerted) == (made.scale, made.alerted)
    assert Fit.objects.count() == 1


def test_a_fit_is_due_when_somebody_has_decided_or_undone(shop: Shop, agent: Scope) -> None:
    assert not fitting.is_due(shop.id)
    decided(shop, agent, 1)
    assert fitting.is_due(shop.id)
    fitting.fit(shop.id, timezone.now())
    assert not fitting.is_due(shop.id)
    alert = Alert.objects.filter(external_id="W0").get()
    undo(scope=agent, alert=alert, decision=alert.dispositions.get().id)
    assert fitting.is_due(shop.id)
    assert fitting.fit(shop.id, timezone.now()).decisions == 1
