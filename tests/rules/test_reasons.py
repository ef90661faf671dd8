"""Why a rule fired: of one event and of a frame, the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings

from shopwarden.rules import Lists, RuleSet, check_rule
from shopwarden.rules.reasons import REASON, reasons, trace
from tests.rules import random_rules
from tests.rules.shop import SHOP, frame_of


def _said(text: str, **row: Any) -> list[tuple[str, str, float | None, float | None]]:
    found = reasons(check_rule(text, SHOP), row)
    return [(one.metric, one.operator, one.value, one.threshold) for one in found]


def test_what_did_not_fire_has_no_reasons() -> None:
    assert _said("amount > 1", amount_minor=100) == []
    assert _said("amount > 1") == []


def test_only_what_is_true_of_an_or_decided() -> None:
    text = "amount > 1 or quantity > 5 or (rate > 0.5 and known_days < 2)"
    assert _said(text, amount_minor=200, quantity=3, rate=0.9, known_days=None) == [
        ("amount", ">", 200.0, 100.0)
    ]
    assert _said(text, rate=0.9, known_days=1.0) == [
        ("rate", ">", 0.9, 0.5),
        ("known_days", "<", 1.0, 2.0),
    ]


def test_the_opposite_is_said_the_other_way_round() -> None:
    text = "not (amount >= 1 or quantity <> 2) and not (needs_review and is_gift)"
    row = {"amount_minor": 50, "quantity": 2, "needs_review": False, "is_gift": True}
    assert _said(text, **row) == [
        ("amount", "<", 50.0, 100.0),
        ("quantity", "=", 2.0, 2.0),
        ("needs_review", "not is", 0.0, None),
    ]


def test_a_range_gives_both_its_ends() -> None:
    assert _said("amount between 1 and 3", amount_minor=250) == [
        ("amount", ">=", 250.0, 100.0),
        ("amount", "<=", 250.0, 300.0),
    ]


def test_texts_are_not_kept() -> None:
    row = {"buyer": "b", "address": "x省", "status": "paid"}
    text = "buyer = 'b' and address like '%省' and status in ('paid') and phone is null"
    assert _said(text, **row) == [
        ("buyer", "=", None, None),
        ("address", "like", None, None),
        ("status", "in", None, None),
        ("phone", "is_null", None, None),
    ]


def test_expressions_and_times() -> None:
    row = {
        "amount_minor": 900, "quantity": 2, "created_at": datetime(2026, 11, 20, tzinfo=UTC),
    }  # fmt: skip
    assert _said("(amount + 1) / quantity > 1 and created_at >= '2026-11-20'", **row) == [
        ("(amount + 1) / quantity", ">", 500.0, 100.0),
        ("created_at", ">=", 1795564800.0 - 432000.0, 1795536000.0 - 432000.0),
    ]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=random_rules.rules, rows=random_rules.rows, lists=random_rules.lists)
def test_frame_and_event_give_the_same_reasons(
    text: str, rows: list[dict[str, Any]], lists: Lists
) -> None:
    ruleset = RuleSet({"rule": check_rule(text, SHOP)})
    hits = ruleset.hits(frame_of(rows).with_row_index("row"), lists, keep=["row"])
    by_frame = {
        row: [tuple(reason.values()) for reason in found] for row, _, found in hits.iter_rows()
    }
    by_event = {
        number: [
            (one.metric, one.type.value, one.operator, one.value, one.threshold)
            for one in ruleset.fired(row, lists)["rule"]
        ]
        for number, row in enumerate(rows)
        if ruleset.judge(row, lists)[0]
    }
    assert by_frame == by_event
    assert hits.schema["reasons"] == pl.List(REASON)


def test_every_comparison_is_traced_whether_it_held_or_not() -> None:
    rule = check_rule(
        "amount > 200 and (quantity >= 5 or not on_list('trusted', buyer)) and refunded > 1", SHOP
    )
    row = {"amount_minor": 30000, "quantity": 1, "buyer": "b"}
    lists = {("trusted", "buyer"): {"b"}}
    found = [
        (one.metric, one.operator, one.value, one.threshold, holds)
        for one, holds in trace(rule, row, lists)
    ]
    assert found == [
        ("amount", ">", 30000.0, 20000.0, True),
        ("quantity", ">=", 1.0, 5.0, False),
        ("buyer", "not on_list", None, None, False),
        ("refunded", ">", None, 100.0, None),
    ]
