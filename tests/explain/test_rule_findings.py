"""Golden sentences of rules that fired."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from shopwarden.detectors import Context, RulesDetector
from shopwarden.explain import Language
from shopwarden.explain.findings import with_sentences
from shopwarden.explain.rule_findings import rule_words
from shopwarden.records import Kind, Severity, conform
from shopwarden.rules import Rulebook, RulebookRule

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def orders(**columns: object) -> pl.DataFrame:
    known = {"platform": "taobao", "shop": "demo", "created_at": NOW} | columns
    return conform(pl.DataFrame(known), Kind.ORDERS)


def said(frame: pl.DataFrame, detector: RulesDetector, language: Language) -> list[str]:
    findings = detector.detect(frame, Context(now=NOW))
    records = {Kind.ORDERS: frame}
    return with_sentences(findings, records, language, rule_words(detector))["sentence"].to_list()


def test_a_ready_rule_says_its_title_and_numbers() -> None:
    frame = orders(id=["1", "2", "3"], buyer=["a", "b", "c"], device="d")
    assert said(frame, RulesDetector(), Language.ZH) == [
        "规则“一台设备多个买家”：该设备近 30 天内的不同买家数 3（≥ 3）"
    ]
    assert said(frame, RulesDetector(), Language.EN) == [
        "Rule “One device, many buyers”: Buyers on the device within 30 days 3 (≥ 3)"
    ]


def test_a_shop_s_own_rule_is_called_what_the_shop_calls_it() -> None:
    rule = RulebookRule(
        id="own", title_zh="大额{x}", title_en="Large {x}", severity=Severity.NOTE, score=0.1,
        expression="amount > 200 and quantity >= 2",
    )  # fmt: skip
    detector = RulesDetector(rulebook=Rulebook((rule,)), currency="USD")
    frame = orders(id=["1"], amount_minor=[30050], quantity=[2])
    assert said(frame, detector, Language.EN) == [
        "Rule “Large {x}”: amount $300.5 (> $200), quantity 2 (≥ 2)"
    ]
    assert said(frame, detector, Language.ZH) == [
        "规则“大额{x}”：金额 $300.5（> $200）、件数 2（≥ 2）"
    ]
