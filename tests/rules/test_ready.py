"""The ready rules: all of them mean something, with the features the document lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shopwarden.explain import Language
from shopwarden.explain.rules import read_rule
from shopwarden.features import FEATURES
from shopwarden.records import Kind
from shopwarden.rules import RuleSet, Vocabulary
from shopwarden.rules.columns import feature_terms, record_terms
from shopwarden.rules.rulebook import State, ready_rulebook

DOCUMENT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class _Feature:
    name: str
    type: str
    unit: str


def _shop() -> Vocabulary:
    rows = re.findall(
        r"^\| `(\w+)` \| (integer|number|money) \| (\w+) \| (.+) \| (.+) \|$", DOCUMENT, re.M
    )
    features = [_Feature(*row[:3]) for row in rows]
    words = {row[0]: (row[3], row[4]) for row in rows}
    return Vocabulary([*record_terms(Kind.ORDERS), *feature_terms(features, words)])


RULES = RuleSet(ready_rulebook().check(_shop()))
LISTS = {("blocked", "place"): {"p"}, ("watch", "phone"): {"t"}, ("trusted", "buyer"): {"friend"}}
NIGHT = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
_case_rule_row = {
    "many-refunds": {"buyer": "x", "buyer_refunds_30d": 3, "amount_minor": 20001},
    "refund-only-habit": {"buyer": "x", "buyer_refund_only_90d": 2},
    "high-refund-rate": {
        "buyer_refund_rate_90d": 0.5, "buyer_refunds_90d": 3, "amount_minor": 10000,
    },
    "refund-just-before": {"buyer_refund_days_365d": 0.9, "buyer_refunds_30d": 2},
    "new-buyer-large-order": {
        "buyer_orders_365d": 1, "amount_minor": 50000, "amount_against_item_90d": 3.0,
    },
    "far-above-usual": {"buyer": "x", "amount_against_buyer_365d": 5.0, "amount_minor": 50000},
    "many-orders-in-an-hour": {"buyer_orders_1h": 5},
    "many-places": {"buyer": "x", "buyer_places_30d": 5, "buyer_receivers_30d": 4},
    "phone-shared": {"phone": "1", "phone_buyers_30d": 4},
    "place-shared-with-refunds": {
        "place_key": "x", "place_buyers_30d": 4, "place_refunds_90d": 3,
    },
    "device-shared": {"device_buyers_30d": 3},
    "payment-account-shared": {"payment_account_buyers_30d": 3},
    "ip-burst": {"ip_buyers_1h": 4},
    "blocked": {"place_key": "p"},
    "watched": {"phone": "t"},
    "night-order-of-a-new-buyer": {
        "created_at": NIGHT, "buyer_orders_365d": 1, "amount_minor": 50000,
    },
    "unusual-quantity": {"quantity": 20, "buyer_orders_365d": 1},
    "price-slip": {"amount_against_item_90d": 0.29, "item_orders_1h": 20},
    "contact-in-message": {"buyer_message": "加我微信号：abc_12345 便宜"},
    "claim-in-message": {"buyer_message": "不好就投诉", "buyer_bad_ratings_365d": 1},
}  # fmt: skip


def test_there_are_twenty_and_the_document_lists_them() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \| .+ \| (note|check|wrong) \|$", DOCUMENT, re.M)
    rules = ready_rulebook().rules
    assert listed == [(rule.id, rule.severity.value) for rule in rules]
    assert len(rules) == 20
    assert {rule.state for rule in rules} == {State.ON, State.SHADOW}


def test_the_features_of_the_document_are_those_there_are() -> None:
    real = {term.name: (term.type, term.unit) for term in feature_terms(FEATURES.values())}
    listed = {name: (term.type, term.unit) for name, term in _shop().items() if term.unit}
    assert listed == {name: real[name] for name in listed}
    shop = Vocabulary([*record_terms(Kind.ORDERS), *feature_terms(FEATURES.values())])
    assert list(ready_rulebook().check(shop)) == list(RULES.rules)


def test_the_document_lists_the_features_they_read_and_no_others() -> None:
    read = {term.name for term in RULES.terms} - {term.name for term in record_terms(Kind.ORDERS)}
    assert read == set(re.findall(r"^\| `(\w+)` \| (?:integer|number) \|", DOCUMENT, re.M))


@pytest.mark.parametrize(("rule", "row"), _case_rule_row.items())
def test_a_rule_fires_on_its_case_alone(rule: str, row: dict[str, Any]) -> None:
    assert list(RULES.fired(row, LISTS)) == [rule]


def test_every_rule_has_a_case() -> None:
    assert list(_case_rule_row) == list(RULES.rules)


def test_nothing_fires_on_an_ordinary_order() -> None:
    row = {
        "buyer": "x", "phone": "13800000000", "amount_minor": 12800, "quantity": 1,
        "created_at": NIGHT, "buyer_orders_1h": 1, "buyer_orders_365d": 4, "buyer_refunds_30d": 0,
        "buyer_refund_rate_90d": 0.1, "amount_against_item_90d": 1.1, "item_orders_1h": 30,
        "phone_buyers_30d": 1, "buyer_message": "请尽快发货，谢谢",
    }  # fmt: skip
    assert RULES.fired(row, LISTS) == {}
    assert RULES.fired({}, LISTS) == {}


def test_a_trusted_buyer_is_left_alone() -> None:
    row = {**_case_rule_row["many-refunds"], "buyer": "friend"}
    assert RULES.fired(row, LISTS) == {}


@pytest.mark.parametrize("rule", RULES.rules)
def test_a_rule_reads_in_both_languages(rule: str) -> None:
    said = {language: read_rule(RULES.rules[rule], language) for language in Language}
    assert re.search(r"[\u4e00-\u9fff]", said[Language.ZH])
    assert not re.search(r"[a-z]+_[a-z]+", said[Language.ZH] + said[Language.EN])
