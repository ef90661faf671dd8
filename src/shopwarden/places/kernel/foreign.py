"""Judge a township that lies in another city than the county it is written behind.

Townships are merged and renamed all the time, and their names are borne in many counties: one
that no list knows there may be a former one. As the village where it had its seat keeps the
name, a township counts as foreign only in a county without a village of that name; but every
fourth county has a village of the names that many townships bear (和平, 光明), which tells nothing.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import FLAGS, LINK, PATTERN, TOWNS
from shopwarden.places.kernel.clash import is_street, record_clash
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.reading import is_municipality, pattern_at
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.search import before_lane, length
from shopwarden.places.kernel.state import ALL_CODES, AT, CLASH, LAST, LEVEL, PLACE, UNCLEAR
from shopwarden.places.kernel.tables import (
    CANDIDATE,
    CANDIDATE_PLACE,
    CODE,
    DIVISION,
    FULL_TOWN,
    STATUS,
    Tables,
)
from shopwarden.places.kernel.towns import find_town
from shopwarden.places.kernel.villages import is_village
from shopwarden.places.levels import CITIES_WITHOUT_COUNTIES, WIDTH, Level, Status

_CITY, _DISTRICT, _TOWN = int(Level.CITY), int(Level.DISTRICT), int(Level.TOWN)
_PROVINCE_WIDTH, _CITY_WIDTH = WIDTH[Level.PROVINCE], WIDTH[Level.CITY]
_DISTRICT_WIDTH: Final = WIDTH[Level.DISTRICT]
_CURRENT: Final = int(Status.CURRENT)
_TOWN_BEGIN: Final = 2 * Part.TOWN
_STREET, _WAY = ord("街"), ord("道")
_ONE_CHARACTER: Final = (ord("镇"), ord("乡"))
_SHORTEST: Final = 2
# 城关镇, 城郊乡: what people call the seat of any county, but not a district of a city.
_SEAT, _QU = ord("城"), ord("区")
_PART_OF_SEAT: Final = tuple(map(ord, "关郊区厢中内外"))
# A village of a name that so many townships bear is no trace of one.
_COMMON: Final = 12
# Cities whose towns stand directly below them.
_WITHOUT_COUNTIES: Final = tuple(sorted(CITIES_WITHOUT_COUNTIES))


@kernel
def read_foreign_town(
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
    """Tell if a township lies in no county of the row's city, and go on from it."""
    if gap != 0 or state[LAST] < 0 or state[UNCLEAR] >= 0 or state[CLASH] >= 0:
        return False
    if not tables.patterns[PATTERN * pattern + FLAGS] & FULL_TOWN:
        return False
    record = DIVISION * state[LAST]
    code = tables.divisions[record + CODE]
    is_home = state[LEVEL] == _DISTRICT or (
        state[LEVEL] == _CITY and code // _CITY_WIDTH in _WITHOUT_COUNTIES
    )
    stem_end = end - _suffix_length(units, end)
    if not is_home or tables.divisions[record + STATUS] != _CURRENT or stem_end - begin < _SHORTEST:
        return False
    if stem_end == end or _is_seat(units, begin, state):
        return False
    if is_municipality(code):
        low = code - code % _PROVINCE_WIDTH
        if find_town(tables, pattern, low, low + _PROVINCE_WIDTH)[0] >= 0:
            return False
    if before_lane(tables, units, marks, end) or is_street(units, marks, end):
        return False
    if _became_county(tables, pattern, stem_end - begin, code):
        return False
    at = PATTERN * pattern + TOWNS
    is_common = tables.patterns[at + PATTERN] - tables.patterns[at] >= _COMMON
    if not is_common and is_village(
        tables.villages, units, begin, stem_end, code // _DISTRICT_WIDTH
    ):
        return False
    place, alone = find_town(tables, pattern, 0, ALL_CODES)
    record_clash(state[LAST], _TOWN, place if alone else -1, begin, end, state, spans)
    spans[_TOWN_BEGIN] = begin
    spans[_TOWN_BEGIN + 1] = end
    if alone:
        state[PLACE] = place
    state[AT] = end
    state[LEVEL] = _TOWN
    return True


@kernel
def _became_county(tables: Tables, pattern: int, size: int, code: int) -> bool:
    """Whether a county of the city bears the name of a township: 苍南县龙港镇 is 龙港市 today."""
    stem = tables.patterns[PATTERN * pattern + LINK]
    if stem < 0 or length(tables.patterns, stem) != size:
        return False
    first, past = tables.patterns[pattern_at(stem)], tables.patterns[pattern_at(stem + 1)]
    for each in range(first, past):
        record = DIVISION * tables.candidates[CANDIDATE * each + CANDIDATE_PLACE]
        if tables.divisions[record + CODE] // _CITY_WIDTH == code // _CITY_WIDTH:
            return True
    return False


@kernel
def _is_seat(units: Ints, begin: int, state: Spans) -> bool:
    """Whether a name is what people call the seat of the county: 城关镇, 城郊乡."""
    is_seat = units[begin] == _SEAT and units[begin + 1] in _PART_OF_SEAT
    return is_seat and units[state[AT] - 1] != _QU


@kernel
def _suffix_length(units: Ints, end: int) -> int:
    if units[end - 1] in _ONE_CHARACTER:
        return 1
    return 2 if units[end - 1] == _WAY and units[end - 2] == _STREET else 0
