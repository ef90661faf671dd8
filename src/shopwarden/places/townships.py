"""Look up the township of a pattern below a division."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.gazetteer import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.text import Flags

_SHIFT: Final = 30


@cache
def _keys() -> NDArray[np.int64]:
    """Keys (pattern, code) of all townships, ascending, with two sentinels."""
    table = load()
    pattern = np.repeat(np.arange(table.role.size), np.diff(table.town_start))
    last = np.iinfo(np.int64).max
    return np.append((pattern.astype(np.int64) << _SHIFT) | table.town, [last, last])


def find_town(
    pattern: NDArray[np.intp], low: NDArray[np.intp], high: NDArray[np.intp]
) -> tuple[NDArray[np.intp], Flags]:
    """Return the first township of each pattern with a code in [low, high).

    Returns
    -------
    tuple
        Nine-digit codes, 0 where there is none, and whether there is exactly one.
    """
    keys = _keys()
    base = pattern << _SHIFT
    place = np.searchsorted(keys, base + low)
    limit = base + high
    found = keys[place] < limit
    code = np.where(found, keys[place] - base, 0)
    alone: Flags = found & (keys[place + 1] >= limit)
    return code, alone
