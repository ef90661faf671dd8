"""What stands behind a name with a slip: does a part of its own begin there?

The last character of a name is known to be a slip only by what follows it: in 虎门栗|人民路 a
road that everybody knows begins behind it. A road's name may also have three characters, 黑龙江路;
so the character in question must be one that hardly goes on to the next.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from shopwarden.places.kernel import tables
from shopwarden.places.kernel.roads import COMMON_ROADS
from shopwarden.places.kernel.surprise import APART, slot
from shopwarden.places.kernel.villages import is_village
from shopwarden.places.levels import WIDTH, Level

if TYPE_CHECKING:
    from shopwarden.places.kin import Division


class Break(IntEnum):
    """How surely a part of its own begins."""

    NONE = 0
    LIKELY = 1
    SURE = 2


_KNOWN: Final = frozenset(COMMON_ROADS.split())
_ROAD: Final = re.compile(
    r"[\u4e00-\u9fff]{2}[东西南北中]?[一二三四五六七八九十]?(?:路|大道|大街|街(?![道坊])|[巷弄](?!村))"
)
_VILLAGE: Final = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:村|社区)")
# These begin the names of roads, and stand before known ones: 老|人民路, 北|环城路.
_LEADING: Final = frozenset("东西南北中上下前后内外大小新老旧第")


def break_at(text: str, at: int, meant: Division) -> Break:
    """Tell whether a road or a village begins at a place of the text.

    Parameters
    ----------
    text
        The address, folded.
    at
        Behind the last character of the name in question.
    meant
        The division it would name.
    """
    last, rest = text[at - 1], text[at : at + 8]
    if last in _LEADING or len(rest) < len("一路"):
        return Break.NONE
    if rest[0].isdigit():
        return Break.LIKELY if are_apart(text[at - 2], last) else Break.NONE
    is_apart = are_apart(last, rest[0])
    road = _ROAD.match(rest)
    if (road and rest[:2] in _KNOWN) or _opens_village(rest, meant):
        return Break.SURE if is_apart else Break.LIKELY
    if road and is_apart:
        return Break.SURE
    return Break.LIKELY if is_apart and are_apart(text[at - 2], last) else Break.NONE


@lru_cache(maxsize=65_536)
def are_apart(first: str, second: str) -> bool:
    """Whether two characters hardly stand together in names and words."""
    return tables.views().surprise[slot(ord(first) & 0xFFFF, ord(second) & 0xFFFF)] > APART


def _opens_village(rest: str, meant: Division) -> bool:
    """Whether a village begins that the county of `meant` has."""
    found = _VILLAGE.match(rest)
    if found is None or meant.level < Level.DISTRICT:
        return False
    units = [ord(one) & 0xFFFF for one in found[1]]
    county = meant.stands_for // WIDTH[Level.DISTRICT]
    return is_village(tables.views().villages, units, 0, len(units), county)
