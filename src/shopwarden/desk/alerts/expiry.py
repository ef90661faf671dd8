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
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.opening import expired_act
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record_all
from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import system_scope

# Time enough to call the buyer, and again after a meal.
REMIND_WITHIN: Final = timedelta(hours=4)
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
    """Mark the open alerts whose deadline comes near, once each round; return how many."""
    near = Q(
        state=AlertState.OPEN,
        reminded_at=None,
        deadline__gt=now,
        deadline__lte=now + REMIND_WITHIN,
    )
    total = 0
    while count := bulk.until_fresh(partial(_remind, near, now)):
        total += count
    return total


def _expire(passed: Q, now: datetime) -> int:
    alerts = list(Alert.objects.filter(passed).order_by("id")[:_CHUNK])
    acts = [expired_act(alert.id, alert.shop_id, "deadline") for alert in alerts]
    count = len(alerts)
    columns: dict[str, list[Any]] = {
        "state": [AlertState.EXPIRED] * count,
        "closed_at": [now] * count,
        "version": [one.version + 1 for one in alerts],
    }
    return _change(alerts, columns, acts)


def _remind(near: Q, now: datetime) -> int:
    alerts = list(Alert.objects.filter(near).order_by("id")[:_CHUNK])
    acts = [
        Act(Action.ALERT_REMINDED, one, one.shop_id, {"deadline": (None, one.deadline)})
        for one in alerts
    ]
    return _change(alerts, {"reminded_at": [now] * len(alerts)}, acts)


def _change(alerts: list[Alert], columns: bulk.Columns, acts: list[Act]) -> int:
    keys: bulk.Columns = {
        "id": [one.id for one in alerts],
        "version": [one.version for one in alerts],
    }
    if alerts:
        with writing():
            bulk.update(Alert, keys, columns)
            record_all(scope=system_scope(), acts=acts)
    return len(alerts)
