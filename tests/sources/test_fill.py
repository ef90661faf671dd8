from __future__ import annotations

import numpy as np
import polars as pl

from shopwarden.sources.fill import Filled, fill_down


def fill(
    ids: list[str | None], damage: tuple[int, ...] = (), last: pl.DataFrame | None = None
) -> Filled:
    cells = pl.DataFrame(
        {"id": ids, "name": [value and f"n{value}" for value in ids], "line": range(len(ids))},
        schema={"id": pl.String, "name": pl.String, "line": pl.Int64},
    )
    follows = np.isin(np.arange(len(ids)), damage)
    return fill_down(cells, ("id", "name", "missing"), follows, last)


def test_rows_inherit_from_the_last_first_row() -> None:
    filled = fill(["1", None, "2", None, None])
    assert filled.cells.select("id", "name", "line").rows() == [
        ("1", "n1", 0), ("1", "n1", 1), ("2", "n2", 2), ("2", "n2", 3), ("2", "n2", 4),
    ]  # fmt: skip
    assert filled.is_filled.tolist() == [False, True, False, True, True]
    assert not filled.is_orphan.any()


def test_order_goes_on_in_the_next_chunk() -> None:
    last = fill(["1", None]).last
    assert fill([None, "2"], last=last).cells["name"].to_list() == ["n1", "n2"]


def test_damage_cuts_the_order_off() -> None:
    filled = fill(["1", None, None, "2", None], damage=(2,))
    assert filled.is_orphan.tolist() == [False, False, True, False, False]
    assert filled.cells["id"].to_list() == ["1", "1", None, "2", "2"]
    cut = fill(["1", None], damage=(1,))
    assert cut.last is None
    assert fill([None], last=cut.last).is_orphan.tolist() == [True]


def test_damage_before_a_first_row_harms_nothing() -> None:
    assert not fill(["1", "2", None], damage=(1,)).is_orphan.any()
