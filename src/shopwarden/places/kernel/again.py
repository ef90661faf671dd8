"""Step over divisions that are named once more behind the township: forms repeat them."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import FLAGS, PATTERN
from shopwarden.places.kernel.marks import SEPARATOR
from shopwarden.places.kernel.reading import is_municipality, pattern_at
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.search import before_lane, length, walkable
from shopwarden.places.kernel.state import AT, LAST, TOWN_PATTERN, TWICE
from shopwarden.places.kernel.tables import (
    CANDIDATE,
    CANDIDATE_KIND,
    CANDIDATE_PLACE,
    CODE,
    DIVISION,
    DIVISION_HIGH,
    DIVISION_LEVEL,
    DIVISION_LOW,
    FULL_TOWN,
    Tables,
)
from shopwarden.places.levels import Kind, Level

_PROVINCE, _CITY, _TOWN = int(Level.PROVINCE), int(Level.CITY), int(Level.TOWN)
_FULL: Final = int(Kind.FULL)


@kernel
def pass_again(tables: Tables, units: Ints, marks: Ints, state: Spans) -> None:
    """Move ``state[AT]`` behind full names of what was read, from the top down."""
    if state[LAST] < 0:
        return
    at, last, first = state[AT], -1, -1
    while last < _TOWN:
        begin = skip(marks, at, SEPARATOR)
        pattern = walkable(tables, units, begin)
        if pattern < 0:
            break
        end = begin + length(tables.patterns, pattern)
        level = _level_again(tables, pattern, state)
        if level <= last or before_lane(tables, units, marks, end):
            break
        first = begin if first < 0 and level == _PROVINCE else first
        at, last = end, level
    # 五常街道|浙江省中医院: the name of the province alone is part of another.
    if last < _CITY:
        return
    state[AT] = at
    if first >= 0 and not is_municipality(tables.divisions[DIVISION * state[LAST] + CODE]):
        state[TWICE] = first
        state[TWICE + 1] = at


@kernel
def _level_again(tables: Tables, pattern: int, state: Spans) -> int:
    """Return the level at which a full name stands for a division of the row, or -1."""
    flags = tables.patterns[PATTERN * pattern + FLAGS]
    if pattern == state[TOWN_PATTERN] and flags & FULL_TOWN:
        return _TOWN
    code = tables.divisions[DIVISION * state[LAST] + CODE]
    first, past = tables.patterns[pattern_at(pattern)], tables.patterns[pattern_at(pattern + 1)]
    for each in range(first, past):
        record = DIVISION * tables.candidates[CANDIDATE * each + CANDIDATE_PLACE]
        low, high = (
            tables.divisions[record + DIVISION_LOW],
            tables.divisions[record + DIVISION_HIGH],
        )
        if tables.candidates[CANDIDATE * each + CANDIDATE_KIND] == _FULL and low <= code < high:
            return tables.divisions[record + DIVISION_LEVEL]
    return -1
