"""The checks that follow from what was read of an address: its divisions and parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.places.findings import found
from shopwarden.places.gazetteer import format_code, load
from shopwarden.places.levels import WIDTH, Level, Status
from shopwarden.places.reasons import AddressReason
from shopwarden.places.text import HAN, SEPARATOR, counts_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.street import Streets
    from shopwarden.places.text import Texts
    from shopwarden.places.walk import Divisions

_NAMES: Final = tuple(level.name.lower() for level in Level)
_SUFFIXES: Final = {"市": 0, "区": 1, "县": 1}
# What stands before 区, 市 or 县 in words that are no names of divisions.
_COMMON: Final = (
    "小园社校厂景库矿片街地郊辖港专特宅范理假商活林税验作军牧山老湾禁战墅务心城新开化西东南北中发工业术济技"
    "超门集夜早菜花都股上全各本外内大住居生别公学医住休闲娱乐展览物流仓储保护风光旅游示"
)
_NAME_LENGTHS: Final = (3, 4)


def division_checks(texts: Texts, divisions: Divisions, streets: Streets) -> pl.DataFrame:
    """Return the lines of every reason that follows from divisions and parts."""
    return pl.concat(
        [
            _contradictions(texts, divisions),
            _abolished(texts, divisions),
            _ambiguous(texts, divisions),
            _unknown(texts, divisions),
            *_missing(texts, divisions, streets),
            _twice(texts, divisions),
        ]
    )


def _contradictions(texts: Texts, divisions: Divisions) -> pl.DataFrame:
    row = np.flatnonzero(divisions.clash[:, 0, 0] >= 0)
    sides = divisions.clash[row].reshape(-1, 4)
    both = np.repeat(row, 2)
    return found(
        AddressReason.CONTRADICTION,
        both,
        sides[:, 2] - texts.start[both],
        sides[:, 3] - texts.start[both],
        level=[_NAMES[level] for level in sides[:, 0]],
        division=_codes(sides[:, 1]),
    )


def _codes(division: NDArray[np.int32]) -> list[str]:
    return [format_code(int(code)) for code in load().code[division]]


def _abolished(texts: Texts, divisions: Divisions) -> pl.DataFrame:
    table = load()
    row, level = np.nonzero(
        (divisions.division >= 0)
        & (table.status[divisions.division] == Status.ABOLISHED)
        & (divisions.begin >= 0)
    )
    successor = table.successor[divisions.division[row, level]]
    # A district may have been split: the township tells to which part the address belongs.
    county = divisions.code[row] - divisions.code[row] % WIDTH[Level.DISTRICT]
    told = (level == Level.DISTRICT) & (county != divisions.code[row])
    told &= table.status[np.searchsorted(table.code, county)] == Status.CURRENT
    successor = np.where(told, county, successor)
    return found(
        AddressReason.ABOLISHED,
        row,
        divisions.begin[row, level] - texts.start[row],
        divisions.finish[row, level] - texts.start[row],
        level=[_NAMES[one] for one in level],
        division=[format_code(int(code)) if code else "" for code in successor],
    )


def _ambiguous(texts: Texts, divisions: Divisions) -> pl.DataFrame:
    """One line per reading of a name that several divisions share."""
    table = load()
    row = np.flatnonzero(divisions.unclear >= 0)
    pattern = divisions.unclear[row]
    first, past = table.start[pattern], table.start[pattern + 1]
    count = past - first
    each = np.repeat(row, count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    reading = np.repeat(first, count) + offset
    division = table.candidate[reading]
    level = table.level[division]
    begin = divisions.begin[each, level]
    current = (table.status[division] == Status.CURRENT) & (begin >= 0)
    current &= table.kind[reading] == np.repeat(table.kind[first], count)
    each, division, level, begin = (one[current] for one in (each, division, level, begin))
    return found(
        AddressReason.AMBIGUOUS,
        each,
        begin - texts.start[each],
        divisions.finish[each, level] - texts.start[each],
        level=[_NAMES[one] for one in level],
        division=_codes(division),
    )


def _unknown(texts: Texts, divisions: Divisions) -> pl.DataFrame:
    """A name with its suffix right below a province or city, in no list.

    Only names of which no list knows any beginning count, so that a former county, a
    nickname or a new zone is not taken for an invention.
    """
    units, marks = texts.units, texts.marks
    deepest = np.max(np.where(divisions.begin >= 0, np.arange(len(Level)), -1), axis=1)
    row = np.flatnonzero((deepest >= 0) & (deepest <= Level.CITY) & (divisions.unclear < 0))
    row = row[divisions.clash[row, 0, 0] < 0]
    begin = divisions.end[row].astype(np.intp)
    common = np.zeros(0x10000, np.bool_)
    common[[ord(one) for one in _COMMON]] = True
    suffix = np.zeros(row.size, np.intp)
    for length in _NAME_LENGTHS:
        last = np.minimum(begin + length - 1, texts.end[row])
        ends = np.isin(units[last], [ord(one) for one in _SUFFIXES]) & ~common[units[last - 1]]
        ends &= (suffix == 0) & (units[last + 1] != ord("场"))
        for step in range(length):
            ends &= (marks[np.minimum(begin + step, texts.end[row])] & HAN) != 0
        suffix[ends] = last[ends]
    is_city = units[suffix] == ord("市")
    keeps = (suffix > 0) & (is_city == (deepest[row] == Level.PROVINCE)) & ~divisions.known[row]
    row, begin, suffix, is_city = (one[keeps] for one in (row, begin, suffix, is_city))
    return found(
        AddressReason.UNKNOWN_DIVISION,
        row,
        begin - texts.start[row],
        suffix + 1 - texts.start[row],
        level=[_NAMES[Level.CITY if one else Level.DISTRICT] for one in is_city],
    )


def _missing(texts: Texts, divisions: Divisions, streets: Streets) -> list[pl.DataFrame]:
    written = counts_before((texts.marks & SEPARATOR) == 0)
    bottom = np.maximum(divisions.end, streets.town[:, 1])
    below = written[texts.end] - written[bottom]
    first = np.where(divisions.begin >= 0, divisions.begin, texts.end[:, None]).min(axis=1)
    before = written[np.minimum(first, texts.end)] - written[texts.start]
    has_home = (divisions.begin >= 0).any(axis=1)
    nothing = np.flatnonzero(has_home & (below == 0) & (before == 0))
    has_road = (streets.road[:, 0] >= 0) & (streets.number[:, 0] < 0)
    between = written[np.maximum(streets.road[:, 0], bottom)] - written[bottom]
    behind = written[texts.end] - written[np.maximum(streets.road[:, 1], 0)]
    incomplete = np.flatnonzero(has_road & (between == 0) & (behind == 0))
    return [
        found(
            AddressReason.NOTHING_BELOW_TOWNSHIP,
            nothing,
            first[nothing] - texts.start[nothing],
            bottom[nothing] - texts.start[nothing],
        ),
        found(
            AddressReason.INCOMPLETE,
            incomplete,
            streets.road[incomplete, 0] - texts.start[incomplete],
            streets.road[incomplete, 1] - texts.start[incomplete],
        ),
    ]


def _twice(texts: Texts, divisions: Divisions) -> pl.DataFrame:
    row = np.flatnonzero(divisions.twice[:, 0] >= 0)
    start = texts.start[row]
    return found(
        AddressReason.TEMPLATE_LEFTOVER,
        row,
        divisions.twice[row, 0] - start,
        divisions.twice[row, 1] - start,
    )
