"""Whether an order should ship now: one answer, with its reasons.

Later issues add reasons here and nowhere else; alert, list, order page and API all show
what this module says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts.choices import AlertKind, AlertState, Severity
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.filings.choices import FilingState
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.trade.models import Order
from shopwarden.records import OrderStatus


class Verdict(models.TextChoices):
    """What to do with the parcel."""

    SHIP = "ship", _("May ship")
    WAIT = "wait", _("Do not ship yet")
    HOLD = "hold", _("Shipping forbidden")
    NEED_NOT_SHIP = "need_not_ship", _("Need not ship")


class Reason(models.TextChoices):
    """Why not to ship, lightest first; each reason leads to one verdict."""

    NOT_CHECKED = "not_checked", _("The desk has not checked this order yet")
    OPEN_ALERT = "open_alert", _("An alert on this order is not handled yet")
    FILING_PENDING = "filing_pending", _("A filing on this order is not decided yet")
    UNPAID = "unpaid", _("The buyer has not paid")
    STATUS_UNKNOWN = "status_unknown", _("The platform's status of this order is not understood")
    PLATFORM_HOLD = "platform_hold", _("The platform forbids shipping for now")
    FILING_ACCEPTED = "filing_accepted", _("The platform accepted the filing")
    ORDER_CLOSED = "order_closed", _("The order is closed")
    UNDER_WAY = "under_way", _("The parcel is on its way already")


_LEADS_TO: Final = {
    Reason.NOT_CHECKED: Verdict.WAIT,
    Reason.OPEN_ALERT: Verdict.WAIT,
    Reason.FILING_PENDING: Verdict.WAIT,
    Reason.UNPAID: Verdict.WAIT,
    Reason.STATUS_UNKNOWN: Verdict.WAIT,
    Reason.PLATFORM_HOLD: Verdict.HOLD,
    Reason.FILING_ACCEPTED: Verdict.NEED_NOT_SHIP,
    Reason.ORDER_CLOSED: Verdict.NEED_NOT_SHIP,
    Reason.UNDER_WAY: Verdict.NEED_NOT_SHIP,
}
# Once the parcel is on its way pages show no advice; who asks is told so.
UNDER_WAY: Final = frozenset({OrderStatus.SHIPPED, OrderStatus.SIGNED, OrderStatus.FINISHED})
_BY_STATUS: Final = {
    OrderStatus.UNPAID: Reason.UNPAID,
    OrderStatus.UNKNOWN: Reason.STATUS_UNKNOWN,
    OrderStatus.HOLD: Reason.PLATFORM_HOLD,
    OrderStatus.CLOSED_UNPAID: Reason.ORDER_CLOSED,
    OrderStatus.CLOSED_REFUNDED: Reason.ORDER_CLOSED,
    **dict.fromkeys(UNDER_WAY, Reason.UNDER_WAY),
}
_BY_FILING: Final = {
    FilingState.DRAFT: Reason.FILING_PENDING,
    FilingState.SUBMITTED: Reason.FILING_PENDING,
    FilingState.ACCEPTED: Reason.FILING_ACCEPTED,
}


@dataclass(frozen=True)
class Advice:
    """What to do with an order, and why, weightiest first; without a reason it may ship."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def words(self) -> str | Promise:
        """The verdict in the reader's language."""
        return self.verdict.label


def ship_advice(order: Order) -> Advice:
    """Return the advice for one order; the caller has checked its shop."""
    return ship_advices([order])[order.id]


def ship_advices(orders: Iterable[Order]) -> dict[UUID, Advice]:
    """Return the advice for several orders, in two queries."""
    asked = list(orders)
    reasons = {order.id: _own_reasons(order) for order in asked}
    asking = Alert.objects.filter(
        shop__in={order.shop_id for order in asked},
        kind__in=AlertKind.values,
        subject_id__in=reasons,
        state=AlertState.OPEN,
        severity__gte=Severity.CHECK,
    )
    for order_id in asking.values_list("subject_id", flat=True):
        reasons[order_id].add(Reason.OPEN_ALERT)
    filings = Filing.objects.filter(order__in=reasons, state__in=_BY_FILING)
    for order_id, state in filings.values_list("order_id", "state"):
        reasons[order_id].add(_BY_FILING[FilingState(state)])
    return {order_id: _advice(found) for order_id, found in reasons.items()}


def advice_for(status: str | None, *, is_asking: bool) -> Advice:
    """Return the advice for an order that has just come in and was judged at once.

    Parameters
    ----------
    is_asking
        Whether an alert asks for a person.
    """
    asking = {Reason.OPEN_ALERT} if is_asking else set()
    return _advice(_by_status(status or "") | asking)


def _by_status(status: str) -> set[Reason]:
    return {_BY_STATUS[OrderStatus(status)]} if status in _BY_STATUS else set()


def _own_reasons(order: Order) -> set[Reason]:
    found = _by_status(order.status)
    return found if order.is_checked else found | {Reason.NOT_CHECKED}


def _advice(reasons: set[Reason]) -> Advice:
    """Return the verdict of the weightiest reason; ``Reason`` lists them lightest first."""
    ordered = tuple(reason for reason in reversed(Reason) if reason in reasons)
    return Advice(_LEADS_TO[ordered[0]] if ordered else Verdict.SHIP, ordered)
