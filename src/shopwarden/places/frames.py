"""Tables of parsed addresses: row by row for a few, through the compiled kernels for many."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from shopwarden.places.address import read_address
from shopwarden.places.columns import CHUNK, Sheet, chunks, text_column
from shopwarden.places.findings import LEVELS
from shopwarden.places.gazetteer import load
from shopwarden.places.kernel.gates import WESTERN
from shopwarden.places.kernel.official import FIRST_LEVEL
from shopwarden.places.kernel.part import Part
from shopwarden.places.nesting import REASONS, code_text, nest
from shopwarden.places.reasons import VERDICTS
from shopwarden.places.second_look import slip_lines, wording_lines
from shopwarden.places.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
_THREADS: Final = 2
_UPPER: Final = (Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.TOWN)
_DIVISION_PARTS: Final = (*_UPPER, Part.REST)


def plain_frame(addresses: Iterable[Address], columns: Sequence[str]) -> pl.DataFrame:
    """Return addresses that were read one by one as a table."""
    rows = [asdict(address) for address in addresses]
    return pl.DataFrame(rows, schema=SCHEMA).select(columns)


class _Stretch(NamedTuple):
    """Of some rows: the lines of their reasons, and what was likely meant, by row."""

    lines: NDArray[np.int32]
    meant: dict[int, str]


def compiled_frame(texts: pl.Series, columns: Sequence[str], *, is_whole: bool) -> pl.DataFrame:
    """Return the table of a column of texts without nulls."""
    is_asked = "suggestion" in columns
    wanted = {*columns, *(LEVELS if is_asked else ())}
    known_parts = tuple(Part) if is_whole else _DIVISION_PARTS
    sheet = Sheet(len(texts), [part for part in known_parts if part.name.lower() in wanted])

    def read(first: int) -> _Stretch:
        some = texts.slice(first, CHUNK)
        found = sheet.read(some, first, is_whole=is_whole)
        slips, odd = slip_lines(some, found)
        meant = {}
        if is_asked:
            meant = suggestions(some, found.lines, odd, lambda row: _written(sheet, first + row))
        lines = np.concatenate([found.lines, wording_lines(some, sheet.gates[first:]), slips])
        lines[:, 0] += first
        return _Stretch(lines, {first + row: text for row, text in meant.items()})

    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        stretches = [*pool.map(read, chunks(len(texts)))]
        makers = _makers(sheet, stretches)
        made = pool.map(lambda name: makers[name]().alias(name), columns)
        return pl.DataFrame(_with_western([*made], texts, sheet.gates))


def _makers(sheet: Sheet, stretches: Sequence[_Stretch]) -> dict[str, Callable[[], pl.Series]]:
    """Return what makes each column."""
    lines = np.concatenate([stretch.lines for stretch in stretches])
    meant = {row: text for stretch in stretches for row, text in stretch.meant.items()}
    nested = cache(partial(nest, lines, len(sheet.gates)))
    names = {
        f"{level}_name": partial(_gathered, _names, sheet.names[:, FIRST_LEVEL + at])
        for at, level in enumerate(LEVELS)
    }
    return {
        **{part.name.lower(): partial(sheet.part, part) for part in Part},
        **names,
        "code": partial(_gathered, _codes, sheet.names[:, 0]),
        "infilled": partial(_gathered, _level_sets, sheet.infilled),
        "suggestion": partial(_sparse, meant, len(sheet.gates)),
        "verdict": lambda: nested()[0],
        "reasons": lambda: nested()[1],
    }


def _gathered(values: Callable[[], pl.Series], at: NDArray[np.integer]) -> pl.Series:
    return values().gather(at)


def _sparse(found: dict[int, str], rows: int) -> pl.Series:
    """Return a column of few texts, given by their rows."""
    place = np.full(rows, len(found), np.uint32)
    place[[*found]] = np.arange(len(found))
    return _with_null(pl.Series([*found.values()], dtype=pl.String)).gather(place)


def _with_western(
    columns: Sequence[pl.Series], texts: pl.Series, gates: NDArray[np.uint8]
) -> Sequence[pl.Series]:
    """Put in the rows that are written in Latin letters: few, and read one by one."""
    rows = np.flatnonzero(gates & WESTERN)
    if rows.size == 0:
        return columns
    read = (read_address(texts[row], is_whole=True) for row in rows.tolist())
    western = plain_frame(read, [column.name for column in columns])
    place = np.arange(len(texts))
    place[rows] = len(texts) + np.arange(rows.size)
    return [
        pl.concat([column, western[column.name]], rechunk=True).gather(place) for column in columns
    ]


def _written(sheet: Sheet, row: int) -> tuple[str | None, ...]:
    """Return the divisions of one row as written, and their code."""
    code = _codes()[int(sheet.names[row, 0])]
    return *(sheet.written(part, row) for part in _UPPER), code


@cache
def _names() -> pl.Series:
    """Return the names of all divisions by place, and a null behind them."""
    table = load()
    ends = np.append(0, table.name_end).astype(np.int64)
    return _with_null(text_column("name", ends, table.name))


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
