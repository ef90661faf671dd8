"""Where a name ends that is no road: villages, townships, zones, estates."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexemes import (
    ESTATE,
    GROUP,
    NOTHING,
    QUARTER,
    TOWN,
    VILLAGE,
    ZONE,
)
from shopwarden.places.kernel.marks import SUFFIX
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.roads import leads_on
from shopwarden.places.kernel.words import letters

_CUN, _QU, _SHE, _ZU, _DUI, _JIE, _DAO, _MU = letters("村区社组队街道木")
_XIN, _JIA, _NONG, _MIN, _WEI, _ZHEN, _SU = letters("新假农民委镇苏")
_XIANG, _CHANG, _SI, _SHA, _YU, _GUANG, _GONG = letters("乡场司厦寓广公")
_XIAN: Final = ord("县")
_HUI, _JU, _CHA, _GA, _YUAN, _ZHUANG, _LI, _XIAO, _PARK = letters("会居查嘎员庄理小园")
_LONGEST_TOWN: Final = 4
_LONGEST_SUMU: Final = 8
_LONGEST_GROUP: Final = 5
# 小镇, 古镇 and 城镇, 水乡 and 家乡 are words.
_NO_TOWN: Final = letters("古小重号")
_NO_COUNTRY: Final = letters("水故家下老城号")
_NO_SHORT_TOWN: Final = letters("村区县市镇乡集城")
_NO_TOWN_AFTER: Final = letters("路街村情音镇")
_NO_GROUP: Final = letters("团织装合件长")
_CREWS: Final = letters("大小产牧")
# Ends of an estate in 区; others are industrial or tell nothing.
_ESTATES: Final = letters("小校院厂园街墅苑景库活舍属宅墓")
_TRADES: Final = letters("业技流创教")
# 区块, 区域; 区政府.
_NO_ZONE: Final = letters("块域间委政")
_ZONES: Final = letters("发业聚税工新物贸口游假经技")
_TOWERS: Final = letters("大商")
_OLD: Final = letters("老新前后上下")
_RURAL: Final = letters("信商合电银供")
_SIDES: Final = letters("东西南北中前后")
_HAMLETS: Final = letters("屯寨庄沟坝坪塘冲坳岭垭")
_MANORS: Final = letters("山钱茶饭")


@kernel
def closing(units: Ints, marks: Ints, begin: int, at: int, takes_town: bool) -> int:
    """Return the kind of the name that begins at `begin` and surely ends with `at`.

    ``NOTHING`` if it may go on.
    """
    one, before, after = units[at], units[at - 1], units[at + 1]
    length = at + 1 - begin
    if length < 2:
        return NOTHING
    if one == _CUN:
        return _village(units, marks, at)
    if one == _QU:
        return _zone(units, marks, at)
    if one == _XIAN:
        return NOTHING if leads_on(units, marks, at + 1, False) else QUARTER
    if marks[at] & SUFFIX or one in (_MU, _DAO):
        if takes_town:
            return _town(units, marks, begin, at)
        return QUARTER if one == _DAO and before == _JIE else NOTHING
    if one == _ZU:
        is_group = length <= _LONGEST_GROUP and after not in _NO_GROUP
        return GROUP if is_group else NOTHING
    if one == _DUI:
        return GROUP if before in _CREWS and length > 2 else NOTHING
    # 大厦 and 商厦, 公寓, 公司, 广场.
    is_house = one == _SHA and before in _TOWERS
    is_house = is_house or (one in (_YU, _SI) and before == _GONG)
    if is_house or (one == _CHANG and before == _GUANG):
        return NOTHING if leads_on(units, marks, at + 1, True) else ESTATE
    return NOTHING


@kernel
def _village(units: Ints, marks: Ints, at: int) -> int:
    before, after = units[at - 1], units[at + 1]
    is_rural = before == _NONG and after in _RURAL
    is_office = after == _JIE and units[at + 2] == _DAO
    # 北渡村|老街, but 中关村南|大街.
    has_street = after in _OLD and units[at + 2] == _JIE
    leads = not has_street and leads_on(units, marks, at + 1, False)
    if is_rural or is_office or after == _ZHEN or leads:
        return NOTHING
    # 朝晖新村 is an estate, 度假村 a resort.
    return ESTATE if before in (_XIN, _JIA) else VILLAGE


@kernel
def _zone(units: Ints, marks: Ints, at: int) -> int:
    before = units[at - 1]
    if units[at + 1] in _NO_ZONE:
        return NOTHING
    if before == _LI:
        return VILLAGE
    if before == _SHE:
        return NOTHING if leads_on(units, marks, at + 1, True) else VILLAGE
    if leads_on(units, marks, at + 1, before == _XIAO):
        return NOTHING
    if before == _PARK and units[at - 2] in _TRADES:
        return ZONE
    if before in _ESTATES:
        return ESTATE
    if before in _ZONES:
        return ZONE
    return ESTATE if before in _SIDES else QUARTER


@kernel
def is_zone(units: Ints, end: int) -> bool:
    """Whether a name that ends here is an industrial or development zone's."""
    is_park = units[end - 2] == _PARK and units[end - 3] in _TRADES
    return units[end - 1] == _QU and (units[end - 2] in _ZONES or is_park)


@kernel
def _town(units: Ints, marks: Ints, begin: int, at: int) -> int:
    """Tell 宁围镇, 周浦街道 and 查干苏木 from words that end alike."""
    one, before, after = units[at], units[at - 1], units[at + 1]
    stem = at
    if one == _MU:
        if before != _SU:
            return NOTHING
        stem = at - 1
    elif one == _DAO:
        if before != _JIE:
            return NOTHING
        stem = at - 1
    elif one != _ZHEN and one != _XIANG:
        return NOTHING
    if stem <= begin or stem - begin > (_LONGEST_SUMU if one == _MU else _LONGEST_TOWN):
        return NOTHING
    if one in (_DAO, _MU):
        return TOWN
    is_word = before in _NO_TOWN if one == _ZHEN else before in _NO_COUNTRY
    # 城镇 is a word, 慎城镇 a town.
    is_word = is_word or (stem - begin == 1 and before in _NO_SHORT_TOWN)
    if is_word or after in _NO_TOWN_AFTER:
        return NOTHING
    return TOWN


@kernel
def village_end(units: Ints, at: int) -> int:
    """Return where a village's name ends, its committee included: 李家村|村委会."""
    if (units[at] == _CUN and units[at + 1] == _WEI) or (
        units[at] == _MIN and units[at + 1] == _WEI
    ):
        at += 1
    if units[at] != _WEI:
        return at
    at += 1
    if units[at] == _YUAN:
        at += 1
    return at + int(units[at] == _HUI)


@kernel
def is_weak_village(units: Ints, begin: int, end: int) -> bool:
    """Whether a whole name is a hamlet's: 王家屯, 李庄, 张家湾, 嘎查, 居委会; no 山庄."""
    if end - begin < 2:
        return False
    last, before = units[end - 1], units[end - 2]
    if last in _HAMLETS:
        return last != _ZHUANG or before not in _MANORS
    if last == _HUI:
        return before == _WEI
    return (last == _WEI and before == _JU) or (last == _CHA and before == _GA)
