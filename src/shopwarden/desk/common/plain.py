"""Plain SQL on the hot path: without Django's work around each statement.

Write ``?`` for a parameter. The caller has opened a connection, as every transaction does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from shopwarden.desk.common.bulk import as_text


class _Here(threading.local):
    """The connection of this thread: Django looks it up anew for each name it is asked for."""

    def __init__(self) -> None:
        self.database = connections[DEFAULT_DB_ALIAS]


_here: Final = _Here()


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a query gives."""
    database = _here.database
    if database.vendor == "sqlite":
        database.ensure_connection()
        found: list[tuple[Any, ...]] = database.connection.execute(sql, parameters).fetchall()
        return found
    with database.cursor() as cursor:
        cursor.execute(_marked(sql), parameters)
        return list(cursor.fetchall())


def execute(sql: str, parameters: Sequence[Any]) -> int:
    """Run one statement; return how many rows it changed."""
    database = _here.database
    if database.vendor == "sqlite":
        database.ensure_connection()
        return int(database.connection.execute(sql, parameters).rowcount)
    with database.cursor() as cursor:
        cursor.execute(_marked(sql), parameters)
        return int(cursor.rowcount)


def vendor() -> str:
    """Return which database it is."""
    return str(_here.database.vendor)


def marks(values: Sequence[object]) -> str:
    """Return one mark for each value, for ``IN (…)``."""
    return ", ".join("?" * len(values))


def uid(value: UUID) -> object:
    """Return an id as the database has it."""
    return value.hex if _here.database.vendor == "sqlite" else value


def uids(values: Iterable[UUID]) -> list[object]:
    """Return ids as the database has them."""
    return [uid(value) for value in values]


def by_bytes(column: str) -> str:
    """Return a text column that is compared by its bytes, as SQLite does anyway."""
    return column if _here.database.vendor == "sqlite" else f'{column} COLLATE "C"'


@lru_cache(maxsize=1024)
def _marked(sql: str) -> str:
    return sql.replace("?", "%s")


def insert(table: type[models.Model], values: Mapping[str, Any]) -> None:
    """Insert one row; every column without a database default has to be there."""
    sql, preparations = _insertion(table, tuple(values), _here.database.vendor)
    execute(
        sql,
        [
            value if prepare is None else prepare(value)
            for prepare, value in zip(preparations, values.values(), strict=True)
        ],
    )


@lru_cache(maxsize=64)
def _insertion(
    table: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, tuple[Callable[[Any], Any] | None, ...]]:
    fields = [table._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)  # type: ignore[union-attr]
    quoted = connection.ops.quote_name(table._meta.db_table)
    sql = f"INSERT INTO {quoted} ({columns}) VALUES ({marks(names)})"  # noqa: S608
    return sql, tuple(_preparation(field, vendor) for field in fields)


def _preparation(field: Any, vendor: str) -> Callable[[Any], Any] | None:
    """Return what brings a value into the form of the driver; None where it has it."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.JSONField):
        return lambda value: target.get_db_prep_save(value, connection)
    if vendor != "sqlite":
        return None
    if isinstance(target, models.UUIDField):
        return lambda value: None if value is None else value.hex
    if isinstance(target, models.DateTimeField):
        return as_text
    return None
