"""Find the divisions of one row in one pass from left to right.

A name is accepted when what it may mean lies inside the interval of codes that the row has
reached. Levels only go down; a full name outside the interval is a clash.
"""

from __future__ import annotations

from shopwarden.places.kernel.again import pass_again
from shopwarden.places.kernel.branches import FLAGS, LINK, PATTERN
from shopwarden.places.kernel.clash import read_clash
from shopwarden.places.kernel.foreign import read_foreign_town
from shopwarden.places.kernel.marks import DIGIT, END, LATIN, SEPARATOR, STREET, SUFFIX
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.reading import lends_suffix, read_division
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.search import full_division, length, walkable
from shopwarden.places.kernel.state import AT, BELOW, LEVEL
from shopwarden.places.kernel.tables import FILLER, Tables
from shopwarden.places.kernel.towns import read_office, read_town, settle
from shopwarden.places.levels import Level

_DISTRICT, _TOWN = int(Level.DISTRICT), int(Level.TOWN)
_PROVINCE_END, _CITY_END = 2 * Part.PROVINCE + 1, 2 * Part.CITY + 1
# How many characters may stand between two names: a word that is in no list, not a street.
# From a township or another mention of what is known, two more.
_GAP, _FARTHEST = 4, 6


@kernel
def find_divisions(
    tables: Tables, units: Ints, marks: Ints, end: int, state: Spans, spans: Spans
) -> None:
    """Walk a row from ``state[AT]`` to `end`, which leaves its divisions in `state`."""
    at, gap, crossed = state[AT], 0, False
    while at < end:
        begun = state[LEVEL] >= 0
        near = gap <= _GAP and not crossed
        if begun and (gap > _FARTHEST or crossed):
            break
        if not begun and not near:
            near = marks[at - 1] & (END | SEPARATOR | DIGIT | LATIN) != 0
        if (begun or near) and _accept(tables, units, marks, at, gap, near, state, spans):
            if state[LEVEL] == _TOWN:
                break
            at, gap, crossed = state[AT], 0, False
            continue
        if not marks[at] & SEPARATOR:
            gap += 1
        if marks[at] & STREET:
            crossed = True
        at += 1
    if state[LEVEL] == _TOWN:
        pass_again(tables, units, marks, state)
    settle(tables, state)
    upper = max(spans[_PROVINCE_END], spans[_CITY_END])
    state[BELOW] = skip(marks, upper if upper >= 0 else state[AT], SEPARATOR)


@kernel
def _accept(
    tables: Tables,
    units: Ints,
    marks: Ints,
    at: int,
    gap: int,
    near: bool,
    state: Spans,
    spans: Spans,
) -> bool:
    """Accept the name that starts at `at`, else a shorter one; tell if there is one."""
    patterns = tables.patterns
    is_below = gap == 0 and state[LEVEL] == _DISTRICT
    if is_below and read_office(tables, units, marks, at, state, spans):
        return True
    pattern = walkable(tables, units, at)
    while pattern >= 0:
        end = at + length(patterns, pattern)
        if patterns[PATTERN * pattern + FLAGS] & FILLER:
            inner = patterns[PATTERN * pattern + LINK]
            if state[LEVEL] < 0 and inner >= 0:
                # 苏州|工业园区.
                end = at + length(patterns, inner)
                if read_division(tables, units, marks, inner, at, end, gap, near, state, spans):
                    return True
                end = at + length(patterns, pattern)
            if gap == 0 or (state[LEVEL] >= 0 and near):
                state[AT] = end
                return True
        elif not lends_suffix(tables, units, pattern, end) and (
            read_division(tables, units, marks, pattern, at, end, gap, near, state, spans)
            or read_town(tables, units, marks, pattern, at, end, gap, state, spans)
            or read_clash(tables, units, marks, pattern, at, end, gap, state, spans)
            or read_foreign_town(tables, units, marks, pattern, at, end, gap, state, spans)
        ):
            return True
        pattern = patterns[PATTERN * pattern + LINK]
        if pattern < 0:
            return False
        end = at + length(patterns, pattern)
        if marks[end] & SUFFIX and full_division(tables, units, end) < 0:
            return False
    return False
