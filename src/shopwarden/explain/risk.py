"""The parts of an order's risk score in words."""

from __future__ import annotations

import math
from typing import Final

from shopwarden.detectors import RulesDetector
from shopwarden.explain.features import feature_label
from shopwarden.explain.findings import CODES, DETECTORS
from shopwarden.explain.language import Language, Text
from shopwarden.explain.rule_findings import RuleWords, ready_words
from shopwarden.features import FEATURES
from shopwarden.risk import Contribution, Score, Topic

_SCORE: Final = Text("风险分 {score:.2f}（0 到 1）", "Risk score {score:.2f} (0 to 1)")
_TOPICS: Final = {
    Topic.START: Text("起点：还一无所知的订单", "Start: an order about which nothing is known"),
    Topic.ALERTED: Text(
        "本店以往被提醒的订单的处理结果", "What this shop decided about flagged orders before"
    ),
}
_FINDING: Final = Text("{detector}：{code}", "{detector}: {code}")
_RULE: Final = Text("规则“{title}”", "Rule “{title}”")
_MEASURED: Final = Text("{label} {value}（≥ {threshold}）", "{label} {value} (≥ {threshold})")
_RAISES: Final = Text("{what}，风险几率 ×{times}", "{what}: odds ×{times}")
_LOWERS: Final = Text("{what}，风险几率 ÷{times}", "{what}: odds ÷{times}")
_BEGINS: Final = Text("{what}，{share}", "{what}: {share}")


def score_sentence(score: Score, language: Language) -> str:
    """Say the score itself."""
    return _SCORE.in_(language, score=score.value)


def contribution_sentence(
    part: Contribution, language: Language, words: RuleWords | None = None
) -> str:
    """Say one part of a score: what was seen, and by how much it moves the odds.

    The start is said as a chance; all others multiply or divide the odds. Rules are called
    as `words` say, those that come with shopwarden by their own titles when left out.
    """
    what = _what(part, language, words)
    if part.term.topic is Topic.START:
        share = 100 / (1 + math.exp(-part.weight))
        return _BEGINS.in_(language, what=what, share=f"{share:.1f}%")
    form = _RAISES if part.weight > 0 else _LOWERS
    return form.in_(language, what=what, times=f"{math.exp(abs(part.weight)):.1f}")


def _what(part: Contribution, language: Language, words: RuleWords | None) -> str:
    topic, name, code = part.term
    if topic in _TOPICS:
        return _TOPICS[topic].in_(language)
    if topic is Topic.FINDING and name == RulesDetector.name:
        title = (words or ready_words()).titles.get(code, Text(code, code)).in_(language)
        return _RULE.in_(language, title=title)
    if topic is Topic.FINDING:
        detector, reason = DETECTORS[name].in_(language), CODES[code].in_(language)
        # A detector of one kind of finding is called like it.
        same = detector.casefold() == reason.casefold()
        return reason if same else _FINDING.in_(language, detector=detector, code=reason)
    label = feature_label(FEATURES[name], language)
    value, threshold = (f"{number or 0:.4g}" for number in (part.value, part.threshold))
    return _MEASURED.in_(language, label=label, value=value, threshold=threshold)
