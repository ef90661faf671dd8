"""Tell which rows may hold the name of a division with a slip (``places.typos``).

A slip leaves text that no name explains: before or between the divisions, behind the deepest
one where a name with its suffix would stand, or as a township that is in no list.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.marks import DIGIT, END, HAN, SEPARATOR, SUFFIX
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.roads import COMMON
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.state import TOWN_PATTERN
from shopwarden.places.kernel.surprise import APART, slot
from shopwarden.places.kernel.words import letters, pair

_LEVELS: Final = 4
_DISTRICT, _TOWN = 2 * Part.DISTRICT, 2 * Part.TOWN
# A name of a division seldom has more characters.
_LONGEST: Final = 5
# Those of autonomous ones have: 禄劝彝族苗族自治县.
_LONGEST_NAME: Final = 12
_LONGEST_TOWN: Final = 8
_JIE, _DAO, _CHANG, _QU, _ZHOU, _ZI, _ZHI = letters("街道场区州自治")
# 大道 and 国道 are roads, 街道 is read.
_ROADS: Final = letters("街大国省县乡古栈步跑坡")
_FARMS: Final = letters("农牧林渔种茶果盐马羊牛猎园草")
_ZONES: Final = letters("地园发")
# Written for 镇, 乡 and 道: what input methods offer beside them.
_SLIPS: Final = letters("真阵振珍震针斟贞侦枕填慎香相响箱象像向项想巷湘到倒稻岛导刀首")


@kernel
def has_gap(table: Ints, units: Ints, marks: Ints, start: int, state: Spans, spans: Spans) -> bool:
    """Whether a row has text where the name of a division may have been meant."""
    at = skip(marks, start, SEPARATOR)
    last = -1
    for level in range(_LEVELS):
        begin = spans[2 * level]
        # A municipality is province and city at once; a clash may lie before what was read.
        if begin >= 0 and begin >= at:
            if marks[at] & HAN and begin > at:
                return True
            last = spans[2 * level + 1]
            at = skip(marks, last, SEPARATOR)
    if last < 0:
        return _names_below(units, marks, at)
    if marks[last] & HAN and units[last] == units[last - 1]:
        return True
    if spans[_TOWN] >= 0:
        return state[TOWN_PATTERN] < 0 or _is_odd(table, units, marks, last)
    if not marks[last - 1] & SUFFIX and marks[last] & HAN:
        return True
    if units[last - 1] == _ZHOU and _is_odd(table, units, marks, last):
        # The short names of 玉州区 and 陕州区 end like cities.
        return True
    if spans[_DISTRICT] >= 0:
        return _is_like_town(units, marks, at)
    return _names_below(units, marks, at)


@kernel
def _is_odd(table: Ints, units: Ints, marks: Ints, last: int) -> bool:
    """Whether a township's short name goes on to what hardly begins anything: 虎门栗|人民路."""
    is_whole = marks[last - 1] & SUFFIX != 0 and units[last - 1] != _ZHOU
    if is_whole or units[last - 1] == _DAO or not marks[last] & HAN:
        return False
    if units[last + 1] == _DAO and units[last] != _JIE:
        return True
    if units[last] in _SLIPS or marks[last + 1] & DIGIT or pair(units, last + 1) in COMMON:
        return True
    return marks[last + 1] & HAN != 0 and table[slot(units[last], units[last + 1])] > APART


@kernel
def _is_like_town(units: Ints, marks: Ints, at: int) -> bool:
    """Whether what follows a county is like the name of a township, but was not read as one."""
    for place in range(at + 1, at + _LONGEST_TOWN):
        if not marks[place] & HAN:
            return False
        if marks[place + 1] & HAN:
            before = units[place - 1]
            if marks[place] & SUFFIX and place < at + _LONGEST:
                return True
            if units[place] == _JIE or (units[place] == _DAO and before not in _ROADS):
                return True
            if units[place] == _CHANG and before in _FARMS:
                return True
            if units[place] == _QU and before in _ZONES:
                return True
    return False


@kernel
def _names_below(units: Ints, marks: Ints, at: int) -> bool:
    """Whether a suffix of divisions stands within a name's length behind `at`."""
    for place in range(at, at + _LONGEST_NAME):
        if marks[place] & END or not marks[place] & HAN:
            return False
        if place > at and place < at + _LONGEST and marks[place] & SUFFIX:
            return True
        if units[place] == _ZHI and units[place - 1] == _ZI and place > at:
            return True
    return False
