"""What the addresses of a column were likely meant to be, for the few rows that ask for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.address import Address, read_address
from shopwarden.places.findings import LEVELS
from shopwarden.places.kernel.lines import ABOLISHED, ASKING, REASON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl
    from numpy.typing import NDArray

_UPPER: Final = (*LEVELS, "code")


def suggestions(
    texts: pl.Series,
    lines: NDArray[np.int32],
    odd: Iterable[int],
    written: Callable[[int], tuple[str | None, ...]],
) -> dict[int, str]:
    """Return what was likely meant by those texts that ask for it, by row.

    Parameters
    ----------
    lines
        Row number and fields of each line that the kernels found (``kernel.lines``).
    odd
        The rows in which a name may have a slip.
    written
        Returns the divisions of a row as written, and ``code``.
    """
    asking = lines[np.isin(lines[:, 1 + REASON], ASKING)]
    deep = {*asking[asking[:, 1 + REASON] != ABOLISHED, 0].tolist(), *odd}
    found = {}
    for row in sorted({*asking[:, 0].tolist(), *deep}):
        text = texts[row]
        found[row] = _whole(text) if row in deep else _of_divisions(text, written(row))
    return {row: meant for row, meant in found.items() if meant is not None}


def _whole(text: str) -> str | None:
    return read_address(text, is_whole=True).suggestion


def _of_divisions(text: str, written: tuple[str | None, ...]) -> str | None:
    """Return the suggestion for a former name, which follows from the divisions alone.

    Streets differ, divisions are the same again and again: they are judged once.
    """
    end = 0
    for name in written[:-1]:
        at = text.find(name, end) if name else -1
        end = at + len(name) if name and at >= 0 else end
    head = _head(text[:end])
    if tuple(getattr(head, name) for name in _UPPER) != written:
        return _whole(text)
    return None if head.suggestion is None else head.suggestion + text[end:]


@lru_cache(maxsize=16_384)
def _head(text: str) -> Address:
    return read_address(text, is_whole=True)
