"""Many rules at once: one event, frames, Parquet; the same comparison is made once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from shopwarden.rules import Reason, RuleSet, Term, Type, Vocabulary, check_rule
from tests.rules.shop import SCHEMA, SHOP, frame_of

RULES = {
    "many-refunds": "buyer_refunds_30d >= 3 and amount > 200 and not on_list('trusted', buyer)",
    "large": "amount > 200",
    "night": "time_of_day(created_at) < '06:00' and amount > 200",
    "unpaid": "status in ('unpaid') or paid_at is null",
}
LISTS = {("trusted", "buyer"): {"old friend"}}
ROWS: list[dict[str, Any]] = [
    {
        "amount_minor": 20001, "buyer_refunds_30d": 3, "buyer": "somebody", "status": "paid",
        "created_at": datetime(2026, 11, 20, 17, 30, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 20, 17, 31, tzinfo=UTC),
    },
    {
        "amount_minor": 20001, "buyer_refunds_30d": 3, "buyer": "old friend", "status": "unpaid",
        "created_at": datetime(2026, 11, 20, 22, 0, tzinfo=UTC),
    },
    {"amount_minor": 20000, "buyer_refunds_30d": 9, "status": "unpaid"},
    {"amount_minor": 20001, "buyer_refunds_30d": 9, "paid_at": datetime(2026, 11, 21, tzinfo=UTC)},
    {},
]  # fmt: skip
FIRES = [
    (True, True, True, False),
    (False, True, False, True),
    (False, False, False, True),
    (False, True, False, False),
    (False, False, False, True),
]


def _ruleset() -> RuleSet:
    return RuleSet({name: check_rule(text, SHOP) for name, text in RULES.items()})


def test_one_event() -> None:
    ruleset = _ruleset()
    assert [ruleset.judge(row, LISTS) for row in ROWS] == FIRES


def test_without_lists_nobody_is_on_one() -> None:
    assert _ruleset().judge(ROWS[1]) == (True, True, False, True)


def test_a_frame() -> None:
    flags = _ruleset().flags(frame_of(ROWS).lazy(), LISTS, keep=["buyer"]).collect()
    assert flags.columns == ["buyer", *RULES]
    assert flags.drop("buyer").rows() == FIRES
    assert flags.drop("buyer").null_count().row(0) == (0, 0, 0, 0)


def test_parquet_passes_through_in_chunks(tmp_path: Path) -> None:
    frame_of(ROWS * 5_000).write_parquet(tmp_path / "orders.parquet", row_group_size=1_000)
    flags = _ruleset().flags(pl.scan_parquet(tmp_path / "orders.parquet"), LISTS)
    assert flags.sum().collect(engine="streaming").row(0) == (5_000, 15_000, 5_000, 15_000)


def test_a_comparison_is_made_once_for_all_rules() -> None:
    plan = _ruleset().flags(frame_of([]).lazy(), LISTS).explain(optimized=False)
    assert plan.count('col("amount_minor")') == 1


def test_what_the_rules_read() -> None:
    names = [term.name for term in _ruleset().terms]
    assert names == ["buyer_refunds_30d", "amount", "buyer", "created_at", "status", "paid_at"]


def test_no_rules() -> None:
    ruleset = RuleSet({})
    assert ruleset.judge({}) == ()
    assert ruleset.terms == ()
    hits = ruleset.hits(frame_of(ROWS), keep=["buyer"])
    assert (hits.columns, hits.height) == (["buyer", "rule", "reasons"], 0)


def test_counts_may_be_of_a_narrow_type() -> None:
    frame = pl.DataFrame({"quantity": [0, 3, None]}, schema={"quantity": pl.UInt32})
    texts = [
        "quantity > -1",
        "coalesce(quantity, -5) < 0",
        "quantity * -1 <= -3",
        "quantity in (3)",
    ]
    ruleset = RuleSet({text: check_rule(text, SHOP) for text in texts})
    assert ruleset.flags(frame.lazy()).collect().rows() == [
        (True, False, False, False),
        (True, False, True, True),
        (False, True, False, False),
    ]


def test_choices_may_be_plain_text() -> None:
    frame = frame_of([{"status": "paid"}, {"status": "unpaid"}, {}])
    texts = ["status = 'paid'", "status not in ('paid', 'shipped')"]
    ruleset = RuleSet({text: check_rule(text, SHOP) for text in texts})
    for column in (frame, frame.with_columns(pl.col("status").cast(pl.String))):
        assert ruleset.flags(column.lazy()).collect().rows() == [
            (True, False),
            (False, True),
            (False, False),
        ]


def test_why_one_event_fires() -> None:
    assert _ruleset().fired(ROWS[0], LISTS) == {
        "many-refunds": (
            Reason("buyer_refunds_30d", Type.INTEGER, ">=", 3.0, 3.0),
            Reason("amount", Type.MONEY, ">", 20001.0, 20000.0),
            Reason("buyer", Type.TEXT, "not on_list", None, None),
        ),
        "large": (Reason("amount", Type.MONEY, ">", 20001.0, 20000.0),),
        "night": (
            Reason("time_of_day(created_at)", Type.CLOCK, "<", 5400.0, 21600.0),
            Reason("amount", Type.MONEY, ">", 20001.0, 20000.0),
        ),
    }


def test_hits_of_a_frame_say_why() -> None:
    frame = frame_of(ROWS).with_row_index("row")
    hits = _ruleset().hits(frame, LISTS, keep=["row"])
    assert hits.select("row", "rule").rows() == [
        (0, "many-refunds"), (0, "large"), (1, "large"), (3, "large"), (0, "night"),
        (1, "unpaid"), (2, "unpaid"), (4, "unpaid"),
    ]  # fmt: skip
    assert hits["reasons"][0].to_list() == [
        {"metric": "buyer_refunds_30d", "type": "integer", "operator": ">=", "value": 3.0,
         "threshold": 3.0},
        {"metric": "amount", "type": "money", "operator": ">", "value": 20001.0,
         "threshold": 20000.0},
        {"metric": "buyer", "type": "text", "operator": "not on_list", "value": None,
         "threshold": None},
    ]  # fmt: skip


def test_the_frame_is_not_changed() -> None:
    frame = frame_of(ROWS)
    before = frame.clone()
    _ruleset().hits(frame, LISTS)
    assert frame.equals(before)
    assert frame.schema == SCHEMA


def test_lists_are_looked_up_by_another_column_where_they_hold_another_form() -> None:
    buyer = Term(name="buyer", type=Type.TEXT, listed="buyer", key="buyer_key")
    words = Vocabulary([buyer])
    rules = RuleSet({"r": check_rule("on_list('watch', buyer) and buyer like 'b%'", words)})
    lists = {("watch", "buyer"): {"d1"}}
    frame = pl.DataFrame({"buyer": ["b1", "b2", "d1", "b4"], "buyer_key": ["d1", "d2", "d3", None]})
    assert rules.flags(frame.lazy(), lists).collect()["r"].to_list() == [True, False, False, False]
    assert [rules.judge(row, lists) for row in frame.iter_rows(named=True)] == [
        (True,),
        (False,),
        (False,),
        (False,),
    ]
    assert {term.source for term in rules.terms} == {"buyer", "buyer_key"}
    assert [reason.metric for reason in rules.fired(frame.row(0, named=True), lists)["r"]] == [
        "buyer",
        "buyer",
    ]
