"""Findings of stored alerts as sentences in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.utils.translation import get_language

from shopwarden.desk.alerts.choices import Severity
from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.rulebook.revisions import revision
from shopwarden.desk.rulebook.selectors import current_rules
from shopwarden.detectors import Finding, RulesDetector
from shopwarden.detectors.findings import reason_of
from shopwarden.explain import Language
from shopwarden.explain import findings as explained
from shopwarden.explain.headlines import headline
from shopwarden.explain.rule_findings import RuleWords, rule_words
from shopwarden.records import Severity as Weight

_WEIGHTS = {Severity.NOTE: Weight.NOTE, Severity.CHECK: Weight.CHECK, Severity.WRONG: Weight.WRONG}


def language() -> Language:
    """Return the reader's language."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ZH


def line(finding: AlertFinding) -> str:
    """Say in one line what a finding found, without personal data."""
    return headline(plain(finding), language(), rules_of(finding.detector, finding.shop_id))


def in_one_line(finding: Finding, shop_id: UUID) -> str:
    """Say the same of a finding that is not stored."""
    return headline(finding, language(), rules_of(finding.detector, shop_id))


def sentence(finding: AlertFinding, text: str) -> str:
    """Say what a finding found, quoting the judged text, which the reader may see."""
    return explained.sentence(
        plain(finding), text, language(), rules_of(finding.detector, finding.shop_id)
    )


def label(alert: Alert) -> str:
    """Say in a word what an alert is about, when its findings are not at hand."""
    code = alert.headline.rpartition(".")[2]
    known = explained.CODES.get(code)
    return known.in_(language()) if known else str(alert.get_kind_display())


def rules_of(detector: str, shop_id: UUID) -> RuleWords | None:
    """Return what the shop calls its rules, if a rule speaks."""
    return _words_of(shop_id, revision(shop_id)) if detector == RulesDetector.name else None


@lru_cache(maxsize=64)
def _words_of(shop_id: UUID, number: int) -> RuleWords:
    """`number` tells the rules of before from those of now."""
    return rule_words(RulesDetector(rulebook=current_rules(shop_id)))


def plain(stored: AlertFinding) -> Finding:
    """Return a stored finding as the detectors made it."""
    evidence = stored.evidence
    return Finding(
        subject_kind="order",
        platform="",
        shop=str(stored.shop_id),
        subject_id=str(stored.alert_id),
        detector=stored.detector,
        code=stored.code,
        severity=_WEIGHTS[Severity(stored.severity)],
        score=stored.score,
        metric=stored.metric or None,
        value=stored.value,
        threshold=stored.threshold,
        field=stored.field or None,
        spans=tuple((start, end) for start, end in evidence.get("spans", [])),
        levels=tuple(evidence.get("levels", [])),
        related=tuple(evidence.get("related", [])),
        rule=evidence.get("rule"),
        reasons=tuple(reason_of(reason) for reason in evidence.get("reasons", ())),
    )
