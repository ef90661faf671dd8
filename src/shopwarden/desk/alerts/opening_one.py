"""The alerts of one order the desk has just heard of: as ``opening``, without a frame.

An order nobody has heard of has no alerts yet, so that findings that ask for a person open
one of each kind and nothing has to be compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from unicodedata import normalize
from uuid import UUID, uuid4

from shopwarden.desk.alerts.choices import AlertKind, AlertState, Severity
from shopwarden.desk.alerts.evidence import evidence_of
from shopwarden.desk.alerts.fingerprints import SEPARATOR
from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.alerts.news import announce
from shopwarden.desk.alerts.opening import KIND_OF, opened_act
from shopwarden.desk.audit.services import record_all
from shopwarden.desk.common import crypto, plain
from shopwarden.desk.common.crypto import Purpose
from shopwarden.desk.common.scope import Scope
from shopwarden.detectors import Finding
from shopwarden.records import OrderStatus
from shopwarden.scan import OPEN_STATUSES


class Opened(NamedTuple):
    """An alert that was opened."""

    id: UUID
    kind: AlertKind
    severity: Severity
    headline: str


def open_for(
    *, scope: Scope, order: Mapping[str, Any], row: Mapping[str, Any], findings: Sequence[Finding],
    now: datetime,
) -> list[Opened]:  # fmt: skip
    """Open the alerts a new order asks for, in the transaction that stores it.

    Parameters
    ----------
    order
        The record, personal data readable.
    row
        The columns of its stored row.
    findings
        Everything found on it.
    """
    if (order["status"] or OrderStatus.UNKNOWN) not in OPEN_STATUSES:
        return []
    by_kind: dict[AlertKind, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_kind[KIND_OF[finding.detector]].append(finding)
    opened = []
    for kind, found in by_kind.items():
        asking = [one for one in found if _severity(one) >= Severity.CHECK]
        if asking:
            heaviest = min(
                asking, key=lambda one: (-_severity(one), -one.score, one.detector, one.code)
            )
            opened.append(_insert_alert(row, kind, heaviest, now))
            _insert_findings(row["shop"], opened[-1].id, order, found, now)
    acts = [opened_act(one.id, row["shop"], None, 1, one.headline) for one in opened]
    if acts:
        record_all(scope=scope, acts=acts)
        announce(acts)
    return opened


def _severity(finding: Finding) -> Severity:
    return Severity[finding.severity.name]


def _insert_alert(row: Mapping[str, Any], kind: AlertKind, why: Finding, now: datetime) -> Opened:
    opened = Opened(uuid4(), kind, _severity(why), f"{why.detector}.{why.code}")
    plain.insert(
        Alert,
        {
            "id": opened.id,
            "shop": row["shop"],
            "kind": kind.value,
            "state": AlertState.OPEN.value,
            "subject_kind": "order",
            "subject_id": row["id"],
            "platform": row["platform"],
            "external_id": row["external_id"],
            "round": 1,
            "version": 1,
            "severity": opened.severity.value,
            "score": why.score,
            "headline": opened.headline,
            "amount_minor": row["amount_minor"],
            "currency": row["currency"],
            "deadline": row["ship_deadline"],
            "deadline_assumed": bool(row["ship_deadline_assumed"]),
            "assignee": None,
            "opened_at": now,
            "closed_at": None,
            "reminded_at": None,
        },
    )
    return opened


def _insert_findings(
    shop_id: UUID,
    alert_id: UUID,
    order: Mapping[str, Any],
    findings: Sequence[Finding],
    now: datetime,
) -> None:
    seen: Counter[tuple[str, ...]] = Counter()
    for one in findings:
        parts = _parts(order, one)
        plain.insert(
            AlertFinding,
            {
                "id": uuid4(),
                "alert": alert_id,
                "shop": shop_id,
                "fingerprint": crypto.digest(
                    shop_id, Purpose.FINDING, SEPARATOR.join((*parts, str(seen[parts])))
                ),
                "round": 1,
                "detector": one.detector,
                "code": one.code,
                "severity": _severity(one).value,
                "score": one.score,
                "metric": one.metric or "",
                "value": one.value,
                "threshold": one.threshold,
                "field": one.field or "",
                "evidence": evidence_of(one),
                "found_at": now,
                "gone_at": None,
            },
        )
        seen[parts] += 1


def _parts(order: Mapping[str, Any], one: Finding) -> tuple[str, ...]:
    """Return what makes a finding the same finding (``fingerprints``)."""
    code = f"{one.code}/{one.rule}" if one.rule else one.code
    text = order.get(one.field or "")
    folded = "" if text is None else "".join(normalize("NFKC", str(text)).split()).lower()
    return (
        one.detector, one.subject_kind, one.platform, one.subject_id, code, one.field or "", folded,
    )  # fmt: skip
