"""Write down what the number at hand counts: hand it to the part that it belongs to."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.counts import number_at
from shopwarden.places.kernel.houses import (
    ROOM_DIGITS,
    room_end,
    take_building,
    take_floor,
    take_joined,
    take_phase,
    take_room,
    take_unit,
)
from shopwarden.places.kernel.lexemes import (
    ALLEY,
    BARE,
    BUILDING,
    CITY_AT,
    CROSS,
    DISTRICT_AT,
    DOOR,
    FLOOR,
    GROUP,
    HALL,
    LANE,
    NOTED,
    NOTHING,
    NUMBER,
    NUMBER_AT,
    PHASE,
    PHONE_AT,
    QUANTITY,
    ROAD,
    ROAD_AT,
    ROOM,
    STALL,
    STREET,
    TEAM,
    TOWN,
    TOWN_AT,
    UNIT,
    UNIT_AT,
    VILLAGE,
    put,
)
from shopwarden.places.kernel.marks import DIGIT, HAN, LATIN, LEADING, NOTE, NUMERAL, SURNAME
from shopwarden.places.kernel.numbers import (
    is_on_road,
    take_alley,
    take_bare,
    take_door,
    take_lane,
)
from shopwarden.places.kernel.pasted import phone_end
from shopwarden.places.kernel.places import take_village
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.roads import section_end
from shopwarden.places.kernel.words import letters

COUNTING: Final = DIGIT | LATIN | NUMERAL | LEADING
"""Classes of characters a number may begin with."""

_YUAN, _HAO, _SPACE, _JIE, _HU, _CENG, _BOTTOM, _TOP = letters("元号 街户层底顶")


@kernel
def take_side(units: Ints, marks: Ints, at: int, stop: int, spans: Spans) -> int:
    """Write down what has a word for a number: 东楼, 东单元, 东户."""
    if units[stop - 1] == _YUAN:
        put(spans, UNIT_AT, at, stop)
        return UNIT
    if units[stop - 1] == _HU:
        return take_room(at, stop, spans)
    if units[stop - 1] == _CENG or units[at] == _BOTTOM or units[at] == _TOP:
        return take_floor(units, marks, at, stop, spans)
    return take_building(marks, at, stop, spans)


@kernel
def take_number(
    units: Ints, marks: Ints, at: int, end: int, last: int, spans: Spans
) -> tuple[int, int]:
    """Write down what the number at `at` counts; return its end and kind, `at` if nothing."""
    if marks[at] & DIGIT:
        stop = phone_end(units, marks, at, end)
        if stop > at:
            put(spans, PHONE_AT, at, stop)
            return stop, last
    on_road = is_on_road(last, spans)
    ahead = at
    if not marks[at] & COUNTING:
        # 新12号 behind a road; elsewhere 新 and 老 belong to names.
        if not on_road or not marks[at + 1] & DIGIT:
            return at, last
        ahead = at + 1
    body, run, stop, kind = number_at(units, marks, ahead)
    if kind == NOTHING and last in (BUILDING, UNIT, FLOOR) and run - body >= ROOM_DIGITS:
        # 三单元|四零二.
        return run, take_room(at, run, spans)
    if kind == NOTHING:
        # 7街 inside a market, 2楼7街15678商位.
        is_aisle = last == FLOOR and units[run] == _JIE and run > at
        return (run + 1, last) if is_aisle else (at, last)
    if kind == QUANTITY or last == NOTED:
        return stop, NOTED
    door = run + 1 + int(units[run] == _SPACE)
    if on_road and units[door - 1] == _HAO and (kind in (HALL, STALL, STREET)):
        kind, stop = DOOR, door
    if kind == DOOR:
        return take_door(units, marks, at, body, run, stop, last, spans)
    if kind == STREET:
        stop = section_end(units, marks, stop)
        return stop, ROAD if put(spans, ROAD_AT, at, stop) else CROSS
    if kind in (ROOM, STALL):
        stop = room_end(units, marks, stop)
        return stop, take_joined(units, marks, body, run, stop, last, spans)
    if kind == BARE:
        is_inside = on_road or last in (BUILDING, UNIT, FLOOR)
        if not is_inside and marks[stop] & HAN and not marks[stop] & (SURNAME | NOTE):
            # 酒仙桥路4号|798艺术区.
            return at, last
        return stop, take_bare(units, marks, at, body, run, last, spans)
    return stop, _take_counted(units, marks, at, run, stop, kind, last, spans)


@kernel
def _take_counted(
    units: Ints, marks: Ints, at: int, run: int, stop: int, kind: int, last: int, spans: Spans
) -> int:
    """Write down a number whose word tells what it counts."""
    if kind in (BUILDING, HALL):
        return take_building(marks, at, stop, spans)
    if kind == UNIT:
        return take_unit(marks, at, run, stop, spans)
    if kind == FLOOR:
        return take_floor(units, marks, at, stop, spans)
    if kind == GROUP:
        take_village(marks, at, stop, last, spans)
        return VILLAGE
    if kind == PHASE:
        return take_phase(units, marks, at, stop, last, spans)
    if kind == ALLEY:
        return take_alley(at, stop, last, spans)
    if kind == LANE:
        return take_lane(at, stop, last, spans)
    if kind == TEAM:
        if spans[CITY_AT] >= 0 or spans[DISTRICT_AT] >= 0:
            put(spans, TOWN_AT, at, stop)
        return TOWN
    if is_on_road(last, spans):
        put(spans, NUMBER_AT, at, stop)
        return NUMBER
    return take_building(marks, at, stop, spans)
