"""Sorting by packed words gives what plain sorting gives, also where the words are too short."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.features import grouping

TIMES = st.lists(st.integers(min_value=-(2**50), max_value=2**50), max_size=40)
FEW = st.lists(st.sampled_from([0, 1, 2**40, 2**40 + 1, -5]), max_size=40)
WORDS = st.lists(st.sampled_from(["", "a", "b", "买家1", "买家2", "a" * 30]), max_size=40)


def test_times_in_order_are_left_alone() -> None:
    assert grouping.sort_by_time(np.array([1, 1, 2])).tolist() == [0, 1, 2]
    assert grouping.sort_by_time(np.array([], dtype=np.int64)).tolist() == []


@given(TIMES | FEW, st.sampled_from([8, 20, 63]))
def test_rows_are_sorted_by_time_and_row(times: list[int], bits: int) -> None:
    at = np.array(times, dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_BITS", bits)
        order = grouping.sort_by_time(at)
    assert order.tolist() == np.lexsort((np.arange(at.size), at)).tolist()


@given(TIMES | FEW | WORDS, st.sampled_from([7, 9, 63]))
def test_equal_values_stand_together(values: list[object], bits: int) -> None:
    frame = pl.DataFrame({"value": values}, schema_overrides=_schema(values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_BITS", bits)
        order, is_new = grouping.sort_by_value(frame)
    check(values, order.tolist(), is_new.tolist())


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), max_size=30))
def test_several_columns_are_one_value(values: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame(values, schema={"a": pl.String, "b": pl.String}, orient="row")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_BITS", 7)
        order, is_new = grouping.sort_by_value(frame)
    check(values, order.tolist(), is_new.tolist())


def _schema(values: list[object]) -> dict[str, type[pl.DataType]]:
    return {"value": pl.String if any(isinstance(one, str) for one in values) else pl.Int64}


def check(values: list[object], order: list[int], is_new: list[bool]) -> None:
    """Every value is one run, in row order inside."""
    assert sorted(order) == list(range(len(values)))
    runs: list[list[int]] = []
    for row, starts in zip(order, is_new, strict=True):
        runs += [[row]] if starts else []
        if not starts:
            runs[-1].append(row)
    assert len(runs) == len(set(values))
    assert all(run == sorted(run) for run in runs)
    assert all(len({values[row] for row in run}) == 1 for run in runs)
