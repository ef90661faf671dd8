"""From a file to its tables, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

from shopwarden.sources import archive, workbook
from shopwarden.sources.columnar import NdjsonTable, ParquetTable
from shopwarden.sources.delimited import DelimitedTable
from shopwarden.sources.errors import SourceError
from shopwarden.sources.files import FileType, file_type
from shopwarden.sources.settings import Limits
from shopwarden.sources.tables import Header, Table


def distinct(names: Sequence[str]) -> list[str]:
    """Column names of which none is empty or stands twice."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        bare = name.strip() or f"column_{place}"
        found.append(f"{bare}_{place}" if bare in found else bare)
    return found


def open_tables(path: Path, label: str, limits: Limits) -> Iterator[Table | SourceError]:
    """The tables of a file: one, or the sheets of a workbook, or those of all members.

    A member of an archive that cannot be used is given as the reason why.
    """
    kind = file_type(path, label, limits)
    if kind is not FileType.ARCHIVE:
        yield from _tables(path, label, kind, limits)
        return
    with archive.members(path, label) as members:
        for member, name in members:
            try:
                yield from _tables(member, name, file_type(member, name, limits), limits)
            except SourceError as error:
                yield error


def _tables(path: Path, label: str, kind: FileType, limits: Limits) -> Iterator[Table]:
    if kind is FileType.ARCHIVE:
        raise SourceError("file.wrong_type", file=label, type="zip")
    if kind in {FileType.XLSX, FileType.XLS}:
        yield from workbook.sheets(path, label, _expanded(path, kind), limits)
    elif kind is FileType.PARQUET:
        yield ParquetTable(path, label, limits)
    elif kind is FileType.NDJSON:
        yield NdjsonTable(path, label, limits.block_bytes)
    else:
        yield DelimitedTable(path, label, limits.block_bytes)


def first_table(path: Path, limits: Limits) -> tuple[Table, list[Header]]:
    """The first table of a file that has any rows, and its possible headers."""
    refused = None
    for table in open_tables(path, path.name, limits):
        if isinstance(table, SourceError):
            refused = refused or table
        elif headers := table.headers():
            return table, headers
    raise refused or SourceError("file.empty", file=path.name)


def _expanded(path: Path, kind: FileType) -> int:
    if kind is FileType.XLS:
        return path.stat().st_size
    with closing(ZipFile(path)) as inner:
        return sum(entry.file_size for entry in inner.infolist())
