from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.demo.columns import choose, digits, fill, join, pick, stream, weighted
from shopwarden.demo.people import leaders


def test_streams_are_named() -> None:
    assert stream(1, "a", 2).random() == stream(1, "a", 2).random()
    assert (
        len({stream(1, "a", 2).random(), stream(1, "a", 3).random(), stream(2, "a", 2).random()})
        == 3
    )


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20).filter(any), st.integers(0, 2**32))
def test_weight_zero_is_never_drawn(weights, seed) -> None:
    drawn = weighted(stream(seed), weights, 50)
    assert len(drawn) == 50
    assert all(weights[index] > 0 for index in drawn)


@given(st.integers(1, 18), st.integers(0, 2**32))
def test_digits_have_the_width(width, seed) -> None:
    assert digits(stream(seed), width, 20).str.contains(rf"^\d{{{width}}}$").all()


@given(st.integers(1, 200), st.integers(1, 30))
def test_groups_are_full(size, group) -> None:
    counts = np.unique(leaders(size, group), return_counts=True)[1]
    assert counts.sum() == size
    assert (counts >= min(group, size)).all()
    assert (counts < 2 * group).all()


def test_text_columns() -> None:
    a, b = pl.Series(["x", "y"]), pl.Series(["1", "2"])
    assert join("<", a, "-", b, ">").to_list() == ["<x-1>", "<y-2>"]
    assert choose(np.array([True, False]), a, "n").to_list() == ["x", "n"]
    assert fill(pl.Series(["{a}{b}", "{b}"]), a=a, b=b).to_list() == ["x1", "2"]
    assert set(pick(stream(1), ["p", "q"], 30)) == {"p", "q"}
    assert set(pick(stream(1), ["p", "q"], 30, [0, 1])) == {"q"}
