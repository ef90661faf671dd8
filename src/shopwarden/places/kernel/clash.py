"""Judge a name that cannot lie below what was read, and go on from it."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import FLAGS, PATTERN
from shopwarden.places.kernel.marks import ROAD, TURNING
from shopwarden.places.kernel.reading import enter, pattern_at
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.search import before_lane, blocks, opens
from shopwarden.places.kernel.state import (
    CLASH,
    DIVISIONS,
    LAST,
    LAST_PATTERN,
    LEVEL,
    LONE_STEM,
    SIDE,
    UNCLEAR,
)
from shopwarden.places.kernel.tables import (
    CANDIDATE,
    CANDIDATE_KIND,
    CANDIDATE_PLACE,
    CODE,
    DIVISION,
    DIVISION_HIGH,
    DIVISION_LEVEL,
    DIVISION_LOW,
    GENERIC,
    STATUS,
    Tables,
)
from shopwarden.places.levels import WIDTH, Kind, Level, Status

_PROVINCE, _CITY, _DISTRICT = int(Level.PROVINCE), int(Level.CITY), int(Level.DISTRICT)
_PROVINCE_WIDTH, _CITY_WIDTH = WIDTH[Level.PROVINCE], WIDTH[Level.CITY]
_FULL_ABOLISHED, _STEM = int(Kind.FULL_ABOLISHED), int(Kind.STEM)
_ABOLISHED: Final = int(Status.ABOLISHED)
_LEVELS: Final = len(Level)
# 沛县, 温县: nobody writes these without their suffix, neither in the names of shops and streets.
_SHORT_NAME: Final = 2
_SHOP: Final = tuple(map(ord, "饭宾烧酒餐"))
_HALF: Final = 16
_SHOP_PAIRS: Final = tuple(
    ord(pair[0]) << _HALF | ord(pair[1])
    for pair in (
        "银行",
        "名城",
        "特产",
        "花园",
        "会馆",
        "批发",
        "小吃",
        "小区",
        "商会",
        "商贸",
        "面馆",
        "土特",
    )
)
_GREAT, _TONG = ord("大"), ord("同")
_GREAT_THINGS: Final = tuple(map(ord, "厦桥酒饭城门"))


@kernel
def read_clash(
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
    """Tell if a name clashes with what stands before it, and go on from the name."""
    if gap != 0 or state[LAST] < 0 or state[LEVEL] < 0 or state[UNCLEAR] >= 0:
        return False
    candidate = tables.patterns[pattern_at(pattern)]
    if candidate == tables.patterns[pattern_at(pattern + 1)]:
        return False
    place = tables.candidates[CANDIDATE * candidate + CANDIDATE_PLACE]
    kind = tables.candidates[CANDIDATE * candidate + CANDIDATE_KIND]
    if state[LONE_STEM] and _reread(tables, units, marks, place, kind, end, state, spans):
        enter(tables, pattern, candidate, 1, begin, end, state, spans)
        return True
    if tables.patterns[PATTERN * pattern + FLAGS] & GENERIC:
        return False
    is_short = end - begin <= _SHORT_NAME and kind < _STEM
    if is_short and (_is_shop(units, end) or is_street(units, marks, end)):
        return False
    if not _is_clash(tables, units, marks, place, kind, end, state):
        return False
    # A short name in front that names nothing above: a person's, a shop's.
    if state[LONE_STEM] and tables.divisions[DIVISION * place + DIVISION_LEVEL] < state[LEVEL]:
        _forget(state, spans)
    elif state[CLASH] < 0:
        record_clash(
            state[LAST], tables.divisions[DIVISION * place + DIVISION_LEVEL], place, begin, end,
            state, spans,
        )  # fmt: skip
    enter(tables, pattern, candidate, 1, begin, end, state, spans)
    return True


@kernel
def _reread(
    tables: Tables,
    units: Ints,
    marks: Ints,
    place: int,
    kind: int,
    end: int,
    state: Spans,
    spans: Spans,
) -> bool:
    """Read the short name in front as a namesake that holds what follows: 海南|兴海县."""
    code = tables.divisions[DIVISION * place + CODE]
    level = tables.divisions[DIVISION * place + DIVISION_LEVEL]
    pattern, old = state[LAST_PATTERN], state[LEVEL]
    for each in range(
        tables.patterns[pattern_at(pattern)], tables.patterns[pattern_at(pattern + 1)]
    ):
        record = DIVISION * tables.candidates[CANDIDATE * each + CANDIDATE_PLACE]
        if (
            tables.candidates[CANDIDATE * each + CANDIDATE_KIND] == _STEM
            and tables.divisions[record + DIVISION_LEVEL] < level
            and tables.divisions[record + DIVISION_LOW] <= code
            and code < tables.divisions[record + DIVISION_HIGH]
        ):
            if kind > _STEM or (kind == _STEM and blocks(tables, units, marks, end)):
                return False
            first, last = spans[2 * old], spans[2 * old + 1]
            _forget(state, spans)
            enter(tables, pattern, each, 1, first, last, state, spans)
            return True
    return False


@kernel
def _is_clash(
    tables: Tables, units: Ints, marks: Ints, place: int, kind: int, end: int, state: Spans
) -> bool:
    divisions, old_level = tables.divisions, state[LEVEL]
    code, level = divisions[DIVISION * place + CODE], divisions[DIVISION * place + DIVISION_LEVEL]
    before = divisions[DIVISION * state[LAST] + CODE]
    if level == old_level == _DISTRICT and code // _CITY_WIDTH == before // _CITY_WIDTH:
        return False
    if kind <= _FULL_ABOLISHED:
        # Former names moved between cities: only another province is surely wrong.
        is_former = (
            kind == _FULL_ABOLISHED or divisions[DIVISION * state[LAST] + STATUS] == _ABOLISHED
        )
        if is_former and code // _PROVINCE_WIDTH == before // _PROVINCE_WIDTH:
            return False
        return not before_lane(tables, units, marks, end)
    if kind != _STEM or level != _CITY or old_level != _PROVINCE:
        return False
    return opens(tables, units, marks, end) and not blocks(tables, units, marks, end)


@kernel
def _is_shop(units: Ints, end: int) -> bool:
    """Whether a name that ends before `end` is that of a shop or estate: 澧县|饭店."""
    return units[end] in _SHOP or units[end] << _HALF | units[end + 1] in _SHOP_PAIRS


@kernel
def is_street(units: Ints, marks: Ints, end: int) -> bool:
    """Whether a name that ends before `end` is that of a street: 沛县|北路."""
    if not marks[end] & TURNING:
        return False
    if units[end + 1] == _GREAT:
        return marks[end + 2] & ROAD != 0
    if units[end + 1] == _TONG:
        # 大同|银行.
        return False
    return marks[end + 1] & ROAD != 0 or units[end + 1] in _GREAT_THINGS


@kernel
def _forget(state: Spans, spans: Spans) -> None:
    """Drop a short name that turned out to be no part of the address."""
    for level in range(_LEVELS):
        spans[2 * level] = -1
        spans[2 * level + 1] = -1
        state[DIVISIONS + level] = -1
    state[LEVEL] = -1


@kernel
def record_clash(
    last: int, level: int, place: int, begin: int, end: int, state: Spans, spans: Spans
) -> None:
    """Write down both sides of a clash: what was read last, and what does not lie below it."""
    old = state[LEVEL]
    state[CLASH] = old
    state[CLASH + 1] = last
    state[CLASH + 2] = spans[2 * old]
    state[CLASH + 3] = spans[2 * old + 1]
    state[CLASH + SIDE] = level
    state[CLASH + SIDE + 1] = place
    state[CLASH + SIDE + 2] = begin
    state[CLASH + SIDE + 3] = end
