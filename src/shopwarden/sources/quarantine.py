"""Rows that could not be used: kept, named, and ready to be mended and read again.

`write_quarantine` makes one table of them: first columns that say where a row came from and
what is wrong, then the columns of the original files, at the end the names of the columns
that the row's own file has. A person corrects the cells, or the
text of a row that could not be split into cells, and the reader takes the file as it takes
the original.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from shopwarden.sources.columnar import flat_json
from shopwarden.sources.lines import join_fields, split_fields

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


def write_quarantine(path: Path | str, results: Iterable[SourceResult]) -> None:
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
    keys_of = {origin: keys(origin.names) for origin in {origin for origin, _ in rows}}
    columns = list(dict.fromkeys(key for origin, _ in rows for key in keys_of[origin]))
    path = Path(path)
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*MARKS[:-1], *(name for name, _ in columns), NAMES])
        for origin, row in rows:
            cells = _cells(origin, row)
            own = dict(zip(keys_of[origin], cells or (), strict=cells is not None))
            marks = [origin.source, *(row[name] for name in SCHEMA if name != "raw")]
            raw = row["raw"] if cells is None else ""
            line = [*marks, raw, *(own.get(key) for key in columns), join_fields(origin.names)]
            writer.writerow([_guard("" if cell is None else str(cell)) for cell in line])


def keys(names: Sequence[str]) -> list[tuple[str, int]]:
    """Column names, told apart by how often they stood before."""
    return [(name.strip(), names[:place].count(name)) for place, name in enumerate(names)]


def _cells(origin: Origin, row: Mapping[str, object]) -> list[str] | None:
    """The cells of a row; None where its text has to be mended before it has any."""
    is_whole = not str(row["reason"]).startswith("row.") or row["reason"] == "row.orphan"
    return split_raw(str(row["raw"]), origin.names) if is_whole else None


def _guard(cell: str) -> str:
    wrapped = _WRAPPED.match(cell)
    if wrapped and cell.startswith("="):
        return f"'{wrapped[1]}"
    if _CUT_BY_EXCEL.match(cell) or not _NEEDS_GUARD.match(cell):
        return cell
    return f"'{cell}"


def split_raw(raw: str, names: Sequence[str]) -> list[str] | None:
    """The cells of a row's text: JSON, or text with the delimiter that gives as many."""
    if raw.startswith("{"):
        found = flat_json(raw)
        return None if found is None else [found.get(name) or "" for name in names]
    for delimiter in ",\t;":
        cells = split_fields(raw, delimiter)
        if cells is not None and len(cells) == len(names) + 1 and not cells[-1]:
            cells.pop()
        if cells is not None and len(cells) == len(names):
            return cells
    return None
