"""Read road and door number behind the divisions, and townships that are in no list.

Works on positions of telling characters only (路, 街, 号 …), for all rows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.levels import Level
from shopwarden.places.text import (
    BEFORE_NUMBER,
    BUILDING,
    DIGIT,
    DIRECTION,
    END,
    HAN,
    LATIN,
    NUMBER_JOINING,
    NUMERAL,
    PLACE,
    ROAD,
    SEPARATOR,
    UNIT,
    among,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.text import Flags, Ints, Texts
    from shopwarden.places.walk import Divisions

_NONE: Final = -1
_HAO, _GREAT, _WAY, _STREET = ord("号"), ord("大"), ord("道"), ord("街")
_HARD: Final = END | SEPARATOR | DIGIT | LATIN
# A name longer than this has something else in front; then this much of it is kept.
_LONGEST_NAME, _KEPT_NAME = 7, 3
_LONGEST_NUMBER: Final = 5
_LONGEST_TOWN: Final = 4
# Words that end like a road: 铁路, 道路, 岔路口; 街坊, 街心; 隧道, 通道.
_NO_LU: Final = ("铁道岔字网电线套出思销退马", "桥灯由径过")
_NO_STREET: Final = "道坊区心舞镇乡村"
_NO_WAY: Final = ("街隧通河轨渠频报味拳管赤跑行车巷航地走坡栈便铁人古", "路具观教口")
_NO_LINE: Final = "号铁沿在热专路光电"
_NO_TOWN: Final = ("路号村区县市镇乡集古小城重老家下水故", "路街江海村情音上中南北东西")
# What may stand right before a door number where no road does.
_SETTLED: Final = "村组社队镇乡道街路庄屯桥头塘湾里旁侧面近口段"


@dataclass(frozen=True)
class Streets:
    """Spans in the buffer of shape (rows, 2), -1 for none.

    ``town`` holds townships found by their suffix alone; ``rest`` is where each row goes on
    behind its last part.
    """

    town: NDArray[np.intp]
    road: NDArray[np.intp]
    number: NDArray[np.intp]
    rest: NDArray[np.intp]


def find_streets(texts: Texts, divisions: Divisions) -> Streets:
    """Read the part of every row behind its divisions."""
    has_home = (divisions.begin[:, Level.CITY] >= 0) | (divisions.begin[:, Level.DISTRICT] >= 0)
    town = _towns(texts, divisions.end, has_home & (divisions.begin[:, Level.TOWN] < 0))
    begin = texts.skip(np.maximum(divisions.end, town[:, 1]), SEPARATOR)
    road = _roads(texts, begin)
    number = _numbers(texts, begin, road)
    rest = np.maximum.reduce([divisions.end, town[:, 1], road[:, 1], number[:, 1]])
    return Streets(town, road, number, rest)


def _unread(
    texts: Texts, at: NDArray[np.intp], begin: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return (row, position) of the positions `at` that lie at or behind their row's `begin`."""
    row = texts.row[at]
    keep = at >= np.append(begin, at[-1:])[row]
    return row[keep], at[keep]


def _spans(
    rows: int, row: NDArray[np.intp], begin: NDArray[np.intp], finish: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return each row's first span; `row` is ascending."""
    spans = np.full((rows, 2), _NONE, np.intp)
    # Written backwards, so that the first of a row is written last.
    spans[row[::-1], 0] = begin[::-1]
    spans[row[::-1], 1] = finish[::-1]
    return spans


def _towns(texts: Texts, end: NDArray[np.intp], wanted: Flags) -> NDArray[np.intp]:
    """Find 宁围镇 right behind the divisions of the `wanted` rows, by its suffix."""
    units = texts.units
    row = np.flatnonzero(wanted)
    begin = texts.skip(end[row], SEPARATOR)
    spans = np.full((texts.rows, 2), _NONE, np.intp)
    found = np.zeros(row.size, np.bool_)
    for length in range(1, _LONGEST_TOWN + 1):
        left = np.flatnonzero(~found & texts.has(begin + length - 1, HAN))
        row, begin, found = row[left], begin[left], found[left]
        at = begin + length
        office = (units[at] == _STREET) & (units[at + 1] == _WAY)
        past = at + 1 + office
        ends = (office | among(units[at], "镇乡")) & ~among(units[at - 1], _NO_TOWN[0])
        found = ends & ~among(units[past], _NO_TOWN[1])
        spans[row[found], 0] = begin[found]
        spans[row[found], 1] = past[found]
    return spans


def _roads(texts: Texts, start: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find the first road of every row."""
    row, at = _unread(texts, texts.where(ROAD), start)
    valid = np.flatnonzero(_is_road_end(texts, at))
    row, at = row[valid], at[valid]
    stem_end = at - _long_suffix(texts, at)
    begin = _road_begin(texts, start[row], stem_end)
    length = stem_end - begin
    numbered = texts.units[stem_end - 1] == _HAO
    only_direction = (length == 1) & texts.has(begin, DIRECTION) & ~numbered
    # 南大街 is a road where nothing else stands before it.
    keep = np.flatnonzero((length > 0) & ((begin == start[row]) | ~only_direction))
    finish = at[keep] + 1 + _section(texts, at[keep] + 1)
    return _spans(texts.rows, row[keep], begin[keep], finish)


def _is_road_end(texts: Texts, at: NDArray[np.intp]) -> Flags:
    """Whether 路, 街, 道 … at each position ends a road's name."""
    units = texts.units
    one, before, after = units[at], units[at - 1], units[at + 1]
    # 大马路 and 二马路 are roads, 马路 is a word.
    horse = (before == ord("马")) & among(units[at - 2], "大一二三四五六七八九十")
    lu = (~among(before, _NO_LU[0]) | horse) & ~among(after, _NO_LU[1])
    way = texts.has(at + 1, DIGIT | SEPARATOR | NUMERAL | DIRECTION | END)
    way &= ~among(before, _NO_WAY[0])
    way |= among(before, "大国省县乡")
    way &= ~among(after, _NO_WAY[1])
    line = ~among(before, _NO_LINE) & texts.has(at - 1, HAN) & texts.has(at + 1, DIGIT)
    lane = ~texts.has(at - 1, DIGIT | NUMERAL)
    found: Flags = np.select(
        [one == ord(c) for c in "路街道巷弄同"],
        [lu, ~among(after, _NO_STREET), way, before != _STREET, lane, before == ord("胡")],
        line,
    )
    return found


def _long_suffix(texts: Texts, at: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many characters before `at` belong to the suffix: 大道, 大街, 胡同, 公路, 国道."""
    before, one = texts.units[at - 1], texts.units[at]
    long: Flags = (before == _GREAT) & ((one == _WAY) | (one == _STREET))
    long |= (before == ord("公")) & (one == ord("路"))
    long |= among(before, "国省县乡") & (one == _WAY)
    long |= one == ord("同")
    return long.astype(np.intp)


def _road_begin(
    texts: Texts, start: NDArray[np.intp], stem_end: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Where a road's name begins: behind other text, a place name or a number."""
    begin = stem_end.copy()
    named = np.zeros(begin.size, np.bool_)
    going = np.arange(begin.size)
    for length in range(_LONGEST_NAME + 1):
        before = begin[going] - 1
        stops = texts.has(before, _HARD) | (before < start[going])
        # 永福社区|文一西路, but 中关村|南|大街: a name is more than a direction.
        stops |= texts.has(before, PLACE) & named[going] & (length >= 2)
        going = going[~stops]
        begin[going] -= 1
        named[going] |= ~texts.has(begin[going], DIRECTION)
    begin[going] = stem_end[going] - _KEPT_NAME
    # 6号大街, 104国道: the digits are the name.
    digits = stem_end - (texts.units[stem_end - 1] == _HAO)
    numbered = (digits < stem_end) | among(texts.units[stem_end], "国省县乡")
    numbered &= texts.has(digits - 1, DIGIT) & (begin >= digits)
    begin[numbered] = texts.run_start(digits[numbered], DIGIT | LATIN)
    found: NDArray[np.intp] = np.maximum(begin, start)
    return found


def _section(texts: Texts, at: NDArray[np.intp]) -> NDArray[np.intp]:
    """Length of what follows as part of the name: 东段 or 一段, 广州大道中, 0 without."""
    units = texts.units
    turns = texts.has(at, DIRECTION)
    avenue = (units[at - 1] == _WAY) & (units[at - 2] == _GREAT)
    avenue &= among(units[at], "东西南北中") & ~texts.has(at + 1, HAN)
    has_section = turns & (units[at + 1] == ord("段"))
    return np.where(has_section, 2, avenue.astype(np.intp))


def _numbers(texts: Texts, start: NDArray[np.intp], road: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find the door number of every row: behind its road, or behind a village."""
    spans = np.full((texts.rows, 2), _NONE, np.intp)
    row = np.flatnonzero(road[:, 1] >= 0)
    at = road[row, 1]
    # Once more behind a side lane: 延安路|12巷|3号.
    for _ in range(2):
        begin = _number_begin(texts, at)
        body = _body_begin(texts, begin)
        end, marked = _number_end(texts, body)
        lane = (texts.units[end] == ord("巷")) & (end > body)
        valid = np.flatnonzero((end > body) & ~lane & _counts(texts, body, end, marked))
        spans[row[valid], 0] = begin[valid]
        spans[row[valid], 1] = (end + marked)[valid]
        row, at = row[lane], end[lane] + 1
    without = np.where(spans[:, 1] < 0, np.maximum(start, road[:, 1]), texts.end)
    settled = _settled(texts, without)
    return np.where(spans < 0, settled, spans)


def _number_begin(texts: Texts, at: NDArray[np.intp]) -> NDArray[np.intp]:
    """Step over separators and one direction between a road and its number."""
    begin = texts.skip(at, SEPARATOR)
    directed = texts.has(begin, DIRECTION) & ~texts.has(begin, NUMERAL)
    return begin + (directed & texts.has(begin + 1, DIGIT))


def _body_begin(texts: Texts, begin: NDArray[np.intp]) -> NDArray[np.intp]:
    """Step over 甲 or a letter in front of the digits."""
    led = texts.has(begin, BEFORE_NUMBER | LATIN) & texts.has(begin + 1, DIGIT)
    return begin + led


def _number_end(texts: Texts, body: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the digits end, and 1 if 号, 弄 or # follows; Chinese digits need one."""
    is_digit = texts.has(body, DIGIT)
    end = texts.skip(np.where(is_digit, body, texts.skip(body, NUMERAL)), DIGIT | NUMBER_JOINING)
    end = np.where(is_digit, texts.run_start(end, NUMBER_JOINING), end)
    marked = among(texts.units[end], "号弄#") & (end > body)
    return np.where(is_digit | marked, end, body), marked.astype(np.intp)


def _counts(
    texts: Texts, body: NDArray[np.intp], end: NDArray[np.intp], marked: NDArray[np.intp]
) -> Flags:
    """Whether digits are a door number: marked and no building, or short and bare."""
    door = (marked == 1) & ~_is_building(texts, end + 1)
    bare = (marked == 0) & (end - body <= _LONGEST_NUMBER) & ~texts.has(end, UNIT | LATIN)
    found: Flags = door | bare
    return found


def _is_building(texts: Texts, at: Ints) -> Flags:
    """Whether the character behind 号 makes it no door number: 3号|楼, 6号|大街."""
    street: Flags = (texts.units[at] == _GREAT) & (texts.units[at + 1] == _STREET)
    return texts.has(at, BUILDING) | street


def _settled(texts: Texts, start: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find 12号 at `start`, or behind a village or another place that has no buildings."""
    row, at = _unread(texts, np.flatnonzero(texts.units == _HAO), start)
    counted = texts.has(at - 1, DIGIT | NUMERAL)
    row, at = row[counted], at[counted]
    digits = texts.has(at - 1, DIGIT)
    begin = np.where(
        digits,
        texts.skip(texts.run_start(at, DIGIT | NUMBER_JOINING), NUMBER_JOINING),
        texts.run_start(at, NUMERAL),
    )
    before = texts.units[begin - 1]
    settled = among(before, _SETTLED) | texts.has(begin - 1, SEPARATOR) | (begin == start[row])
    settled |= (before == ord("区")) & (texts.units[begin - 2] == ord("社"))
    keep = settled & ~_is_building(texts, at + 1) & (begin >= start[row])
    return _spans(texts.rows, row[keep], begin[keep], at[keep] + 1)
