"""What rules would have done on a small history, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from shopwarden.rules import RuleSet, check_rule
from shopwarden.rules.backtest import BackTest, History, back_test
from tests.rules.shop import SHOP, frame_of

ROWS: list[dict[str, Any]] = [
    {"amount_minor": 30000, "quantity": 5, "created_at": datetime(2026, 11, 1, 15, tzinfo=UTC)},
    # After midnight in Shanghai.
    {"amount_minor": 40000, "quantity": 1, "created_at": datetime(2026, 11, 1, 17, tzinfo=UTC)},
    {"amount_minor": 100, "quantity": 9, "created_at": datetime(2026, 11, 2, 1, tzinfo=UTC)},
    {"amount_minor": None, "quantity": 9, "created_at": datetime(2026, 11, 2, 2, tzinfo=UTC)},
    {"amount_minor": 50000, "quantity": None, "created_at": None},
]
DECIDED = ["right", None, "wrong", "right", None]


def _run(**options: Any) -> BackTest:
    texts = {"large": "amount > 200", "many": "quantity >= 5", "none": "rate > 1"}
    rules = RuleSet({name: check_rule(text, SHOP) for name, text in texts.items()})
    frame = frame_of(ROWS).with_columns(
        id=pl.Series([f"o{number}" for number in range(len(ROWS))]), decided=pl.Series(DECIDED)
    )
    history = History(frame=frame.lazy(), zone="Asia/Shanghai", outcomes=("decided",))
    return back_test(rules, history, **options)


def test_how_often_and_how_much() -> None:
    found = _run()
    assert found.orders == 5
    assert found.totals.rows() == [("large", 3, 120000), ("many", 3, 30100), ("none", 0, 0)]


def test_on_which_days() -> None:
    assert _run().days.rows() == [
        (None, "large", 1),
        (date(2026, 11, 1), "large", 1),
        (date(2026, 11, 1), "many", 1),
        (date(2026, 11, 2), "large", 1),
        (date(2026, 11, 2), "many", 2),
    ]


def test_what_became_of_the_orders() -> None:
    assert _run().outcomes.rows() == [
        ("decided", None, "large", 2),
        ("decided", "right", "large", 1),
        ("decided", "right", "many", 2),
        ("decided", "wrong", "many", 1),
    ]


def test_which_rules_fire_together() -> None:
    assert _run().overlaps.rows() == [("large", "many", 1)]


def test_what_another_text_turns_round() -> None:
    texts = {"large": "amount > 350", "other": "quantity > 1"}
    before = RuleSet({name: check_rule(text, SHOP) for name, text in texts.items()})
    flips = _run(before=before).flips
    assert flips.columns == ["rule", "id", "fires", "decided"]
    # The other rule is not asked about; nothing was before "many" and "none".
    assert flips.rows() == [("large", "o0", True, "right")]
    narrower = RuleSet({"large": check_rule("amount > 0", SHOP)})
    assert _run(before=narrower).flips.rows() == [("large", "o2", False, "wrong")]
    assert _run().flips.rows() == []


def test_examples_are_the_latest() -> None:
    assert _run(examples=2).examples.rows() == [
        ("large", "o1"), ("large", "o0"), ("many", "o3"), ("many", "o2"),
    ]  # fmt: skip


def test_a_rule_may_be_called_like_a_column() -> None:
    rules = RuleSet({name: check_rule("quantity >= 5", SHOP) for name in ("id", "day", "quantity")})
    frame = frame_of(ROWS).with_columns(id=pl.lit("x"))
    found = back_test(rules, History(frame=frame.lazy(), zone="UTC"), examples=1)
    assert found.totals["hits"].to_list() == [3, 3, 3]
    assert found.examples["id"].to_list() == ["x", "x", "x"]


def test_no_orders() -> None:
    rules = RuleSet({"large": check_rule("amount > 200", SHOP)})
    frame = frame_of([]).with_columns(id=pl.lit("", pl.String))
    found = back_test(rules, History(frame=frame.lazy(), zone="UTC"))
    assert found.orders == 0
    assert found.totals.rows() == [("large", 0, 0)]
    assert [
        found.days.height, found.outcomes.height, found.overlaps.height, found.examples.height
    ] == [0, 0, 0, 0]  # fmt: skip
