"""The outbox as durable work."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dbos import DBOS, ScheduleInput
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.notices import outbox, sending, upkeep


@DBOS.workflow(name=outbox.WORKFLOW)
def deliver(endpoint_id: str) -> None:
    """Give a receiver its turn."""
    take_turn(endpoint_id)


@durable.step
def take_turn(endpoint_id: str) -> None:
    """Send what is due now; sent twice, it has the same id."""
    if sending.take_turn(UUID(endpoint_id)):
        outbox.ask_for_turn(UUID(endpoint_id))


@DBOS.workflow(name="notices.sweep")
def sweep(scheduled_at: datetime, context: Any) -> None:
    """See that what is due leaves, and what waited too long is given up."""
    look_around()


@durable.step
def look_around() -> None:
    """Do both as of now; doing it twice changes nothing."""
    upkeep.give_up(now=timezone.now())
    ask_again()


@DBOS.workflow(name="notices.upkeep")
def tidy(scheduled_at: datetime, context: Any) -> None:
    """Forget what is long over."""
    forget()


@durable.step
def forget() -> None:
    """Do it as of now."""
    upkeep.remove_old(now=timezone.now())


def ask_again() -> None:
    """Ask for a turn of everybody something is due to."""
    for endpoint_id in sending.waiting_for_turn(timezone.now()):
        outbox.ask_for_turn(endpoint_id)


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "notices", "workflow_fn": sweep, "schedule": "15 * * * * *"},
    {"schedule_name": "old_notices", "workflow_fn": tidy, "schedule": "0 30 4 * * *"},
]
AT_START: Final = (ask_again,)
