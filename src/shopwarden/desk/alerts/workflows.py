"""What happens to alerts as time passes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dbos import DBOS, ScheduleInput
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.alerts import expiry


@DBOS.workflow(name="alerts.watch_deadlines")
def watch_deadlines(scheduled_at: datetime, context: Any) -> None:
    """Remind of deadlines that come near, expire what they have passed."""
    remind_and_expire()


@durable.step
def remind_and_expire() -> None:
    """Do both as of now; doing it twice changes nothing."""
    now = timezone.now()
    expiry.expire_passed(now=now)
    expiry.remind_due(now=now)


SCHEDULES: Final[list[ScheduleInput]] = [
    {
        "schedule_name": "deadlines",
        "workflow_fn": watch_deadlines,
        "schedule": "0 */3 * * * *",
    }
]
