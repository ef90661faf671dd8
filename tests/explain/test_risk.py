from __future__ import annotations

from dataclasses import replace

from shopwarden.explain import Language, Text
from shopwarden.explain.risk import contribution_sentence, score_sentence
from shopwarden.explain.rule_findings import ready_words
from shopwarden.risk import FIXED, Contribution, Term, Topic, score

ZH, EN = Language.ZH, Language.EN


def test_a_score_is_said_with_its_parts() -> None:
    found = score([], {"buyer_refunds_90d": 7, "buyer_known_days_365d": 40.5})
    assert score_sentence(found, ZH) == "风险分 0.04（0 到 1）"
    assert [contribution_sentence(part, ZH) for part in found.contributions] == [
        "起点：还一无所知的订单，2.0%",
        "该买家近 90 天内的退款数 7（≥ 6），风险几率 ×3.3",
        "距该买家首单的天数（只看近 365 天内） 40.5（≥ 30），风险几率 ÷1.5",
    ]
    assert [contribution_sentence(part, EN) for part in found.contributions] == [
        "Start: an order about which nothing is known: 2.0%",
        "Refunds of the buyer within 90 days 7 (≥ 6): odds ×3.3",
        "Days since the buyer's first order within 365 days 40.5 (≥ 30): odds ÷1.5",
    ]


def test_findings_are_named_by_detector_and_code() -> None:
    address = Contribution(Term(Topic.FINDING, "address", "contradiction"), 3.5)
    linked = Contribution(Term(Topic.FINDING, "linked_accounts", "linked_accounts"), 1.75)
    alerted = Contribution(Term(Topic.ALERTED, ""), -0.5)
    assert contribution_sentence(address, ZH) == "地址：上下级不符，风险几率 ×33.1"
    assert contribution_sentence(address, EN) == "address: levels do not fit: odds ×33.1"
    assert contribution_sentence(linked, ZH) == "关联账号，风险几率 ×5.8"
    assert contribution_sentence(alerted, EN) == (
        "What this shop decided about flagged orders before: odds ÷1.6"
    )


def test_every_feature_that_weighs_has_words() -> None:
    for band in FIXED.bands:
        part = Contribution(Term(Topic.FEATURE, band.feature), 0.5, 9.0, band.at_least)
        assert contribution_sentence(part, EN).endswith("odds ×1.6")


def test_a_rule_is_called_by_its_title() -> None:
    name, title = next(iter(ready_words().titles.items()))
    ready = Contribution(Term(Topic.FINDING, "rules", name), 0.5)
    assert contribution_sentence(ready, ZH) == f"规则“{title.zh}”，风险几率 ×1.6"
    own = Contribution(Term(Topic.FINDING, "rules", "our_own"), 0.5)
    assert contribution_sentence(own, EN) == "Rule “our_own”: odds ×1.6"
    words = replace(ready_words(), titles={"our_own": Text("自家", "Ours")})
    assert contribution_sentence(own, EN, words) == "Rule “Ours”: odds ×1.6"
