"""Whether what follows the short name of a county makes it one at the very start of a row.

余杭 may begin the name of anything; but 余杭|文一西路, 余杭|良渚 and 桐乡|经济开发区 go on as
addresses in a county do.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import CANDIDATES, PATTERN, TOWNS, longest
from shopwarden.places.kernel.marks import DIRECTION, HAN, NUMERAL, SEPARATOR
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.search import blocks, blocks_town, length, starts
from shopwarden.places.kernel.tables import (
    CANDIDATE,
    CANDIDATE_KIND,
    DIVISION,
    DIVISION_HIGH,
    DIVISION_LOW,
    FILLER,
    Tables,
)
from shopwarden.places.kernel.towns import find_town
from shopwarden.places.kernel.words import letters
from shopwarden.places.levels import Kind

_STEM: Final = int(Kind.STEM)
_LU, _JIE, _DA, _DAO, _FANG = letters("路街大道坊")


@kernel
def goes_on(tables: Tables, units: Ints, marks: Ints, pattern: int, place: int, end: int) -> bool:
    """Whether a zone, a township of the county at `place` or a road follows its short name.

    Only a name that no other division bears is read by what follows.
    """
    if not _is_alone(tables, pattern) or marks[end] & SEPARATOR:
        return False
    if starts(tables, units, marks, end) & FILLER:
        return True
    return _opens_town(tables, units, marks, place, end) or (
        is_road(units, marks, end) and not blocks(tables, units, marks, end)
    )


@kernel
def _is_alone(tables: Tables, pattern: int) -> bool:
    """Whether a short name has but one reading."""
    count = 0
    first = tables.patterns[PATTERN * pattern + CANDIDATES]
    past = tables.patterns[PATTERN * pattern + PATTERN + CANDIDATES]
    for each in range(first, past):
        if tables.candidates[CANDIDATE * each + CANDIDATE_KIND] <= _STEM:
            count += 1
    return count == 1


@kernel
def _opens_town(tables: Tables, units: Ints, marks: Ints, place: int, at: int) -> bool:
    """Whether the name of a township of the division at `place` begins."""
    pattern = longest(tables.pairs, tables.patterns, units, at)
    if pattern < 0:
        return False
    record = PATTERN * pattern + TOWNS
    if tables.patterns[record] == tables.patterns[record + PATTERN]:
        return False
    if blocks_town(tables, units, marks, at + length(tables.patterns, pattern)):
        return False
    low = tables.divisions[DIVISION * place + DIVISION_LOW]
    return find_town(tables, pattern, low, tables.divisions[DIVISION * place + DIVISION_HIGH])[1]


@kernel
def is_road(units: Ints, marks: Ints, at: int) -> bool:
    """Whether a road of two characters begins: 北苑路, 文一西路, 崧泽大道."""
    if not marks[at] & HAN or not marks[at + 1] & HAN:
        return False
    at += 2
    if marks[at] & DIRECTION and not marks[at] & NUMERAL and units[at] != _DA:
        at += 1
    if units[at] == _DA:
        return units[at + 1] == _DAO or units[at + 1] == _JIE
    return units[at] == _LU or (units[at] == _JIE and units[at + 1] not in (_DAO, _FANG))
