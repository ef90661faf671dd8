"""Django's SQLite backend with a turnstile in front of every transaction.

SQLite lets one connection write; the others poll with growing pauses, so that beside an
import a page may wait for seconds. Every transaction here is immediate, that is a writing
one: it first takes a file lock, which the kernel hands over without polling, and gives it
back when it has committed or rolled back.
"""

from __future__ import annotations

import fcntl
import os

from shopwarden.desk import sqlite as _safe  # noqa: F401 - swaps the module before Django

from django.db.backends.sqlite3 import base  # isort: skip


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits its turn at the file ``<database>.lock``."""

    _turnstile: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _take_turn(self) -> None:
        if self.is_in_memory_db():
            return
        path = f"{self.settings_dict['NAME']}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self._turnstile = descriptor

    def _give_turn_back(self) -> None:
        if self._turnstile is not None:
            os.close(self._turnstile)
            self._turnstile = None
