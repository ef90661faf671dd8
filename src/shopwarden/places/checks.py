"""The checks that follow from what was read of an address: its divisions and parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.findings import lines
from shopwarden.places.gazetteer import load
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Level, Status
from shopwarden.places.reasons import AddressReason
from shopwarden.places.text import HAN, LATIN, SEPARATOR, among

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.findings import Lines
    from shopwarden.places.street import Streets
    from shopwarden.places.text import Texts
    from shopwarden.places.walk import Divisions

# What stands before 区, 市 or 县 in words that are no names of divisions: 小区, 超市.
_COMMON: Final = (
    "小园社校厂景库矿片街地郊辖港专特宅范理假商活林税验作军牧山老湾禁战墅务心城新开化西东南北中发工业术济技"
    "超门集夜早菜花都股上全各本外内大住居生别公学医休闲娱乐展览物流仓储保护风光旅游示"
)
_NAME_LENGTHS: Final = (3, 4)


def division_checks(texts: Texts, divisions: Divisions, streets: Streets) -> list[Lines]:
    """Return the lines of every reason that follows from divisions and parts."""
    return [
        _contradictions(divisions),
        _abolished(divisions),
        _ambiguous(divisions),
        _unknown(texts, divisions),
        *_missing(texts, divisions, streets),
        _twice(divisions),
    ]


def _contradictions(divisions: Divisions) -> Lines:
    row = np.flatnonzero(divisions.clash[:, 0, 0] >= 0)
    level, division, begin, end = divisions.clash[row].reshape(-1, 4).T
    return lines(
        AddressReason.CONTRADICTION,
        np.repeat(row, 2),
        begin,
        end,
        level=level,
        division=load().code[division].astype(np.intp),
    )


def _abolished(divisions: Divisions) -> Lines:
    table = load()
    row, level = np.nonzero(divisions.division >= 0)
    division = divisions.division[row, level]
    former = table.status[division] == Status.ABOLISHED
    row, level, division = row[former], level[former], division[former]
    successor = table.successor[division].astype(np.intp)
    # A district may have been split: the township tells to which part the address belongs.
    code = divisions.code[row]
    county = code - code % WIDTH[Level.DISTRICT]
    told = (level == Level.DISTRICT) & (county != code)
    told &= table.status[np.searchsorted(table.code, county)] == Status.CURRENT
    return lines(
        AddressReason.ABOLISHED,
        row,
        divisions.begin[row, level],
        divisions.finish[row, level],
        level=level,
        division=np.where(told, county, successor),
    )


def _ambiguous(divisions: Divisions) -> Lines:
    """One line per reading of a name that several divisions share."""
    table = load()
    row = np.flatnonzero(divisions.unclear >= 0)
    first = table.start[divisions.unclear[row]]
    count = table.start[divisions.unclear[row] + 1] - first
    each = np.repeat(row, count)
    offset = np.arange(each.size) - np.repeat(np.cumsum(count) - count, count)
    reading = np.repeat(first, count) + offset
    level = table.candidate_level[reading]
    same = table.candidate_rank[reading] == np.repeat(table.candidate_rank[first], count)
    keep = same & (divisions.begin[each, level] >= 0)
    each, reading, level = each[keep], reading[keep], level[keep]
    return lines(
        AddressReason.AMBIGUOUS,
        each,
        divisions.begin[each, level],
        divisions.finish[each, level],
        level=level,
        division=table.candidate_code[reading].astype(np.intp),
    )


def _unknown(texts: Texts, divisions: Divisions) -> Lines:
    """A name with its suffix right below a province or city, in no list.

    A township may follow it: then it is a slip in the name of the township's county. Only
    names of which no list knows any beginning count, so that a former county, a nickname or a
    new zone is not taken for an invention.
    """
    named = divisions.begin >= 0
    # The districts of a municipality follow the province: 上海市|杨浦区.
    in_municipality = np.isin(divisions.code // WIDTH[Level.PROVINCE], [*MUNICIPALITIES])
    is_below_city = named[:, Level.CITY] | (named[:, Level.PROVINCE] & in_municipality)
    judged = (is_below_city | named[:, Level.PROVINCE]) & ~named[:, Level.DISTRICT]
    judged &= ~divisions.known & (divisions.unclear < 0) & (divisions.clash[:, 0, 0] < 0)
    row = np.flatnonzero(judged)
    begin = divisions.below[row]
    town = divisions.begin[row, Level.TOWN]
    last = np.zeros(row.size, np.intp)
    written = texts.has(begin, HAN)
    for length in range(2, max(_NAME_LENGTHS) + 1):
        at = np.minimum(begin + length - 1, texts.end[row])
        written &= texts.has(at, HAN)
        if length in _NAME_LENGTHS:
            last[written & (last == 0) & _is_suffix(texts, at)] = 1
            last = np.where(last == 1, at, last)
    is_city = texts.units[last] == ord("市")
    keep = (last > 0) & (is_city != is_below_city[row])
    keep &= (town < 0) | (texts.skip(last + 1, SEPARATOR) == town)
    row, begin, last = row[keep], begin[keep], last[keep]
    level = np.where(is_city[keep], Level.CITY, Level.DISTRICT)
    return lines(AddressReason.UNKNOWN_DIVISION, row, begin, last + 1, level=level)


def _is_suffix(texts: Texts, at: NDArray[np.intp]) -> NDArray[np.bool_]:
    units = texts.units
    market = units[at + 1] == ord("场")
    found: NDArray[np.bool_] = among(units[at], "市区县") & ~among(units[at - 1], _COMMON) & ~market
    return found


def _missing(texts: Texts, divisions: Divisions, streets: Streets) -> list[Lines]:
    bottom = np.maximum(divisions.end, streets.town[:, 1])
    first = np.where(divisions.begin >= 0, divisions.begin, texts.end[:, None]).min(axis=1)
    has_home = first < texts.end
    below = texts.skip(bottom, SEPARATOR)
    leads = texts.skip(texts.start, SEPARATOR) >= first
    nothing = np.flatnonzero(has_home & leads & (below >= texts.end))
    has_road = (streets.road[:, 0] == below) & (streets.number[:, 0] < 0)
    only_road = has_road & (texts.skip(streets.rest, SEPARATOR) >= texts.end)
    last_letter = np.full(texts.rows + 1, -1, np.intp)
    letter = texts.where(HAN | LATIN)
    last_letter[texts.row[letter]] = letter
    only_digits = has_home & (below < texts.end) & (last_letter[:-1] < below)
    thin = np.flatnonzero(only_road | only_digits)
    return [
        lines(AddressReason.NOTHING_BELOW_TOWNSHIP, nothing, first[nothing], bottom[nothing]),
        lines(
            AddressReason.INCOMPLETE,
            thin,
            below[thin],
            np.where(only_road, streets.rest, texts.end)[thin],
        ),
    ]


def _twice(divisions: Divisions) -> Lines:
    row = np.flatnonzero(divisions.twice[:, 0] >= 0)
    begin, end = divisions.twice[row].T
    return lines(AddressReason.TEMPLATE_LEFTOVER, row, begin, end)
