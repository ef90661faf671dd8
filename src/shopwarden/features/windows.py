"""The interval kernel: aggregates over trailing windows in O(n log n), however hot a key.

Rows stand in groups (one key each), in strict order within a group. A query looks at the
half-open interval ``[low, high)`` of rows; both ends grow from query to query, because time
does. So a count or a sum is the difference of two running totals. An occurrence of a value
counts as distinct until its next occurrence comes in or the window has left it behind,
whichever is earlier: both moments are known beforehand, and a count of births and deaths
answers all queries at once. Minima come from tables over powers of two, as long as the
longest window only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]


NOTHING: Final = int(np.iinfo(np.int64).max)


def running_total(values: Ints | Flags) -> Ints:
    """Return the totals before each row, and behind the last."""
    total = np.zeros(values.size + 1, dtype=np.int64)
    np.cumsum(values, out=total[1:])
    return total


def sums(values: Ints | Flags, low: Ints, high: Ints) -> Ints:
    """Add up `values` in each interval; flags are counted."""
    total = running_total(values)
    return total[high] - total[low]


def distinct(following: Ints, counts: Flags, low: Ints, high: Ints) -> Ints:
    """Count the different values in each interval.

    Parameters
    ----------
    following
        For each row the next row of the same group and value, or the number of rows.
    counts
        Which rows have a value that counts.
    low, high
        The intervals, each within one group; both never fall from one query to the next.
    """
    rows = following.size
    # How many queries end at or before a row, and how many still begin at or before it.
    ended = np.cumsum(np.bincount(high, minlength=rows + 1))
    reached = np.cumsum(np.bincount(low, minlength=rows + 1))
    death = np.minimum(ended[following], reached[:rows])[counts]
    deaths = np.cumsum(np.bincount(death, minlength=low.size + 1)[: low.size])
    births = running_total(counts)[high]
    return births - deaths


def following_rows(found: Ints, is_new: Flags, rows: int) -> Ints:
    """Return for each row the next one of the same group and value, or the number of rows.

    Parameters
    ----------
    found
        Rows such that those of one group and value stand together, in their order.
    is_new
        Whether another group or value begins with each of them.
    rows
        How many rows there are in all.
    """
    following = np.full(rows, rows, dtype=np.int64)
    same = np.flatnonzero(~is_new[1:])
    following[found[same]] = found[same + 1]
    return following


def first_rows(counts: Flags, low: Ints, high: Ints) -> Ints:
    """Return the first row of each interval that counts, or -1."""
    rows = np.where(counts, np.arange(counts.size), counts.size)
    ahead = np.append(np.minimum.accumulate(rows[::-1])[::-1], counts.size)
    found = ahead[low]
    return np.where(found < high, found, -1)


def last_rows(counts: Flags, low: Ints, high: Ints) -> Ints:
    """Return the last row of each interval that counts, or -1."""
    rows = np.where(counts, np.arange(counts.size), -1)
    behind = np.insert(np.maximum.accumulate(rows), 0, -1)
    found = behind[high]
    return np.where(found >= low, found, -1)


def smallest(values: Ints, low: Ints, high: Ints) -> Ints:
    """Return the smallest of `values` in each interval; `NOTHING` when it is empty."""
    found = np.full(low.size, NOTHING, dtype=np.int64)
    length = high - low
    table, span = values, 1
    while (fits := length >= span).any():
        now = np.flatnonzero(fits & (length < 2 * span))
        found[now] = np.minimum(table[low[now]], table[high[now] - span])
        table = np.minimum(table[:-span], table[span:]) if span < table.size else table[:0]
        span *= 2
    return found
