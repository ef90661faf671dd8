"""Read a table so that row n of the result is row n of the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from shopwarden.sources.errors import SourceError
from shopwarden.sources.opening import distinct, open_tables
from shopwarden.sources.settings import Limits
from shopwarden.sources.tables import Header, Table


def read_aligned(
    path: Path | str, column: str, *, limits: Limits | None = None
) -> tuple[pl.DataFrame, str]:
    """Read the first table that has `column`, all columns as text, one row per row of it.

    Blank rows and rows that cannot be split are rows of nulls: what is made of the table can be
    laid beside the original. Returned beside the table: the name its column has there.

    Raises
    ------
    SourceError
        ``file.…`` as `read_file`; ``table.no_column`` (file, column, columns).
    """
    path = Path(path)
    seen: tuple[str, ...] = ()
    for table in open_tables(path, path.name, limits or Limits()):
        if isinstance(table, SourceError):
            raise table
        headers = table.headers()
        for header in headers:
            if (place := header.place(column)) is not None:
                return _whole(table, header), distinct(header.names)[place]
        seen = seen or (headers[0].names if headers else ())
    if not seen:
        raise SourceError("file.empty", file=path.name)
    raise SourceError("table.no_column", file=path.name, column=column, columns=list(seen))


def _whole(table: Table, header: Header) -> pl.DataFrame:
    chunks = list(table.chunks(header, range(len(header.names))))
    names = distinct(header.names)
    if not chunks:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    cells = pl.concat([chunk.cells for chunk in chunks], how="vertical_relaxed")
    cells = cells.rename(dict(zip(cells.columns, names, strict=True)))
    row = np.concatenate([chunk.row for chunk in chunks])
    damaged = [damage.row for chunk in chunks for damage in chunk.damages]
    first = header.row + 1 if row.min(initial=header.row + 1) > header.row else 1
    last = max([int(row.max(initial=first - 1)), *damaged])
    place = np.full(last - first + 1, -1, np.int64)
    place[row - first] = np.arange(row.size)
    at = pl.Series(place, dtype=pl.Int64)
    return cells.select(pl.all().cast(pl.String).gather(at.set(at < 0, None)))
