"""Nightly upkeep."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dbos import DBOS, ScheduleInput
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.common.db import writing


@DBOS.workflow(name="common.upkeep")
def upkeep(scheduled_at: datetime, context: Any) -> None:
    """Remove what has expired, and its traces in the write-ahead log."""
    remove_expired()


@durable.step
def remove_expired() -> None:
    """Delete ended sessions and old counters of the log-in limits."""
    now = timezone.now()
    with writing(), connection.cursor() as cursor:
        Session.objects.filter(expire_date__lt=now).delete()
        expired = connection.ops.adapt_datetimefield_value(now)
        cursor.execute("DELETE FROM desk_cache WHERE expires < %s", [expired])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "upkeep", "workflow_fn": upkeep, "schedule": "0 10 4 * * *"}
]
