"""The first rows of tables that no source recognises, for a person to say what they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from shopwarden.sources import registry
from shopwarden.sources.errors import SourceError
from shopwarden.sources.headers import holds_data
from shopwarden.sources.mended import is_quarantine
from shopwarden.sources.opening import open_tables
from shopwarden.sources.quarantine import split_raw
from shopwarden.sources.settings import Limits
from shopwarden.sources.tables import Header, Table, normal


class Sample(NamedTuple):
    """The beginning of a table: its label, its column names, and cells as text."""

    label: str
    names: tuple[str, ...]
    rows: list[list[str]]


def sample_unknown(
    path: Path | str, *, rows: int = 200, limits: Limits | None = None
) -> list[Sample]:
    """Return the beginning of every table of a file that is no known export.

    A table without a header is left out: its columns have no names to go by.

    Parameters
    ----------
    path
        As for `read_file`.
    rows
        How many rows of each table, at most; those that cannot be split into the columns
        are left out.
    """
    path = Path(path)
    return [
        Sample(table.label, header.names, list(_cells(table, header, rows)))
        for table in open_tables(path, path.name, limits or Limits())
        if not isinstance(table, SourceError)
        for header in table.headers()[:1]
        if not _is_known(table) and not holds_data(header)
    ]


def column_names(names: tuple[str, ...]) -> list[str]:
    """Return the columns a mapping can name: filled, and the first of each spelling."""
    found: dict[str, str] = {}
    for name in names:
        if name.strip():
            found.setdefault(normal(name), name)
    return list(found.values())


def header_identity(names: tuple[str, ...]) -> str:
    """Return a text that two headers with the same columns share, in whatever order."""
    return "\x1f".join(sorted(Header(names).places))


def _is_known(table: Table) -> bool:
    headers = table.headers()
    return any(is_quarantine(header) or registry.recognise(header) for header in headers)


def _cells(table: Table, header: Header, rows: int) -> Iterator[list[str]]:
    chunks = table.chunks(header, range(len(header.names)))
    with closing(chunks):  # type: ignore[type-var]
        for chunk in chunks:
            for text in chunk.text(range(min(rows, chunk.cells.height))):
                cells = split_raw(text, header.names)
                if cells is not None:
                    yield cells
            return
