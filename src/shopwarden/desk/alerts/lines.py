"""Alerts as rows of a list: one line each, without personal data.

A page has many rows, so what a row shows is put into words here, once, and the template
only places it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopwarden.desk.alerts import words
from shopwarden.desk.alerts.advice import UNDER_WAY, Advice, ship_advices
from shopwarden.desk.alerts.choices import AlertState, Severity
from shopwarden.desk.alerts.counselling import subject
from shopwarden.desk.alerts.labels import title
from shopwarden.desk.alerts.models import Alert, Disposition
from shopwarden.desk.alerts.reminders import is_near
from shopwarden.desk.alerts.selectors import findings_by_alert
from shopwarden.desk.alerts.templatetags.alerts import look, money, picture, span, time_left
from shopwarden.desk.common.templatetags.desk import icon
from shopwarden.desk.trade.models import Order


@dataclass(frozen=True)
class Line:
    """An alert as a list shows it; a text that does not apply is empty."""

    key: str
    alert: Alert
    mark: SafeString
    says: str
    more: str
    kind: str | Promise
    round: str
    amount: str
    age: str
    due: str
    is_open: bool
    is_late: bool
    is_near: bool
    advice: Advice | None
    decision: Disposition | None

    @property
    def decided(self) -> str:
        """The words of the decision."""
        return title(self.decision.label) if self.decision else ""


def lines(alerts: Sequence[Alert], now: datetime) -> list[Line]:
    """Return what a list says about alerts, in the same few queries for any number."""
    findings = findings_by_alert(alerts)
    wide = Order.objects.filter(id__in=[alert.subject_id for alert in alerts])
    orders = wide.only("id", "shop_id", "status", "is_checked")
    advices = ship_advices(order for order in orders if order.status not in UNDER_WAY)
    decisions = _decisions(alerts)
    return [
        Line(
            key=str(alert.id),
            alert=alert,
            mark=_mark(alert.severity, str(Severity(alert.severity).label)),
            says=words.line(found[0]) if (found := findings[alert.id]) else words.label(alert),
            more=_more(len(found) - 1),
            kind=subject(alert, found),
            round=_("round %(n)s") % {"n": alert.round} if alert.round > 1 else "",
            amount=money(alert.amount_minor, alert.currency),
            age=span(now - alert.opened_at),
            due=time_left(alert.deadline, now) if alert.deadline else "",
            is_open=alert.state == AlertState.OPEN,
            is_late=bool(alert.deadline and alert.deadline <= now),
            is_near=is_near(alert.deadline, now),
            advice=advices.get(alert.subject_id),
            decision=decisions.get(alert.id),
        )
        for alert in alerts
    ]


@lru_cache(maxsize=16)
def _mark(severity: int, name: str) -> SafeString:
    return format_html(
        '<span class="mark-{}">{}<span class="unseen">{}</span></span>',
        look(severity),
        icon(picture(severity), 18),
        name,
    )


def _more(count: int) -> str:
    words_of = ngettext("+ %(n)s more", "+ %(n)s more", count)
    return words_of % {"n": count} if count > 0 else ""


def _decisions(alerts: Sequence[Alert]) -> dict[UUID, Disposition]:
    handled = {alert.id: alert.round for alert in alerts if alert.state == AlertState.HANDLED}
    if not handled:
        return {}
    rows = Disposition.objects.filter(alert__in=handled, undone_at=None)
    return {
        row.alert_id: row
        for row in rows.select_related("decided_by")
        if row.round == handled[row.alert_id]
    }
