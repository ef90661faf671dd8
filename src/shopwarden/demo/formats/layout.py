"""What an export looks like, and the two kinds of file it is written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, Protocol

import polars as pl
import xlsxwriter

from shopwarden.demo.timeline import END

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shopwarden.demo.orders import Batch

_NEEDS_QUOTES: Final = r'[",\r\n]'


@dataclass(frozen=True)
class Layout:
    """Columns of one export.

    Attributes
    ----------
    table
        Which rows of a batch it holds.
    header
        Column names as documented.
    cells
        The text of a column; columns not named here are empty.
    padded
        Names that the export writes with a trailing space.
    encoding
        Of a csv file.
    """

    table: Literal["orders", "lines", "refunds"]
    header: tuple[str, ...]
    cells: Mapping[str, pl.Expr]
    padded: frozenset[str] = field(default_factory=frozenset)
    encoding: str = "utf-8"

    def titles(self) -> list[str]:
        """Return the header cells as written."""
        return [f"{name} " if name in self.padded else name for name in self.header]

    def text(self, batch: Batch) -> pl.DataFrame:
        """Return the cells of a batch, one string column per column of the export."""
        frame: pl.DataFrame = getattr(batch, self.table)
        blank = pl.lit("")
        return frame.select(
            self.cells.get(name, blank).alias(str(place)) for place, name in enumerate(self.header)
        )


class Sink(Protocol):
    """A file that takes batches."""

    rows: int

    def add(self, batch: Batch) -> None:
        """Append the rows of a batch."""

    def close(self) -> None:
        """Finish the file."""


class CsvSink:
    """Comma-separated text, written batch by batch."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.rows = 0
        self._layout = layout
        self._file = path.open("wb")
        self._write(",".join(layout.titles()))

    def add(self, batch: Batch, damaged: Sequence[str] = ()) -> None:
        """Append the rows of a batch, with the damaged lines spread among them."""
        cells = self._layout.text(batch)
        lines = cells.select(pl.concat_str(pl.all(), separator=",")).to_series()
        self.rows += len(lines)
        if damaged:
            step = len(lines) // (len(damaged) + 1)
            parts = [lines[: len(lines) - step * len(damaged)]]
            for place, line in enumerate(damaged, start=-len(damaged)):
                rest = lines[len(lines) + place * step :][:step]
                parts += [pl.Series([line]), rest]
            lines = pl.concat(parts)
        self._write(lines.str.join("\n").item())

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def _write(self, text: str) -> None:
        # A BOM belongs to the first bytes of a file only.
        encoding = self._layout.encoding
        if encoding == "utf-8-sig" and self._file.tell():
            encoding = "utf-8"
        self._file.write(f"{text}\n".encode(encoding))


class WorkbookSink:
    """One sheet of text cells; the same rows always give the same bytes."""

    def __init__(self, path: Path, layout: Layout, sheet: str) -> None:
        self.rows = 0
        self._layout = layout
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._book.set_properties({"created": END.astype(datetime)})
        self._sheet = self._book.add_worksheet(sheet)
        self._add_row(0, layout.titles())

    def add(self, batch: Batch) -> None:
        """Append the rows of a batch."""
        for row in self._layout.text(batch).iter_rows():
            self.rows += 1
            self._add_row(self.rows, row)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _add_row(self, number: int, cells: tuple[str, ...] | list[str]) -> None:
        for column, text in enumerate(cells):
            if text:
                self._sheet.write_string(number, column, text)


def quoted(name: str) -> pl.Expr:
    """Free text of a csv cell, in quotes where it needs them."""
    return quoted_text(pl.col(name))


def quoted_text(column: pl.Expr) -> pl.Expr:
    """Put a text in quotes where a csv cell needs them."""
    escaped = '"' + column.str.replace_all('"', '""', literal=True) + '"'
    return pl.when(column.str.contains(_NEEDS_QUOTES)).then(escaped).otherwise(column)


def as_formula(column: pl.Expr) -> pl.Expr:
    """Wrap a number as ``="123"``, as exports do against spreadsheet damage."""
    return '="' + column + '"'


def money(column: pl.Expr) -> pl.Expr:
    """Write fen as yuan with two places."""
    fen = (column % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str((column // 100).cast(pl.String), pl.lit("."), fen)


def yuan(name: str) -> pl.Expr:
    """Write the fen of a column as yuan with two places."""
    return money(pl.col(name))


def count(name: str) -> pl.Expr:
    """Write a whole number."""
    return pl.col(name).cast(pl.String)


def word(name: str, texts: Mapping[str, str]) -> pl.Expr:
    """Translate a closed set of values into the words of the export."""
    return pl.col(name).replace_strict(texts, default="", return_dtype=pl.String)
