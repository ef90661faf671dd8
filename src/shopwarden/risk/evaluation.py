"""What a desk that learns from late labels would have found, day by day.

Everything is in the order of time. A model is learnt from the orders before `train_until`; all
their labels are known when the test begins, or the test is refused. A test order is scored by
what was known at its own moment. Accounts already known to be bad when a test day begins are
left out of that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from shopwarden.risk import measures
from shopwarden.risk.additive import Additive, learn
from shopwarden.risk.errors import EvaluationError
from shopwarden.risk.history import BUYER, History, known_bad, read_history
from shopwarden.risk.lookback import MICROSECOND
from shopwarden.risk.signals import Signal, Signals, all_signals, own_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

WEEK: Final = timedelta(days=7)
# Good orders that are learnt from; the rest of them says little more.
_GOOD: Final = 100_000
# A bad order below this by itself came as a surprise.
_SURPRISE: Final = 0.2
# The share of a short history that labels are taken to be late while learning, one in …
_LABELLED: Final = 3
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """When is learnt and when is tested; aware times, ends exclusive.

    Parameters
    ----------
    train_until
        Orders before it are learnt from.
    label_delay
        How long after an order its label is known.
    test_from, test_until
        Orders between these are tested.
    zone
        Where the shop's clock hangs; days of the test are its days.
    known_since
        Bad orders before it are not held against an account any more; a week before
        `train_until` when left out.
    """

    train_until: datetime
    label_delay: timedelta
    test_from: datetime
    test_until: datetime
    zone: tzinfo
    known_since: datetime | None = None

    def __post_init__(self) -> None:
        if self.test_from >= self.test_until:
            start, end = self._said(self.test_from), self._said(self.test_until)
            raise EvaluationError("evaluate.no_time", start=start, end=end)
        known = self.train_until + self.label_delay
        if known > self.test_from:
            told, start = self._said(known), self._said(self.test_from)
            raise EvaluationError("evaluate.too_early", known=told, start=start)

    def _said(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    @property
    def days(self) -> list[tuple[datetime, datetime]]:
        """Beginning and end of each day of the test."""
        days = []
        start = self.test_from
        while start < self.test_until:
            tomorrow = start.astimezone(self.zone).date() + timedelta(days=1)
            end = min(datetime.combine(tomorrow, time(), self.zone), self.test_until)
            days.append((start, end))
            start = end
        return days


class Part(NamedTuple):
    """What one signal adds to the log-odds of an order; a `value` of NaN is not known."""

    signal: Signal
    value: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How good the scores of the test were, and what they are made of.

    Parameters
    ----------
    auc, average_precision, daily_precision
        See ``risk.measures``.
    precision, recall
        Of calling bad what is more likely bad than not.
    trained, tested, bad
        Orders learnt from, tested, and bad among the tested.
    left_out
        Orders of the test left out because their account was known to be bad.
    scored
        The tested orders: ``id``, ``day``, ``account`` (a number), ``score``, ``is_bad``.
    model, signals
        What was learnt, and the signals of the tested orders.
    """

    auc: float
    average_precision: float
    daily_precision: float
    precision: float
    recall: float
    trained: int
    tested: int
    bad: int
    left_out: int
    scored: pl.DataFrame
    model: Additive
    signals: Signals

    def parts(self, row: int) -> list[Part]:
        """Return what a row of `scored` is made of, the heaviest first."""
        tables = zip(self.model.tables, self.signals.items(), strict=True)
        parts = [
            Part(signal, float(values[row]), float(table.add(values[row : row + 1])[0]))
            for table, (signal, values) in tables
        ]
        return sorted(parts, key=lambda part: -abs(part.weight))


def evaluate(orders: pl.DataFrame, protocol: Protocol) -> Evaluation:
    """Learn from the orders before the test and score those of the test.

    Parameters
    ----------
    orders
        Merged orders with ``label``, ``buyer`` and ``created_at``; one without a label is
        history only.
    protocol
        When is learnt and when is tested.

    Raises
    ------
    EvaluationError
        The protocol does not fit the table: nothing to learn from, nothing to test.
    """
    history = read_history(orders, zone=protocol.zone, delay=protocol.label_delay)
    if BUYER not in history.codes:
        raise EvaluationError("evaluate.no_accounts")
    until = _instant(protocol.train_until)
    rows, weight = _training(history, until)
    tested = _tested(history, protocol)
    test = tested["row"].to_numpy()
    model, signals = _learn(history, rows, weight, test)
    log_odds = model.log_odds([*signals.values()])
    is_bad = history.is_bad[test]
    scored = tested.select(
        pl.Series("id", history.ids[test]),
        "day",
        account=pl.Series(history.codes[BUYER][test]),
        score=pl.Series(1 / (1 + np.exp(-log_odds))),
        is_bad=pl.Series(is_bad),
    )
    found = measures.found_at(is_bad, log_odds, 0.0)
    return Evaluation(
        auc=measures.auc(is_bad, log_odds),
        average_precision=measures.average_precision(is_bad, log_odds),
        daily_precision=measures.daily_precision(scored),
        precision=found.precision,
        recall=found.recall,
        trained=int((_is_labelled(history) & (history.at < until)).sum()),
        tested=test.size,
        bad=int(is_bad.sum()),
        left_out=_labelled_in_test(history, protocol) - test.size,
        scored=scored,
        model=model,
        signals=signals,
    )


def _instant(moment: datetime) -> int:
    return (moment - _EPOCH) // MICROSECOND


def _training(history: History, until: int) -> tuple[Ints, Floats]:
    """Return the orders that are learnt from, and how many each stands for."""
    bad = np.flatnonzero(history.is_bad & (history.at < until))
    good = np.flatnonzero(history.is_good & (history.at < until))
    if not bad.size or not good.size:
        raise EvaluationError("evaluate.nothing_to_learn", bad=bad.size, good=good.size)
    every = max(1, good.size // _GOOD)
    rows = np.sort(np.concatenate([bad, good[::every]]))
    return rows, np.where(history.is_bad[rows], 1.0, float(every))


def _is_labelled(history: History) -> Flags:
    return history.is_bad | history.is_good


def _labelled_in_test(history: History, protocol: Protocol) -> int:
    ends = [_instant(protocol.test_from), _instant(protocol.test_until)]
    begin, behind = np.searchsorted(history.at, ends)
    has_account = history.codes[BUYER] >= 0
    return int((_is_labelled(history) & has_account)[begin:behind].sum())


def _tested(history: History, protocol: Protocol) -> pl.DataFrame:
    """Return the orders of the test, rising (``row``), and their ``day`` of the test."""
    since = _instant(protocol.known_since or protocol.train_until - WEEK)
    buyers = history.codes[BUYER]
    days = []
    for number, (start, end) in enumerate(protocol.days):
        begin, behind = np.searchsorted(history.at, [_instant(start), _instant(end)])
        own = np.arange(begin, behind)
        own = own[_is_labelled(history)[own] & (buyers[own] >= 0)]
        own = own[~np.isin(buyers[own], known_bad(history, _instant(start), since))]
        days.append(pl.DataFrame({"row": own, "day": np.full(own.size, number)}))
    tested = pl.concat(days)
    bad = int(history.is_bad[tested["row"].to_numpy()].sum())
    if not 0 < bad < tested.height:
        raise EvaluationError("evaluate.nothing_to_test", bad=bad, good=tested.height - bad)
    return tested


def _learn(history: History, rows: Ints, weight: Floats, test: Ints) -> tuple[Additive, Signals]:
    """Return the model learnt from `rows`, and the signals of the orders of the test."""
    own = [*own_signals(history, np.arange(history.at.size)).values()]
    habits = learn([values[rows] for values in own], history.is_bad[rows], weight)
    doubt = 1 / (1 + np.exp(-habits.log_odds(own)))
    del own
    surprising = history.is_bad & (doubt < _SURPRISE)
    earlier = replace(history, delay=_learning_delay(history, rows))
    learnt = all_signals(earlier, rows, doubt, surprising)
    model = learn([*learnt.values()], history.is_bad[rows], weight)
    del learnt
    return model, all_signals(history, test, doubt, surprising)


def _learning_delay(history: History, rows: Ints) -> timedelta:
    """Return how late labels are taken to come while learning.

    In a history hardly longer than the delay no order would have an earlier one with a known
    label, and nothing could be learnt of what such labels mean. All of them are known when the
    test begins, so a shorter delay is no look into the future.
    """
    span = int(history.at[rows[-1]] - history.at[0]) * MICROSECOND
    return min(history.delay, span / _LABELLED)
