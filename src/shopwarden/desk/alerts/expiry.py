"""What time does to open alerts: reminders before the deadline, expiry after it.

An alert nobody handles costs the seller nothing by itself, and nothing is decided in a
person's place.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db.models import F, Q

from shopwarden.desk.alerts.choices import AlertState
from shopwarden.desk.alerts.endings import Ending
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.news import announce
from shopwarden.desk.alerts.opening import expired_act
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record_all
from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import system_scope

# Time enough to call the buyer, and again after a meal.
REMIND_WITHIN: Final = timedelta(hours=4)
# What its assignee has not handled by then is a matter of everybody in the shop.
LAST_CALL: Final = timedelta(hours=1)
_CHUNK: Final = 500


def expire_passed(*, now: datetime) -> int:
    """Expire the open alerts whose deadline passed while they were open; return how many.

    One that was opened on an order already late stays: its deadline has not decided anything.
    """
    passed = Q(state=AlertState.OPEN, deadline__lte=now, deadline__gt=F("opened_at"))
    total = 0
    while count := bulk.until_fresh(partial(_expire, passed, now)):
        total += count
    return total


def remind_due(*, now: datetime) -> int:
    """Note on record who is reminded of open alerts whose deadline comes near; return how many.

    Their assignee, or everybody of the shop: once each round, and of an alert that somebody
    has and nobody handled, everybody once more in its last hour.
    """
    is_open = Q(state=AlertState.OPEN, deadline__gt=now)
    first = Q(is_open, reminded_at=None, deadline__lte=now + REMIND_WITHIN)
    last = Q(
        is_open,
        assignee__isnull=False,
        deadline__lte=now + LAST_CALL,
        reminded_at__lt=F("deadline") - LAST_CALL,
    )
    total = 0
    for near in (first, last):
        while count := bulk.until_fresh(partial(_remind, near, now)):
            total += count
    return total


def _expire(passed: Q, now: datetime) -> int:
    alerts = list(Alert.objects.filter(passed).order_by("id")[:_CHUNK])
    acts = [expired_act(alert.id, alert.shop_id, Ending.DEADLINE) for alert in alerts]
    count = len(alerts)
    columns: dict[str, list[Any]] = {
        "state": [AlertState.EXPIRED] * count,
        "closed_at": [now] * count,
        "version": [one.version + 1 for one in alerts],
    }
    return _change(alerts, columns, acts)


def _remind(near: Q, now: datetime) -> int:
    alerts = list(Alert.objects.filter(near).order_by("id")[:_CHUNK])
    acts = [Act(Action.ALERT_REMINDED, one, one.shop_id, _reminded(one, now)) for one in alerts]
    return _change(alerts, {"reminded_at": [now] * len(alerts)}, acts)


def _reminded(alert: Alert, now: datetime) -> dict[str, Change]:
    """Return the facts of a reminder; without a person it goes to everybody of the shop."""
    is_last = alert.deadline is not None and alert.deadline <= now + LAST_CALL
    to = None if is_last else alert.assignee_id
    return {"deadline": (None, alert.deadline), "to": (None, to)}


def _change(alerts: list[Alert], columns: bulk.Columns, acts: list[Act]) -> int:
    keys: bulk.Columns = {
        "id": [one.id for one in alerts],
        "version": [one.version for one in alerts],
    }
    if alerts:
        with writing():
            bulk.update(Alert, keys, columns)
            record_all(scope=system_scope(), acts=acts)
            announce(acts)
    return len(alerts)
