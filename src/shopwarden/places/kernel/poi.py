"""Write down the name of a place: an estate, a house, a shop, a school, a zone."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.closings import is_zone
from shopwarden.places.kernel.lexemes import (
    CROSS,
    ESTATE,
    LANE,
    LANE_AT,
    NOTED,
    NOTHING,
    PLAIN,
    POI_AT,
    QUARTER,
    ROAD,
    ROAD_AT,
    VILLAGE,
    VILLAGE_AT,
    ZONE,
    is_free,
    put,
)
from shopwarden.places.kernel.marks import (
    ASIDE,
    DIGIT,
    GENERIC,
    HAN,
    NUMERAL,
    PLACE_END,
    SEPARATOR,
)
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.runs import count, is_all
from shopwarden.places.kernel.words import letters, pair, pairs

_DAO, _DUAN, _OPEN = letters("道段(")
_AND: Final = letters("与及")
_YARDS: Final = letters("里坊")
_CORNER: Final = letters("交叉汇处口界十字")
_CORNERS: Final = letters("角侧")
_PREMISES: Final = pairs("厂房 店铺 店面 商铺 门面 公寓 仓库 门市 车间 宿舍 小区 大楼 大院")
_BESIDE: Final = pairs(
    "旁边 对面 附近 隔壁 门口 楼下 楼上 后面 前面 里面 内部 东侧 西侧 南侧 北侧 东边 西边 南边 "
    "北边 路口 院内 店内 校内 厂内 东首 西首 南首 北首 斜对 向东 向西 向南 向北 往东 往西 往南 "
    "往北 东门 西门 南门 北门 正门 侧门 后门 大门"
)
_PHASES: Final = letters("期团")
_ASIDES: Final = letters("内旁侧")
_LONGEST_LANE: Final = 4
# A longer text is no name.
_LONGEST_PLACE: Final = 30
_NO_KIND: Final = -1


@kernel
def take_place(
    units: Ints, marks: Ints, begin: int, stop: int, kind: int, last: int, spans: Spans
) -> int:
    """Write down the name of a place unless a better one is known; return what it was."""
    other = _other_kind(units, marks, begin, stop, kind, last, spans)
    if other != _NO_KIND:
        return other
    if last == CROSS:
        begin = _behind_corner(units, marks, begin, stop)
    if pair(units, begin) in _BESIDE:
        begin += 2
    stop = _without_aside(units, begin, stop)
    if stop - begin > _LONGEST_PLACE or count(marks, begin, stop, HAN) < 2:
        return last
    if kind == ZONE and is_all(marks, begin, stop, GENERIC):
        return ZONE
    if stop - begin <= 3 and pair(units, begin) in _PREMISES:
        return last if spans[ROAD_AT] >= 0 else kind
    # A name in brackets never takes the place of one that stands free.
    is_aside = units[begin - 1] == _OPEN
    rank = _rank(marks, kind, begin, stop, spans)
    if is_free(spans, POI_AT) or (not is_aside and rank > _rank_of_known(units, marks, spans)):
        spans[POI_AT] = begin
        spans[POI_AT + 1] = stop
    return kind


@kernel
def _other_kind(
    units: Ints, marks: Ints, begin: int, stop: int, kind: int, last: int, spans: Spans
) -> int:
    """Return what a name is that is no place's, after writing down a lane or hamlet."""
    one = units[stop - 1]
    is_short = stop - begin <= _LONGEST_LANE
    # 建设路|平安里12号.
    is_yard = last == ROAD and is_short and one in _YARDS and spans[ROAD_AT + 1] == begin
    if is_yard and marks[stop] & (DIGIT | NUMERAL) and put(spans, LANE_AT, begin, stop):
        return LANE
    if kind == QUARTER and one == _DAO:
        return NOTHING
    if kind == QUARTER and last == NOTHING:
        return QUARTER
    if last == NOTED and not marks[begin - 1] & SEPARATOR:
        return NOTED
    if last in (ROAD, CROSS) and units[begin] in _AND:
        return CROSS
    if last == ROAD and one == _DUAN:
        # 105国道|大石段.
        return ROAD
    if last == VILLAGE and kind == PLAIN and is_short and spans[VILLAGE_AT + 1] == begin:
        # 潼滩村|李家.
        spans[VILLAGE_AT + 1] = stop
        return VILLAGE
    return _NO_KIND


@kernel
def _behind_corner(units: Ints, marks: Ints, begin: int, stop: int) -> int:
    """Step over 交叉口, 十字西北角 between two roads and the place there."""
    while begin < stop and units[begin] in _CORNER:
        begin += 1
    for at in range(begin + 1, min(begin + 3, stop)):
        if units[at] in _CORNERS and is_all(marks, begin, at, ASIDE):
            return at + 1
    return begin


@kernel
def _without_aside(units: Ints, begin: int, stop: int) -> int:
    """Leave out what only says where beside the place: 中国银行|对面."""
    while stop - begin > 3:
        if pair(units, stop - 2) in _BESIDE:
            stop -= 2
        elif units[stop - 1] in _ASIDES:
            stop -= 1
        else:
            break
    return stop


@kernel
def _rank(marks: Ints, kind: int, begin: int, stop: int, spans: Spans) -> int:
    """Return how well a name tells the place; before the road it is rather a quarter."""
    is_generic = is_all(marks, begin, stop, GENERIC)
    if kind == ESTATE and not is_generic:
        return 3
    if kind == ZONE or is_generic or spans[ROAD_AT] < 0:
        return 1
    return 2


@kernel
def _rank_of_known(units: Ints, marks: Ints, spans: Spans) -> int:
    stop = spans[POI_AT + 1]
    is_named = marks[stop - 1] & PLACE_END != 0 or units[stop - 1] in _PHASES
    if is_named and not is_zone(units, stop) and not is_all(marks, spans[POI_AT], stop, GENERIC):
        return 3
    return 1 if spans[POI_AT] < spans[ROAD_AT] else 2
