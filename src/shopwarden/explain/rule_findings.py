"""Rules that fired, as sentences: what the rule is called, and each number that decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from shopwarden.detectors import Finding, RulesDetector, order_vocabulary
from shopwarden.explain.features import feature_label
from shopwarden.explain.language import Language, Text
from shopwarden.explain.rule_reasons import reason_sentence
from shopwarden.explain.words import SEPARATOR
from shopwarden.features import FEATURES
from shopwarden.rules import Rulebook, Vocabulary, ready_rulebook

_FIRED: Final = Text("规则“{title}”：{reasons}", "Rule “{title}”: {reasons}")
_BARE: Final = Text("规则“{title}”", "Rule “{title}”")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a shop calls its rules, and what they speak of.

    Parameters
    ----------
    titles
        By the rule's id; a rule without a title is called by its id.
    vocabulary
        Names columns and features, and says the currency and the clock.
    """

    titles: Mapping[str, Text]
    vocabulary: Vocabulary


def rule_words(detector: RulesDetector) -> RuleWords:
    """Return the words for what `detector` finds."""
    words = {
        name: (feature_label(feature, Language.ZH), feature_label(feature, Language.EN))
        for name, feature in FEATURES.items()
    }
    vocabulary = order_vocabulary(detector.zone, detector.currency, words)
    return RuleWords(_titles(detector.rulebook or ready_rulebook()), vocabulary)


@cache
def ready_words() -> RuleWords:
    """Return the words for the rules that come with shopwarden."""
    return rule_words(RulesDetector())


def fired_sentence(finding: Finding, words: RuleWords, language: Language) -> str:
    """Say which rule fired and why."""
    rule = finding.rule or ""
    title = words.titles.get(rule, Text(rule, rule)).in_(language)
    reasons = SEPARATOR.in_(language).join(
        reason_sentence(reason, words.vocabulary, language) for reason in finding.reasons
    )
    form = _FIRED if reasons else _BARE
    return form.in_(language, title=title, reasons=reasons)


def _titles(rulebook: Rulebook) -> dict[str, Text]:
    # A title is what somebody typed: braces in it are no placeholders.
    return {
        rule.id: Text(*(_literal(title) for title in (rule.title_zh, rule.title_en)))
        for rule in rulebook.rules
    }


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
