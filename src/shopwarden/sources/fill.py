"""Order columns that stand on the first row of an order only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.sources.cells import clean


class Filled(NamedTuple):
    """Cells with the blanks below an order's first row filled.

    `is_orphan` marks rows whose order cannot be known, since a damaged row stands between
    them and the rows before: they are never given to the order above. `last` holds the
    cells of the last order, for the next chunk.
    """

    cells: pl.DataFrame
    is_filled: NDArray[np.bool_]
    is_orphan: NDArray[np.bool_]
    last: pl.DataFrame | None


def fill_down(
    cells: pl.DataFrame,
    names: tuple[str, ...],
    follows_damage: NDArray[np.bool_],
    last: pl.DataFrame | None,
) -> Filled:
    """Give rows without an ``id`` the columns `names` of the order above them."""
    names = tuple(name for name in names if name in cells.columns)
    heads = clean(cells["id"]).is_not_null().to_numpy()
    place = np.arange(len(heads))
    head = np.maximum.accumulate(np.where(heads, place, -1))
    damage = np.maximum.accumulate(np.where(follows_damage & ~heads, place, -1))
    known = head >= 0 if last is None else np.ones(len(heads), np.bool_)
    is_orphan = ~heads & ((damage > head) | ~known)
    is_filled = ~heads & ~is_orphan
    # Row 0 of the pool is the order that the chunk before ended with.
    own = cells.select(names)
    pool = pl.concat([own.clear(1) if last is None else last, own])
    taken = pool[np.where(is_filled, head + 1, place + 1)]
    if is_orphan.size and is_orphan[-1]:
        last = None
    else:
        last = pool[int(head[-1]) + 1] if len(heads) else last
    return Filled(cells.with_columns(taken), is_filled, is_orphan, last)
