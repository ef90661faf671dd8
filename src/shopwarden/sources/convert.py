"""From a chunk of cells to canonical records and the rows that go to quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.records import conform
from shopwarden.records.schemas import TIME
from shopwarden.sources.cells import Cells, Context, clean, said
from shopwarden.sources.currency import factor, factors
from shopwarden.sources.fill import Filled, fill_down
from shopwarden.sources.lines import join_fields, split_fields
from shopwarden.sources.model import Frames, Rows, Source
from shopwarden.sources.settings import ShopSettings
from shopwarden.sources.tables import Chunk, Header

_LONGEST_DETAIL: Final = 100
# No wrapper around nothing is longer: ="".
_LONGEST_NOTHING: Final = 3
_BLANK_ROW: Final = ",;\t\r\n \"'="


class Fault(NamedTuple):
    """Why a row cannot be used: position in the chunk, field, reason, the cell."""

    at: int
    field: str
    reason: str
    cell: str


@dataclass
class Converter:
    """Turns the chunks of one table into records; remembers what one chunk leaves the next."""

    source: Source
    header: Header
    label: str
    settings: ShopSettings
    seen_at: datetime | None
    rows: int = 0
    faults: list[tuple[str, int, str, str, str, str]] = field(default_factory=list)
    _last: pl.DataFrame | None = None

    def __post_init__(self) -> None:
        self.places: Mapping[str, Sequence[int]] = self.source.places(self.header)
        self.columns = sorted({place for group in self.places.values() for place in group})

    def convert(self, chunk: Chunk) -> Frames:
        """Return the records of the good rows; the others are added to `faults`."""
        for damage in chunk.damages:
            row, reason, detail, raw, file = damage
            self.faults.append((file or self.label, row, "", reason, detail, raw))
        self.rows += len(chunk.damages)
        cells = self._cells(chunk)
        if cells.is_empty():
            return {}
        filled = self._fill(cells, chunk)
        cells = filled.cells
        if self.source.prepare:
            cells = self.source.prepare(cells)
        values, faults = self._read(cells, filled)
        self._quarantine(faults, chunk, filled)
        bad = [fault.at for fault in faults]
        good = values.filter(~pl.col("_at").is_in(bad)) if bad else values
        frame = self._with_origin(good, chunk)
        rows = Rows(frame, frozenset(self.places), self.settings)
        return {kind: conform(built, kind) for kind, built in self.source.build(rows).items()}

    def _cells(self, chunk: Chunk) -> pl.DataFrame:
        """The cells of every field, blank rows left out."""
        taken = {name: self._first(chunk.cells, group) for name, group in self.places.items()}
        cells = pl.DataFrame(taken).with_row_index("_at")
        blank = _blank_rows(cells)
        texts = chunk.text(blank)
        really = [at for at, text in zip(blank, texts, strict=True) if not text.strip(_BLANK_ROW)]
        self.rows += len(cells) - len(really)
        return cells.filter(~pl.col("_at").is_in(really)) if really else cells

    @staticmethod
    def _first(cells: pl.DataFrame, places: Sequence[int]) -> pl.Series:
        found = cells[str(places[0])]
        for place in places[1:]:
            filled = said(found).is_not_null()
            if filled.all():
                break
            found = _as_text(found).zip_with(filled, _as_text(cells[str(place)]))
        return found

    def _fill(self, cells: pl.DataFrame, chunk: Chunk) -> Filled:
        if not self.source.fill_down:
            none = np.zeros(len(cells), np.bool_)
            return Filled(cells, none, none, None)
        kept = cells["_at"].to_numpy()
        damages = np.cumsum(chunk.follows_damage)  # blank rows may have carried some
        follows = np.diff(damages[kept], prepend=0) > 0
        filled = fill_down(cells, self.source.fill_down, follows, self._last)
        self._last = filled.last if damages[kept[-1]] == damages[-1] else None
        return filled

    def _read(self, cells: pl.DataFrame, filled: Filled) -> tuple[pl.DataFrame, list[Fault]]:
        """Typed columns, and the first fault of every row that has any."""
        values: dict[str, pl.Series] = {"_at": cells["_at"]}
        context = Context(self.settings.zone, factor(self.settings.currency))
        if "currency" in self.places:
            codes = clean(cells["currency"]).fill_null(self.settings.currency)
            context = context._replace(factor=factors(codes))
        first = _FirstFaults(len(cells))
        lost = filled.cells["_at"].to_numpy()[filled.is_orphan]
        first.mark(np.isin(values["_at"].to_numpy(), lost), "id", "row.orphan")
        for one in self.source.fields:
            if one.name not in self.places:
                nothing = pl.Series([None], dtype=one.reader.dtype)
                values[one.name] = nothing.new_from_index(0, len(cells))
                continue
            read: Cells = one.reader.read(cells[one.name], context)
            values[one.name] = read.values
            first.mark(read.bad.to_numpy(), one.name, one.reader.reason)
            if one.is_required:
                first.mark(read.values.is_null().to_numpy(), one.name, "cell.id_empty")
        return pl.DataFrame(values), first.faults(cells)

    def _quarantine(self, faults: Sequence[Fault], chunk: Chunk, filled: Filled) -> None:
        at = [fault.at for fault in faults]
        texts = chunk.text(at)
        if filled.is_filled.any():
            texts = self._own_texts(texts, filled.cells.filter(pl.col("_at").is_in(at)))
        files = [self.label] * len(at) if chunk.file is None else chunk.file[at].to_list()
        rows = chunk.row[at].tolist()
        for fault, file, row, text in zip(faults, files, rows, texts, strict=True):
            column, detail = self._column(fault, chunk), fault.cell[:_LONGEST_DETAIL]
            self.faults.append((file, row, column, fault.reason, detail, text))

    def _column(self, fault: Fault, chunk: Chunk) -> str:
        """The column a bad cell stands in: of several, the one with its text."""
        group = self.places[fault.field]
        if len(group) > 1:
            group = [at for at in group if chunk.cells[str(at)][fault.at] == fault.cell] or group
        return self.header.names[group[0]].strip()

    def _own_texts(self, texts: Sequence[str], cells: pl.DataFrame) -> list[str]:
        """Texts of rows that say themselves what they inherited from the row above."""
        names = [name for name in self.source.fill_down if name in self.places]
        places = [self.places[name][0] for name in names]
        return [
            _inherit(text, places, row, self.header.delimiter)
            for text, row in zip(texts, cells.select(names).iter_rows(), strict=True)
        ]

    def _with_origin(self, frame: pl.DataFrame, chunk: Chunk) -> pl.DataFrame:
        at = frame["_at"].to_numpy()
        stated = {
            "platform": self.settings.platform or self.source.platform,
            "shop": self.settings.shop or "",
            "currency": self.settings.currency,
        }
        file = pl.lit(self.label) if chunk.file is None else pl.lit(chunk.file[at])
        return frame.with_columns(
            *(
                pl.coalesce(name, pl.lit(value))
                if name in self.places
                else pl.lit(value).alias(name)
                for name, value in stated.items()
            ),
            pl.lit(self.source.name).alias("source"),
            file.alias("source_file"),
            pl.Series("source_row", chunk.row[at], pl.Int64),
            pl.lit(self.seen_at, TIME).alias("seen_at"),
        )


def _as_text(cells: pl.Series) -> pl.Series:
    """Cells with the marks that protect them, where they have any."""
    return cells if cells.dtype == pl.String else clean(cells)


def _inherit(text: str, places: Sequence[int], cells: Sequence[str | None], delimiter: str) -> str:
    fields = split_fields(text, delimiter)
    if fields is None:
        return text
    for place, cell in zip(places, cells, strict=True):
        fields[place] = fields[place] if fields[place].strip() else cell or ""
    return join_fields(fields, delimiter)


def _blank_rows(cells: pl.DataFrame) -> list[int]:
    length = cells["id"].cast(pl.String).str.strip_chars().str.len_bytes().fill_null(0)
    maybe = cells.filter(length <= _LONGEST_NOTHING)
    if maybe.is_empty():
        return []
    seen = (clean(maybe[name]).is_null() for name in maybe.columns if name != "_at")
    return maybe.filter(pl.all_horizontal(seen))["_at"].to_list()


class _FirstFaults:
    """The first fault of each row, as an index into the kinds of fault."""

    def __init__(self, rows: int) -> None:
        self.kind: NDArray[np.int64] = np.full(rows, -1)
        self.kinds: list[tuple[str, str]] = []

    def mark(self, bad: NDArray[np.bool_], name: str, reason: str) -> None:
        if bad.any():
            self.kind[bad & (self.kind < 0)] = len(self.kinds)
            self.kinds.append((name, reason))

    def faults(self, cells: pl.DataFrame) -> list[Fault]:
        """One fault per row of the file, in its order."""
        found: dict[int, Fault] = {}
        for kind, (name, reason) in enumerate(self.kinds):
            rows = cells[np.flatnonzero(self.kind == kind)]
            for at, cell in zip(rows["_at"], rows[name].cast(pl.String), strict=True):
                found.setdefault(at, Fault(at, name, reason, cell or ""))
        return [found[at] for at in sorted(found)]
