"""Texts as folded code units with their classes: what the kernels read."""

from __future__ import annotations

from functools import cache

from shopwarden.places.gazetteer import load
from shopwarden.places.kernel.decode import SHIFT
from shopwarden.places.kernel.marks import LANE, SUFFIX, UNITS, mark_table
from shopwarden.places.kernel.scan import LONGEST

_SPACE, _STREET, _WAY = ord(" "), ord("街"), ord("道")


def read_text(text: str) -> tuple[list[int], list[int]]:
    """Return units and marks of one text, which starts at ``START``.

    It ends before the last three units, at its 500th character at the latest.
    """
    fold, table = _fold_list(), mark_table()
    codes = map(ord, text[:LONGEST])
    units = [0, *[fold[code] if code < UNITS else UNITS - 1 for code in codes], 0, 0, 0]
    marks = [table[unit] for unit in units]
    # 街道 is no street.
    for at, unit in enumerate(units):
        if unit == _STREET and units[at + 1] == _WAY:
            marks[at] = marks[at] & ~LANE | SUFFIX
    return units, marks


@cache
def folding() -> list[int]:
    """Return for every code unit the folded one, and above ``SHIFT`` the classes of that."""
    table = mark_table()
    return [table[unit] << SHIFT | unit for unit in _fold_list()]


@cache
def _fold_list() -> list[int]:
    """Return the folded code unit of each code unit; a unit 0 of a text is a space."""
    table: list[int] = load().fold.tolist()
    table[0] = _SPACE
    return table
