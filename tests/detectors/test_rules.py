from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from shopwarden.detectors import Context, RulesDetector, iterate
from shopwarden.places import place_key
from shopwarden.records import Kind, Severity, conform
from shopwarden.records.schemas import TIME
from shopwarden.rules import Reason, Rulebook, RulebookRule, State, Type

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Orders = Callable[..., pl.DataFrame]


def rule(name: str, expression: str, **facts: Any) -> RulebookRule:
    usual = {"title_zh": "规则", "title_en": "rule", "severity": Severity.CHECK, "score": 0.5}
    return RulebookRule(id=name, expression=expression, **{**usual, **facts})


def detect(frame: pl.DataFrame, *rules: RulebookRule, **parameters: Any) -> pl.DataFrame:
    records = {Kind.ORDERS: frame} | parameters.pop("records", {})
    detector = RulesDetector(rulebook=Rulebook(rules), **parameters)
    return detector.detect(frame, Context(now=NOW, records=records))


def facts(found: pl.DataFrame) -> list[tuple[object, ...]]:
    return found.select("subject_id", "rule", "metric", "value", "threshold", "field").rows()


def test_one_finding_per_rule_and_order_with_all_reasons(orders: Orders) -> None:
    frame = orders(
        {"buyer": "a", "amount_minor": 25000, "created_at": NOW - timedelta(minutes=2)},
        {"buyer": "a", "amount_minor": 9900, "created_at": NOW - timedelta(minutes=1)},
        {"buyer": "a", "amount_minor": 25000, "created_at": NOW},
    )
    found = detect(
        frame,
        rule("often", "buyer_orders_1h >= 2 and amount > 200", severity=Severity.NOTE, score=0.4),
        rule("dear", "amount > 200"),
    )
    assert facts(found) == [
        ("o1", "dear", "amount", 25000.0, 20000.0, "amount_minor"),
        ("o3", "dear", "amount", 25000.0, 20000.0, "amount_minor"),
        ("o3", "often", "buyer_orders_1h", 3.0, 2.0, "buyer"),
    ]
    often = list(iterate(found))[2]
    assert (often.detector, often.code) == ("rules", "rule_fired")
    assert (often.severity, often.score) == (Severity.NOTE, 0.4)
    assert often.reasons == (
        Reason("buyer_orders_1h", Type.INTEGER, ">=", 3.0, 2.0),
        Reason("amount", Type.MONEY, ">", 25000.0, 20000.0),
    )


def test_shadow_rules_find_nothing_unless_asked_and_rules_that_are_off_never(
    orders: Orders,
) -> None:
    frame = orders({"quantity": 30})
    rules = [
        rule("quiet", "quantity > 20", state=State.SHADOW),
        rule("silent", "quantity > 20", state=State.OFF),
    ]
    assert detect(frame, *rules).is_empty()
    assert detect(frame, *rules, shadow=True)["rule"].to_list() == ["quiet"]


def test_a_rulebook_without_rules_finds_nothing(orders: Orders) -> None:
    assert detect(orders({"quantity": 30})).is_empty()


def test_a_rule_about_text_has_no_number(orders: Orders) -> None:
    found = detect(orders({"buyer_message": "加微信"}), rule("chat", "buyer_message like '%微信%'"))
    assert facts(found) == [("o1", "chat", "buyer_message", None, None, "buyer_message")]


def test_an_amount_in_another_currency_is_unknown(orders: Orders) -> None:
    frame = orders(
        {"amount_minor": 25000, "currency": "CNY"},
        {"amount_minor": 25000, "currency": "USD"},
        {"amount_minor": 25000},
    )
    dear = rule("dear", "amount > 200")
    assert detect(frame, dear)["subject_id"].to_list() == ["o1", "o3"]
    assert detect(frame, dear, currency="USD")["subject_id"].to_list() == ["o2", "o3"]


def test_the_clock_is_the_shop_s(orders: Orders) -> None:
    frame = orders({"created_at": datetime(2026, 11, 20, 18, 30, tzinfo=UTC)})
    night = rule("night", "hour(created_at) < 5")
    assert detect(frame, night).height == 1
    assert detect(frame, night, zone="UTC").is_empty()


def test_lists_are_looked_at(orders: Orders) -> None:
    listed = rule("listed", "on_list('blocked', place)")
    address = "浙江省杭州市余杭区文一西路969号3幢2单元501室"
    frame = orders({"address": address})
    place = place_key(address)
    found = detect(frame, listed, lists={("blocked", "place"): {place}})
    assert facts(found) == [("o1", "listed", "place", None, None, "address")]
    assert detect(frame, listed).is_empty()


def test_features_look_at_every_record_known(orders: Orders) -> None:
    frame = orders({"buyer": "a", "created_at": NOW}, {"buyer": "b", "created_at": NOW})
    refunds = conform(
        pl.DataFrame({"platform": "taobao", "shop": "demo", "id": ["r1", "r2"], "buyer": "b"}),
        Kind.REFUNDS,
    ).with_columns(created_at=pl.lit(NOW - timedelta(days=3)).cast(TIME))
    records = {Kind.REFUNDS: refunds}
    found = detect(frame, rule("refunds", "buyer_refunds_30d >= 2"), records=records)
    assert facts(found) == [("o2", "refunds", "buyer_refunds_30d", 2.0, 2.0, "buyer")]


def test_only_the_orders_asked_about_are_found(orders: Orders) -> None:
    frame = orders(*({"buyer": "a", "created_at": NOW - timedelta(minutes=n)} for n in range(5)))
    detector = RulesDetector(rulebook=Rulebook((rule("often", "buyer_orders_1h >= 2"),)))
    context = Context(now=NOW, records={Kind.ORDERS: frame})
    found = detector.detect(frame.head(1), context)
    assert facts(found) == [("o1", "often", "buyer_orders_1h", 5.0, 2.0, "buyer")]


def test_the_ready_rules_are_judged_when_none_are_given(orders: Orders) -> None:
    frame = orders(*({"buyer": name, "device": "d", "created_at": NOW} for name in "abc"))
    found = RulesDetector().detect(frame, Context(now=NOW))
    assert facts(found) == [("o3", "device-shared", "device_buyers_30d", 3.0, 3.0, "device")]
