"""The checks that follow from the divisions that were read."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import CANDIDATES, PATTERN
from shopwarden.places.kernel.lines import (
    ABOLISHED,
    AMBIGUOUS,
    CONTRADICTION,
    LEFTOVER,
    UNKNOWN,
    add,
    add_measured,
)
from shopwarden.places.kernel.marks import HAN, SEPARATOR
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.reading import is_municipality, rank_of
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.search import walkable
from shopwarden.places.kernel.state import (
    BELOW,
    CLASH,
    DIVISIONS,
    PLACE,
    SIDE,
    TWICE,
    UNCLEAR,
)
from shopwarden.places.kernel.tables import (
    ABOVE,
    CANDIDATE,
    CANDIDATE_KIND,
    CANDIDATE_PLACE,
    CODE,
    DIVISION,
    DIVISION_LEVEL,
    STATUS,
    SUCCESSOR,
    Tables,
)
from shopwarden.places.levels import Level, Status

_CITY, _DISTRICT, _TOWN = int(Level.CITY), int(Level.DISTRICT), int(Level.TOWN)
_CURRENT, _ABOLISHED = int(Status.CURRENT), int(Status.ABOLISHED)
_PROVINCE_BEGIN, _CITY_BEGIN = 2 * Part.PROVINCE, 2 * Part.CITY
_DISTRICT_BEGIN, _TOWN_BEGIN = 2 * Part.DISTRICT, 2 * Part.TOWN
_SHI, _MARKET = ord("市"), ord("场")
_SUFFIXES: Final = tuple(map(ord, "市区县"))
_NAME_LENGTHS: Final = (3, 4)
# What stands before 区, 市 or 县 in words that are no names of divisions: 小区, 超市.
_COMMON: Final = tuple(map(
    ord,
    "小园社校厂景库矿片街地郊辖港专特宅范理假商活林税验作军牧山老湾禁战墅务心城新开化西东南北中发工业术济技"
    "超门集夜早菜花都股上全各本外内大住居生别公学医休闲娱乐展览物流仓储保护风光旅游示",
))  # fmt: skip


@kernel
def check_divisions(
    tables: Tables, units: Ints, marks: Ints, end: int, state: Spans, spans: Spans, lines: Spans
) -> None:
    """Add the lines of every reason that follows from the divisions."""
    if state[CLASH] >= 0:
        for side in range(CLASH, CLASH + 2 * SIDE, SIDE):
            place = state[side + 1]
            code = tables.divisions[DIVISION * place + CODE] if place >= 0 else 0
            add(CONTRADICTION, state[side + 2], state[side + 3], state[side], code, lines)
    _check_unknown(tables, units, marks, end, state, spans, lines)
    for level in range(_TOWN):
        place = state[DIVISIONS + level]
        if place >= 0 and tables.divisions[DIVISION * place + STATUS] == _ABOLISHED:
            code = _successor(tables.divisions, place, level, state[PLACE])
            add(ABOLISHED, spans[2 * level], spans[2 * level + 1], level, code, lines)
    if state[UNCLEAR] >= 0:
        _add_readings(tables, state[UNCLEAR], spans, lines)


@kernel
def check_twice(state: Spans, lines: Spans) -> None:
    """Add a line for a province that is named again, as forms do."""
    if state[TWICE] >= 0:
        add_measured(LEFTOVER, state[TWICE], state[TWICE + 1], -1, -1, -1, lines)


@kernel
def _successor(divisions: Ints, place: int, level: int, deepest: int) -> int:
    """Return the code of what took the place of a former division, 0 if not known."""
    # A district may have been split: the township tells to which part the address belongs.
    if level == _DISTRICT and deepest >= 0:
        above = divisions[DIVISION * deepest + ABOVE]
        if (
            divisions[DIVISION * deepest + DIVISION_LEVEL] == _TOWN
            and above >= 0
            and divisions[DIVISION * above + DIVISION_LEVEL] == _DISTRICT
            and divisions[DIVISION * above + STATUS] == _CURRENT
        ):
            return divisions[DIVISION * above + CODE]
    return divisions[DIVISION * place + SUCCESSOR]


@kernel
def _add_readings(tables: Tables, pattern: int, spans: Spans, lines: Spans) -> None:
    """Add one line per reading of a name that several divisions share."""
    first = tables.patterns[PATTERN * pattern + CANDIDATES]
    past = tables.patterns[PATTERN * pattern + PATTERN + CANDIDATES]
    best = -1
    for each in range(first, past):
        record = DIVISION * tables.candidates[CANDIDATE * each + CANDIDATE_PLACE]
        level = tables.divisions[record + DIVISION_LEVEL]
        rank = rank_of(tables.candidates[CANDIDATE * each + CANDIDATE_KIND], level)
        best = rank if best < 0 else best
        if rank == best and spans[2 * level] >= 0:
            code = tables.divisions[record + CODE]
            add(AMBIGUOUS, spans[2 * level], spans[2 * level + 1], level, code, lines)


@kernel
def _check_unknown(
    tables: Tables, units: Ints, marks: Ints, end: int, state: Spans, spans: Spans, lines: Spans
) -> None:
    """Judge a name with its suffix right below a province or city, in no list.

    A township may follow it: then it is a slip in the name of the township's county. Only
    names of which no list knows any beginning count, so that a former county, a nickname or a
    new zone is not taken for an invention.
    """
    has_province, has_city = spans[_PROVINCE_BEGIN] >= 0, spans[_CITY_BEGIN] >= 0
    if not (has_province or has_city) or spans[_DISTRICT_BEGIN] >= 0:
        return
    if state[UNCLEAR] >= 0 or state[CLASH] >= 0 or walkable(tables, units, state[BELOW]) >= 0:
        return
    # The districts of a municipality follow the province: 上海市|杨浦区.
    place = state[PLACE]
    if place >= 0 and is_municipality(tables.divisions[DIVISION * place + CODE]):
        has_city = True
    begin = state[BELOW]
    last = _suffix_at(units, marks, begin, end)
    if last < 0:
        return
    is_city = units[last] == _SHI
    town = spans[_TOWN_BEGIN]
    if is_city != has_city and (town < 0 or skip(marks, last + 1, SEPARATOR) == town):
        add(UNKNOWN, begin, last + 1, _CITY if is_city else _DISTRICT, -1, lines)


@kernel
def _suffix_at(units: Ints, marks: Ints, begin: int, end: int) -> int:
    """Return where a name of three or four characters from `begin` ends in 市, 区 or 县."""
    for at in range(begin, begin + _NAME_LENGTHS[1]):
        if at >= end or not marks[at] & HAN:
            return -1
        if (
            at - begin + 1 >= _NAME_LENGTHS[0]
            and units[at] in _SUFFIXES
            and units[at - 1] not in _COMMON
            and units[at + 1] != _MARKET
        ):
            return at
    return -1
