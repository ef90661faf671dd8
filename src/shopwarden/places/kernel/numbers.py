"""Door numbers: which of the numbers of an address is one, and how far it goes."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.houses import (
    ROOM_DIGITS,
    take_building,
    take_joined,
    take_room,
)
from shopwarden.places.kernel.lexemes import (
    BUILDING,
    BUILDING_AT,
    CROSS,
    ESTATE,
    FLOOR,
    LANE,
    LANE_AT,
    NOTHING,
    NUMBER,
    NUMBER_AT,
    PLAIN,
    ROAD,
    ROAD_AT,
    TOWN,
    UNIT,
    VILLAGE,
    ZONE,
    is_free,
    put,
)
from shopwarden.places.kernel.marks import (
    DIGIT,
    END,
    HAN,
    LATIN,
    NUMBER_JOINING,
    SEPARATOR,
)
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.runs import count, join, number_end
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.words import letters

_HAO, _OF, _ATTACHED, _DASH, _GREAT, _YARD, _ZERO, _TOWER, _BRACKET, _TURN = letters(
    "号之附-大院0厦[转"
)
_STEMS: Final = letters("甲乙丙丁戊")
# What may stand right before a door number where no road does.
_SETTLED: Final = letters("村组社队镇乡道街路庄屯桥头塘湾里旁侧面近口段园边")
_LONGEST: Final = 5
_LONGEST_RANGE: Final = 9
_WIDEST_RANGE: Final = 60
# Longer digits are a postcode or an account.
_LONGEST_ROOM: Final = 5


@kernel
def is_on_road(last: int, spans: Spans) -> bool:
    """Whether a number here is the door number of the road just read."""
    return (last in (ROAD, LANE)) and spans[NUMBER_AT] < 0


@kernel
def takes_door(units: Ints, marks: Ints, at: int, stop: int, last: int, spans: Spans) -> bool:
    """Whether 12号 at `at` is a door number, and no building or room."""
    if not is_free(spans, NUMBER_AT):
        return False
    if last in (ROAD, LANE, CROSS, VILLAGE):
        return True
    if last in (NOTHING, TOWN, ZONE):
        return True
    # 理想城|4号院.
    if last == ESTATE and _yard(units, stop):
        return True
    return last == PLAIN and (marks[at - 1] & SEPARATOR != 0 or units[at - 1] in _SETTLED)


@kernel
def take_door(
    units: Ints, marks: Ints, at: int, body: int, run: int, stop: int, last: int, spans: Spans
) -> tuple[int, int]:
    """Write down what 12号 stands for; return where it ends and its kind."""
    if takes_door(units, marks, at, stop, last, spans):
        stop = number_tail(units, marks, stop)
        put(spans, NUMBER_AT, at, stop)
        # 1号院, 12号大院.
        return stop + _yard(units, stop), NUMBER
    first = join(marks, body, run)
    if first < run and count(marks, first, run, DIGIT) >= ROOM_DIGITS:
        return stop, take_joined(units, marks, body, run, stop, last, spans)
    is_house = last in (ESTATE, PLAIN, NUMBER, ZONE)
    # 美亚大厦|1301号, but 阳光花园|12号.
    digits = count(marks, body, run, DIGIT)
    is_room = digits > ROOM_DIGITS or (digits == ROOM_DIGITS and units[at - 1] == _TOWER)
    if is_house and not is_room and is_free(spans, BUILDING_AT):
        return stop, take_building(marks, at, stop, spans)
    if is_house or last in (BUILDING, UNIT, FLOOR):
        return stop, take_room(at, stop, spans)
    return stop, last


@kernel
def _yard(units: Ints, at: int) -> int:
    if units[at] == _YARD:
        return 1
    return 2 if units[at] == _GREAT and units[at + 1] == _YARD else 0


@kernel
def number_tail(units: Ints, marks: Ints, stop: int) -> int:
    """Return where a door number that 号 ends at `stop` ends: 12号之2, 12号附5号, 12号-14号."""
    one = units[stop]
    if one in (_OF, _ATTACHED):
        past = number_end(units, marks, stop + 1)
        if past > stop + 1:
            return past + int(units[past] == _HAO)
    if one in _STEMS and marks[stop + 1] & (END | SEPARATOR):
        return stop + 1
    while marks[stop] & NUMBER_JOINING and marks[stop + 1] & DIGIT:
        past = skip(marks, stop + 1, DIGIT)
        if units[past] != _HAO:
            is_sub = units[stop] == _DASH and past - stop <= 3
            is_sub = is_sub and not marks[past] & (HAN | LATIN | NUMBER_JOINING)
            return past if is_sub else stop
        stop = past + 1
    return stop


@kernel
def take_alley(begin: int, stop: int, last: int, spans: Spans) -> int:
    """Write down 12弄: a door number on a road, a lane behind another or without a road."""
    if is_on_road(last, spans) and last == ROAD:
        put(spans, NUMBER_AT, begin, stop)
        return NUMBER
    if last == LANE and spans[LANE_AT + 1] == begin:
        spans[LANE_AT + 1] = stop
        return LANE
    if last != CROSS and put(spans, LANE_AT, begin, stop):
        return LANE
    return last


@kernel
def take_lane(begin: int, stop: int, last: int, spans: Spans) -> int:
    """Write down 12巷: a lane of the road, the road itself where there is none."""
    if put(spans, ROAD_AT, begin, stop):
        return ROAD
    if put(spans, LANE_AT, begin, stop):
        return LANE
    return last


@kernel
def take_bare(
    units: Ints, marks: Ints, at: int, body: int, run: int, last: int, spans: Spans
) -> int:
    """Write down digits that nothing follows: 文三路88, 3幢501, 阳光花园3-2-501."""
    first = join(marks, body, run)
    if is_on_road(last, spans):
        return _take_bare_door(units, marks, at, body, run, first, last, spans)
    digits = count(marks, body, run, DIGIT)
    # [1234] and 转1234 belong to a phone.
    is_extension = units[at - 1] == _BRACKET or units[at - 1] == _TURN
    if (first == run and digits > _LONGEST_ROOM) or is_extension:
        return last
    if last == VILLAGE and first == run and is_free(spans, NUMBER_AT):
        put(spans, NUMBER_AT, at, run)
        return NUMBER
    is_inside = last in (BUILDING, UNIT, FLOOR)
    is_place = last in (ESTATE, PLAIN, ZONE, NUMBER)
    # 国贸大厦33a is a room.
    is_house = first == run and digits < ROOM_DIGITS and not marks[run - 1] & LATIN
    if is_place and is_house and is_free(spans, BUILDING_AT):
        return take_building(marks, at, run, spans)
    if is_inside or is_place or last == VILLAGE:
        return take_joined(units, marks, body, run, run, last, spans)
    return last


@kernel
def _take_bare_door(
    units: Ints, marks: Ints, at: int, body: int, run: int, first: int, last: int, spans: Spans
) -> int:
    """Write down 88, 12-14 or 88-2-501 behind a road."""
    second = join(marks, first + 1, run) if first < run else run
    is_one = first == run and run - body <= _LONGEST
    is_range = first < run and second == run and _is_range(units, marks, body, first, run)
    if is_one or is_range:
        put(spans, NUMBER_AT, at, run)
        return NUMBER
    if first == run or first - body > _LONGEST:
        return last
    put(spans, NUMBER_AT, at, first)
    return take_joined(units, marks, first + 1, run, run, NUMBER, spans)


@kernel
def _is_range(units: Ints, marks: Ints, begin: int, dash: int, end: int) -> bool:
    """Tell the door numbers 12-14 and 618-2 from door and room, 88-501."""
    if end - begin > _LONGEST_RANGE:
        return False
    if end - dash - 1 < ROOM_DIGITS:
        return True
    low, high = _value(units, marks, begin, dash), _value(units, marks, dash + 1, end)
    return low < high <= low + _WIDEST_RANGE


@kernel
def _value(units: Ints, marks: Ints, begin: int, end: int) -> int:
    value = 0
    for at in range(begin, end):
        if marks[at] & DIGIT:
            value = value * 10 + int(units[at]) - _ZERO
    return value
