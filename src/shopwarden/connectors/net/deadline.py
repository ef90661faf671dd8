"""A moment after which a connection is cut, whatever it is doing.

The time limit of a socket starts anew with every byte, so that one that drips would hold a
thread for days.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class Deadline:
    """Cuts the connections it watches over when time is up."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._watched: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        for handle in self._watched:
            handle.close()

    @property
    def is_over(self) -> bool:
        """Whether time is up."""
        return monotonic() >= self._until

    def left(self, most: float) -> float:
        """Return the seconds left, at most `most`; never quite nothing."""
        return max(0.001, min(most, self._until - monotonic()))

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection, too; TLS may be put around it later."""
        self._watched.append(connection.dup())
        if self.is_over:
            raise TimeoutError

    def wait_for(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, or leave it to itself; raises ``TimeoutError``."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future.result(self.left(float("inf")))

    def _cut(self) -> None:
        for handle in list(self._watched):
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)
