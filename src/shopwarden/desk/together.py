"""Several requests, one thread, one commit: what makes a durable answer cheap.

A commit waits for the disk, only one transaction writes at a time, and threads of one process
take turns anyway. So one thread answers all requests that wait, in one transaction, commits,
and only then lets the answers go. What is refused undoes its own part only, as every service
is a transaction inside this one.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

from django.db import close_old_connections

from shopwarden.desk.common.db import writing
from shopwarden.desk.exchange import Environ, Headers

logger = logging.getLogger(__name__)

# Bounds how long the first of them waits for the last.
_MOST: Final = 64


class Reply(NamedTuple):
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes


class _Job(NamedTuple):
    environ: Environ
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Reply]


class Together:
    """Answers requests in a thread of its own.

    Parameters
    ----------
    answer
        Answers one request; what it writes is in the transaction around it.
    fail
        What everybody is answered whose transaction could not be committed.
    """

    def __init__(self, answer: Callable[[Environ], Reply], fail: Callable[[], Reply]) -> None:
        self._answer = answer
        self._fail = fail
        self._waiting: SimpleQueue[_Job] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def ask(self, environ: Environ) -> Reply:
        """Return the answer to a request, once what it wrote is on the disk."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="together", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        job = _Job(environ, loop, loop.create_future())
        self._waiting.put(job)
        return await job.future

    def _run(self) -> None:
        while True:
            jobs = self._take()
            try:
                close_old_connections()
                with writing():
                    replies = [self._answer(job.environ) for job in jobs]
            except Exception:
                logger.exception("together_failed")
                replies = [self._fail() for _ in jobs]
            # Once for all: every call wakes the event loop.
            jobs[0].loop.call_soon_threadsafe(_hand_out, jobs, replies)

    def _take(self) -> list[_Job]:
        jobs = [self._waiting.get()]
        try:
            while len(jobs) < _MOST:
                jobs.append(self._waiting.get_nowait())
        except Empty:
            pass
        return jobs


def _hand_out(jobs: list[_Job], replies: list[Reply]) -> None:
    for job, reply in zip(jobs, replies, strict=True):
        # Who asked may be gone.
        if not job.future.done():
            job.future.set_result(reply)
