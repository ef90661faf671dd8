"""Several requests, one commit: what makes a durable answer cheap.

A commit waits for the disk, and only one transaction writes at a time. So one thread of the
process does the work of all requests that wait, each behind a savepoint of its own, commits
once, and lets them go. Nobody is answered before the commit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from django.db import close_old_connections, connection, transaction

from shopwarden.desk.common.db import writing

T = TypeVar("T")
_Job = tuple[Callable[[], Any], Future[Any]]

# Bounds how long the first of them waits for the last.
_MOST: Final = 64
_waiting: Final[SimpleQueue[_Job]] = SimpleQueue()
_starting: Final = threading.Lock()
_thread: threading.Thread | None = None


def commit_together(work: Callable[[], T]) -> T:
    """Return what `work` returns, when its transaction is on the disk.

    It runs in a thread of its own, beside the work of others; what it raises is raised here,
    and undoes this work only. Inside a transaction of the caller it simply runs.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return work()
    _start()
    future: Future[T] = Future()
    _waiting.put((work, future))
    return future.result()


def _start() -> None:
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="commits", daemon=True)
            _thread.start()


def _run() -> None:
    while True:
        jobs = [_waiting.get()]
        try:
            while len(jobs) < _MOST:
                jobs.append(_waiting.get_nowait())
        except Empty:
            pass
        _commit(jobs)


def _commit(jobs: list[_Job]) -> None:
    answers: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        close_old_connections()
        with writing():
            for work, future in jobs:
                answers.append((future, *_outcome(work)))
    except BaseException as error:
        for _, future in jobs:
            future.set_exception(error)
        return
    for future, result, failure in answers:
        if failure is not None:
            future.set_exception(failure)
        else:
            future.set_result(result)


def _outcome(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        with transaction.atomic():
            return work(), None
    except Exception as error:
        return None, error
