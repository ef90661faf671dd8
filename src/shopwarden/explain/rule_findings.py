"""Rules that fired, as sentences: what the rule is called, and each number that decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from shopwarden.detectors import Finding, RulesDetector, order_vocabulary
from shopwarden.detectors.findings import reason_of
from shopwarden.explain.features import feature_label
from shopwarden.explain.language import Language, Text
from shopwarden.explain.rule_reasons import reason_sentence
from shopwarden.explain.words import SEPARATOR
from shopwarden.features import FEATURES
from shopwarden.rules import Rulebook, Vocabulary, ready_rulebook
from shopwarden.rules.reasons import REASON

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
    reasons = (reason_sentence(one, words.vocabulary, language) for one in finding.reasons)
    return _said(finding.rule or "", SEPARATOR.in_(language).join(reasons), words, language)


def fired_sentences(findings: pl.DataFrame, words: RuleWords, language: Language) -> pl.Series:
    """Say for each row which rule fired and why; each distinct reason is put into words once."""
    reasons = findings.select("reasons").with_row_index("_row").explode("reasons").unnest("reasons")
    fields = [field.name for field in REASON.fields]
    distinct = reasons.select(fields).unique()
    said = [
        None if row["metric"] is None else
        reason_sentence(reason_of(row), words.vocabulary, language)
        for row in distinct.iter_rows(named=True)
    ]  # fmt: skip
    texts = distinct.with_columns(_said=pl.Series(said, dtype=pl.String))
    joined = (
        reasons.join(texts, on=fields, how="left", nulls_equal=True, maintain_order="left")
        .group_by("_row", maintain_order=True)
        .agg(pl.col("_said").drop_nulls().str.join(SEPARATOR.in_(language)))
    )
    pairs = zip(findings["rule"], joined["_said"], strict=True)
    return pl.Series([_said(rule or "", why or "", words, language) for rule, why in pairs])


def _said(rule: str, reasons: str, words: RuleWords, language: Language) -> str:
    title = words.titles.get(rule, Text(rule, rule)).in_(language)
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
