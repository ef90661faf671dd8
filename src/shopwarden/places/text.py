"""A column of texts as one buffer of folded code units with their classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shopwarden.places.fold import UNITS, code_units
from shopwarden.places.gazetteer import load

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = NDArray[np.signedinteger[Any]]
Flags = NDArray[np.bool_]

# What follows in a text is not read: no address is that long.
LONGEST: Final = 500
_BETWEEN: Final = "\n"

# Classes of a character, as bits.
END: Final = 1
SEPARATOR: Final = 2
DIGIT: Final = 4
NUMERAL: Final = 8
LATIN: Final = 16
HAN: Final = 32
# Ends of a street or number: no division is looked for behind one.
STREET: Final = 64
# After a short name these make it part of another name: 北京|路, 浙江|大学, 中山|东路.
JOINING: Final = 128
# The same after a township without its suffix.
TOWN_JOINING: Final = 256
# Ends of a lane, after which even a full name is none; 街道 is no lane.
LANE: Final = 512
SUFFIX: Final = 1024
NUMBER_JOINING: Final = 2048
ROAD: Final = 4096
DIRECTION: Final = 8192
# Ends of what may stand before a road: 永福社区|文一西路.
PLACE: Final = 16384
# After 3号 these make it a building, a line or an entrance and no door number.
BUILDING: Final = 32768
# After bare digits these make them a quantity or a part of a building.
UNIT: Final = 65536
BEFORE_NUMBER: Final = 131072
MASKING: Final = 262144
# These make a short name part of another only before one of the next class: 南京|东|路, but
# 杭州|西溪路.
TURNING: Final = 524288
AFTER_TURN: Final = 1048576

_NUMERALS: Final = "零〇一二三四五六七八九十百两"
_CLASSES: Final = (
    (NUMERAL, _NUMERALS),
    (STREET, "路街巷弄号0123456789"),
    (JOINING, "路街道巷弄桥里苑园村庄湾站"),
    (TURNING, "大东西南北中新"),
    (AFTER_TURN, "路街道巷弄站门城区部段环郊村厦学酒剧会饭楼院世堂大"),
    (TOWN_JOINING, "湖河江港门店塘坝闸寺庙院所局厂馆楼城府集加国小商学医银人分支外内前后左右"),
    (LANE, "路街巷弄"),
    (SUFFIX, "市区县镇乡州盟旗"),
    (NUMBER_JOINING, "-~_至、之/"),
    (ROAD, "路街道巷弄同线"),
    (DIRECTION, "东西南北中上下前后内外大小新老支一二三四五六七八九十"),
    (PLACE, "村区组镇乡苑园厦幢栋楼层座室期院场寓校司厂局站口旁近处店府号"),
    (BUILDING, "楼栋幢线门馆厅库仓厂店铺地桥机路街"),
    (UNIT, "米路街弄巷幢栋座楼层室单元组年月日度期区村环公道线栏里口号队社块分时点次个户中小医"),
    (BEFORE_NUMBER, "甲乙丙丁附临新老旧"),
    (MASKING, "*#$"),
)
_RANGES: Final = (
    (SEPARATOR, 0x01, 0x2F), (DIGIT, 0x30, 0x39), (SEPARATOR, 0x3A, 0x60), (LATIN, 0x61, 0x7A),
    (SEPARATOR, 0x7B, 0xBF), (SEPARATOR, 0x2000, 0x206F), (SEPARATOR, 0x3000, 0x3006),
    (SEPARATOR, 0x3008, 0x303F), (HAN, 0x4E00, 0x9FFF), (SEPARATOR, 0xFE30, 0xFE4F),
)  # fmt: skip
_STREET_WAY: Final = (ord("街"), ord("道"))


@dataclass(frozen=True)
class Texts:
    """Rows of folded code units in one buffer; every row ends in a unit 0 of ours.

    Row ``r`` is ``units[start[r]:end[r]]``; ``marks`` holds the classes of each unit, ``row``
    the row of each position.
    """

    units: NDArray[np.uint16]
    marks: NDArray[np.uint32]
    row: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.start.size

    def has(self, at: Ints, bits: int) -> Flags:
        """Whether the units at positions `at` are of any of the classes `bits`."""
        found: Flags = (self.marks[at] & bits) != 0
        return found

    def where(self, bits: int) -> NDArray[np.intp]:
        """Return the positions of all units of any of the classes `bits`."""
        return np.flatnonzero(self.marks & bits)

    def skip(self, at: Ints, bits: int) -> NDArray[np.intp]:
        """Move each position forward while its unit is of the classes `bits`."""
        at = at.astype(np.intp)
        moving = np.flatnonzero(self.has(at, bits))
        while moving.size:
            at[moving] += 1
            moving = moving[self.has(at[moving], bits)]
        return at

    def run_start(self, end: Ints, bits: int) -> NDArray[np.intp]:
        """Return where the run of units of the classes `bits` that ends at `end` starts."""
        at = end.astype(np.intp)
        moving = np.flatnonzero(self.has(at - 1, bits))
        while moving.size:
            at[moving] -= 1
            moving = moving[self.has(at[moving] - 1, bits)]
        return at

    def count(self, bits: int) -> NDArray[np.intp]:
        """Return for each row how many units are of any of the classes `bits`."""
        return np.bincount(self.row[self.where(bits)], minlength=self.rows)[: self.rows]

    def text(self, row: int) -> str:
        """Return the folded text of one row."""
        return "".join(map(chr, self.units[self.start[row] : self.end[row]].tolist()))


def read_texts(texts: Sequence[str]) -> Texts:
    """Fold `texts` into one buffer; each is read up to its 500th character."""
    lengths = np.fromiter(map(len, texts), np.intp, len(texts))
    if lengths.size and lengths.max() > LONGEST:
        texts = [text[:LONGEST] for text in texts]
        lengths = np.minimum(lengths, LONGEST)
    # The buffer ends in two further breaks, so that looking a unit ahead stays inside.
    units = load().fold[code_units(_BETWEEN.join([*texts, "", "", ""]))]
    end = np.cumsum(lengths + 1) - 1
    units[end] = 0
    units[units.size - 2 :] = 0
    row = np.repeat(np.arange(lengths.size + 1), np.append(lengths + 1, 2))
    return Texts(units, _marks(units), row, end - lengths, end)


def _marks(units: NDArray[np.uint16]) -> NDArray[np.uint32]:
    marks: NDArray[np.uint32] = _mark_table()[units]
    street = np.flatnonzero(units == _STREET_WAY[0])
    office = street[units[street + 1] == _STREET_WAY[1]]
    marks[office] = marks[office] & ~np.uint32(LANE) | np.uint32(SUFFIX)
    return marks


@cache
def _mark_table() -> NDArray[np.uint32]:
    table = np.zeros(UNITS, np.uint32)
    table[0] = END
    for bit, first, last in _RANGES:
        table[first : last + 1] |= np.uint32(bit)
    for bit, characters in _CLASSES:
        for one in characters:
            table[ord(one)] |= np.uint32(bit)
    return table


@cache
def _members(characters: str) -> Flags:
    table = np.zeros(UNITS, np.bool_)
    table[[ord(one) for one in characters]] = True
    return table


def among(units: NDArray[np.uint16], characters: str) -> Flags:
    """Whether each unit is one of `characters`."""
    found: Flags = _members(characters)[units]
    return found
