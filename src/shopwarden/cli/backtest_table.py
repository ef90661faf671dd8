"""A back-test on the screen: a table of rules, then overlaps, outcomes and examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl
from rich.table import Table

from shopwarden.cli.report import console, shown
from shopwarden.detectors import RulesDetector
from shopwarden.explain import Language, Text
from shopwarden.explain.fields import field_name
from shopwarden.explain.words import SEPARATOR
from shopwarden.records import Kind, minor_digits
from shopwarden.rules import BackTest, RulebookRule, State, ready_rulebook

_TITLE: Final = Text("{orders:,} 单，{rules} 条规则", "{orders:,} orders, {rules} rules")
_HEADERS: Final = (
    Text("规则", "Rule"), Text("名称", "Title"), Text("状态", "State"), Text("命中", "Hits"),
    Text("占比", "Share"), Text("金额（{currency}）", "Amount ({currency})"),
    Text("天数", "Days"), Text("最多的一天", "Busiest day"),
)  # fmt: skip
_NUMBERS: Final = (3, 4, 5, 6)
STATES: Final = {
    State.ON: Text("启用", "on"),
    State.SHADOW: Text("观察", "shadow"),
    State.OFF: Text("停用", "off"),
}
_NO_DAY: Final = Text("时间不明", "no time")
_BUSIEST: Final = Text("{day}（{hits:,}）", "{day} ({hits:,})")
_OVERLAP: Final = Text(
    "同时命中：{rule} 与 {other}，{hits:,} 单", "Both fire: {rule} and {other}, {hits:,} orders"
)
_OUTCOME: Final = Text("{rule}：{outcome} {values}", "{rule}: {outcome}: {values}")
_UNKNOWN: Final = Text("未知", "unknown")
_EXAMPLES: Final = Text("例如 {rule}：{ids}", "For example {rule}: {ids}")
_MOST_OVERLAPS: Final = 20


def show_back_test(test: BackTest, detector: RulesDetector, language: Language) -> None:
    """Print what each rule did, the most frequent first."""
    book = detector.rulebook or ready_rulebook()
    rules = {rule.id: rule for rule in book.rules}
    title = _TITLE.in_(language, orders=test.orders, rules=test.totals.height)
    table = Table(title=title, title_justify="left", header_style="bold")
    for number, header in enumerate(_HEADERS):
        name = header.in_(language, currency=detector.currency)
        table.add_column(name, justify="right" if number in _NUMBERS else "left", overflow="fold")
    digits = minor_digits(detector.currency)
    totals = test.totals.sort("hits", "rule", descending=[True, False])
    for row in totals.iter_rows(named=True):
        table.add_row(*_cells(row, rules[row["rule"]], test, digits, language))
    console().print(table)
    lines = [*_overlaps(test, language), *_outcomes(test, language), *_examples(test, language)]
    if lines:
        console().print("\n".join(shown(line) for line in lines))


def _cells(
    row: dict[str, Any], rule: RulebookRule, test: BackTest, digits: int, language: Language
) -> Iterator[str]:
    days = test.days.filter(pl.col("rule") == rule.id)
    yield shown(rule.id)
    yield shown(rule.title_zh if language is Language.ZH else rule.title_en)
    yield STATES[rule.state].in_(language)
    yield f"{row['hits']:,}"
    yield f"{row['hits'] / max(test.orders, 1):.2%}"
    yield f"{row['amount'] / 10**digits:,.{digits}f}"
    yield f"{days.height:,}"
    yield _busiest(days, language)


def _busiest(days: pl.DataFrame, language: Language) -> str:
    if days.is_empty():
        return ""
    day, hits = days.sort("hits", "day", descending=[True, False]).select("day", "hits").row(0)
    return _BUSIEST.in_(language, day=day or _NO_DAY.in_(language), hits=hits)


def _overlaps(test: BackTest, language: Language) -> Iterator[str]:
    most = test.overlaps.sort("hits", "rule", "other", descending=[True, False, False])
    for rule, other, hits in most.head(_MOST_OVERLAPS).iter_rows():
        yield _OVERLAP.in_(language, rule=rule, other=other, hits=hits)


def _outcomes(test: BackTest, language: Language) -> Iterator[str]:
    for (rule, outcome), part in test.outcomes.sort("rule", "outcome", "value").group_by(
        "rule", "outcome", maintain_order=True
    ):
        values = SEPARATOR.in_(language).join(
            f"{value or _UNKNOWN.in_(language)} ({hits:,})"
            for value, hits in part.select("value", "hits").iter_rows()
        )
        name = field_name(Kind.ORDERS, str(outcome), language)
        yield _OUTCOME.in_(language, rule=rule, outcome=name, values=values)


def _examples(test: BackTest, language: Language) -> Iterator[str]:
    for (rule,), part in test.examples.group_by("rule", maintain_order=True):
        ids = SEPARATOR.in_(language).join(part["id"])
        yield _EXAMPLES.in_(language, rule=rule, ids=ids)
