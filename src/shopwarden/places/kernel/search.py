"""Look names up in the trie of patterns, and say what may start at a position."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import FLAGS, LENGTH_SHIFT, PATTERN, longest
from shopwarden.places.kernel.marks import (
    AFTER_TURN,
    END,
    HAN,
    JOINING,
    LANE,
    NUMERAL,
    SEPARATOR,
    SUFFIX,
    TOWN_JOINING,
    TURNING,
)
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.tables import FILLER, FULL, FULL_TOWN, PREMISES, READABLE, Tables

DIVISION: Final = 64
# 亦庄|经济技术开发区 and 临平|南苑街道: the short name is no township.
_NO_TOWN_BEFORE: Final = PREMISES | FILLER | FULL_TOWN
# 崇文|门外大街: a city's gate, of which a short name is only the beginning.
_GATE: Final = ord("门")
_SIDES_OF_GATE: Final = tuple(map(ord, "内外东西"))
# 珠江|新城.
_NEW, _TOWN = ord("新"), ord("城")
# 义乌|市场: a city's full name that is the start of a market's.
_CITY, _MARKET, _VILLAGE = ord("市"), ord("场"), ord("村")


@kernel
def length(patterns: Ints, pattern: int) -> int:
    """Return how many characters a pattern has."""
    return patterns[PATTERN * pattern + FLAGS] >> LENGTH_SHIFT


@kernel
def walkable(tables: Tables, units: Ints, at: int) -> int:
    """Return the longest pattern at `at` if the walk may read it, else -1."""
    pattern = longest(tables.pairs, tables.patterns, units, at)
    if pattern < 0 or tables.patterns[PATTERN * pattern + FLAGS] & PREMISES:
        return -1
    end = at + length(tables.patterns, pattern)
    if units[end] == _MARKET and units[end - 1] == _CITY:
        return -1
    return pattern


@kernel
def starts(tables: Tables, units: Ints, marks: Ints, at: int) -> int:
    """Tell in bits what may start at `at`: premises, a filler, a full township, a division."""
    pattern = longest(tables.pairs, tables.patterns, units, at)
    if pattern < 0:
        return 0
    flags = tables.patterns[PATTERN * pattern + FLAGS]
    found = flags & _NO_TOWN_BEFORE
    if flags & FULL:
        found |= DIVISION
    elif flags & READABLE:
        end = at + length(tables.patterns, pattern)
        if not marks[end] & (JOINING | TURNING) and not _is_premises(tables, units, end):
            found |= DIVISION
    return found


@kernel
def _is_premises(tables: Tables, units: Ints, at: int) -> bool:
    pattern = longest(tables.pairs, tables.patterns, units, at)
    return pattern >= 0 and tables.patterns[PATTERN * pattern + FLAGS] & PREMISES != 0


@kernel
def full_division(tables: Tables, units: Ints, at: int) -> int:
    """Return the pattern of the city or county that is named in full at `at`, or -1."""
    pattern = longest(tables.pairs, tables.patterns, units, at)
    if pattern < 0:
        return -1
    return (
        -1 if tables.patterns[PATTERN * pattern + FLAGS] & (FULL | FULL_TOWN) != FULL else pattern
    )


@kernel
def opens(tables: Tables, units: Ints, marks: Ints, end: int) -> bool:
    """Whether a division may start at `end`, or behind the separators there."""
    return starts(tables, units, marks, skip(marks, end, SEPARATOR)) & DIVISION != 0


@kernel
def before_lane(tables: Tables, units: Ints, marks: Ints, end: int) -> bool:
    """Whether a name that ends before `end` is that of a street: 新街|路."""
    return marks[end] & LANE != 0 and not starts(tables, units, marks, end) & DIVISION


@kernel
def joins(units: Ints, marks: Ints, end: int, classes: int) -> bool:
    """Whether what stands at `end` makes a short name in front of it part of a longer one."""
    mark = marks[end]
    if mark & classes:
        return True
    if units[end] == _GATE and units[end + 1] in _SIDES_OF_GATE:
        return True
    # 谢家湾|正街: the name goes on to a street in one more character.
    if marks[end + 1] & LANE and not mark & END:
        return True
    if not mark & TURNING:
        return False
    return marks[end + 1] & AFTER_TURN != 0 or (
        marks[end + 1] & NUMERAL != 0 and marks[end + 2] & LANE != 0
    )


@kernel
def blocks(tables: Tables, units: Ints, marks: Ints, end: int) -> bool:
    """Whether a short name that ends before `end` is part of a longer name."""
    found = starts(tables, units, marks, end)
    if found & PREMISES:
        return True
    return not found & DIVISION and joins(units, marks, end, JOINING)


@kernel
def blocks_town(tables: Tables, units: Ints, marks: Ints, end: int) -> bool:
    """The same for the short name of a township."""
    found = starts(tables, units, marks, end)
    if found & _NO_TOWN_BEFORE:
        return True
    if units[end] == _NEW and units[end + 1] == _TOWN and not marks[end + 2] & SUFFIX:
        return True
    if found & DIVISION:
        return False
    # 柳市|后街村: what could be part of an institution's name begins a village's.
    is_village = marks[end + 1] & HAN != 0 and (
        units[end + 2] == _VILLAGE or (marks[end + 2] & HAN != 0 and units[end + 3] == _VILLAGE)
    )
    if is_village:
        return marks[end] & JOINING != 0
    return joins(units, marks, end, JOINING | TOWN_JOINING)
