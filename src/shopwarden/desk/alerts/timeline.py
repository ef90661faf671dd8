"""The whole history of an alert: who saw, called, wrote, decided what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts.choices import ContactWay, RevealPurpose
from shopwarden.desk.alerts.endings import Ending
from shopwarden.desk.alerts.labels import effect_words, title
from shopwarden.desk.alerts.models import Alert, ContactAttempt, Disposition
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed

# Told from the audit log; contacts and decisions have rows of their own, with notes.
_PICTURES: Final = {
    Action.ALERT_OPENED: "siren",
    Action.ALERT_EXPIRED: "hourglass",
    Action.ALERT_REMINDED: "bell",
    Action.ALERT_ASSIGNED: "user-check",
    Action.PERSONAL_REVEALED: "eye",
}


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: datetime
    picture: str
    says: str
    who: User | None = None
    detail: str = ""
    note: str = ""


def timeline(alert: Alert) -> list[Event]:
    """Return everything that happened to an alert, newest first."""
    events = [*_recorded(alert), *_contacts(alert), *_decisions(alert)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _recorded(alert: Alert) -> Iterator[Event]:
    subjects = Q(subject_kind="alerts.alert", subject_id=str(alert.id))
    subjects |= Q(subject_kind="trade.order", subject_id=str(alert.subject_id))
    rows = AuditRow.objects.filter(subjects, shop=alert.shop_id).select_related("actor")
    told = [row for row in rows if row.action in _PICTURES]
    taken = {
        str(row.record["changes"].get(name, {}).get("to"))
        for row in told
        for name in ("assignee", "to")
    }
    names = {
        str(user.id): user.name
        for user in User.objects.filter(id__in=[one for one in taken if one != "None"])
    }
    for row in told:
        yield Event(row.at, _PICTURES[Action(row.action)], row.label, row.actor, _facts(row, names))


def _facts(row: AuditRow, names: Mapping[str, str]) -> str:
    changes = {name: change["to"] for name, change in row.record["changes"].items()}
    match row.action:
        case Action.ALERT_EXPIRED:
            return str(Ending(changes["why"]).label)
        case Action.ALERT_ASSIGNED:
            return names.get(changes["assignee"] or "", _("to nobody"))
        case Action.ALERT_REMINDED:
            return names.get(changes.get("to") or "", _("everybody of the shop"))
        case Action.PERSONAL_REVEALED:
            return str(RevealPurpose(changes["purpose"]).label)
        case _:
            return ""


def _contacts(alert: Alert) -> Iterator[Event]:
    for attempt in ContactAttempt.objects.filter(alert=alert).select_related("made_by"):
        yield Event(
            attempt.made_at,
            "phone" if attempt.way == ContactWay.CALL else "message-circle",
            str(attempt.get_way_display()),
            attempt.made_by,
            str(attempt.get_result_display()),
            sealed.read(attempt, "note") or "",
        )


def _decisions(alert: Alert) -> Iterator[Event]:
    rows = Disposition.objects.filter(alert=alert).select_related("decided_by", "undone_by")
    for row in rows:
        note = sealed.read(row, "note") or ""
        says = _("Decided: %(label)s") % {"label": title(row.label)}
        effect = str(effect_words(row.effect))
        yield Event(row.decided_at, "gavel", says, row.decided_by, effect, note)
        if row.undone_at:
            said = _("Decision undone: %(label)s") % {"label": title(row.label)}
            yield Event(row.undone_at, "undo-2", said, row.undone_by)
