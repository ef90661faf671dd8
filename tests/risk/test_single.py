from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shopwarden.detectors import Finding
from shopwarden.records import Severity
from shopwarden.risk import FIXED, Term, Topic, score

Make = Callable[..., Finding]
START = -3.900390625


def test_an_order_about_which_nothing_is_known_is_one_in_fifty() -> None:
    found = score([], {})
    assert found.value == 0.0198
    assert [(part.term, part.weight) for part in found.contributions] == [
        (Term(Topic.START, ""), START)
    ]


def test_parts_add_up_to_the_score(finding: Make) -> None:
    features = {"buyer_refunds_90d": 7, "buyer_known_days_365d": 40.5, "device_buyers_30d": 1}
    found = score([finding()], features)
    assert [(part.term.name, part.weight, part.value) for part in found.contributions] == [
        ("", START, None),
        ("address", 2.7998046875, None),
        ("buyer_refunds_90d", 1.2001953125, 7.0),
        ("buyer_known_days_365d", -0.400390625, 40.5),
    ]
    assert found.log_odds == sum(part.weight for part in found.contributions) == -0.30078125
    assert found.value == 0.4254


def test_only_the_highest_band_counts() -> None:
    for refunds, weight, threshold in [(3, 0.599609375, 3.0), (6, 1.2001953125, 6.0)]:
        part = score([], {"buyer_refunds_90d": refunds}).contributions[1]
        assert (part.weight, part.threshold) == (weight, threshold)


def test_what_is_missing_says_nothing() -> None:
    assert score([], {"buyer_refunds_90d": None, "no_such_feature": 9}) == score([], {})


def test_further_findings_of_one_detector_weigh_half_each(finding: Make) -> None:
    findings = [
        finding(code="incomplete", score=0.5),
        finding(code="contradiction", score=1.0),
        finding(code="masked", severity=Severity.NOTE, score=1.0),
        finding(detector="contact", code="bad_list", severity=Severity.WRONG, score=1.0),
    ]
    parts = score(findings, {}).contributions[1:]
    assert [(part.term.code, part.weight) for part in parts] == [
        ("bad_list", 4.5),
        ("contradiction", 3.5),
        ("incomplete", 0.875),
        ("masked", 0.25),
    ]
    assert score(reversed(findings), {}) == score(findings, {})


def test_a_shop_of_its_own_weighs_otherwise(finding: Make) -> None:
    weights = replace(FIXED, alerted=-0.5, scale={"address": 0.5, "buyer_refunds_90d": 2.0})
    found = score([finding()], {"buyer_refunds_90d": 3}, weights)
    assert [(part.term, part.weight) for part in found.contributions] == [
        (Term(Topic.START, ""), START),
        (Term(Topic.FINDING, "address", "contradiction"), 1.400390625),
        (Term(Topic.FEATURE, "buyer_refunds_90d"), 1.2001953125),
        (Term(Topic.ALERTED, ""), -0.5),
    ]
    assert score([], {}, weights) == score([], {})


def test_rules_that_fired_are_named(finding: Make) -> None:
    fired = [finding(detector="rules", code="rule_fired", rule=rule) for rule in ("b", "a")]
    parts = score(fired, {}).contributions[1:]
    assert [(part.term.code, part.weight) for part in parts] == [
        ("a", 2.7998046875),
        ("b", 1.400390625),
    ]
