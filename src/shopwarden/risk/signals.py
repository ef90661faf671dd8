"""What is looked at before an order is scored by a learnt model.

All signals are generic: the order's own amount and hour, and the same questions to the history
of every key there is (buyer, card, device, terminal …). Labels enter only as far as they were
known at the order's own moment. A bad order that its own amount does not explain says more
about the key it came through; so a first, small model of the buyer's own habits tells how much
of a label was to be expected, and the rest is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from shopwarden.risk.history import BUYER, History
from shopwarden.risk.lookback import DAY, Lookback

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_USUAL: Final = (7, 30, 90)
_OLDER: Final = 14
_TOLD: Final = (1, 3, 7, 14, 30)
_RECENT: Final = (7, 14)
_LONG: Final = 60
_MONTH: Final = 36
_EVER: Final = 365
_THOUSANDTHS: Final = 1000


class Asked(StrEnum):
    """The questions."""

    AMOUNT = "amount"
    HOUR = "hour"
    WEEKDAY = "weekday"
    # Orders of the key, the order itself left out.
    ORDERS = "orders"
    # The order's amount in times the key's mean, lately and before lately.
    AGAINST = "against"
    AGAINST_OLDER = "against_older"
    BUYERS = "buyers"
    KNOWN_DAYS = "known_days"
    IDLE_DAYS = "idle_days"
    # What labels say that are known by now.
    BAD = "bad"
    BAD_SHARE = "bad_share"
    UNEXPLAINED = "unexplained"
    UNEXPLAINED_SHARE = "unexplained_share"
    FIRST_BAD_DAYS = "first_bad_days"
    LAST_BAD_DAYS = "last_bad_days"
    LAST_GOOD_DAYS = "last_good_days"
    # How many days the last good order lies before the last unexplained bad one.
    TURNED_DAYS = "turned_days"
    # What earlier orders looked like by themselves, whatever they turned out to be.
    DOUBT = "doubt"


class Signal(NamedTuple):
    """One question: about which key (none: the order itself), and over how many days."""

    asked: Asked
    key: str = ""
    days: int = 0


Signals = dict[Signal, "Floats"]


def own_signals(history: History, rows: Ints) -> Signals:
    """Return the signals of an order and its buyer's habits, for some orders (`rows`)."""
    found: Signals = {
        Signal(Asked.AMOUNT): history.amount[rows],
        Signal(Asked.HOUR): history.hour[rows],
        Signal(Asked.WEEKDAY): history.weekday[rows],
    }
    lookback = Lookback(history.codes[BUYER], history.at, rows)
    return found | dict(_habits(history, lookback, BUYER, found[Signal(Asked.AMOUNT)]))


def all_signals(history: History, rows: Ints, doubt: Floats, surprising: Flags) -> Signals:
    """Return every signal of some orders.

    Parameters
    ----------
    history
        All orders.
    rows
        Which of them are asked about, rising.
    doubt
        How likely each order of the history is bad by `own_signals` alone.
    surprising
        Bad orders of which that could not be seen.
    """
    found = own_signals(history, rows)
    amount = found[Signal(Asked.AMOUNT)]
    for key, codes in history.codes.items():
        lookback = Lookback(codes, history.at, rows)
        if key != BUYER:
            found.update(_habits(history, lookback, key, amount))
            for days in (1, 7, 30):
                buyers = lookback.distinct(history.codes[BUYER], days * DAY)
                found[Signal(Asked.BUYERS, key, days)] = buyers
        found.update(_labels(history, lookback, key, surprising))
        thousandths = np.round(doubt * _THOUSANDTHS).astype(np.int64)
        for days in _RECENT:
            total = lookback.sum(thousandths, days * DAY)
            found[Signal(Asked.DOUBT, key, days)] = total / _THOUSANDTHS
    return found


def _habits(
    history: History, lookback: Lookback, key: str, amount: Floats
) -> Iterator[tuple[Signal, Floats]]:
    known = np.isfinite(history.amount)
    minor = np.where(known, history.amount, 0.0).astype(np.int64)

    def against(days: int, lag: timedelta) -> Floats:
        total = lookback.sum(minor, days * DAY, lag)
        return _divide(amount * lookback.sum(known, days * DAY, lag), total)

    for days in (1, *_USUAL):
        yield Signal(Asked.ORDERS, key, days), lookback.count(days * DAY)
    for days in _USUAL:
        yield Signal(Asked.AGAINST, key, days), against(days, 0 * DAY)
    # A mean that what has been happening for some days has not touched.
    yield Signal(Asked.AGAINST_OLDER, key, _OLDER), against(_USUAL[-1], _OLDER * DAY)
    every = np.ones(history.at.size, dtype=np.bool_)
    yield Signal(Asked.KNOWN_DAYS, key, _EVER), lookback.days_since_first(every, _EVER * DAY)
    yield Signal(Asked.IDLE_DAYS, key, _EVER), lookback.days_since_last(every, _EVER * DAY)


def _labels(
    history: History, lookback: Lookback, key: str, surprising: Flags
) -> Iterator[tuple[Signal, Floats]]:
    lag = history.delay
    for days in _TOLD:
        number = lookback.sum(history.is_bad | history.is_good, days * DAY, lag)
        bad = lookback.sum(history.is_bad, days * DAY, lag)
        odd = lookback.sum(surprising, days * DAY, lag)
        yield Signal(Asked.BAD, key, days), bad
        yield Signal(Asked.BAD_SHARE, key, days), _divide(bad, number)
        yield Signal(Asked.UNEXPLAINED, key, days), odd
        yield Signal(Asked.UNEXPLAINED_SHARE, key, days), _divide(odd, number)
    yield (
        Signal(Asked.FIRST_BAD_DAYS, key, _MONTH),
        lookback.days_since_first(surprising, _MONTH * DAY, lag),
    )
    last_bad = lookback.days_since_last(history.is_bad, _LONG * DAY, lag)
    last_good = lookback.days_since_last(history.is_good, _LONG * DAY, lag)
    last_odd = lookback.days_since_last(surprising, _LONG * DAY, lag)
    yield Signal(Asked.LAST_BAD_DAYS, key, _LONG), last_bad
    yield Signal(Asked.LAST_GOOD_DAYS, key, _LONG), last_good
    turned = np.nan_to_num(last_good, nan=_LONG) - np.nan_to_num(last_odd, nan=_LONG)
    yield Signal(Asked.TURNED_DAYS, key, _LONG), turned


def _divide(above: Floats, below: Floats) -> Floats:
    quotient = np.full(above.size, np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
