"""Work that survives a crash: how the desk uses DBOS.

An app writes its workflows in ``workflows.py``; only the worker imports it. The truth is a
row in the app's own table, a workflow only drives it: the row's id is the workflow's id, so
that asking twice starts it once::

    def start_run(run_id: UUID) -> None:            # services.py: the one way to ask
        durable.enqueue("intake.import_file", Queue.IMPORTS, run_id)

    transaction.on_commit(partial(start_run, run.id))

    @DBOS.workflow(name="intake.import_file")        # workflows.py: calls steps only
    def import_file(run_id: str) -> None: ...

    @durable.step
    def import_chunk(run_id: str, chunk: int) -> None: ...

An app's ``workflows.py`` lists its ``SCHEDULES``, and in ``AT_START`` what catches up with
work a crash left between its row and its workflow.

A step may run twice after a crash: it opens its transaction with a conditional UPDATE of the
row. To wait until a time, enqueue with ``delay``; a sleeping workflow holds a thread.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from functools import cache, wraps
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Final, ParamSpec, TypeVar
from uuid import UUID

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, ScheduleInput
from django.conf import settings
from django.db import close_old_connections

from shopwarden.desk import environment

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

_NAME: Final = "shopwarden"
# Changed only when the order of steps in a workflow changes, after pending runs have ended:
# unfinished work goes on under the same version only.
_VERSION: Final = "1"
_THREADS: Final = 16


class Queue(StrEnum):
    """A line work waits in; one that is not here would keep it waiting for ever."""

    IMPORTS = "imports"
    UPKEEP = "upkeep"
    NOTICES = "notices"


# How many runs of each queue a worker takes at once.
# Receivers of messages wait for the network, not for us: a slow one holds up no other.
_AT_ONCE: Final = {Queue.IMPORTS: 1, Queue.UPKEEP: 1, Queue.NOTICES: 6}


def enqueue(
    workflow: str,
    queue: Queue,
    row_id: UUID,
    *,
    run_id: UUID | None = None,
    delay: float | None = None,
) -> None:
    """Ask for a workflow on a committed row; asking again changes nothing.

    Parameters
    ----------
    workflow
        The name given to ``@DBOS.workflow``.
    row_id
        The row it drives: its only argument, and the id of the run.
    run_id
        Another id of the run, for rows that are driven again and again.
    delay
        Seconds to wait before it starts.
    """
    options: EnqueueOptions = {
        "workflow_name": workflow,
        "queue_name": queue.value,
        "workflow_id": str(run_id or row_id),
        "app_version": _VERSION,
    }
    if delay:
        options["delay_seconds"] = delay
    _client().enqueue(options, str(row_id))


def step(function: Callable[P, T]) -> Callable[P, T]:
    """Make `function` a step: recorded when done, with a fresh database connection."""

    @wraps(function)
    def fresh(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return DBOS.step(name=f"{function.__module__}.{function.__qualname__}")(fresh)


def prepare() -> None:
    """Make the tables of DBOS, so that work can be asked for before a worker has run."""
    if _url().startswith("sqlite"):
        _switch_to_wal()
    DBOS.migrate(_url())


def launch() -> None:
    """Start working in this process."""
    url = _url()
    if url.startswith("sqlite"):
        _switch_to_wal()
    config: DBOSConfig = {
        "name": _NAME,
        "system_database_url": url,
        "application_version": _VERSION,
        "executor_id": executor(),
        "max_executor_threads": _THREADS,
        "log_level": "WARNING",
        "scheduler_polling_interval_sec": 5.0,
    }
    DBOS(config=config)
    modules = _modules()
    DBOS.launch()
    # Without it everything waits after a step back to an older version.
    DBOS.set_latest_application_version(_VERSION)
    for queue, at_once in _AT_ONCE.items():
        DBOS.register_queue(queue.value, worker_concurrency=at_once)
    _apply([schedule for module in modules for schedule in module.SCHEDULES])
    for module in modules:
        for catch_up in getattr(module, "AT_START", ()):
            catch_up()


def destroy() -> None:
    """Stop working: what runs gets a moment to finish, the rest goes on at the next start."""
    DBOS.destroy(workflow_completion_timeout_sec=1)


def executor() -> str:
    """Return the name of this worker; unfinished work is taken up again under the same."""
    return environment.text("SHOPWARDEN_EXECUTOR", "local")


def _apply(schedules: list[ScheduleInput]) -> None:
    """Make the stored schedules those of the code: one that is removed would keep firing."""
    wanted = {schedule["schedule_name"] for schedule in schedules}
    for stored in DBOS.list_schedules():
        if stored["schedule_name"] not in wanted:
            DBOS.delete_schedule(stored["schedule_name"])
    DBOS.apply_schedules(schedules)


def _modules() -> list[ModuleType]:
    """Import the workflows of every app, which registers them."""
    names = [f"shopwarden.desk.{app}.workflows" for app in settings.OWN_APPS]
    return [import_module(name) for name in names if find_spec(name)]


@cache
def _client() -> DBOSClient:
    # Lazy, and failing at once: else a request waits for ever while the database is down.
    return DBOSClient(
        system_database_url=_url(),
        application_name=_NAME,
        lazy=True,
        retry_connection_errors=False,
    )


def _url() -> str:
    return environment.secret("SHOPWARDEN_DATABASE_URL") or f"sqlite:///{_file()}"


def _file() -> str:
    return str(settings.DATA / "workflows.sqlite3")


def _switch_to_wal() -> None:
    """Four times faster; the mode stays with the file."""
    connection = sqlite3.connect(_file())
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
