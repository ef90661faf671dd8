"""Writing to the database: one way in, for web, worker and command line."""

from __future__ import annotations

from contextlib import AbstractContextManager
from hashlib import sha256

from django.db import connection, transaction


def writing() -> AbstractContextManager[None]:
    """Return the transaction every service runs in: whole, or not at all.

    On SQLite it waits its turn at the file lock (``desk.sqlite.base``) before it begins, on
    PostgreSQL it is a plain transaction. Build rows before you enter it, and keep pages,
    files and networks out of it: on SQLite everybody else waits meanwhile.
    """
    return transaction.atomic()


def one_at_a_time(name: str) -> None:
    """Let one transaction at a time pass this line, until it ends.

    SQLite's writing transactions already follow one another; on PostgreSQL an advisory lock
    keyed by `name` makes them.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
