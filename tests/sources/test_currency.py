from __future__ import annotations

import polars as pl
import pytest

from shopwarden.sources.currency import factor, factors


@pytest.mark.parametrize(
    ("code", "expected"), [("CNY", 100), ("jpy", 1), ("KWD", 1000), ("CLF", 10000), ("XXX", 100)]
)
def test_minor_units_per_major_unit(code: str, expected: int) -> None:
    assert factor(code) == expected
    assert factors(pl.Series([code])).to_list() == [expected]
