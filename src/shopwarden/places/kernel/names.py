"""Read one name: up to the character that ends it, the next number or separator."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.closings import closing, is_weak_village, village_end
from shopwarden.places.kernel.counts import number_at
from shopwarden.places.kernel.lexemes import (
    BARE,
    ESTATE,
    GROUP,
    NOTHING,
    PHASE,
    PLAIN,
    ROAD,
    STREET,
    VILLAGE,
)
from shopwarden.places.kernel.marks import (
    ASKING,
    CUT,
    DIGIT,
    DIRECTION,
    END,
    LANE,
    LATIN,
    LEADING,
    NUMERAL,
    PLACE_END,
    SEPARATOR,
    SIDE,
    SURNAME,
)
from shopwarden.places.kernel.marks import ROAD as ROAD_END
from shopwarden.places.kernel.notes import breaks_off
from shopwarden.places.kernel.pasted import phone_end
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.roads import closes_road, leads_on, road_begin, section_end
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.words import letters, pair, pairs

_COUNTING: Final = DIGIT | LATIN | NUMERAL | LEADING
_WATCHED: Final = END | SEPARATOR | _COUNTING | ROAD_END | CUT | ASKING
_LOU, _DAN, _YUAN, _XUE, _CHENG, _QU, _CENG, _SHOU, _FIRST = letters("楼单元学城区层收首")
_HOUSES: Final = letters("楼座栋幢塔户")
_NAMES: Final = letters("村路街巷镇乡")
_SIDES: Final = letters("底顶东西南北主副前后附裙配辅")
_KINDS: Final = pairs("教学 宿舍 办公 综合 实验 实训 行政 住院 门诊 科研 图书 附属")


@kernel
def side_end(units: Ints, marks: Ints, at: int) -> int:
    """Return where a house without a number ends, `at` if none is here: 东楼, 首层, 教学楼.

    Also where 东1单元 ends, whose side belongs to its number.
    """
    if not marks[at] & SIDE:
        return at
    if units[at] == _FIRST:
        return at + 2 if units[at + 1] == _CENG else at
    if units[at] in _SIDES:
        # 东楼, but 东楼村 and 西楼路.
        if units[at + 1] in _HOUSES and units[at + 2] not in _NAMES:
            return at + 2
        if units[at + 1] == _CENG:
            return at + 2
        if units[at + 1] == _DAN and units[at + 2] == _YUAN:
            return at + 3
        if marks[at + 1] & DIGIT:
            run = skip(marks, at + 1, DIGIT)
            return run + 2 if units[run] == _DAN and units[run + 1] == _YUAN else at
    if units[at + 2] == _LOU and pair(units, at) in _KINDS:
        return at + 3
    return at


@kernel
def read_name(units: Ints, marks: Ints, begin: int, end: int, takes_town: bool) -> tuple[int, int]:
    """Return where the name at `begin` ends, and its kind."""
    at, cut, hard = begin, begin, begin
    following = NOTHING
    while at < end:
        mark = marks[at]
        if not mark & _WATCHED:
            at += 1
            continue
        if mark & SEPARATOR or mark & END:
            break
        if mark & _COUNTING:
            was = at
            stop, following = _past_count(units, marks, begin, cut, at)
            if stop == at:
                break
            if mark & (DIGIT | LATIN | NUMERAL):
                at = stop
                # SOHO|文三路, but 经7路 and 5西路; one letter is a slip, 文x三路.
                goes_on = marks[at] & ROAD_END or (marks[at] & DIRECTION and marks[at + 1] & LANE)
                is_slip = mark & LATIN != 0 and at == was + 1 and was > begin
                if not mark & NUMERAL and not goes_on and not is_slip:
                    hard = at
                continue
        if mark & ROAD_END and closes_road(units, marks, hard, at):
            start = road_begin(units, marks, hard, cut, at)
            if start > begin:
                return start, _loose_kind(units, marks, begin, start, NOTHING)
            return section_end(units, marks, at + 1), ROAD
        if mark & ASKING and at > begin + 1 and breaks_off(units, at, at == cut):
            break
        kind = closing(units, marks, begin, at, takes_town)
        at += 1
        if kind == VILLAGE:
            return village_end(units, at), kind
        if kind != NOTHING:
            return at, kind
        if mark & CUT and at > begin + 1:
            if side_end(units, marks, at) > at:
                return at, _loose_kind(units, marks, begin, at, NOTHING)
            # 大学|城, 工业园|区.
            is_inner = units[at] == _QU or (units[at - 1] == _XUE and units[at] == _CHENG)
            if not is_inner and not leads_on(units, marks, at, False):
                cut = at
    if cut > begin and marks[cut] & SURNAME and _is_person(units, marks, cut, at, end):
        at = cut
    return at, _loose_kind(units, marks, begin, at, following)


@kernel
def _is_person(units: Ints, marks: Ints, begin: int, stop: int, end: int) -> bool:
    """Whether a receiver follows an estate without a break: 阳光花园|张三13800138000."""
    if units[stop - 1] == _SHOU:
        return 2 <= stop - 1 - begin <= 3
    after = skip(marks, stop, SEPARATOR)
    return 2 <= stop - begin <= 3 and after < end and phone_end(units, marks, after, end) > after


@kernel
def _past_count(units: Ints, marks: Ints, begin: int, cut: int, at: int) -> tuple[int, int]:
    """Return how far a name goes on over a number at `at`, and what the number counts.

    A number ends the name, which then goes no farther than `at`, if it counts something; the
    12 of 中国12年 does not.
    """
    mark = marks[at]
    past = max(skip(marks, at, NUMERAL), at + 1)
    if mark & (DIGIT | LATIN):
        is_word = mark & LATIN != 0 and marks[at + 1] & LATIN != 0
        past = skip(marks, at, LATIN if is_word else DIGIT | LATIN)
    if at == begin:
        return past, NOTHING
    if past > at + 1 and mark & LATIN and at == cut:
        # 转运仓|ABC123.
        return at, NOTHING
    _, _, stop, kind = number_at(units, marks, at)
    if kind == STREET and mark & NUMERAL:
        # 大直沽八号路.
        return past, NOTHING
    if kind == BARE and at != cut and not marks[stop] & (SEPARATOR | END):
        return past, NOTHING
    return (past, NOTHING) if kind == NOTHING else (at, kind)


@kernel
def _loose_kind(units: Ints, marks: Ints, begin: int, end: int, following: int) -> int:
    """Return the kind of a name that nothing but its last character tells."""
    if following == GROUP or is_weak_village(units, begin, end):
        return VILLAGE
    if following == PHASE or marks[end - 1] & PLACE_END:
        return ESTATE
    return PLAIN
