"""The windows of one key, beside looking at every earlier order."""

from __future__ import annotations

from datetime import timedelta
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.risk.lookback import DAY, MICROSECOND, Lookback

HOUR = 3_600_000_000
KEYS = np.array([0, 1, 0, 0, -1, 0, 1])
HOURS = np.array([0, 1, 24, 48, 48, 48, 73])
ALL = np.arange(7)


def lookback(asked: np.ndarray = ALL) -> Lookback:
    return Lookback(KEYS, HOURS * HOUR, asked)


def test_only_earlier_orders_of_the_same_value_count() -> None:
    assert lookback().count(7 * DAY).tolist()[:4] == [0, 0, 1, 2]
    assert lookback().count(7 * DAY)[5:].tolist() == [3, 1]
    assert np.isnan(lookback().count(7 * DAY)[4])


def test_a_window_is_open_at_its_beginning() -> None:
    np.testing.assert_equal(lookback().count(1 * DAY), [0, 0, 0, 0, nan, 1, 0])


def test_with_a_lag_what_is_not_known_yet_is_left_out() -> None:
    # Known exactly at the order's own moment is known.
    np.testing.assert_equal(lookback().count(7 * DAY, DAY), [0, 0, 1, 2, nan, 2, 1])
    bad = np.array([True, True, False, True, True, True, True])
    np.testing.assert_equal(lookback().sum(bad, 7 * DAY, DAY), [0, 0, 1, 1, nan, 1, 1])
    np.testing.assert_equal(
        lookback().days_since_last(bad, 60 * DAY, 2 * DAY), [nan, nan, nan, 2, nan, 2, 3]
    )


def test_days_since_the_first_and_the_last() -> None:
    every = np.ones(7, dtype=bool)
    np.testing.assert_equal(
        lookback().days_since_first(every, 60 * DAY), [nan, nan, 1, 2, nan, 2, 3]
    )
    np.testing.assert_equal(
        lookback().days_since_last(every, 60 * DAY), [nan, nan, 1, 1, nan, 0, 3]
    )


def test_different_values_count_the_order_itself() -> None:
    buyers = np.array([5, 6, 5, 7, 8, 8, 6])
    np.testing.assert_equal(lookback().distinct(buyers, 7 * DAY), [1, 1, 1, 2, nan, 3, 1])
    np.testing.assert_equal(lookback().distinct(buyers, 1 * DAY), [1, 1, 1, 1, nan, 2, 1])


def test_answers_are_in_the_order_asked() -> None:
    np.testing.assert_equal(lookback(np.array([2, 4, 6])).count(7 * DAY), [1, nan, 1])


orders = st.lists(
    st.tuples(st.integers(-1, 2), st.integers(0, 12), st.integers(-1, 2), st.booleans()), min_size=1
)


@pytest.mark.slow
@given(found=orders, window=st.integers(1, 6), lag=st.integers(0, 4), data=st.data())
def test_windows_equal_looking_at_every_earlier_order(
    found: list[tuple[int, int, int, bool]], window: int, lag: int, data: st.DataObject
) -> None:
    found.sort(key=lambda order: order[1])
    keys, hours, values, flags = (np.array(column) for column in zip(*found, strict=True))
    asked = np.array(sorted(data.draw(st.sets(st.integers(0, len(found) - 1), min_size=1))))
    # Hours stand for days, so that both edges are met often.
    looked = Lookback(keys, hours * (DAY // MICROSECOND), asked)
    width, late = timedelta(days=window), timedelta(days=lag)
    for place, row in enumerate(asked):
        if keys[row] < 0:
            assert np.isnan(looked.count(width, late)[place])
            continue
        earlier = np.arange(len(found)) < row
        same = earlier & (keys == keys[row])
        lagged = same & (hours <= hours[row] - lag) & (hours > hours[row] - lag - window)
        assert looked.count(width, late)[place] == lagged.sum()
        assert looked.sum(values, width, late)[place] == values[lagged].sum()
        near = (same | (np.arange(len(found)) == row)) & (hours > hours[row] - window)
        different = set(values[near].tolist()) - {-1}
        assert looked.distinct(values, width)[place] == len(different)
        told = same & flags & (hours <= hours[row] - lag) & (hours > hours[row] - max(window, lag))
        since = hours[row] - hours[told]
        expected = (since.max(), since.min()) if since.size else (nan, nan)
        answers = (
            looked.days_since_first(flags, width, late)[place],
            looked.days_since_last(flags, width, late)[place],
        )
        np.testing.assert_equal(answers, expected)
