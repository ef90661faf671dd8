"""Write down what a name is: a road, a village, a receiver, a note, or a place."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexemes import (
    CROSS,
    GROUP,
    LABEL,
    LANE,
    LANE_AT,
    NOTED,
    NOTHING,
    NUMBER,
    ROAD,
    ROAD_AT,
    VILLAGE,
    VILLAGE_AT,
    put,
)
from shopwarden.places.kernel.marks import (
    ASIDE,
    DIGIT,
    END,
    NOTE,
    NUMERAL,
    SEPARATOR,
)
from shopwarden.places.kernel.notes import is_note
from shopwarden.places.kernel.pasted import is_label, is_other_label, take_person
from shopwarden.places.kernel.poi import take_place
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.runs import is_all
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.words import letters, pair, pairs

_LU, _CUN, _CLOSE_TO = letters("路村近")
_STREETS: Final = letters("路街道")
_AND: Final = letters("与和及")
_NEAR: Final = pairs("靠近 临近 邻近 位于 地处 毗邻 坐落")


@kernel
def take_name(
    units: Ints, marks: Ints, begin: int, stop: int, kind: int, end: int, last: int, spans: Spans
) -> int:
    """Write down the name from `begin` to `stop`; return the kind of what was read last."""
    if kind == ROAD:
        return _take_road(units, marks, begin, stop, last, spans)
    if kind in (VILLAGE, GROUP):
        take_village(marks, begin, stop, last, spans)
        return VILLAGE
    if is_label(units, begin, stop):
        return LABEL
    if marks[begin] & NOTE and is_other_label(units, begin, stop):
        return last
    if take_person(units, marks, begin, stop, end, last, spans):
        return last
    if marks[begin] & NOTE and is_note(units, begin):
        return NOTED
    length = stop - begin
    if (length == 1 and units[begin] in _AND) or (length == 2 and pair(units, begin) in _NEAR):
        return CROSS if last == ROAD else last
    # 交叉口西北角, 路东, 村口.
    aside = begin + int(units[begin] == _LU or units[begin] == _CUN)
    if last != NOTHING and is_all(marks, aside, stop, ASIDE):
        return last
    return take_place(units, marks, begin, stop, kind, last, spans)


@kernel
def take_village(marks: Ints, begin: int, stop: int, last: int, spans: Spans) -> bool:
    """Write down a village or group; what follows one belongs to it: 盛中村|3组."""
    known = spans[VILLAGE_AT + 1]
    if last == VILLAGE and known >= 0 and skip(marks, known, SEPARATOR) == begin:
        spans[VILLAGE_AT + 1] = stop
        return True
    return put(spans, VILLAGE_AT, begin, stop)


@kernel
def _take_road(units: Ints, marks: Ints, begin: int, stop: int, last: int, spans: Spans) -> int:
    """Write down a road; a second one is a lane of the first, or crosses it."""
    is_crossing = spans[ROAD_AT] >= 0 and units[begin] in _AND
    if pair(units, begin) in _NEAR and stop - begin > 3:
        begin += 2
        is_crossing = True
    elif units[begin] == _CLOSE_TO and marks[begin - 1] & (SEPARATOR | END):
        begin += 1
    if put(spans, ROAD_AT, begin, stop):
        return ROAD
    if is_crossing or (last != ROAD and last != NUMBER):
        return CROSS
    is_street = units[stop - 1] in _STREETS
    is_numbered = last == ROAD and marks[stop] & (DIGIT | NUMERAL) != 0
    if (not is_street or is_numbered) and put(spans, LANE_AT, begin, stop):
        return LANE
    return CROSS
