"""The kernel against looking at every interval."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.features import windows
from shopwarden.features.windows import NOTHING


@st.composite
def intervals(draw: st.DrawFn) -> dict[str, Any]:
    """Rows in groups, each with a small value, and growing intervals within the groups."""
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    ends = np.cumsum(sizes)
    rows = int(ends[-1])
    low, high = [], []
    for end, size in zip(ends.tolist(), sizes, strict=True):
        first = end - size
        for row in sorted(draw(st.sets(st.integers(first, end - 1)))):
            first = draw(st.integers(first, row))
            low.append(first)
            high.append(row + 1)
    return {
        "group": np.repeat(np.arange(len(sizes)), sizes),
        "values": np.array(draw(st.lists(st.integers(-3, 3), min_size=rows, max_size=rows))),
        "counts": np.array(draw(st.lists(st.booleans(), min_size=rows, max_size=rows))),
        "low": np.array(low, dtype=np.int64),
        "high": np.array(high, dtype=np.int64),
    }


def spans(case: dict[str, Any]) -> list[list[int]]:
    """The rows of each interval that count."""
    pairs = zip(case["low"].tolist(), case["high"].tolist(), strict=True)
    return [[row for row in range(low, high) if case["counts"][row]] for low, high in pairs]


def following(case: dict[str, Any]) -> np.ndarray:
    rows = len(case["values"])
    pairs = list(zip(case["group"].tolist(), case["values"].tolist(), strict=True))
    return np.array(
        [
            next(
                (
                    later
                    for later in range(row + 1, rows)
                    if pairs[later] == pairs[row] and case["counts"][later]
                ),
                rows,
            )
            for row in range(rows)
        ]
    )


@given(intervals())
def test_counts_and_sums(case: dict[str, Any]) -> None:
    low, high = case["low"], case["high"]
    assert windows.sums(case["counts"], low, high).tolist() == [len(one) for one in spans(case)]
    kept = np.where(case["counts"], case["values"], 0)
    expected = [int(case["values"][one].sum()) for one in spans(case)]
    assert windows.sums(kept, low, high).tolist() == expected


@given(intervals())
def test_different_values(case: dict[str, Any]) -> None:
    found = windows.distinct(following(case), case["counts"], case["low"], case["high"])
    assert found.tolist() == [len(set(case["values"][one].tolist())) for one in spans(case)]


@given(intervals())
def test_first_and_last(case: dict[str, Any]) -> None:
    counts, low, high = case["counts"], case["low"], case["high"]
    assert windows.first_rows(counts, low, high).tolist() == [(o or [-1])[0] for o in spans(case)]
    assert windows.last_rows(counts, low, high).tolist() == [(o or [-1])[-1] for o in spans(case)]


@given(intervals())
def test_smallest(case: dict[str, Any]) -> None:
    kept = np.where(case["counts"], case["values"], NOTHING)
    found = windows.smallest(kept, case["low"], case["high"])
    expected = [min(case["values"][one].tolist(), default=NOTHING) for one in spans(case)]
    assert found.tolist() == expected


def test_following_rows_stay_in_their_run() -> None:
    found, is_new = np.array([0, 2, 5, 1, 3]), np.array([True, False, True, True, False])
    assert windows.following_rows(found, is_new, 6).tolist() == [2, 3, 6, 6, 6, 6]
