"""The events of some values of one key in strict order, and what they say of each subject."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from shopwarden.features import windows
from shopwarden.features.grouping import sort_by_value
from shopwarden.features.history import Choice, History
from shopwarden.features.model import LONGEST, Aggregate, Key, Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_MICROSECOND: Final = timedelta(microseconds=1)
# Longer than every window: what is that far apart never meets.
_APART: Final = LONGEST // _MICROSECOND + 1
# Events handled at once: their arrays fit the cache, and their moments one integer.
_BLOCK: Final = 1 << 17

# Of no events these are 0; a smallest, a first and so on there is none.
_OF_NOTHING: Final = frozenset({Aggregate.COUNT, Aggregate.SUM, Aggregate.DISTINCT})

# Whether a row has to stand before the one above it.
_IS_EARLIER: Final = pl.col("moment").diff().eq(0) & (
    pl.col("id").lt(pl.col("id").shift())
    | (pl.col("id").eq(pl.col("id").shift()) & pl.col("kind").lt(pl.col("kind").shift()))
)


class Part(NamedTuple):
    """Rows of events, those of one value together and in the order of time.

    `is_new` says whether another value begins with each of them.
    """

    rows: Ints
    is_new: Flags


def parts(history: History, key: Key) -> Iterator[Part]:
    """Cut the events that have a value of `key` into parts; no value is divided."""
    columns = history.key(key)
    rows = _keyed(columns, history.by_time)
    order, is_new = sort_by_value(columns if rows is None else columns[rows])
    rows = order if rows is None else rows[order]
    begins = np.flatnonzero(is_new)
    cuts = np.searchsorted(begins, np.arange(0, rows.size, _BLOCK))
    ends = np.unique(np.append(begins[cuts[cuts < begins.size]], rows.size))
    for low, high in pairwise(ends):
        yield Part(rows[low:high], is_new[low:high])


def _keyed(columns: pl.DataFrame, rows: Ints | None) -> Ints | None:
    """Leave out of `rows` those without a value; None stands for every row as it is."""
    has_key = columns.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    if has_key.all():
        return rows
    known = has_key.to_numpy()
    return np.flatnonzero(known) if rows is None else rows[known[rows]]


class Timeline:
    """What happened to each value of a key, in strict order: time, then id, then kind.

    Parameters
    ----------
    history
        The events.
    rows, is_new
        A `Part` of them.
    """

    def __init__(self, history: History, rows: Ints, is_new: Flags) -> None:
        self._history = history
        self._rows = rows
        self._is_new = is_new
        self._at = history.at[rows]
        # Time, with the pauses no window spans cut short and such a pause between values:
        # one number that grows along the rows and tells both value and time.
        steps = np.minimum(np.diff(self._at, prepend=self._at[:1]), _APART)
        steps[is_new] = _APART
        self._moment = np.cumsum(steps)
        self._settle_ties(steps == 0)
        self._asked = np.flatnonzero(history.is_asked[self._rows])
        self._low: dict[timedelta, Ints] = {}
        self._next: dict[Choice, Ints] = {}
        self._column: dict[tuple[Choice, int], Ints] = {}

    @property
    def subjects(self) -> Ints:
        """The rows of the events that are asked about, in the order of the answers."""
        return self._rows[self._asked]

    def answer(self, measure: Measure) -> Ints:
        """Return `measure` for each of `subjects`; ``windows.NOTHING`` where there is none."""
        choice = Choice.of(measure)
        if self._history.never(choice):
            nothing = 0 if measure.aggregate in _OF_NOTHING else windows.NOTHING
            return np.full(self._asked.size, nothing, dtype=np.int64)
        low, high = self._lows(measure.window), self._asked + (not measure.is_before)
        match measure.aggregate:
            case Aggregate.COUNT:
                chosen = self._chosen(choice)
                return high - low if chosen is None else windows.sums(chosen, low, high)
            case Aggregate.SUM:
                return windows.sums(self._values(choice, 0), low, high)
            case Aggregate.DISTINCT:
                return windows.distinct(self._following(choice), self._flags(choice), low, high)
            case Aggregate.MIN:
                return windows.smallest(self._values(choice, windows.NOTHING), low, high)
            case Aggregate.MAX:
                # Complements turn the order round without an overflow.
                values = ~self._values(choice, ~windows.NOTHING)
                least = windows.smallest(values, low, high)
                return np.where(least == windows.NOTHING, least, ~least)
            case Aggregate.FIRST:
                return self._times(windows.first_rows(self._flags(choice), low, high))
            case Aggregate.LAST:
                return self._times(windows.last_rows(self._flags(choice), low, high))

    def _settle_ties(self, is_same: Flags) -> None:
        """Bring events of one value and one time into the order of their ids and kinds."""
        tied = is_same.copy()
        tied[:-1] |= is_same[1:]
        rows = self._rows[tied]
        if not rows.size:
            return
        ties = self._history.events.select("id", "kind")[rows].with_columns(
            moment=pl.Series(self._moment[tied])
        )
        # Merged records of one kind come in the order of their ids already.
        if ties.select(_IS_EARLIER.any()).item():
            order = ties.select(pl.arg_sort_by("moment", "id", "kind")).to_series().to_numpy()
            self._rows[tied] = rows[order]

    def _lows(self, window: timedelta) -> Ints:
        """Return where the window of each subject begins."""
        if window not in self._low:
            begins = self._moment[self._asked] - window // _MICROSECOND
            self._low[window] = np.searchsorted(self._moment, begins, side="right")
        return self._low[window]

    def _chosen(self, choice: Choice) -> Flags | None:
        chosen = self._history.chosen(choice)
        return None if chosen is None else chosen[self._rows]

    def _flags(self, choice: Choice) -> Flags:
        chosen = self._chosen(choice)
        return np.ones(self._rows.size, dtype=np.bool_) if chosen is None else chosen

    def _values(self, choice: Choice, other: int) -> Ints:
        """Return the column where it counts, `other` elsewhere."""
        if (choice, other) not in self._column:
            values = self._history.values(choice.column or "")[self._rows]
            chosen = self._chosen(choice)
            kept = values if chosen is None else np.where(chosen, values, other)
            self._column[choice, other] = kept
        return self._column[choice, other]

    def _following(self, choice: Choice) -> Ints:
        """Return for each event that counts the next one of the same key and value."""
        if choice not in self._next:
            found = np.flatnonzero(self._flags(choice))
            values = self._history.events.select(choice.column)[self._rows[found]]
            order, is_new = sort_by_value(values)
            found = found[order]
            group = np.cumsum(self._is_new)[found]
            is_new[1:] |= group[1:] != group[:-1]
            self._next[choice] = windows.following_rows(found, is_new, self._rows.size)
        return self._next[choice]

    def _times(self, found: Ints) -> Ints:
        return np.where(found < 0, windows.NOTHING, self._at[found])
