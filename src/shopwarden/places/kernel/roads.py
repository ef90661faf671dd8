"""Names of roads: which 路, 街, 道 … ends one, and where it begins."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.marks import (
    ASIDE,
    DIGIT,
    DIRECTION,
    END,
    HAN,
    LANE,
    NUMERAL,
    ROAD,
    SEPARATOR,
)
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.runs import is_all
from shopwarden.places.kernel.scan import run_start
from shopwarden.places.kernel.words import letters, pair, pairs

_LU, _JIE, _DAO, _XIANG, _LONG, _TONG, _XIAN, _SU = letters("路街道巷弄同线速")
_DA, _GONG, _HU, _DUAN, _MA, _CHE, _TIAN, _DIAN, _WATER, _DOUBLE = letters("大公胡段马车天店水复")
# A name longer than this has something else in front; then this much of it is kept.
_LONGEST: Final = 7
_KEPT: Final = 3
# From this length on a name may hide another: 古荡|人民路.
_LONG_NAME: Final = 5
# Words that end like a road: 铁路, 道路, 岔路口; 街坊, 街心; 隧道, 通道; 铁巷村, 弄堂.
_NO_LU_BEFORE: Final = letters("铁道岔字网电线出")
_NO_LU_AFTER: Final = letters("桥灯由径过牌镇乡")
_NO_STREET: Final = letters("道坊区心舞镇乡村")
_NO_WAY_BEFORE: Final = letters("街隧通河轨渠频报味拳管赤跑行车巷航地走坡栈便铁人古")
_NO_WAY_AFTER: Final = letters("路街具观教口")
_NO_LINE: Final = letters("号铁沿在热专路光电")
_NO_LANE: Final = letters("村镇乡街堂口社")
_RANKS: Final = letters("大国省县乡")
_LEVELS: Final = letters("国省县乡公")
_TURNS: Final = letters("东西南北中")
# What is named after the road it lies on: 学院路小学, 长寿路街道, 凤起路站.
_NAMED_AFTER: Final = pairs(
    "社区 小区 小学 中学 支行 分行 派出 街道 幼儿 新村 地铁 公交 居委 "
    " 营业 分理 储蓄 支局 校区 分店 旗舰 专卖 隧道"
)
_VILLAGE, _STATION, _FRONT = letters("村站前")
_FACES: Final = letters("面铺")
# 观音桥步行街 is one name.
_KINDS: Final = pairs("步行 商业 美食 小吃 古玩 风情 酒吧")
# Road names of every town, to find where one begins that follows a name without an end.
COMMON_ROADS: Final = (
    "人民 解放 中山 建设 和平 胜利 文化 新华 光明 东风 红旗 迎宾 朝阳 长江 黄河 工业 民主 团结 "
    "友谊 幸福 前进 北京 上海 南京 广州 环城 滨河 滨江 滨海 学院 大学 科技 创业 创新 振兴 兴业 "
    "富民 工农 育才 文明 青年 健康 体育 公园 车站 火车 机场 站前 府前 湖滨 沿江 沿河 江滨 世纪 "
    "凤凰 龙山 泰山 昆仑 长安 延安 复兴 中兴 复旦 平安 安康 康复 花园 新民 民生 民族 三环 二环 "
    "一环 四环 五一 五四 八一 七一"
)
COMMON: Final = pairs(COMMON_ROADS)


@kernel
def closes_road(units: Ints, marks: Ints, begin: int, at: int) -> bool:
    """Whether 路, 街, 道 … at `at` ends the name of a road that begins at or behind `begin`."""
    one, before, after = units[at], units[at - 1], units[at + 1]
    stem = stem_end(units, at)
    if stem <= begin or (stem == begin + 1 and _is_word(marks, begin, at + 1)):
        return False
    if one in (_LU, _JIE):
        return _closes_street(units, marks, begin, at)
    if one == _DAO:
        if after in _NO_WAY_AFTER:
            return False
        if before in _RANKS:
            return True
        if before in _NO_WAY_BEFORE:
            return False
        goes_on = marks[at + 1] & (DIGIT | SEPARATOR | NUMERAL | DIRECTION | END)
        return goes_on != 0 or before in _TURNS or marks[at - 1] & NUMERAL != 0
    if one == _XIANG:
        return before != _JIE and after not in _NO_LANE
    if one == _LONG:
        return not marks[at - 1] & (DIGIT | NUMERAL) and after not in _NO_LANE
    if one == _TONG:
        return before == _HU
    if one == _XIAN:
        goes_on = marks[at + 1] & DIGIT != 0 or (stem > begin + 1 and marks[at + 1] & ASIDE != 0)
        return goes_on and before not in _NO_LINE and marks[at - 1] & HAN != 0
    return False


@kernel
def _is_word(marks: Ints, begin: int, end: int) -> bool:
    """Whether 大路 or 老街 only begins another name: 大路章村, but 老街12号 and 老街旁."""
    goes_on = marks[end] & HAN != 0 and not marks[end] & (NUMERAL | ASIDE | ROAD)
    return goes_on and marks[begin] & DIRECTION != 0


@kernel
def _closes_street(units: Ints, marks: Ints, begin: int, at: int) -> bool:
    before, after = units[at - 1], units[at + 1]
    if units[at] == _JIE:
        # 天街 is a chain of malls.
        if after in _NO_STREET or before == _TIAN:
            return False
    else:
        # 大马路 and 金马路 are roads, 马路 is a word; 集成电路 is one, 水电路 a road.
        is_word = before in _NO_LU_BEFORE and units[at - 2] != _WATER
        if is_word or (before == _MA and begin == at - 1) or after in _NO_LU_AFTER:
            return False
    if marks[at - 1] & DIGIT:
        # 经7路 is a road, 7路公交 none.
        digits = run_start(marks, at, DIGIT)
        if digits <= begin or at - digits > 2 or after in (_GONG, _CHE):
            return False
    return not is_named_after(units, marks, at + 1)


@kernel
def is_named_after(units: Ints, marks: Ints, at: int) -> bool:
    """Whether what follows a road makes it the name of something else: 学院路|小学."""
    one = units[at]
    if one == _VILLAGE or (marks[at] & LANE and units[at + 1] == _VILLAGE):
        return True
    if one == _STATION:
        return units[at + 1] != _FRONT
    if one == _DIAN:
        return units[at + 1] not in _FACES
    return pair(units, at) in _NAMED_AFTER


@kernel
def stem_end(units: Ints, at: int) -> int:
    """Return where the suffix begins that ends at `at`: 路, 大道, 大街, 胡同, 公路, 国道."""
    before, one = units[at - 1], units[at]
    if one == _LU and before == _SU:
        # 机场高速路.
        return at - 2
    is_long = one == _TONG or (before == _DA and (one in (_DAO, _JIE)))
    is_long = is_long or (before == _GONG and one == _LU)
    is_long = is_long or (one == _DAO and before in _LEVELS)
    return at - 1 if is_long else at


@kernel
def road_begin(units: Ints, marks: Ints, begin: int, cut: int, at: int) -> int:
    """Return where the road's name that ends at `at` begins, at `begin` or behind it.

    `cut` is where the last name ends that may stand before it; a road's name is more than a
    direction, and more than one character: 永福社区|文一西路, but 中关村南|大街.
    """
    stem = stem_end(units, at)
    is_kind = stem - cut == 2 and pair(units, cut) in _KINDS
    is_turn = is_all(marks, cut, stem, DIRECTION)
    if cut > begin and stem - cut >= 2 and not is_kind and not is_turn:
        return cut
    if stem - begin < _LONG_NAME:
        return begin
    core = stem
    while core > stem - 3 and marks[core - 1] & DIRECTION:
        core -= 1
    for end in (core, stem):
        if end - 2 > begin and pair(units, end - 2) in COMMON:
            return end - 2
    return stem - _KEPT if stem - begin > _LONGEST else begin


@kernel
def section_end(units: Ints, marks: Ints, at: int) -> int:
    """Return where the name goes on to behind its 路 at ``at - 1``: 东段, 一段, 大道中."""
    stop = at
    while stop < at + 3 and marks[stop] & (DIRECTION | DIGIT):
        stop += 1
    if stop > at and units[stop] == _DUAN:
        return stop + 1
    # 104国道北复线.
    if units[stop] == _DOUBLE and units[stop + 1] == _XIAN:
        return stop + 2
    is_avenue = units[at - 1] == _DAO and units[at] in _TURNS
    if is_avenue and (not marks[at + 1] & HAN or marks[at + 1] & NUMERAL):
        return at + 1
    return at


@kernel
def leads_on(units: Ints, marks: Ints, at: int, is_firm: bool) -> bool:
    """Whether what ends at `at` is only the beginning of a road's name: 新村|路, 园区|东路.

    Behind a firm end, such as 社区, only the bare suffix counts: 社区|路, but 社区|东路.
    """
    if marks[at] & LANE:
        return True
    if is_firm:
        return False
    stop = at
    while marks[stop] & DIRECTION:
        stop += 1
    if stop > at:
        # 石牌村|三巷.
        is_lane = (units[stop] == _XIANG or units[stop] == _LONG) and marks[stop - 1] & NUMERAL != 0
        return (marks[stop] & LANE != 0 and not is_lane) or units[stop] == _DAO
    return marks[stop] & HAN != 0 and marks[stop + 1] & LANE != 0
