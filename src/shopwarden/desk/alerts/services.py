"""What people do about one alert: take it, look, call, decide, think again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts.choices import (
    AlertState,
    ContactResult,
    ContactWay,
    Effect,
    RevealPurpose,
)
from shopwarden.desk.alerts.labels import Label, Need, label_of
from shopwarden.desk.alerts.models import Alert, ContactAttempt, Disposition
from shopwarden.desk.alerts.news import announce
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record, record_all
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.filings import services as filings
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.desk.trade.models import Order

UNDO_WITHIN: Final = timedelta(minutes=10)


def assign(*, scope: Scope, alert: Alert, version: int, assignee: User | None) -> None:
    """Make a person responsible for an open alert, or nobody.

    Everybody takes and returns alerts; giving them to others needs ``ASSIGN``.

    Raises
    ------
    Refused
        ``alert.changed``: it is not what the page showed; ``assignee.not_member``.
    """
    with writing():
        record(scope=scope, act=take_turn(scope, alert, version, assignee))


def take_turn(scope: Scope, alert: Alert, version: int, assignee: User | None) -> Act:
    """Assign inside the caller's transaction; return what to record."""
    me = scope.actor.id if scope.actor else None
    mine = {me, None}
    is_mine = {alert.assignee_id, assignee.id if assignee else None} <= mine
    require(scope, alert.shop_id, Permission.HANDLE if is_mine else Permission.ASSIGN)
    if assignee and not scope_of(assignee).may(Permission.HANDLE, alert.shop_id):
        raise Refused("assignee.not_member")
    _claim(alert, version, AlertState.OPEN, assignee=assignee)
    before = alert.assignee_id
    changes = {"assignee": (before, assignee.id if assignee else None)}
    return Act(Action.ALERT_ASSIGNED, alert, alert.shop_id, changes)


def reveal(*, scope: Scope, shop_id: UUID, subject: Alert | Order, purpose: RevealPurpose) -> None:
    """Record that a person looks at the personal data of an order, and why."""
    require(scope, shop_id, Permission.REVEAL)
    changes = {"purpose": (None, purpose), "fields": (None, ["name", "phone", "address", "buyer"])}
    with writing():
        record(scope=scope, act=Act(Action.PERSONAL_REVEALED, subject, shop_id, changes))


def record_contact(
    *, scope: Scope, alert: Alert, way: ContactWay, result: ContactResult, note: str = ""
) -> ContactAttempt:
    """Record one try to reach the buyer about an open alert.

    Raises
    ------
    Refused
        ``alert.closed``: there is nothing to ask about any more.
    """
    require(scope, alert.shop_id, Permission.HANDLE)
    attempt = ContactAttempt(
        id=uuid4(),
        alert=alert,
        shop_id=alert.shop_id,
        round=alert.round,
        way=way,
        result=result,
        made_by=scope.actor,
        made_at=timezone.now(),
    )
    sealed.write(attempt, "note", note.strip() or None)
    with writing():
        if not Alert.objects.filter(id=alert.id, state=AlertState.OPEN).exists():
            raise Refused("alert.closed")
        attempt.save(force_insert=True)
        changes = {"way": (None, way), "result": (None, result), "contact": (None, attempt.id)}
        personal = {"note": (None, note.strip() or None)}
        act = Act(Action.ALERT_CONTACTED, alert, alert.shop_id, changes, personal)
        record(scope=scope, act=act)
    return attempt


def decide(
    *,
    scope: Scope,
    alert: Alert,
    version: int,
    label: str,
    note: str = "",
    corrected_address: str = "",
) -> Disposition:
    """Close an alert with a label.

    Parameters
    ----------
    version
        The version the person looked at.
    corrected_address
        The address the buyer gave; kept only with a label that asks for one.

    Raises
    ------
    Refused
        ``alert.changed``: somebody or something changed the alert meanwhile;
        ``label.unknown``, ``label.contact_needed``, ``label.address_needed``;
        ``role.too_small`` as ``Forbidden``.
    """
    with writing():
        disposition, acts = settle(scope, alert, version, label, note, corrected_address)
        record_all(scope=scope, acts=acts)
        announce(acts)
    return disposition


def settle(
    scope: Scope, alert: Alert, version: int, code: str, note: str = "", address: str = ""
) -> tuple[Disposition, list[Act]]:
    """Decide inside the caller's transaction; return what to record.

    Whatever is refused is refused before anything is written.
    """
    require(scope, alert.shop_id, Permission.HANDLE)
    label = label_of(alert.kind, code)
    if label.effect == Effect.FILING:
        require(scope, alert.shop_id, Permission.DRAFT_FILING)
    _check_needs(alert, label, address)
    now = timezone.now()
    _claim(alert, version, AlertState.OPEN, state=AlertState.HANDLED, closed_at=now)
    disposition = _disposition(scope, alert, label, now)
    sealed.write(disposition, "note", note.strip() or None)
    if Need.ADDRESS in label.needs:
        sealed.write(disposition, "corrected_address", address.strip())
    disposition.save(force_insert=True)
    acts = [_decided(alert, disposition, note, address if Need.ADDRESS in label.needs else "")]
    if label.effect == Effect.FILING:
        acts.append(filings.draft(scope=scope, disposition=disposition, now=now))
    return disposition, acts


def undo(*, scope: Scope, alert: Alert, decision: UUID) -> None:
    """Take a decision back, within ten minutes; its draft filing is withdrawn.

    Parameters
    ----------
    decision
        The disposition the person saw, and means.

    Raises
    ------
    Refused
        ``alert.changed``: another decision stands now; ``decision.final``: too late, or nothing
        to undo; ``filing.under_way``.
    """
    with writing():
        acts = reopen(scope, alert, decision)
        record_all(scope=scope, acts=acts)
        announce(acts)


def reopen(scope: Scope, alert: Alert, decision: UUID) -> list[Act]:
    """Undo inside the caller's transaction; return what to record."""
    require(scope, alert.shop_id, Permission.HANDLE)
    now = timezone.now()
    fresh = Disposition.objects.filter(
        alert=alert, round=alert.round, undone_at=None, decided_at__gt=now - UNDO_WITHIN
    )
    disposition = fresh.first()
    if disposition is not None and disposition.id != decision:
        raise Refused("alert.changed")
    if disposition is None or not fresh.update(undone_at=now, undone_by=scope.actor):
        raise Refused("decision.final")
    acts = filings.withdraw(scope=scope, disposition=disposition, now=now)
    _claim(alert, alert.version, AlertState.HANDLED, state=AlertState.OPEN, closed_at=None)
    changes = {"state": (AlertState.HANDLED, AlertState.OPEN), "decision": (disposition.id, None)}
    return [Act(Action.ALERT_UNDONE, alert, alert.shop_id, changes), *acts]


def _claim(alert: Alert, version: int, was: AlertState, **columns: object) -> None:
    """Change an alert if it is still what the person saw; leave `alert` as it was."""
    same = Alert.objects.filter(id=alert.id, version=version, state=was)
    if not same.update(version=F("version") + 1, **columns):
        raise Refused("alert.changed")


def _check_needs(alert: Alert, label: Label, address: str) -> None:
    attempts = ContactAttempt.objects.filter(alert=alert, round=alert.round)
    if Need.CONTACT in label.needs and not attempts.exists():
        raise Refused("label.contact_needed")
    if Need.ADDRESS in label.needs and not address.strip():
        raise Refused("label.address_needed")


def _disposition(scope: Scope, alert: Alert, label: Label, now: datetime) -> Disposition:
    return Disposition(
        id=uuid4(),
        alert=alert,
        shop_id=alert.shop_id,
        round=alert.round,
        label=label.code,
        outcome=label.outcome,
        effect=label.effect,
        decided_by=scope.actor,
        decided_at=now,
    )


def _decided(alert: Alert, disposition: Disposition, note: str, address: str) -> Act:
    changes = {
        "state": (AlertState.OPEN, AlertState.HANDLED),
        "label": (None, disposition.label),
        "outcome": (None, disposition.outcome),
        "effect": (None, disposition.effect),
        "decision": (None, disposition.id),
    }
    personal = {
        "note": (None, note.strip() or None),
        "corrected_address": (None, address.strip() or None),
    }
    return Act(Action.ALERT_DECIDED, alert, alert.shop_id, changes, personal)
