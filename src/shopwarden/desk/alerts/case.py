"""Everything an alert page and an order page show, put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import addresses, words
from shopwarden.desk.alerts.addresses import Counsel, Mark, Segment
from shopwarden.desk.alerts.advice import UNDER_WAY, ship_advice
from shopwarden.desk.alerts.choices import AlertKind, AlertState
from shopwarden.desk.alerts.counselling import is_about_contact, recommendation, subject
from shopwarden.desk.alerts.endings import ending_of, meaning
from shopwarden.desk.alerts.expiry import LAST_CALL
from shopwarden.desk.alerts.labels import effect_words, labels_of, title
from shopwarden.desk.alerts.models import Alert, AlertFinding, ContactAttempt, Disposition
from shopwarden.desk.alerts.receivers import Links, Receiver, links_of, receiver_of
from shopwarden.desk.alerts.reminders import is_near
from shopwarden.desk.alerts.selectors import findings_of, history_of, past_findings_of
from shopwarden.desk.alerts.services import UNDO_WITHIN
from shopwarden.desk.alerts.timeline import timeline
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.groups.linked import size_around
from shopwarden.desk.rulebook.models import Rule
from shopwarden.desk.rulebook.selectors import rules_named
from shopwarden.desk.scores.panel import risk_of
from shopwarden.desk.trade.models import Order, OrderLine

# What rules find, and a pause keeps quiet.
_OF_RULES: Final = frozenset({AlertKind.ORDER_RISK, AlertKind.LINKED})


@dataclass(frozen=True)
class Said:
    """A finding with its sentence."""

    finding: AlertFinding
    sentence: str
    # The rule that fired, with what the shop wrote down for whoever handles it.
    rule: Rule | None = None

    @property
    def is_measured(self) -> bool:
        """Whether a number speaks for it; a rule's sentence has its numbers, in their units."""
        if _slug(self.finding):
            return False
        return self.finding.value is not None and self.finding.threshold is not None


@dataclass(frozen=True)
class Person:
    """The receiver as this reader may see them now."""

    shown: Receiver
    links: Links
    segments: list[Segment]
    is_open: bool
    counsel: Counsel | None = None


def facts_of(scope: Scope, alert: Alert, order: Order, *, is_open: bool) -> dict[str, Any]:
    """Return what the alert page shows; `is_open` after a recorded reveal."""
    findings = findings_of(alert)
    rules = rules_named(alert.shop_id, {_slug(one) for one in findings})
    receiver = receiver_of(order)
    contacts = contacts_of(alert)
    decision = decision_of(alert)
    return {
        "alert": alert,
        "order": order,
        "zone": alert.shop.time_zone,
        "findings": [
            Said(one, _sentence(one, receiver, is_open=is_open), rules.get(_slug(one)))
            for one in findings
        ],
        "past": [Said(one, words.line(one)) for one in past_findings_of(alert)],
        "person": person_of(order, findings, is_open=is_open),
        "history": history_of(scope, order),
        "risk": risk_of(order),
        "linked": size_around(order.shop_id, order.id) if alert.kind == AlertKind.LINKED else 0,
        "contacts": contacts,
        "events": timeline(alert),
        "advice": None if order.status in UNDER_WAY else ship_advice(order),
        "labels": labels_of(alert.kind, is_contact=is_about_contact(alert, findings)),
        "subject": subject(alert, findings),
        "recommendation": recommendation(alert, findings, contacts),
        "decision": decision,
        "decided": title(decision.label) if decision else "",
        "did": effect_words(decision.effect) if decision else "",
        "ended": meaning(ending_of(alert)) if alert.state == AlertState.EXPIRED else "",
        "can_undo": decision is not None and decision.decided_at > timezone.now() - UNDO_WITHIN,
        "corrected": corrected_address(order) if is_open else "",
        "due": due_of(alert, timezone.now()),
        "filing": Filing.objects.filter(disposition=decision).first() if decision else None,
        **rights_of(scope, alert),
    }


def order_facts(scope: Scope, order: Order, *, is_open: bool) -> dict[str, Any]:
    """Return what the order page shows."""
    alerts = Alert.objects.filter(
        shop=order.shop_id, kind__in=AlertKind.values, subject_id=order.id
    )
    findings = [finding for alert in alerts for finding in findings_of(alert)]
    return {
        "order": order,
        "zone": order.shop.time_zone,
        "person": person_of(order, findings, is_open=is_open),
        "lines": OrderLine.objects.filter(
            shop=order.shop_id, order_external_id=order.external_id, platform=order.platform
        ),
        "alerts": [(alert, _line(alert, findings)) for alert in alerts],
        "filings": Filing.objects.filter(order=order).order_by("-drafted_at"),
        "history": history_of(scope, order),
        "risk": risk_of(order),
        "linked": size_around(order.shop_id, order.id),
        "advice": None if order.status in UNDER_WAY else ship_advice(order),
        "corrected": corrected_address(order) if is_open else "",
        "may_reveal": scope.may(Permission.REVEAL, order.shop_id),
    }


def rights_of(scope: Scope, alert: Alert) -> dict[str, bool]:
    """Return what the reader may do with an alert."""
    may_handle = scope.may(Permission.HANDLE, alert.shop_id)
    return {
        "may_handle": may_handle,
        "may_decide": may_handle and alert.state == AlertState.OPEN,
        "may_reveal": scope.may(Permission.REVEAL, alert.shop_id),
        "may_assign": scope.may(Permission.ASSIGN, alert.shop_id),
        "may_pause": scope.may(Permission.RULES, alert.shop_id) and alert.kind in _OF_RULES,
    }


def person_of(order: Order, findings: list[AlertFinding], *, is_open: bool) -> Person:
    """Return the receiver, masked or open, with the address cut into segments."""
    receiver = receiver_of(order)
    marks = [
        Mark(start, end, finding.severity, _sentence(finding, receiver, is_open=is_open))
        for finding in findings
        if finding.field == "address"
        for start, end in finding.evidence.get("spans", [])
    ]
    counsel = addresses.counsel(receiver.address, words.language()) if marks else None
    return Person(
        shown=receiver if is_open else receiver.masked,
        links=links_of(order, receiver) if is_open else Links(),
        segments=addresses.segments(receiver.address, marks, is_open=is_open),
        is_open=is_open,
        counsel=counsel.masked if counsel and not is_open else counsel,
    )


@dataclass(frozen=True)
class Due:
    """How an open alert stands to its deadline."""

    is_late: bool
    is_near: bool
    # Who is reminded now; nobody in particular is everybody of the shop.
    reminded: User | None


def due_of(alert: Alert, now: datetime) -> Due | None:
    """Return how an alert stands to its deadline; nothing where there is nothing to do."""
    if alert.state != AlertState.OPEN or alert.deadline is None:
        return None
    is_last = alert.deadline <= now + LAST_CALL
    return Due(
        is_late=alert.deadline <= now,
        is_near=is_near(alert.deadline, now),
        reminded=None if is_last else alert.assignee,
    )


def contacts_of(alert: Alert) -> list[ContactAttempt]:
    """Return the contact attempts of the present round, newest first."""
    attempts = ContactAttempt.objects.filter(alert=alert, round=alert.round)
    return list(attempts.select_related("made_by").order_by("-made_at"))


def decision_of(alert: Alert) -> Disposition | None:
    """Return the standing decision of the present round."""
    rows = Disposition.objects.filter(alert=alert, round=alert.round, undone_at=None)
    return rows.select_related("decided_by").first()


def corrected_address(order: Order) -> str:
    """Return the newest address entered after contact; empty when there is none."""
    row = (
        Disposition.objects.filter(
            shop=order.shop_id,
            alert__subject_id=order.id,
            undone_at=None,
            corrected_address__isnull=False,
        )
        .order_by("-decided_at")
        .first()
    )
    return (sealed.read(row, "corrected_address") or "") if row else ""


def _line(alert: Alert, findings: list[AlertFinding]) -> str:
    own = [finding for finding in findings if finding.alert_id == alert.id]
    return words.line(own[0]) if own else words.label(alert)


def _slug(finding: AlertFinding) -> str:
    return str(finding.evidence.get("rule", ""))


def _sentence(finding: AlertFinding, receiver: Receiver, *, is_open: bool) -> str:
    """Return the sentence of a finding; it quotes the judged text to who may see it."""
    if not is_open:
        return words.line(finding)
    texts = {
        "address": receiver.address,
        "phone": receiver.phone,
        "receiver_name": receiver.name,
        "buyer": receiver.buyer,
    }
    return words.sentence(finding, texts.get(finding.field, ""))
