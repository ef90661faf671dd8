"""From a chunk of cells to canonical records and the rows that go to quarantine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

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

Faults = list[tuple[str, int, str, str, str, str]]
_LONGEST_DETAIL: Final = 100
_BLANK_ROW: Final = ",;\t\r\n \"'="


@dataclass
class Converter:
    """Turns the chunks of one table into records; remembers what one chunk leaves the next."""

    source: Source
    header: Header
    label: str
    settings: ShopSettings
    seen_at: datetime | None
    rows: int = 0
    faults: Faults = field(default_factory=list)
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
        good = ~np.isin(values["_at"].to_numpy(), [at for at, *_ in faults])
        frame = self._with_origin(values.filter(pl.Series(good)), chunk)
        rows = Rows(frame, frozenset(self.places), self.settings)
        return {kind: conform(built, kind) for kind, built in self.source.build(rows).items()}

    def _cells(self, chunk: Chunk) -> pl.DataFrame:
        """The cells of every field, blank rows left out."""
        taken = {name: self._first(chunk.cells, group) for name, group in self.places.items()}
        cells = pl.DataFrame(taken).with_row_index("_at")
        maybe = cells.filter(clean(cells["id"]).is_null()) if "id" in taken else cells
        seen = pl.all_horizontal(clean(maybe[name]).is_null() for name in taken)
        blank = maybe.filter(seen)["_at"].to_list()
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
            found = found.zip_with(filled, cells[str(place)])
        return found

    def _fill(self, cells: pl.DataFrame, chunk: Chunk) -> Filled:
        if not self.source.fill_down:
            none = np.zeros(len(cells), np.bool_)
            return Filled(cells, none, none, None)
        follows = chunk.follows_damage[cells["_at"].to_numpy()]
        filled = fill_down(cells, self.source.fill_down, follows, self._last)
        self._last = filled.last
        return filled

    def _read(
        self, cells: pl.DataFrame, filled: Filled
    ) -> tuple[pl.DataFrame, list[tuple[int, str, str, str]]]:
        """Typed columns, and (position, field, reason, cell) of every row with a fault."""
        values: dict[str, pl.Series] = {"_at": cells["_at"]}
        context = Context(self.settings.zone, factor(self.settings.currency))
        if "currency" in self.places:
            codes = clean(cells["currency"]).fill_null(self.settings.currency)
            context = context._replace(factor=factors(codes))
        faulty: NDArray[np.int64] = np.full(len(cells), -1)
        reasons: list[tuple[str, str]] = []
        lost = filled.cells["_at"].to_numpy()[filled.is_orphan]
        orphans = np.isin(values["_at"].to_numpy(), lost)
        _mark(faulty, reasons, orphans, "id", "row.orphan")
        for one in self.source.fields:
            if one.name not in self.places:
                values[one.name] = pl.Series(one.name, [None], one.reader.dtype).new_from_index(
                    0, len(cells)
                )
                continue
            read: Cells = one.reader.read(cells[one.name], context)
            values[one.name] = read.values.alias(one.name)
            _mark(faulty, reasons, read.bad.to_numpy(), one.name, one.reader.reason)
            if one.is_required:
                _mark(faulty, reasons, read.values.is_null().to_numpy(), one.name, "cell.id_empty")
        return pl.DataFrame(values), list(_faults(cells, faulty, reasons))

    def _quarantine(
        self, faults: Sequence[tuple[int, str, str, str]], chunk: Chunk, filled: Filled
    ) -> None:
        texts = chunk.text([at for at, *_ in faults])
        for (at, name, reason, cell), text in zip(faults, texts, strict=True):
            self.faults.append(
                (
                    self.label if chunk.file is None else chunk.file[at],
                    int(chunk.row[at]),
                    self._column(name, at, chunk),
                    reason,
                    cell[:_LONGEST_DETAIL],
                    self._own_text(at, text, filled) if filled.is_filled.any() else text,
                )
            )

    def _column(self, name: str, at: int, chunk: Chunk) -> str:
        """The column a bad cell stands in: of several, the first that is filled."""
        group = self.places[name]
        filled = [place for place in group if clean(chunk.cells[str(place)][at : at + 1])[0]]
        return self.header.names[(filled or group)[0]].strip()

    def _own_text(self, at: int, text: str, filled: Filled) -> str:
        """Text of a row that says itself what it inherited from the row above."""
        row = filled.cells.row(by_predicate=pl.col("_at") == at, named=True)
        fields = split_fields(text, self.header.delimiter)
        if fields is None:
            return text
        for name in self.source.fill_down:
            for place in self.places.get(name, ())[:1]:
                fields[place] = fields[place] if fields[place].strip() else row[name] or ""
        return join_fields(fields, self.header.delimiter)

    def _with_origin(self, frame: pl.DataFrame, chunk: Chunk) -> pl.DataFrame:
        at = frame["_at"].to_numpy()
        shop = pl.col("shop") if "shop" in self.places else pl.lit(None, pl.String)
        platform = pl.col("platform") if "platform" in self.places else pl.lit(None, pl.String)
        currency = pl.col("currency") if "currency" in self.places else pl.lit(None, pl.String)
        file = pl.lit(self.label) if chunk.file is None else pl.lit(chunk.file[at])
        return frame.with_columns(
            platform.fill_null(self.settings.platform or self.source.platform).alias("platform"),
            shop.fill_null(self.settings.shop or "").alias("shop"),
            currency.fill_null(self.settings.currency).alias("currency"),
            pl.lit(self.source.name).alias("source"),
            file.alias("source_file"),
            pl.Series("source_row", chunk.row[at], pl.Int64),
            pl.lit(self.seen_at, TIME).alias("seen_at"),
        )


def _mark(
    faulty: NDArray[np.int64],
    reasons: list[tuple[str, str]],
    bad: NDArray[np.bool_],
    name: str,
    reason: str,
) -> None:
    """Note the first fault of each row as an index into `reasons`."""
    if bad.any():
        faulty[bad & (faulty < 0)] = len(reasons)
        reasons.append((name, reason))


def _faults(
    cells: pl.DataFrame, faulty: NDArray[np.int64], reasons: Sequence[tuple[str, str]]
) -> Iterator[tuple[int, str, str, str]]:
    seen = set()
    for place in np.flatnonzero(faulty >= 0).tolist():
        at, (name, reason) = cells["_at"][place], reasons[faulty[place]]
        if at not in seen:
            seen.add(at)
            cell = cells[name][place]
            yield at, name, reason, "" if cell is None else str(cell)
