"""Whole columns of texts through the compiled kernels, from Polars to Polars.

Texts reach the kernels as the bytes Polars holds. Parts return as views of those bytes, written
into columns as long as the whole table: no text becomes a Python object or is copied on the way,
and no table is put together from others.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import nanoarrow as na
import numpy as np
import polars as pl
from nanoarrow.c_array_stream import CArrayStream

from shopwarden.places.compiled import reader
from shopwarden.places.gazetteer import load
from shopwarden.places.kernel import tables
from shopwarden.places.kernel.buffer import folding
from shopwarden.places.kernel.column import (
    COLUMN_GAP,
    COLUMN_LINE,
    FLAG,
    INLINE,
    SCRATCH_COUNTS,
    VIEW,
    Scratch,
    Source,
    Target,
)
from shopwarden.places.kernel.lines import LINES_COUNT
from shopwarden.places.kernel.official import NAMES
from shopwarden.places.kernel.scan import LONGEST
from shopwarden.places.layout import LAYOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shopwarden.places.kernel.part import Part

# Rows read at once: their buffers stay in the cache. Whole bytes of bits, so that threads never
# write to the same.
CHUNK: Final = 8_192
_BITS: Final = 8
# The most bytes of UTF-8 that are read of one text.
_MOST_BYTES: Final = 4 * LONGEST


class Found(NamedTuple):
    """What was found in some rows.

    Each line holds a row's number, counted from the first of them, and the fields of a line
    (``kernel.lines``); each gap, what ``kernel.column`` says of a row where a name may have a
    slip. Both are in the order of the rows.
    """

    lines: NDArray[np.int32]
    gaps: NDArray[np.int32]


class Sheet:
    """What the kernels say of a column, and the texts it stands in."""

    def __init__(self, rows: int, parts: Sequence[Part]) -> None:
        self._parts = [*parts]
        # Zeros are nulls, and take no memory before something is written there.
        self._views = np.zeros((len(parts), rows, VIEW), np.uint8)
        self._valid = np.zeros((len(parts), rows // _BITS + 1), np.uint8)
        self._texts: list[NDArray[np.uint8]] = [np.zeros(1, np.uint8)] * len(chunks(rows))
        self._rows = rows
        self.names = np.empty((rows, NAMES), np.int32)
        self.infilled, self.gates = np.empty((2, rows), np.uint8)

    def read(self, texts: pl.Series, first: int, *, is_whole: bool) -> Found:
        """Read the texts of the chunk that begins at a row.

        Parameters
        ----------
        is_whole
            Whether to read everything, or the divisions only.
        """
        rows, room = len(texts), len(texts) + LINES_COUNT
        data, ends = _bytes(texts)
        self._texts[first // CHUNK] = data
        about = (self._rows, first // CHUNK, load().code.size, room)
        flags, lines = np.empty((rows, FLAG), np.uint8), np.empty((room, COLUMN_LINE), np.int32)
        gaps = np.zeros(1 + rows * COLUMN_GAP, np.int32)
        target = Target(
            np.array(about),
            np.array([*self._parts, -1]),
            self._views.ravel()[VIEW * first :],
            self._valid.ravel()[first // _BITS :],
            self.names[first:].ravel(),
            flags.ravel(),
            lines.ravel(),
            gaps,
        )
        source = Source(data, ends, _folding())
        scratch = Scratch(*map(np.zeros, SCRATCH_COUNTS, LAYOUT[Scratch]))
        row, found = 0, [lines[:0]]
        while row < rows:
            row, count = reader()(tables.arrays(), source, scratch, target, rows, row, is_whole)
            found.append(lines[:count].copy())
        here = slice(first, first + rows)
        self.infilled[here], self.gates[here] = flags.T
        gap_count = int(gaps[0])
        return Found(
            np.concatenate(found),
            gaps[1 : 1 + gap_count * COLUMN_GAP].reshape(-1, COLUMN_GAP).copy(),
        )

    def part(self, part: Part) -> pl.Series:
        """Return a part of every text as a column."""
        at = self._parts.index(part)
        return _viewed(part.name.lower(), self._views[at], self._valid[at], self._texts)

    def written(self, part: Part, row: int) -> str | None:
        """Return a part of one text."""
        view = self._views[self._parts.index(part), row]
        size, _, buffer, begin = view.view(np.uint32).tolist()
        if size > INLINE:
            text = self._texts[buffer][begin : begin + size]
        else:
            text = view[VIEW - INLINE :][:size]
        return text.tobytes().decode() or None


def chunks(rows: int) -> range:
    """Return the first row of every chunk; a table without rows has one."""
    return range(0, max(rows, 1), CHUNK)


@cache
def _folding() -> NDArray[np.int64]:
    return np.array(folding())


def _bytes(texts: pl.Series) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the texts one behind the other in UTF-8, and where each ends, after a 0."""
    ends = _ends(texts)
    if ends[-1] > _MOST_BYTES * len(texts):
        # What is not read need not be kept beside the table.
        texts = texts.str.head(LONGEST)
        ends = _ends(texts)
    joined = texts.str.join("")
    if ends[-1] <= INLINE:
        return np.frombuffer(joined.item().encode() or b"\0", np.uint8), ends
    (array,) = na.c_array_stream(joined)
    return np.frombuffer(array.view().buffer(2), np.uint8), ends


def _ends(texts: pl.Series) -> NDArray[np.int64]:
    ends = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(texts.str.len_bytes().to_numpy(), out=ends[1:])
    return ends


def _viewed(
    name: str,
    views: NDArray[np.uint8],
    valid: NDArray[np.uint8],
    texts: Sequence[NDArray[np.uint8]],
) -> pl.Series:
    """Return views of texts as a column that shares their memory."""
    sizes = np.array([text.size for text in texts])
    buffers = [valid, views.ravel(), *texts, sizes]
    array = na.c_array_from_buffers(na.string_view(), len(views), buffers)
    # Moved on: nanoarrow 0.9 gives away a copy of an array of views that reads freed memory.
    stream = CArrayStream.from_c_arrays([array], na.c_schema(na.string_view()), move=True)
    return pl.Series(stream).alias(name)


def text_column(name: str, ends: NDArray[np.int64], text: NDArray[np.uint8]) -> pl.Series:
    """Return texts that stand one behind the other in UTF-8 as a column."""
    array = na.c_array_from_buffers(na.large_string(), ends.size - 1, [None, ends, text])
    return pl.Series(array).alias(name)
