"""Whole columns of texts through the compiled kernels, from Polars to Polars.

Texts reach the kernels as the bytes Polars holds, parts return as bytes that Polars takes
over: no text becomes a Python object on the way.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

import nanoarrow as na
import numpy as np
import polars as pl

from shopwarden.places.compiled import reader
from shopwarden.places.gazetteer import load
from shopwarden.places.kernel import tables
from shopwarden.places.kernel.buffer import folding
from shopwarden.places.kernel.column import (
    COLUMN_LINE,
    FLAG,
    SCRATCH_COUNTS,
    Scratch,
    Source,
    Target,
)
from shopwarden.places.kernel.lines import LINES_COUNT
from shopwarden.places.kernel.official import NAMES
from shopwarden.places.kernel.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

# Rows read at once: the buffers of a chunk stay in the cache.
_CHUNK: Final = 8_192
_BITS: Final = 8
_THREADS: Final = 2
# A string view of up to so many bytes holds them itself.
_INLINE: Final = 12
_Result = TypeVar("_Result")
_SCRATCH_TYPES: Final = (np.uint16, np.int64, np.int64, np.int64, np.int64, np.int32, np.int32)


@dataclass(frozen=True)
class Read:
    """What the kernels say of some rows."""

    parts: list[pl.Series]
    names: NDArray[np.int32]
    infilled: NDArray[np.uint8]
    gates: NDArray[np.uint8]
    lines: NDArray[np.int32]


def by_chunks(texts: pl.Series, read: Callable[[int, pl.Series], _Result]) -> list[_Result]:
    """Return what `read` makes of stretches of a column, each with its first row, in order."""
    firsts = range(0, max(len(texts), 1), _CHUNK)
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        return [*pool.map(lambda first: read(first, texts.slice(first, _CHUNK)), firsts)]


def read_column(texts: pl.Series, parts: Sequence[Part], *, is_whole: bool) -> Read:
    """Read a column without nulls.

    Parameters
    ----------
    parts
        The parts to return, in this order.
    is_whole
        Whether to read everything, or the divisions only.
    """
    rows, known = len(texts), tables.arrays()
    data, row_ends = _bytes(texts)
    source = Source(data, row_ends, _folding())
    scratch = [np.zeros(n, kind) for n, kind in zip(SCRATCH_COUNTS, _SCRATCH_TYPES, strict=True)]
    text = np.empty(len(parts) * data.size, np.uint8)
    ends = np.zeros((len(parts), rows + 1), np.int64)
    valid = np.zeros((len(parts), rows // _BITS + 1), np.uint8)
    names = np.empty((rows, NAMES), np.int32)
    flags = np.empty((rows, FLAG), np.uint8)
    room = rows + LINES_COUNT
    lines = np.empty((room, COLUMN_LINE), np.int32)
    target = Target(
        np.array([*parts, -1]), text, ends.ravel(), valid.ravel(), names.ravel(), flags.ravel(),
        lines.ravel(),
    )  # fmt: skip
    none, row, found = load().code.size, 0, [lines[:0]]
    while row < rows:
        row, count = reader()(
            known, source, Scratch(*scratch), target, rows, row, is_whole, none, room
        )
        found.append(lines[:count].copy())

    def column(at: int, part: Part) -> pl.Series:
        first = at * data.size
        stretch = text[first : first + ends[at, -1]].copy()
        return text_column(part.name.lower(), ends[at], stretch, valid[at])

    return Read(
        parts=[column(at, part) for at, part in enumerate(parts)],
        names=names,
        infilled=flags[:, 0],
        gates=flags[:, 1],
        lines=np.concatenate(found),
    )


@cache
def _folding() -> NDArray[np.int64]:
    return np.array(folding())


def _bytes(texts: pl.Series) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the texts one behind the other in UTF-8, and where each ends, after a 0."""
    ends = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(texts.str.len_bytes().to_numpy(), out=ends[1:])
    joined = texts.str.join("")
    if ends[-1] <= _INLINE:
        return np.frombuffer(joined.item().encode(), np.uint8), ends
    (array,) = na.c_array_stream(joined)
    return np.frombuffer(array.view().buffer(2), np.uint8), ends


def text_column(
    name: str, ends: NDArray[np.int64], text: NDArray[np.uint8], valid: NDArray[np.uint8] | None
) -> pl.Series:
    """Return texts written one behind the other in UTF-8 as a column."""
    array = na.c_array_from_buffers(na.large_string(), ends.size - 1, [valid, ends, text])
    return pl.Series(array).alias(name)
