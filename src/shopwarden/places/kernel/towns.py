"""Look a township up below the division of a row."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import (
    CANDIDATES,
    FLAGS,
    ONLY_TOWN,
    PATTERN,
    TOWNS,
    below,
    branch_at,
    is_whole,
)
from shopwarden.places.kernel.marks import ASIDE, HAN, LANE, NUMERAL, SUFFIX
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.search import before_lane, blocks_town
from shopwarden.places.kernel.state import (
    AT,
    HIGH,
    LEVEL,
    LOW,
    PLACE,
    TOWN_PATTERN,
    UNCLEAR,
)
from shopwarden.places.kernel.tables import (
    CANDIDATE,
    CANDIDATE_PLACE,
    CODE,
    DIVISION,
    DIVISION_HIGH,
    DIVISION_LOW,
    FULL_TOWN,
    TOWN,
    TOWN_PLACE,
    Tables,
)
from shopwarden.places.kernel.words import letters
from shopwarden.places.levels import WIDTH, Level

_CITY, _DISTRICT, _LEVEL = int(Level.CITY), int(Level.DISTRICT), int(Level.TOWN)
_CITY_WIDTH: Final = WIDTH[Level.CITY]
# A street office's name seldom has more characters in front of 街.
_LONGEST: Final = 5
_JIE, _DAO, _DA = letters("街道大")
_ROAD_AHEAD: Final = 8
_TOWN_BEGIN: Final = 2 * Part.TOWN


@kernel
def read_town(
    tables: Tables,
    units: Ints,
    marks: Ints,
    pattern: int,
    begin: int,
    end: int,
    gap: int,
    state: Spans,
    spans: Spans,
) -> bool:
    """Accept a township of the row's county, else of its city; tell if there is one."""
    record = PATTERN * pattern
    if tables.patterns[record + TOWNS] == tables.patterns[record + PATTERN + TOWNS]:
        return False
    level, is_clear = state[LEVEL], state[UNCLEAR] < 0
    is_full = tables.patterns[record + FLAGS] & FULL_TOWN != 0
    if is_full:
        is_read = (level >= 0 or gap == 0) and not before_lane(tables, units, marks, end)
    else:
        is_read = gap == 0 and level >= _CITY and is_clear and not marks[end] & SUFFIX
        is_read = is_read and not blocks_town(tables, units, marks, end)
    if not is_read:
        return False
    place, alone = _town_of(tables, pattern, state)
    if place < 0 or not (is_full or alone or level == _DISTRICT):
        return False
    _enter(pattern, place if alone and is_clear else -1, begin, end, state, spans)
    return True


@kernel
def _enter(pattern: int, place: int, begin: int, end: int, state: Spans, spans: Spans) -> None:
    """Go down to a township; `place` is negative if it is not known which."""
    if place >= 0:
        state[PLACE] = place
    spans[_TOWN_BEGIN] = begin
    spans[_TOWN_BEGIN + 1] = end
    state[AT] = end
    state[TOWN_PATTERN] = pattern
    state[LEVEL] = _LEVEL


@kernel
def read_office(
    tables: Tables, units: Ints, marks: Ints, begin: int, state: Spans, spans: Spans
) -> bool:
    """Accept a street office of the county written short: 新华街|云山大道."""
    end = begin + 1
    while end < begin + _LONGEST and marks[end] & HAN and units[end] != _JIE:
        end += 1
    if units[end] != _JIE or not _is_office(units, marks, end):
        return False
    pattern = _with_way(tables, units, begin, end + 1)
    if pattern < 0:
        return False
    place, alone = find_town(tables, pattern, state[LOW], state[HIGH])
    if place < 0:
        return False
    _enter(pattern, place if alone and state[UNCLEAR] < 0 else -1, begin, end + 1, state, spans)
    return True


@kernel
def _with_way(tables: Tables, units: Ints, begin: int, end: int) -> int:
    """Return the pattern of what stands from `begin` to `end` with 道 behind it, or -1."""
    record = branch_at(tables.pairs, units, begin)
    for at in range(begin + 2, end + 1):
        if record < 0:
            return -1
        record = below(tables.patterns, record, units[at] if at < end else _DAO)
    return record if record >= 0 and is_whole(tables.patterns, record) else -1


@kernel
def _is_office(units: Ints, marks: Ints, end: int) -> bool:
    """Whether 街 and then a road follow: 新华|街|云山大道, as Guangzhou and Wuhan shorten 街道."""
    if units[end] != _JIE or units[end + 1] == _DAO or marks[end + 1] & (NUMERAL | ASIDE):
        return False
    at = end + 2
    while at < end + _ROAD_AHEAD and marks[at] & HAN:
        if marks[at] & LANE:
            return True
        if units[at] == _DAO and units[at - 1] == _DA:
            return True
        at += 1
    return False


@kernel
def _town_of(tables: Tables, pattern: int, state: Spans) -> tuple[int, bool]:
    """Look a township up in the row's division, and if that is a county in its city.

    Borders of counties move more often than those of cities: a neighbour's township is read,
    but then the county as written stays the deepest known division.
    """
    place, alone = find_town(tables, pattern, state[LOW], state[HIGH])
    if place < 0 and state[LEVEL] == _DISTRICT:
        city = state[LOW] - state[LOW] % _CITY_WIDTH
        place, alone = find_town(tables, pattern, city, city + _CITY_WIDTH)
        alone = False
    return place, alone


@kernel
def find_town(tables: Tables, pattern: int, low: int, high: int) -> tuple[int, bool]:
    """Return the place of the first township of a pattern with a code in [low, high), or -1.

    The flag tells whether there is exactly one.
    """
    towns = tables.towns
    first = tables.patterns[PATTERN * pattern + TOWNS]
    past = last = tables.patterns[PATTERN * pattern + PATTERN + TOWNS]
    if first + 1 == last:
        place = tables.patterns[PATTERN * pattern + ONLY_TOWN]
        is_here = low <= tables.divisions[DIVISION * place + CODE] < high
        return (place, True) if is_here else (-1, False)
    while first < past:
        middle = (first + past) // 2
        if towns[TOWN * middle] < low:
            first = middle + 1
        else:
            past = middle
    if first == last or towns[TOWN * first] >= high:
        return -1, False
    alone = first + 1 == last or towns[TOWN * first + TOWN] >= high
    return towns[TOWN * first + TOWN_PLACE], alone


@kernel
def settle(tables: Tables, state: Spans) -> None:
    """Let the township decide between several readings of the name above it."""
    unclear, pattern = state[UNCLEAR], state[TOWN_PATTERN]
    if unclear < 0 or pattern < 0:
        return
    told, ways = 0, 0
    first = tables.patterns[PATTERN * unclear + CANDIDATES]
    past = tables.patterns[PATTERN * unclear + PATTERN + CANDIDATES]
    for each in range(first, past):
        record = DIVISION * tables.candidates[CANDIDATE * each + CANDIDATE_PLACE]
        low = tables.divisions[record + DIVISION_LOW]
        place, alone = find_town(tables, pattern, low, tables.divisions[record + DIVISION_HIGH])
        if alone and low >= state[LOW]:
            told = place
            ways += 1
    if ways == 1:
        state[PLACE] = told
        state[UNCLEAR] = -1
