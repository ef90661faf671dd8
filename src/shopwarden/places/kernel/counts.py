"""What a number counts: a door, a building, a floor, a room, a group of a village …"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexemes import (
    ALLEY,
    BARE,
    BUILDING,
    DOOR,
    FLOOR,
    GROUP,
    HALL,
    HASH,
    LANE,
    NOTHING,
    PHASE,
    QUANTITY,
    ROOM,
    STALL,
    STREET,
    TEAM,
    UNIT,
)
from shopwarden.places.kernel.marks import DIGIT, HAN, LATIN, LEADING, NUMERAL
from shopwarden.places.kernel.marks import LANE as LANE_END
from shopwarden.places.kernel.marks import UNIT as COUNTED
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.runs import has_digit, number_end
from shopwarden.places.kernel.words import letters, pair, pairs

_SPACE, _F, _HASH = letters(" f#")
_HAO, _LONG, _XIANG, _LOU, _ZUO, _CENG = letters("号弄巷楼座层")
_DAN, _YUAN, _MEN, _ZU, _QU, _QI, _TUAN = letters("单元门组区期团")
_DA, _XIAO, _DUI, _DAO, _LU, _ZHI, _JIE = letters("大小队道路支街")
_CUN, _MIN, _TI, _FIRST, _BELOW, _GROUND, _MINUS = letters("村民梯第下地负")
_SHANG, _WEI, _ZI = letters("商位字")
_STEMS: Final = letters("甲乙丙丁戊己庚辛")
_BUILDINGS: Final = letters("栋幢座塔舍")
_NAMES: Final = letters("座塔舍")
_ROOMS: Final = letters("室户房")
_STALLS: Final = letters("铺档摊间店")
_HALLS: Final = letters("馆厅库仓厂")
_CREWS: Final = letters("队社连排")
_NO_CREW: Final = letters("区锁伍长员保会村镇乡")
_NO_GROUP: Final = letters("织装合件长成")
_NO_GATE: Final = letters("面店市诊口")
_NO_HOUSE: Final = letters("上下顶旁")
_NO_PHASE: Final = letters("间域块货")
_SPACED: Final = letters("号栋幢单楼层室弄")
_LEVELS: Final = letters("国省县乡")
_THINGS: Final = letters("桥机井站台线柜")
_QUANTITIES: Final = letters("米年月日天点时分次个块元度斤公")
_BEDROOMS: Final = pairs("寝室")
_PREMISES: Final = pairs(
    "公寓 宿舍 别墅 车间 教学 办公 综合 实验 商务 学生 员工 职工 研发 厂房 仓库 写字"
)


@kernel
def number_at(units: Ints, marks: Ints, at: int) -> tuple[int, int, int, int]:
    """Read what a number at `at` counts.

    Returns where its digits begin and end, where what it counts ends, and the kind of that:
    ``NOTHING`` if here is no such number.
    """
    body = at
    lead = marks[at] & LEADING
    if lead:
        body = at + 1
        if units[at] == _GROUND:
            if units[body] != _BELOW:
                return at, at, at, NOTHING
            body += 1
    run = number_end(units, marks, body)
    if run == body:
        if units[at] not in _STEMS:
            return at, at, at, NOTHING
        run, body = body, at
    stop, kind = _counted(units, marks, body, run)
    is_depth = units[at] == _MINUS or units[at] == _GROUND
    if lead and ((is_depth and kind != FLOOR) or (units[at] == _FIRST and kind == BARE)):
        return at, at, at, NOTHING
    return body, run, stop, kind


@kernel
def _counted(units: Ints, marks: Ints, body: int, run: int) -> tuple[int, int]:
    """Return the end and the kind of what the number before `run` counts."""
    at = run
    if units[at] == _SPACE and units[at + 1] in _SPACED:
        at += 1
    if not marks[at] & HAN:
        return _without_word(units, marks, body, at)
    one, after = units[at], units[at + 1]
    if one == _HAO:
        return _after_hao(units, marks, at + 1)
    is_written = marks[body] & (DIGIT | LATIN) == 0
    if one in _BUILDINGS:
        # 二座39楼, but 三塔路.
        is_name = is_written and marks[at + 1] & HAN != 0 and not marks[at + 1] & NUMERAL
        return (at, NOTHING) if is_name and one in _NAMES else (at + 1, BUILDING)
    if one == _LOU:
        return at + 1, _floor_or_building(units, marks, body, at)
    if one == _DAN and after == _YUAN:
        return at + 2, UNIT
    if one == _CENG:
        return at + 1, FLOOR
    if one in _ROOMS:
        is_name = is_written and marks[at + 1] & HAN != 0
        return (at, NOTHING) if is_name else (at + 1, ROOM)
    if one == _LONG:
        return at + 1, ALLEY
    if one == _XIANG:
        return at + 1, LANE
    stop, kind = _group(units, marks, at)
    if kind == NOTHING and one == _MEN and not marks[at + 1] & HAN:
        return at + 1, UNIT
    if kind != NOTHING or is_written:
        return stop, kind
    return _loose(units, marks, body, at)


@kernel
def _without_word(units: Ints, marks: Ints, body: int, run: int) -> tuple[int, int]:
    """Return what a number is that no Chinese character follows: 12#, 5f, 88."""
    if units[run] == _HASH:
        is_building = units[run + 1] == _LOU or units[run + 1] in _BUILDINGS
        return (run + 2, BUILDING) if is_building else (run + 1, HASH)
    if units[run - 1] == _F and marks[run - 2] & DIGIT:
        return run, FLOOR
    return run, BARE if has_digit(marks, body, run) and not marks[run] & LATIN else NOTHING


@kernel
def _loose(units: Ints, marks: Ints, body: int, at: int) -> tuple[int, int]:
    """Return what digits are before a word that is no part of a house."""
    one, after = units[at], units[at + 1]
    if not has_digit(marks, body, at):
        return at, NOTHING
    if one in _STALLS:
        return at + 1, STALL
    if one == _SHANG and after == _WEI:
        return at + 2, STALL
    if pair(units, at) in _BEDROOMS:
        return at + 2, ROOM
    if pair(units, at) in _PREMISES:
        return at + 2 + int(units[at + 2] == _LOU), HALL
    if one == _ZI and after == _LOU:
        return at + 2, FLOOR
    if one == _MEN:
        return (at, NOTHING) if after in _NO_GATE else (at + 1, UNIT)
    if one == _TI:
        return at + 1, UNIT
    if one in _LEVELS and after == _DAO:
        return at + 2, STREET
    if one in _QUANTITIES:
        return at + 1, QUANTITY
    if units[at - 1] == _F and marks[at - 2] & DIGIT:
        return at, FLOOR
    return at, NOTHING if marks[at] & COUNTED else BARE


@kernel
def _after_hao(units: Ints, marks: Ints, at: int) -> tuple[int, int]:
    """Return what 号 stands for: 号楼, 号大街, 号门, 号房 or a door."""
    if units[at] == _SPACE and (units[at + 1] == _LOU or units[at + 1] in _BUILDINGS):
        at += 1
    one, after = units[at], units[at + 1]
    if not marks[at] & HAN:
        return at, DOOR
    if one == _LOU or one in _BUILDINGS:
        # 88号|楼上.
        return (at, DOOR) if after in _NO_HOUSE else (at + 1, BUILDING)
    if one in (_LU, _JIE):
        return at + 1, STREET
    if (one == _DA and (after in (_JIE, _DAO))) or (one == _ZHI and after == _LU):
        return at + 2, STREET
    if one == _MEN:
        return (at, DOOR) if after in _NO_GATE else (at + 1, UNIT)
    if one in _ROOMS:
        return at + 1, ROOM
    if pair(units, at) in _PREMISES:
        return at + 2 + int(units[at + 2] == _LOU), HALL
    if one in _STALLS:
        return at + 1, STALL
    if one in _HALLS:
        return at + 1, HALL
    if one in _THINGS or (one == _GROUND and after in _QUANTITIES):
        # 一号桥路 is a road.
        return (at, NOTHING) if marks[at + 1] & LANE_END else (at + 1, QUANTITY)
    return at, DOOR


@kernel
def _floor_or_building(units: Ints, marks: Ints, body: int, at: int) -> int:
    """Tell 5楼501, a floor, from A楼 and from 5楼3单元 or 5楼2门, buildings."""
    if not marks[body] & NUMERAL and not has_digit(marks, body, at):
        return BUILDING
    if units[at + 1] == _DAN:
        return BUILDING
    if marks[at + 1] & (DIGIT | NUMERAL):
        stop = number_end(units, marks, at + 1)
        if units[stop] == _MEN or units[stop] == _DAN:
            return BUILDING
    return FLOOR


@kernel
def _group(units: Ints, marks: Ints, at: int) -> tuple[int, int]:
    """Return a group of a village, a phase of an estate, a regiment."""
    one, after = units[at], units[at + 1]
    if one == _ZU:
        if after == _TUAN:
            return at + 2, PHASE
        return (at, NOTHING) if after in _NO_GROUP else (at + 1, GROUP)
    if one in _CREWS:
        return (at, NOTHING) if after in _NO_CREW else (at + 1, GROUP)
    if (one == _DA and after == _DUI) or (one == _XIAO and (after in (_ZU, _DUI))):
        return at + 2, GROUP
    if one == _CUN and after == _MIN and units[at + 3] == _ZU:
        return at + 4, GROUP
    if one in (_QU, _QI):
        return (at, NOTHING) if after in _NO_PHASE else (at + 1, PHASE)
    if one == _TUAN and (not marks[at + 1] & HAN or marks[at + 1] & NUMERAL):
        return at + 1, TEAM
    return at, NOTHING
