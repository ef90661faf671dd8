"""Rows that could not be used: kept, named, and ready to be mended and read again.

`write_quarantine` makes one table of them: first columns that say where a row came from and
what is wrong, then the columns of the original file. A person corrects the cells, or the
text of a row that could not be split into cells, and the reader takes the file as it takes
the original.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.sources.cells import clean
from shopwarden.sources.columnar import flat_json
from shopwarden.sources.lines import Damage, join_fields, split_fields
from shopwarden.sources.tables import Chunk, Header, Table

if TYPE_CHECKING:
    from shopwarden.sources.read import SourceResult

SCHEMA: Final = {
    "source_file": pl.String(),
    "source_row": pl.Int64(),
    "column": pl.String(),
    "reason": pl.String(),
    "detail": pl.String(),
    "raw": pl.String(),
}
SOURCE, FILE, ROW, COLUMN, REASON, DETAIL, RAW, NAMES = MARKS = (
    "隔离来源", "隔离文件", "隔离行", "隔离列", "隔离原因", "隔离说明", "隔离原文", "隔离表头",
)  # fmt: skip
# Excel would run the first as a formula, and round the second to 15 digits.
_NEEDS_GUARD: Final = re.compile(r"^[=@\t\r]|^[+-](?!\d*\.?\d*$)|^\d{12,}$|^0\d")
_CUT_BY_EXCEL: Final = re.compile(r"^\d{13,}000$")
_WRAPPED: Final = re.compile(r'^=?"([^"]*)"$')


class Origin(NamedTuple):
    """What is needed to mend the rows of one table: its source and its column names."""

    source: str
    names: tuple[str, ...]


def write_quarantine(path: Path, results: Iterable[SourceResult]) -> None:
    """Write the quarantined rows of `results` as one csv file (UTF-8 with a mark).

    The file holds personal data as the exports do, so only its owner may read it. Cells are
    guarded against a spreadsheet, which would run or round them; the reader takes the guard
    off again. A cell that already is a rounded id stays bare, and is judged again.
    """
    rows = [
        (result.origins[str(row["source_file"])], row)
        for result in results
        for row in result.quarantine.iter_rows(named=True)
    ]
    columns = list(dict.fromkeys(key for origin, _ in rows for key in _keys(origin.names)))
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*MARKS, *(name for name, _ in columns)])
        for origin, row in rows:
            writer.writerow(_mendable(origin, row, columns))


def _keys(names: Sequence[str]) -> list[tuple[str, int]]:
    """Column names, told apart by how often they stood before."""
    return [(name.strip(), names[:place].count(name)) for place, name in enumerate(names)]


def _mendable(
    origin: Origin, row: Mapping[str, object], columns: Sequence[tuple[str, int]]
) -> list[str]:
    raw = str(row["raw"])
    is_whole = not str(row["reason"]).startswith("row.") or row["reason"] == "row.orphan"
    cells = split_raw(raw, len(origin.names), origin.names) if is_whole else None
    marks = [
        origin.source, row["source_file"], row["source_row"], row["column"], row["reason"],
        row["detail"],
    ]  # fmt: skip
    if cells is None:
        rest = [raw, join_fields(origin.names), *("" for _ in columns)]
    else:
        own = dict(zip(_keys(origin.names), cells, strict=True))
        rest = ["", "", *(own.get(key, "") for key in columns)]
    return [_guard("" if mark is None else str(mark)) for mark in [*marks, *rest]]


def _guard(cell: str) -> str:
    wrapped = _WRAPPED.match(cell)
    if wrapped and cell.startswith("="):
        return f"'{wrapped[1]}"
    if _CUT_BY_EXCEL.match(cell) or not _NEEDS_GUARD.match(cell):
        return cell
    return f"'{cell}"


def split_raw(raw: str, width: int, names: Sequence[str]) -> list[str] | None:
    """The cells of a row's text: JSON, or text with the delimiter that gives `width`."""
    if raw.startswith("{"):
        found = flat_json(raw)
        return None if found is None else [found.get(name) or "" for name in names]
    for delimiter in ",\t;":
        cells = split_fields(raw, delimiter)
        if cells is not None and len(cells) == width + 1 and not cells[-1]:
            cells.pop()
        if cells is not None and len(cells) == width:
            return cells
    return None


def is_quarantine(header: Header) -> bool:
    """Whether a table is one that `write_quarantine` wrote."""
    return all(mark in header.places for mark in (SOURCE, FILE, ROW, REASON))


def inner_header(header: Header) -> Header:
    """The columns of the original files, without the marks."""
    return Header(tuple(name for name in header.names if name.strip() not in MARKS), header.row)


def mended(table: Table, header: Header) -> Iterator[tuple[str, Chunk]]:
    """The rows of a mended quarantine file by source, as `inner_header` names them."""
    inner = [place for place, name in enumerate(header.names) if name.strip() not in MARKS]
    for chunk in table.chunks(header, range(len(header.names))):
        cells = chunk.cells.with_columns(
            pl.all().cast(pl.String).str.replace(r"^'([=@\t\r+-])", "$1")
        )
        marks = cells.select(
            clean(cells[str(place)]).alias(mark)
            for mark in MARKS
            if (place := header.place(mark)) is not None
        )
        own = cells.select(pl.col(str(place)).alias(str(at)) for at, place in enumerate(inner))
        yield from _by_source(own, marks, chunk, inner_header(header), table.label)


def _by_source(
    own: pl.DataFrame, marks: pl.DataFrame, chunk: Chunk, header: Header, label: str
) -> Iterator[tuple[str, Chunk]]:
    row = marks[ROW].cast(pl.Int64, strict=False).fill_null(pl.Series(chunk.row))
    place = pl.DataFrame({"file": marks[FILE].fill_null(label), "row": row})
    own, unsplit = _unfold(own, marks, header)
    for source in marks[SOURCE].fill_null("").unique(maintain_order=True):
        of_source = (marks[SOURCE].fill_null("") == source).to_numpy()
        good = np.flatnonzero(of_source & ~unsplit)
        damages = [
            Damage(int(row[at]), "row.fields", "", str(marks[RAW][at]))
            for at in np.flatnonzero(of_source & unsplit).tolist()
        ]
        yield (
            source,
            Chunk(
                cells=own[good],
                row=row.to_numpy()[good],
                follows_damage=_is_gap(place[good]),
                damages=damages,
                text=_texts(own[good]),
                done=chunk.done,
                file=place["file"][good],
            ),
        )


def _unfold(
    own: pl.DataFrame, marks: pl.DataFrame, header: Header
) -> tuple[pl.DataFrame, NDArray[np.bool_]]:
    """Put the mended text of rows that had no cells into cells; mark those still broken."""
    broken = np.zeros(own.height, np.bool_)
    if RAW not in marks.columns or NAMES not in marks.columns:
        return own, broken
    is_empty = own.select(
        pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "")
    ).to_series()
    rows = own.rows()
    for at in (is_empty & marks[RAW].is_not_null()).arg_true().to_list():
        names = split_fields(marks[NAMES][at] or "", ",") or []
        cells = split_raw(marks[RAW][at], len(names), names)
        if cells is None:
            broken[at] = True
            continue
        found = dict(zip(_keys(names), cells, strict=True))
        rows[at] = tuple(found.get(key) for key in _keys(header.names))
    return pl.DataFrame(rows, schema=own.schema, orient="row"), broken


def _is_gap(place: pl.DataFrame) -> NDArray[np.bool_]:
    """Rows that did not stand right below the row before them: what they lack is lost."""
    same = (place["file"] == place["file"].shift(1)) & (place["row"] == place["row"].shift(1) + 1)
    return ~same.fill_null(value=False).to_numpy()


def _texts(own: pl.DataFrame) -> Callable[[Sequence[int]], list[str]]:
    def text(positions: Sequence[int]) -> list[str]:
        return [join_fields([cell or "" for cell in own.row(at)]) for at in positions]

    return text
