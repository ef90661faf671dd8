"""Look a township up below the division of a row."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.marks import SUFFIX
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
    CANDIDATES,
    DIVISION,
    DIVISION_HIGH,
    DIVISION_LOW,
    FLAGS,
    FULL_TOWN,
    PATTERN,
    TOWN,
    TOWN_PLACE,
    TOWNS,
    Tables,
)
from shopwarden.places.levels import WIDTH, Level

_CITY, _DISTRICT, _LEVEL = int(Level.CITY), int(Level.DISTRICT), int(Level.TOWN)
_CITY_WIDTH: Final = WIDTH[Level.CITY]
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
    if alone and is_clear:
        state[PLACE] = place
    spans[_TOWN_BEGIN] = begin
    spans[_TOWN_BEGIN + 1] = end
    state[AT] = end
    state[TOWN_PATTERN] = pattern
    state[LEVEL] = _LEVEL
    return True


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
