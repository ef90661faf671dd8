"""Findings of stored alerts as sentences in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from shopwarden.desk.alerts.choices import Severity
from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.detectors import Finding
from shopwarden.explain import Language
from shopwarden.explain import findings as explained
from shopwarden.explain.headlines import headline
from shopwarden.records import Severity as Weight

_WEIGHTS = {Severity.NOTE: Weight.NOTE, Severity.CHECK: Weight.CHECK, Severity.WRONG: Weight.WRONG}


def language() -> Language:
    """Return the reader's language."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ZH


def line(finding: AlertFinding) -> str:
    """Say in one line what a finding found, without personal data."""
    return headline(_plain(finding), language())


def sentence(finding: AlertFinding, text: str) -> str:
    """Say what a finding found, quoting the judged text, which the reader may see."""
    return explained.sentence(_plain(finding), text, language())


def label(alert: Alert) -> str:
    """Say in a word what an alert is about, when its findings are not at hand."""
    code = alert.headline.rpartition(".")[2]
    known = explained.CODES.get(code)
    return known.in_(language()) if known else str(alert.get_kind_display())


def _plain(stored: AlertFinding) -> Finding:
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
    )
