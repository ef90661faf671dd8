"""Column names of a table nobody knows, as they may be shown: its first row may be data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from shopwarden.desk.intake.samples import Table, masked
from shopwarden.errors import ShopwardenError
from shopwarden.records import Kind
from shopwarden.sources import guess_status, is_known_name, looks_personal

_Error = TypeVar("_Error", bound=ShopwardenError)


def headings(table: Table) -> dict[str, str]:
    """Return column -> what is shown for it.

    Names that columns are known by are shown. Of the others, one that may be about a person
    is masked as its cells are; all of them are where the first row looks like data.
    """
    doubtful = is_doubtful(table)
    return {
        name: masked(name.strip()) if doubtful and not is_known_name(name) else heading(name)
        for name in table.columns
    }


def heading(name: str) -> str:
    """Return a column's name, masked if it may be about a person."""
    return masked(name.strip()) if looks_personal(name) else name


def is_doubtful(table: Table) -> bool:
    """Whether the names of a table look like a row of it.

    They do when one may be about a person, is a known status, or stands below itself: rows
    repeat what they say, names of columns are no values. A header that is repeated as a
    whole is one all the same.
    """
    rows = [row for row in table.rows if row != list(table.names)]
    below = [{row[place].strip() for row in rows} for place in range(len(table.names))]
    return any(
        looks_personal(name) or _is_status(name) or name.strip() in below[place]
        for place, name in enumerate(table.names)
        if name.strip() and not is_known_name(name)
    )


def veiled(error: _Error, shown: Mapping[str, str]) -> _Error:
    """Return an error whose facts name columns as they are shown."""
    facts = {key: _veil(value, shown) for key, value in error.data.items()}
    return type(error)(error.code, **facts)


def _veil(value: object, shown: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_veil(part, shown) for part in value]
    return shown.get(value, value) if isinstance(value, str) else value


def _is_status(name: str) -> bool:
    # In English a status is a word like any other: "paid" names an amount.
    is_chinese = not name.strip().isascii()
    return is_chinese and any(guess_status(name, kind) != "unknown" for kind in Kind)
