"""The few rows of a column that plain Python looks at again, as the kernels asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.kernel.buffer import read_text
from shopwarden.places.kernel.column import GAP_PLACE, GAP_ROW, GAP_SPANS
from shopwarden.places.kernel.gates import GAP
from shopwarden.places.kernel.lines import ASKING, LINE, REASON
from shopwarden.places.kernel.scan import START
from shopwarden.places.typos.lines import typo_lines
from shopwarden.places.wording import judge

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from shopwarden.places.columns import Found

_WORDING: Final = 0xFF & ~GAP


def wording_lines(texts: pl.Series, gates: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return the lines that regular expressions add, each after the number of its row."""
    found: list[tuple[int, ...]] = []
    for row in np.flatnonzero(gates[: len(texts)] & _WORDING).tolist():
        units, _ = read_text(texts[row])
        found += [(row, *line) for line in judge(int(gates[row]), units[START:-3])]
    return _lines(found)


def slip_lines(texts: pl.Series, read: Found) -> tuple[NDArray[np.int32], list[int]]:
    """Return the lines that slips in names of divisions add, each after the number of its row.

    The rows whose divisions may have been meant otherwise come with them.
    """
    found: list[tuple[int, ...]] = []
    odd: list[int] = []
    numbers, rows = read.lines[:, 0], read.gaps[:, GAP_ROW]
    begins, ends = np.searchsorted(numbers, rows), np.searchsorted(numbers, rows, "right")
    for gap, begin, end in zip(read.gaps.tolist(), begins, ends, strict=True):
        row, lines = gap[GAP_ROW], read.lines[begin:end, 1:].tolist()
        slips, has_slip = typo_lines(texts[row], gap[GAP_SPANS:], gap[GAP_PLACE], lines)
        if has_slip or any(line[REASON] in ASKING for line in lines):
            odd.append(row)
        found += [(row, *slip) for slip in slips]
    return _lines(found), odd


def _lines(found: list[tuple[int, ...]]) -> NDArray[np.int32]:
    return np.array(found, np.int32).reshape(-1, 1 + LINE)
