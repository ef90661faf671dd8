"""Tables of parsed addresses: row by row for a few, through the compiled kernels for many."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from shopwarden.places.address import read_address
from shopwarden.places.columns import Read, by_chunks, read_column, text_column
from shopwarden.places.findings import LEVELS
from shopwarden.places.gazetteer import load
from shopwarden.places.kernel.buffer import read_text
from shopwarden.places.kernel.gates import GAP, WESTERN
from shopwarden.places.kernel.lines import LINE
from shopwarden.places.kernel.official import FIRST_LEVEL
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.scan import START
from shopwarden.places.nesting import REASONS, code_text, nest
from shopwarden.places.plain import read_plain
from shopwarden.places.reasons import VERDICTS
from shopwarden.places.suggestions import suggestion_column
from shopwarden.places.wording import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from shopwarden.places.address import Address

PARTS: Final = tuple(part.name.lower() for part in Part)
SCHEMA: Final = {
    **dict.fromkeys((*PARTS, "code"), pl.String()),
    "verdict": pl.Enum(VERDICTS),
    "reasons": REASONS,
    **dict.fromkeys((f"{level}_name" for level in LEVELS), pl.String()),
    "infilled": pl.List(pl.String),
    "suggestion": pl.String(),
}
_ROW: Final = "row"
_DIVISION_PARTS: Final = (Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.TOWN, Part.REST)


def plain_frame(addresses: Iterable[Address], columns: Sequence[str]) -> pl.DataFrame:
    """Return addresses that were read one by one as a table."""
    rows = [asdict(address) for address in addresses]
    return pl.DataFrame(rows, schema=SCHEMA).select(columns)


class _Stretch(NamedTuple):
    """Some rows of a column: their table, the lines of their reasons, their gates."""

    frame: pl.DataFrame
    lines: NDArray[np.int32]
    gates: NDArray[np.uint8]


def compiled_frame(texts: pl.Series, columns: Sequence[str], *, is_whole: bool) -> pl.DataFrame:
    """Return the table of a column of texts without nulls."""
    known_parts = tuple(Part) if is_whole else _DIVISION_PARTS
    wanted = {*columns, *(LEVELS if "suggestion" in columns else ())}
    parts = [part for part in known_parts if part.name.lower() in wanted]

    def read(first: int, some: pl.Series) -> _Stretch:
        found = read_column(some, parts, is_whole=is_whole)
        lines, odd = _with_wording(some, found)
        code = _codes().gather(found.names[:, 0]).alias("code")
        frame = pl.DataFrame([*found.parts, code])
        if is_whole:
            frame = frame.hstack(_known(found))
        if "suggestion" in columns:
            frame = frame.hstack([suggestion_column(some, frame, found.lines, odd)])
        lines[:, 0] += first
        return _Stretch(frame, lines, found.gates)

    frames, lines, gates = zip(*by_chunks(texts, read), strict=True)
    # Of all rows at once: to nest takes as long for few lines as for many.
    verdict, reasons = nest(np.concatenate(lines), len(texts))
    frame = pl.concat(frames).with_columns(verdict, reasons)
    return _with_western(frame.select(columns), texts, np.concatenate(gates), columns)


def _with_western(
    frame: pl.DataFrame, texts: pl.Series, gates: NDArray[np.uint8], columns: Sequence[str]
) -> pl.DataFrame:
    """Put in the rows that are written in Latin letters: few, and read one by one."""
    rows = np.flatnonzero(gates & WESTERN)
    if rows.size == 0:
        return frame
    read = (read_address(texts[row], is_whole=True) for row in rows.tolist())
    index = pl.Series(_ROW, np.arange(len(texts)))
    others = frame.with_columns(index).filter(~index.is_in(rows))
    western = plain_frame(read, columns).with_columns(pl.Series(_ROW, rows))
    return pl.concat([others, western], rechunk=True).sort(_ROW).drop(_ROW)


def _with_wording(texts: pl.Series, read: Read) -> tuple[NDArray[np.int32], list[int]]:
    """Return all lines, those that regular expressions and slips in names add included.

    The rows in which a name may have a slip come with them.
    """
    found: list[tuple[int, ...]] = []
    odd: list[int] = []
    for row in np.flatnonzero(read.gates).tolist():
        text, gates = texts[row], int(read.gates[row])
        lines = judge(gates, read_text(text)[0][START:-3])
        if gates & GAP:
            # Few rows come here; to read one again takes less than to carry all spans along.
            again = read_plain(text, is_whole=True)
            lines += again.slips
            if again.is_asking:
                odd.append(row)
        found += [(row, *line) for line in lines]
    return np.concatenate([read.lines, np.array(found, np.int32).reshape(-1, 1 + LINE)]), odd


def _known(read: Read) -> list[pl.Series]:
    """Return the official names of the divisions, and which of them are not written."""
    names = [
        _names().gather(read.names[:, FIRST_LEVEL + at]).alias(f"{level}_name")
        for at, level in enumerate(LEVELS)
    ]
    return [*names, _level_sets().gather(read.infilled).alias("infilled")]


@cache
def _names() -> pl.Series:
    """Return the names of all divisions by place, and a null behind them."""
    table = load()
    ends = np.append(0, table.name_end).astype(np.int64)
    return _with_null(text_column("name", ends, table.name, None))


@cache
def _codes() -> pl.Series:
    codes = pl.DataFrame({"code": load().code}).select(code_text("code"))["code"]
    return _with_null(codes)


def _with_null(values: pl.Series) -> pl.Series:
    return values.append(pl.Series([None], dtype=pl.String)).rechunk()


@cache
def _level_sets() -> pl.Series:
    """Return the sets of levels by their bits."""
    sets = [
        [level for at, level in enumerate(LEVELS) if bits >> at & 1]
        for bits in range(1 << len(LEVELS))
    ]
    return pl.Series(sets, dtype=pl.List(pl.String))
