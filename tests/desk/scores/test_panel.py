"""The risk score on the pages of an order and its alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.live.deciding import Decided, Question, decide
from shopwarden.desk.live.models import Decision
from shopwarden.desk.rulebook.book import take_rule
from shopwarden.desk.scores.models import Fit
from shopwarden.desk.scores.panel import risk_of
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.risk import Topic
from shopwarden.rules import State
from tests.desk.factories import WRONG_ADDRESS, judge, make_alert, make_order, store_orders

pytestmark = pytest.mark.django_db


def test_an_order_about_which_nothing_is_known_is_one_in_fifty(shop: Shop) -> None:
    risk = risk_of(make_order(shop))
    assert (risk.hundredths, risk.look, len(risk.parts)) == (2, "ok", 1)
    assert risk.parts[0].is_start


def test_findings_and_features_are_parts_with_bars(shop: Shop) -> None:
    begin = timezone.now() - timedelta(days=200)
    store_orders(shop, {"id": "1", "created_at": begin, "paid_at": begin, "status": "finished"})
    alert = make_alert(shop)
    risk = risk_of(Order.objects.get(id=alert.subject_id))
    topics = [part.part.term.topic for part in risk.parts]
    assert topics == [Topic.START, Topic.FINDING, Topic.FEATURE]
    finding, feature = risk.parts[1:]
    assert (finding.raises, finding.left, finding.width) == (True, 50.0, 50.0)
    assert feature.part.term.name == "buyer_known_days_365d"
    assert not feature.raises
    assert feature.left == 50.0 - feature.width
    assert 0 < feature.width < 50


def test_the_panel_says_what_a_decision_answered(shop: Shop) -> None:
    take_rule(scope=system_scope(shop.id), shop_id=shop.id, slug="blocked", state=State.ON)
    kept: list[Decided] = []

    def say(decided: Decided) -> str:
        kept.append(decided)
        return "{}"

    told = {
        "platform": "own",
        "id": "77",
        "status": "paid",
        "buyer": "u-19",
        "phone": "13800000001",
        "address": WRONG_ADDRESS,
        "created_at": timezone.now(),
    }
    scope = system_scope(shop.id)
    decide(
        scope=scope,
        shop_id=shop.id,
        question=Question(told=told, key="", asked="", say=say),
        now=timezone.now(),
    )
    risk = risk_of(Order.objects.get(shop=shop, external_id="77"))
    answered = kept[0].judgement.score
    assert [part.part for part in risk.parts] == list(answered.contributions)
    assert risk.was is None
    Decision.objects.update(score=0.5)
    assert risk_of(Order.objects.get(shop=shop, external_id="77")).was == 50


def test_fitted_weights_count_and_are_said(shop: Shop, owner_browser: Client) -> None:
    alert = make_alert(shop)
    order = Order.objects.get(id=alert.subject_id)
    before = risk_of(order).hundredths
    page = owner_browser.get(reverse("alerts:order", args=[order.id])).content.decode()
    assert "Weights set by hand" in page
    assert "so far 0 and 0" in page
    Fit.objects.create(
        shop=shop,
        fitted_at=timezone.now(),
        decisions=90,
        bad=45,
        good=45,
        is_fitted=True,
        alerted=-1.0,
        scale={"address": 0.5},
    )
    risk = risk_of(order)
    assert [part.part.term.topic for part in risk.parts] == [
        Topic.START,
        Topic.FINDING,
        Topic.ALERTED,
    ]
    assert risk.hundredths < before
    page = owner_browser.get(reverse("alerts:alert", args=[alert.id])).content.decode()
    assert "Weights fitted to what this shop decided: 45 orders bad, 45 good." in page


def test_an_alert_that_is_over_counts_no_more(shop: Shop) -> None:
    alert = make_alert(shop)
    later = timezone.now() + timedelta(minutes=1)
    store_orders(shop, {"id": alert.external_id, "seen_at": later, "modified_at": later})
    judge(shop)
    assert Alert.objects.get().state == "expired"
    assert risk_of(Order.objects.get()).hundredths == 2
