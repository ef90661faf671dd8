"""Plain SQL on the hot path: without Django's work around each statement.

Write ``?`` for a parameter. The caller has opened a connection, as every transaction does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a query gives."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        found: list[tuple[Any, ...]] = connection.connection.execute(sql, parameters).fetchall()
        return found
    with connection.cursor() as cursor:
        cursor.execute(_marked(sql), parameters)
        return list(cursor.fetchall())


def execute(sql: str, parameters: Sequence[Any]) -> int:
    """Run one statement; return how many rows it changed."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return int(connection.connection.execute(sql, parameters).rowcount)
    with connection.cursor() as cursor:
        cursor.execute(_marked(sql), parameters)
        return int(cursor.rowcount)


def marks(values: Sequence[object]) -> str:
    """Return one mark for each value, for ``IN (…)``."""
    return ", ".join("?" * len(values))


def uid(value: UUID) -> object:
    """Return an id as the database has it."""
    return value.hex if connection.vendor == "sqlite" else value


def uids(values: Iterable[UUID]) -> list[object]:
    """Return ids as the database has them."""
    return [uid(value) for value in values]


def by_bytes(column: str) -> str:
    """Return a text column that is compared by its bytes, as SQLite does anyway."""
    return column if connection.vendor == "sqlite" else f'{column} COLLATE "C"'


@lru_cache(maxsize=1024)
def _marked(sql: str) -> str:
    return sql.replace("?", "%s")
