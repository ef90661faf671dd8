"""Imports as durable work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep
from typing import Any, Final
from uuid import UUID

from dbos import DBOS, ScheduleInput
from django.db import OperationalError, close_old_connections

from shopwarden.desk import durable
from shopwarden.desk.intake import running, services, vault
from shopwarden.desk.intake.models import Upload
from shopwarden.errors import ShopwardenError

logger = logging.getLogger(__name__)

# A full disk or a lost database usually comes back; seconds between the tries.
_PAUSES: Final = (1, 5, 30, 120, 600)
# A run the worker has not taken up by then is asked for again.
_OVERDUE: Final = timedelta(seconds=20)


@DBOS.workflow(name=services.WORKFLOW)
def import_run(run_id: str) -> None:
    """Read and store, check, finish; a run that failed is closed and stays so."""
    if load(run_id) and check(run_id):
        finish(run_id)


@durable.step
def load(run_id: str) -> bool:
    """Read the file and store its records."""
    return _tried(running.load, UUID(run_id))


@durable.step
def check(run_id: str) -> bool:
    """Judge what changed and open alerts."""
    return _tried(running.check, UUID(run_id))


@durable.step
def finish(run_id: str) -> None:
    """Close the run."""
    running.finish(UUID(run_id))


def _tried(do: Callable[[UUID], None], run_id: UUID) -> bool:
    """Do it; wait while the database or the disk cannot, close the run on anything else."""
    for pause in _PAUSES:
        try:
            do(run_id)
        except (OperationalError, OSError):
            logger.exception("import_waits", extra={"run": str(run_id), "seconds": pause})
            close_old_connections()
            sleep(pause)
        except Exception as error:
            logger.log(_level(error), "import_failed", extra={"run": str(run_id)}, exc_info=error)
            running.fail(run_id, error)
            return False
        else:
            return True
    running.fail(run_id, ShopwardenError("import.broken"))
    return False


def _level(error: Exception) -> int:
    return logging.INFO if isinstance(error, ShopwardenError) else logging.ERROR


@DBOS.workflow(name="intake.sweep")
def sweep(scheduled_at: datetime, context: Any) -> None:
    """Ask again for runs nobody has taken up, and remove what broken uploads left."""
    tidy()


@durable.step
def tidy() -> None:
    """Do both; asking twice starts a run once."""
    ask_again(older_than=_OVERDUE)
    vault.remove_orphans(lambda upload_id: Upload.objects.filter(id=upload_id).exists())


def ask_again(*, older_than: timedelta = timedelta(0)) -> None:
    """Ask for the runs a crash left between their row and their workflow."""
    for run_id in running.under_way(older_than=older_than):
        services.drive(run_id)


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "imports", "workflow_fn": sweep, "schedule": "30 * * * * *"}
]
AT_START: Final = (ask_again,)
