"""Rows that come back from quarantine, after a person mended them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.sources.cells import clean
from shopwarden.sources.lines import Damage, join_fields, split_fields
from shopwarden.sources.quarantine import (
    FILE,
    MARKS,
    NAMES,
    RAW,
    REASON,
    ROW,
    SOURCE,
    keys,
    split_raw,
)
from shopwarden.sources.tables import Chunk, Header, Table

# How a byte that could not be read stands in the text of its row.
_ESCAPED: Final = re.compile(r"\\x[0-9a-f]{2}")


class Mended(NamedTuple):
    """Rows of one source and one header, as if they stood in their first file."""

    source: str
    header: Header
    chunk: Chunk


def is_quarantine(header: Header) -> bool:
    """Whether a table is one that `write_quarantine` wrote."""
    return all(mark in header.places for mark in MARKS)


def read_mended(table: Table, header: Header) -> Iterator[Mended]:
    """The rows of a mended quarantine file, by the source and header they came from."""
    for chunk in table.chunks(header, range(len(header.names))):
        # The guard that was put before a formula is taken off again.
        cells = chunk.cells.select(pl.all().cast(pl.String).str.replace(r"^'([=@\t\r+-])", "$1"))
        cells.columns = _unique(header.names)
        marks = pl.DataFrame({mark: cells[_unique([mark])[0]] for mark in MARKS})
        marks = marks.with_columns(clean(marks[mark]) for mark in MARKS if mark != RAW)
        groups = marks.with_columns(row=chunk.row).with_row_index("at")
        for (source, names), group in groups.group_by(SOURCE, NAMES, maintain_order=True):
            inner = Header(tuple(split_fields(str(names or ""), ",") or ()))
            own = _columns(cells[group["at"].to_numpy()], inner)
            read = _chunk(own, group, inner, table.label, chunk.done)
            yield Mended(str(source or ""), inner, read)


def _unique(names: Sequence[str]) -> list[str]:
    return [f"{name}\n{nth}" for name, nth in keys(names)]


def _columns(cells: pl.DataFrame, inner: Header) -> pl.DataFrame:
    """The columns of the row's own file, named by their index."""
    return cells.select(
        (pl.col(name) if name in cells.columns else pl.lit(None, pl.String)).alias(str(place))
        for place, name in enumerate(_unique(inner.names))
    )


def _chunk(own: pl.DataFrame, marks: pl.DataFrame, header: Header, label: str, done: int) -> Chunk:
    row = pl.col(ROW).cast(pl.Int64, strict=False).fill_null(pl.col("row"))
    place = marks.select(pl.col(FILE).fill_null(label), row)
    own, broken = _unfold(own, marks, header)
    good = [at for at in range(own.height) if at not in broken]
    return Chunk(
        cells=own[good],
        row=place[ROW].to_numpy()[good],
        follows_damage=_is_gap(place[good]),
        damages=[
            Damage(place[ROW][at], reason, "", marks[RAW][at], place[FILE][at])
            for at, reason in broken.items()
        ],
        text=_texts(own[good]),
        done=done,
        file=place[FILE][good],
    )


def _unfold(
    own: pl.DataFrame, marks: pl.DataFrame, header: Header
) -> tuple[pl.DataFrame, dict[int, str]]:
    """Put the mended text of rows that had no cells into cells; name those still broken."""
    broken: dict[int, str] = {}
    rows = own.rows()
    for at, (row, raw) in enumerate(zip(own.rows(), marks[RAW], strict=True)):
        if not raw or any(cell and cell.strip() for cell in row):
            continue
        reason = str(marks[REASON][at])
        cells = split_raw(raw, header.names)
        if reason == "row.encoding" and _ESCAPED.search(raw):
            broken[at] = reason
        elif cells is None:
            broken[at] = reason if reason.startswith("row.") else "row.fields"
        else:
            rows[at] = tuple(cells)
    return pl.DataFrame(rows, schema=own.schema, orient="row"), broken


def _is_gap(place: pl.DataFrame) -> NDArray[np.bool_]:
    """Rows that did not stand right below the row before them: what they lack is lost."""
    same = (place[FILE] == place[FILE].shift(1)) & (place[ROW] == place[ROW].shift(1) + 1)
    return ~same.fill_null(value=False).to_numpy()


def _texts(own: pl.DataFrame) -> Callable[[Sequence[int]], list[str]]:
    def text(positions: Sequence[int]) -> list[str]:
        return [join_fields([cell or "" for cell in own.row(at)]) for at in positions]

    return text
