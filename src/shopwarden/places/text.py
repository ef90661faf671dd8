"""A column of texts as one buffer of folded code units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.fold import UNITS, code_units
from shopwarden.places.gazetteer import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# What follows in a text is not read: no address is that long.
LONGEST: Final = 500
_BETWEEN: Final = "\n"

# Classes of a character, as bits.
SEPARATOR: Final = 1
DIGIT: Final = 2
NUMERAL: Final = 4
LATIN: Final = 8
HAN: Final = 16
# Ends of a street or number: no division is looked for behind one.
STREET: Final = 32
# After a short name these make it part of another name: 北京|路, 浙江|大学, 中山|东路.
JOINING: Final = 64
# The same after a township without its suffix.
TOWN_JOINING: Final = 128
# Ends of a lane, after which even a full name is none; suffixes of divisions.
LANE: Final = 256
SUFFIX: Final = 512
DASH: Final = 1024

_NUMERALS: Final = "零〇一二三四五六七八九十百两"
_STREET: Final = "路街巷弄号"
_TOWN_JOINING: Final = "湖河江港门店塘坝闸寺庙院所局厂馆楼城府集加国小商学医银人分支外内前后左右"
_LANE: Final = "路街巷弄"
_SUFFIX: Final = "市区县镇乡州盟旗"
_JOINING: Final = "路街道巷弄桥里苑园大东西南北中新村庄湾站" + _NUMERALS
_DASHES: Final = "-~_至"
_HAN: Final = (0x4E00, 0x9FFF)


@dataclass(frozen=True)
class Texts:
    """Rows of folded code units in one buffer; every row ends in a line break of ours.

    Row ``r`` is ``units[start[r]:end[r]]``; ``marks`` holds the classes of each unit.
    """

    units: NDArray[np.uint16]
    marks: NDArray[np.uint16]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.start.size


def read_texts(texts: Sequence[str]) -> Texts:
    """Fold `texts` into one buffer; each is read up to its 500th character."""
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    if lengths.size and lengths.max() > LONGEST:
        texts = [text[:LONGEST] for text in texts]
        lengths = np.minimum(lengths, LONGEST)
    # The buffer ends in a further break, so that looking one unit ahead stays inside.
    units = load().fold[code_units(_BETWEEN.join([*texts, "", ""]))]
    end = np.cumsum(lengths + 1, dtype=np.int32) - 1
    units[end] = 0
    return Texts(units, marks_of(units), (end - lengths).astype(np.int32), end)


def marks_of(units: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the classes of folded code units."""
    marks: NDArray[np.uint16] = _mark_table()[units]
    return marks


@cache
def _mark_table() -> NDArray[np.uint16]:
    table = np.zeros(UNITS, np.uint16)
    table[: ord("0")] = SEPARATOR
    table[ord("9") + 1 : ord("a")] = SEPARATOR
    table[ord("z") + 1 : 0x80] = SEPARATOR
    for low, high in ((0x80, 0xBF), (0x2000, 0x206F), (0x3000, 0x303F), (0xFE30, 0xFE4F)):
        table[low : high + 1] = SEPARATOR
    table[ord("〇")] = 0
    table[ord("0") : ord("9") + 1] = DIGIT
    table[ord("a") : ord("z") + 1] = LATIN
    table[_HAN[0] : _HAN[1] + 1] = HAN
    for text, mark in (
        (_NUMERALS, NUMERAL), (_STREET, STREET), (_JOINING, JOINING), (_DASHES, DASH),
        (_TOWN_JOINING, TOWN_JOINING), (_LANE, LANE), (_SUFFIX, SUFFIX),
    ):  # fmt: skip
        for one in text:
            table[ord(one)] |= mark
    return table


def counts_before(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return how many True come before each position, one position more than `mask` has."""
    counts = np.zeros(mask.size + 1, np.int32)
    np.cumsum(mask, out=counts[1:])
    return counts
