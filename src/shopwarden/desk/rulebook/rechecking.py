"""Judging open orders again after a list or a rule has changed.

For a list it runs in the line of the imports, so that no import judges with the list of before
while this looks for the orders to judge.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from shopwarden.desk.alerts.choices import AlertState
from shopwarden.desk.alerts.models import AlertFinding
from shopwarden.desk.alerts.opening import Opened
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.intake.checking import check_waiting
from shopwarden.desk.rulebook.choices import EntryKind
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.trade.models import Order
from shopwarden.scan import OPEN_STATUSES

_CODE = "bad_list"
# What can be looked for among stored orders.
_KEYS = {
    EntryKind.PHONE: "phone_key",
    EntryKind.RECEIVER: "receiver_key",
    EntryKind.BUYER: "buyer_key",
    EntryKind.PLACE: "place_key",
    EntryKind.DEVICE: "device_key",
    EntryKind.IP: "ip_key",
    EntryKind.PAYMENT_ACCOUNT: "payment_account_key",
}
# An order that is just being judged, by what was in force before, is judged once more.
_WAITING: Final = {"is_checked": False, "is_judging": False}


def recheck(change_id: UUID, *, now: datetime) -> None:
    """Judge the open orders a changed list names, or named; doing it again changes nothing."""
    waiting = ListChange.objects.filter(id=change_id, checked_at__isnull=True)
    change = waiting.first()
    if change is None:
        return
    orders = _touched(change)
    waiting.update(orders=orders.count())
    orders.update(**_WAITING)

    def claim(made: Opened) -> None:
        waiting.update(alerts=F("alerts") + made.opened)

    check_waiting(scope=system_scope(change.shop_id), shop_id=change.shop_id, now=now, claim=claim)
    waiting.update(checked_at=timezone.now())


def under_way(*, older_than: timedelta) -> list[UUID]:
    """Return the changes whose orders wait to be judged."""
    waiting = ListChange.objects.filter(
        checked_at__isnull=True, made_at__lte=timezone.now() - older_than
    )
    return list(waiting.values_list("id", flat=True))


def let_wait(shop_id: UUID) -> None:
    """Let all open orders of a shop wait for the worker, in the transaction of what changed."""
    _open_orders(shop_id).update(**_WAITING)


def _open_orders(shop_id: UUID) -> QuerySet[Order]:
    return Order.objects.filter(shop=shop_id, status__in=("", *OPEN_STATUSES))


def _touched(change: ListChange) -> QuerySet[Order]:
    """Return the open orders whose place on the list, or off it, may be new."""
    named = _of_entry(change) if change.key else _of_list(change)
    return _open_orders(change.shop_id).filter(named)


def _of_entry(change: ListChange) -> Q:
    """Return the orders of the one entry that was put on or taken off."""
    column = _KEYS.get(EntryKind(change.kind))
    return Q(**{column: change.key}) if column else Q(id__in=())


def _of_list(change: ListChange) -> Q:
    """Return the orders that are on the list now, or have an alert because they were."""
    entries = ListEntry.objects.filter(shop=change.shop_id, list_kind=change.list_kind)
    listed = Q()
    for kind, column in _KEYS.items():
        listed |= Q(**{f"{column}__in": entries.filter(kind=kind).values("key")})
    alerted = AlertFinding.objects.filter(
        shop=change.shop_id, code=_CODE, gone_at__isnull=True, alert__state=AlertState.OPEN
    )
    return listed | Q(id__in=alerted.values("alert__subject_id"))
