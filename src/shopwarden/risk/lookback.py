"""What the history of one key held before some of its orders, knowledge that comes late too.

The interval kernel of ``features.windows``, for windows that end a while before the order:
what a label says about an order is known only some days after it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.features import windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MICROSECOND: Final = timedelta(microseconds=1)
DAY: Final = timedelta(days=1)
_NO_LAG: Final = timedelta(0)
# Longer than every window and lag together: what is that far apart never meets.
_APART: Final = 800 * DAY // MICROSECOND


class Lookback:
    """Orders grouped by the value of one key, looked at from some of them.

    Parameters
    ----------
    codes
        The value of each order, orders in the order of time; below 0 where there is none.
    at
        Their times in microseconds.
    asked
        The rows of the orders that are asked about, rising; answers are in their order and
        NaN for those that have no value of the key.
    """

    def __init__(self, codes: Ints, at: Ints, asked: Ints) -> None:
        order = np.argsort(codes, kind="stable")
        self.rows = order[np.searchsorted(codes[order], 0) :]
        self.groups = codes[self.rows]
        self.at = at[self.rows]
        # One number that grows along the rows and tells both value and time.
        steps = np.minimum(np.diff(self.at, prepend=self.at[:1]), _APART)
        steps[1:][self.groups[1:] != self.groups[:-1]] = _APART
        self._moment = np.cumsum(steps)
        slots = np.full(codes.size, -1)
        slots[asked] = np.arange(asked.size)
        self._places = np.flatnonzero(slots[self.rows] >= 0)
        self._slots = slots[self.rows[self._places]]
        self._size = asked.size
        self._ends: dict[timedelta, Ints] = {_NO_LAG: self._places}

    def count(self, window: timedelta, lag: timedelta = _NO_LAG) -> Floats:
        """Return how many earlier orders there were from `lag` before the order backwards."""
        return self._spread(self._end(lag) - self._end(lag + window))

    def sum(self, values: Ints | Flags, window: timedelta, lag: timedelta = _NO_LAG) -> Floats:
        """Add `values` of all orders up over those earlier orders; flags are counted."""
        found = windows.sums(values[self.rows], self._end(lag + window), self._end(lag))
        return self._spread(found)

    def distinct(self, codes: Ints, window: timedelta) -> Floats:
        """Count the different `codes` of the order itself and the earlier ones."""
        values = codes[self.rows]
        order = np.lexsort((values, self.groups))
        is_new = np.ones(order.size, dtype=np.bool_)
        groups, ordered = self.groups[order], values[order]
        is_new[1:] = (groups[1:] != groups[:-1]) | (ordered[1:] != ordered[:-1])
        following = windows.following_rows(order, is_new, order.size)
        low, high = self._end(window), self._places + 1
        return self._spread(windows.distinct(following, values >= 0, low, high))

    def days_since_first(self, flags: Flags, window: timedelta, lag: timedelta = _NO_LAG) -> Floats:
        """Return the days since the first such order within `window` of the order itself."""
        low, high = self._end(max(window, lag)), self._end(lag)
        return self._days(windows.first_rows(flags[self.rows], low, high))

    def days_since_last(self, flags: Flags, window: timedelta, lag: timedelta = _NO_LAG) -> Floats:
        """Return the days since the last such order within `window` of the order itself."""
        low, high = self._end(max(window, lag)), self._end(lag)
        return self._days(windows.last_rows(flags[self.rows], low, high))

    def _end(self, back: timedelta) -> Ints:
        """Return the first row that is not yet over `back` before each asked order."""
        if back not in self._ends:
            ends = self._moment[self._places] - back // MICROSECOND
            found = np.searchsorted(self._moment, ends, side="right")
            # What happened in the same moment but behind the order is no history of it.
            self._ends[back] = np.minimum(found, self._places)
        return self._ends[back]

    def _days(self, found: Ints) -> Floats:
        days = (self.at[self._places] - self.at[found]) / (DAY // MICROSECOND)
        return self._spread(np.where(found < 0, np.nan, days))

    def _spread(self, found: Ints | Floats) -> Floats:
        spread = np.full(self._size, np.nan)
        spread[self._slots] = found
        return spread
