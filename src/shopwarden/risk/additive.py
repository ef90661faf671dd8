"""A model that is a sum: one table of log-odds for each signal, learnt from labels.

Each signal is cut into at most a hundred ranges. Boosting goes round the signals; each turn
finds the one cut of a signal that explains most of what is still unexplained and moves both
sides a little, as in an additive boosting machine. What comes out is a table per signal that a
person can read, and a score whose parts add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Bins = NDArray[np.uint8]

# Ranges by the quantiles of all orders, and as many again by those of the bad ones.
_QUANTILES: Final = 48
_RATE: Final = 0.15
# How many orders' worth of evidence pulls a move towards nothing.
_CALM: Final = 5.0
ROUNDS: Final = 60


@dataclass(frozen=True, slots=True)
class Table:
    """What one signal adds, by the range it falls into.

    Parameters
    ----------
    cuts
        Bounds of the ranges, rising; a value on a bound belongs above it.
    log_odds
        What each range adds: first for a signal that is not known, then from the lowest.
    """

    cuts: Floats
    log_odds: Floats

    def add(self, values: Floats) -> Floats:
        """Return what each of `values` adds; NaN is not known."""
        return self.log_odds[_ranges(values, self.cuts)]


@dataclass(frozen=True, slots=True)
class Additive:
    """A learnt model: the log-odds of an ordinary order, and a table for each signal."""

    start: float
    tables: tuple[Table, ...]

    def log_odds(self, signals: Sequence[Floats]) -> Floats:
        """Return the sum for each order; `signals` as they were learnt, one array each."""
        total = np.full(signals[0].size, self.start)
        for table, values in zip(self.tables, signals, strict=True):
            total += table.add(values)
        return total

    def parts(self, signals: Sequence[Floats]) -> Floats:
        """Return what each signal (columns) adds to each order (rows)."""
        added = [table.add(values) for table, values in zip(self.tables, signals, strict=True)]
        return np.column_stack(added)


def learn(
    signals: Sequence[Floats], is_bad: Flags, weight: Floats, *, rounds: int = ROUNDS
) -> Additive:
    """Learn a model; the same input gives the same model.

    Parameters
    ----------
    signals
        One array per signal, NaN where it is not known.
    is_bad
        The labels; both kinds have to be there.
    weight
        How many orders each one stands for.
    rounds
        How often each signal has its turn.
    """
    bad = is_bad.astype(np.float64)
    cuts = [_cuts(values, is_bad) for values in signals]
    bins = [_ranges(values, own) for values, own in zip(signals, cuts, strict=True)]
    tables = [np.zeros(own.size + 2) for own in cuts]
    start = float(np.log(weight @ bad / (weight @ (1 - bad))))
    total = np.full(bad.size, start)
    for _ in range(rounds):
        for own, table in zip(bins, tables, strict=True):
            odds = 1 / (1 + np.exp(-total))
            slope = _totals(own, weight * (bad - odds), table.size)
            curve = _totals(own, weight * odds * (1 - odds), table.size)
            move = _RATE * _move(slope, curve)
            table += move
            total += move[own]
    for own, table in zip(bins, tables, strict=True):
        # What is said of an order is said in comparison with an ordinary one.
        mean = float(_totals(own, weight, table.size) @ table / weight.sum())
        table -= mean
        start += mean
    return Additive(start, tuple(map(Table, cuts, tables)))


def _cuts(values: Floats, is_bad: Flags) -> Floats:
    shares = np.linspace(0, 1, _QUANTILES + 1)[1:-1]
    known = np.isfinite(values)
    parts = [values[known], values[known & is_bad]]
    found = [np.quantile(part, shares, method="nearest") for part in parts if part.size]
    return np.unique(np.concatenate([np.empty(0), *found]))


def _ranges(values: Floats, cuts: Floats) -> Bins:
    found = np.searchsorted(cuts, values, side="right") + 1
    return np.where(np.isfinite(values), found, 0).astype(np.uint8)


def _totals(bins: Bins, values: Floats, size: int) -> Floats:
    """Add up `values` by range."""
    return np.bincount(bins, values, size).astype(np.float64, copy=False)


def _move(slope: Floats, curve: Floats) -> Floats:
    """Return how far each range moves: those below the best cut, above it, and not known."""
    move = np.zeros(slope.size)
    move[0] = slope[0] / (curve[0] + _CALM)
    below, weight = np.cumsum(slope[1:]), np.cumsum(curve[1:])
    above, rest = below[-1] - below, weight[-1] - weight
    gain = below**2 / (weight + _CALM) + above**2 / (rest + _CALM)
    cut = int(np.argmax(gain))
    move[1 : cut + 2] = below[cut] / (weight[cut] + _CALM)
    move[cut + 2 :] = above[cut] / (rest[cut] + _CALM)
    return move
