"""Nightly upkeep."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dbos import DBOS, ScheduleInput

from shopwarden.desk import durable
from shopwarden.desk.common import services


@DBOS.workflow(name="common.upkeep")
def upkeep(scheduled_at: datetime, context: Any) -> None:
    """Remove what has expired, and its traces in the write-ahead log."""
    tidy()


@durable.step
def tidy() -> None:
    """Do the upkeep; doing it twice changes nothing."""
    services.remove_expired()
    services.shorten_log()


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "upkeep", "workflow_fn": upkeep, "schedule": "0 10 4 * * *"}
]
