"""Judging again as durable work."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from time import sleep
from typing import Any, Final
from uuid import UUID

from dbos import DBOS, ScheduleInput
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.rulebook import rechecking, services, trials

logger = logging.getLogger(__name__)

# Seconds between the tries.
_PAUSES: Final = (1, 5, 30, 120)
# A change the worker has not taken up by then is asked for again.
_OVERDUE: Final = timedelta(seconds=20)


@DBOS.workflow(name=services.WORKFLOW)
def recheck(change_id: str) -> None:
    """Judge the open orders a changed list touches."""
    judge(change_id)


@durable.step
def judge(change_id: str) -> None:
    """Do it as of now; wait while the database or the disk cannot."""
    for pause in _PAUSES:
        try:
            rechecking.recheck(UUID(change_id), now=timezone.now())
        except (OperationalError, OSError):
            logger.exception("recheck_waits", extra={"change": change_id, "seconds": pause})
            close_old_connections()
            sleep(pause)
        else:
            return
    rechecking.recheck(UUID(change_id), now=timezone.now())


@DBOS.workflow(name=trials.WORKFLOW)
def try_rule(trial_id: str) -> None:
    """Try a rule on a history that takes more than a moment."""
    run_trial(trial_id)


@durable.step
def run_trial(trial_id: str) -> None:
    """Run it; what cannot be run says so on its page."""
    try:
        trials.run(UUID(trial_id))
    except Exception:
        # Whatever it was: somebody waits for the page, and can start another.
        logger.exception("trial_failed", extra={"trial": trial_id})
        trials.fail(UUID(trial_id))


@DBOS.workflow(name="rulebook.sweep")
def sweep(scheduled_at: datetime, context: Any) -> None:
    """Ask again for changes nobody has taken up."""
    tidy()


@durable.step
def tidy() -> None:
    """Ask; asking twice starts a run once."""
    ask_again(older_than=_OVERDUE)


def ask_again(*, older_than: timedelta = timedelta(0)) -> None:
    """Ask for what a crash left between its row and its workflow."""
    for change_id in rechecking.under_way(older_than=older_than):
        services.drive(change_id)
    for trial_id in trials.under_way(older_than=older_than):
        trials.drive(trial_id)


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "lists", "workflow_fn": sweep, "schedule": "45 * * * * *"}
]
AT_START: Final = (ask_again,)
