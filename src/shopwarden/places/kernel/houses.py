"""Write down building, unit, floor and room, also where one number holds several: 3-2-501."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexemes import (
    BUILDING,
    BUILDING_AT,
    ESTATE,
    FLOOR,
    FLOOR_AT,
    NOTHING,
    POI_AT,
    ROOM,
    ROOM_AT,
    TOWN,
    TOWN_AT,
    UNIT,
    UNIT_AT,
    VILLAGE,
    VILLAGE_AT,
    is_free,
    put,
)
from shopwarden.places.kernel.marks import DIGIT, HAN, SEPARATOR, SUFFIX
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.runs import count, join
from shopwarden.places.kernel.words import letters

_DASH, _WAY = ord("-"), ord("道")
_AFTER_ROOM: Final = letters("间号位面口")
# From this many digits on a number is a room and no building.
ROOM_DIGITS: Final = 3


@kernel
def take_joined(
    units: Ints, marks: Ints, body: int, run: int, stop: int, last: int, spans: Spans
) -> int:
    """Share a number out among building, unit, floor and room, which ends at `stop`."""
    first = join(marks, body, run)
    if first == run or count(marks, body, first, DIGIT) >= ROOM_DIGITS:
        return take_room(body, stop, spans)
    second = join(marks, first + 1, run)
    third = join(marks, second + 1, run) if second < run else run
    has_building = spans[BUILDING_AT] >= 0 or last in (UNIT, FLOOR)
    if third < run:
        put(spans, BUILDING_AT, body, first)
        put(spans, UNIT_AT, first + 1, second)
        put(spans, FLOOR_AT, second + 1, third)
        return take_room(third + 1, stop, spans)
    if second < run:
        if has_building:
            put(spans, UNIT_AT, body, first)
            put(spans, FLOOR_AT, first + 1, second)
        else:
            put(spans, BUILDING_AT, body, first)
            put(spans, UNIT_AT, first + 1, second)
        return take_room(second + 1, stop, spans)
    if last == UNIT:
        put(spans, FLOOR_AT, body, first)
    elif has_building:
        put(spans, UNIT_AT, body, first)
    else:
        put(spans, BUILDING_AT, body, first)
    return take_room(first + 1, stop, spans)


@kernel
def take_room(begin: int, stop: int, spans: Spans) -> int:
    """Write down a room."""
    put(spans, ROOM_AT, begin, stop)
    return ROOM


@kernel
def room_end(units: Ints, marks: Ints, stop: int) -> int:
    """Return where 室, 房 or 铺 ends with what belongs to it: 房间, 铺位."""
    if units[stop] in _AFTER_ROOM and not marks[stop + 1] & HAN:
        return stop + 1
    return stop


@kernel
def take_building(marks: Ints, begin: int, stop: int, spans: Spans) -> int:
    """Write down a building."""
    if put(spans, BUILDING_AT, begin, stop):
        return BUILDING
    known = spans[BUILDING_AT + 1]
    if known == begin or (known == begin - 1 and marks[known] & SEPARATOR):
        # 3号楼|B座, 塔3 A座.
        spans[BUILDING_AT + 1] = stop
    return BUILDING


@kernel
def take_unit(marks: Ints, begin: int, run: int, stop: int, spans: Spans) -> int:
    """Write down a unit, and the building of 3-2单元."""
    first = join(marks, begin, run)
    if first < run and is_free(spans, BUILDING_AT):
        put(spans, BUILDING_AT, begin, first)
        begin = first + 1
    put(spans, UNIT_AT, begin, stop)
    return UNIT


@kernel
def take_floor(units: Ints, marks: Ints, begin: int, stop: int, spans: Spans) -> int:
    """Write down a floor, the minus of -1层 included."""
    if units[begin - 1] == _DASH and marks[begin - 2] & (SEPARATOR | HAN):
        begin -= 1
    put(spans, FLOOR_AT, begin, stop)
    return FLOOR


@kernel
def take_phase(units: Ints, marks: Ints, begin: int, stop: int, last: int, spans: Spans) -> int:
    """Add 二期, 三区 or A组团 to the name in front of it."""
    is_town = last == NOTHING and spans[TOWN_AT + 1] == begin
    if is_town and not marks[begin - 1] & SUFFIX and units[begin - 1] != _WAY:
        # 翠苑|三区 is an estate, named like its township.
        begin = spans[TOWN_AT]
        spans[TOWN_AT] = -1
        spans[TOWN_AT + 1] = -1
    if last == VILLAGE and spans[VILLAGE_AT + 1] == begin:
        spans[VILLAGE_AT + 1] = stop
        return VILLAGE
    if spans[POI_AT] >= 0 and spans[POI_AT + 1] == begin:
        spans[POI_AT + 1] = stop
        return ESTATE
    if is_free(spans, POI_AT) and (last in (NOTHING, TOWN)):
        put(spans, POI_AT, begin, stop)
        return ESTATE
    return last
