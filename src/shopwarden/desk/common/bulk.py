"""Many rows at once: whole columns in, whole columns out, without an object per row.

A column is a list with one value per row, as the model's field holds it. Rows are built
before the transaction begins; a change that somebody else was faster with is `Stale`, and
the caller builds its rows again (`until_fresh`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import IntegrityError, connection, models
from django.db.models import QuerySet

T = TypeVar("T")
Columns = Mapping[str, Sequence[Any]]

_ATTEMPTS: Final = 20


class Stale(Exception):
    """A row is no longer what it was when the change was built."""


def until_fresh(attempt: Callable[[], T]) -> T:
    """Return what `attempt` returns; it is repeated while others change the same rows."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return attempt()
        except (Stale, IntegrityError):
            continue
    return attempt()


def insert(model: type[models.Model], columns: Columns) -> None:
    """Insert rows; every column without a database default has to be there."""
    names = ", ".join(_quoted(model, name) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    _execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", model, columns)  # noqa: S608


def update(model: type[models.Model], keys: Columns, columns: Columns) -> None:
    """Set `columns` of the rows that match `keys`, row by row.

    Raises
    ------
    Stale
        A row does not match any more.
    """
    if update_matching(model, keys, columns) != len(next(iter(keys.values()))):
        raise Stale


def update_matching(model: type[models.Model], keys: Columns, columns: Columns) -> int:
    """Set `columns` of the rows that still match `keys`; return how many did."""
    sets = ", ".join(f"{_quoted(model, name)} = %s" for name in columns)
    where = " AND ".join(f"{_quoted(model, name)} = %s" for name in keys)
    table = connection.ops.quote_name(model._meta.db_table)
    values = [_prepared(model, name, column) for name, column in [*columns.items(), *keys.items()]]
    return _run(f"UPDATE {table} SET {sets} WHERE {where}", values)  # noqa: S608


def fetch(rows: QuerySet[Any], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return columns of `rows`, one tuple a column, times and ids as the database has them."""
    try:
        sql, params = rows.values_list(*names).query.sql_with_params()
    except EmptyResultSet:
        return [()] * len(names)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return list(zip(*found, strict=True)) if found else [()] * len(names)


def uuids(values: Sequence[Any]) -> list[UUID]:
    """Return fetched ids as ids."""
    return [value if isinstance(value, UUID) else UUID(value) for value in values]


def _execute(sql: str, model: type[models.Model], columns: Columns) -> None:
    _run(sql, [_prepared(model, name, values) for name, values in columns.items()])


def _run(sql: str, values: Sequence[Sequence[Any]]) -> int:
    if not values[0]:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*values, strict=True)))
        return int(cursor.rowcount)


def _quoted(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - columns only
    return field


def _prepared(model: type[models.Model], name: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return a column as the driver takes it; what Django does value by value, in one go."""
    field = _field(model, name)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    if connection.vendor != "sqlite":
        return values
    if isinstance(target, models.UUIDField):
        return [None if value is None else value.hex for value in values]
    if isinstance(target, models.DateTimeField):
        return [as_text(value) for value in values]
    return values


def as_text(value: datetime | None) -> str | None:
    """Return a time as Django writes it, so that the database compares them as texts."""
    if value is None:
        return None
    text = str(value)
    # Nearly always in UTC already; taking the zone off the text costs a fifth.
    return text[:-6] if text.endswith("+00:00") else as_text(value.astimezone(UTC))
