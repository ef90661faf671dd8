"""Sorting rows by time and by value as machine words: the costly part of windows.

What is sorted by and the row number are packed into one integer, which sorts many times
faster than texts or an indirection. What does not fit (the last bits of a time, most of a
text's hash) is compared exactly afterwards, among the few rows it concerns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_BITS: Final = 63


def sort_by_time(at: Ints) -> Ints:
    """Return the order of rows by time, equal times in row order."""
    if at.size < 2 or bool((at[1:] >= at[:-1]).all()):
        return np.arange(at.size, dtype=np.int64)
    since = at - at.min()
    cut = max(0, int(since.max()).bit_length() - _room(at.size))
    order, begins = _pack_and_sort(since >> cut)
    if cut:
        ordered = since[order]
        run = np.cumsum(begins)
        mixed = np.isin(run, run[1:][ordered[1:] < ordered[:-1]])
        rows = order[mixed]
        order[mixed] = rows[np.lexsort((rows, ordered[mixed]))]
    return order


def sort_by_value(values: pl.DataFrame) -> tuple[Ints, Flags]:
    """Bring rows of equal values together, in row order among themselves.

    Parameters
    ----------
    values
        One column or several, without nulls.

    Returns
    -------
    tuple
        The order of the rows, and for each of them in that order whether a new value begins.
        Which value comes first is arbitrary.
    """
    code = _small_code(values)
    if code is not None:
        return _pack_and_sort(code)
    hashed = values.hash_rows().to_numpy() >> np.uint64(64 - _room(values.height))
    order, begins = _pack_and_sort(hashed.astype(np.int64))
    clashes = _new_values(values, order) & ~begins
    if clashes.any():
        run = np.cumsum(begins)
        mixed = np.isin(run, run[clashes])
        rows = order[mixed]
        exact = values[rows].select(pl.struct(pl.all()).rank("dense")).to_series().to_numpy()
        order[mixed] = rows[np.lexsort((rows, exact, run[mixed]))]
        begins = _new_values(values, order)
    return order, begins


def _room(size: int) -> int:
    """How many bits a code may have to be packed with the row number."""
    return _BITS - max(1, (size - 1).bit_length())


def _pack_and_sort(code: Ints) -> tuple[Ints, Flags]:
    """Return the order of rows by a code that fits, and where a new code begins.

    Equal codes stay in row order; `code` is overwritten.
    """
    bits = _BITS - _room(code.size)
    code <<= bits
    code |= np.arange(code.size, dtype=np.int64)
    # Polars sorts on all cores.
    packed = pl.Series(code).sort().to_numpy()
    begins = np.ones(code.size, dtype=np.bool_)
    # Neighbours of one code differ in the bits of the row only.
    np.greater_equal(packed[1:] ^ packed[:-1], 1 << bits, out=begins[1:])
    return packed & ((1 << bits) - 1), begins


def _small_code(values: pl.DataFrame) -> Ints | None:
    """Return one column of small whole numbers as it is."""
    if values.width != 1 or not values.dtypes[0].is_integer():
        return None
    code = values.to_series().cast(pl.Int64).to_numpy()
    least, most = (int(code.min()), int(code.max())) if code.size else (0, 0)
    # A copy of its own, to be packed in place.
    return code - least if (most - least).bit_length() <= _room(code.size) else None


def _new_values(values: pl.DataFrame, order: Ints) -> Flags:
    """Whether each row, in `order`, differs from the one before it."""
    ordered = values[order]
    changed = ordered.select(
        pl.any_horizontal(pl.all().ne_missing(pl.all().shift())).alias("changed")
    )
    begins = changed.to_series().to_numpy(writable=True)
    begins[:1] = True
    return begins
