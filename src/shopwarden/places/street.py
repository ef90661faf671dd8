"""Read road and door number behind the divisions, and townships that are in no list.

Works on positions of telling characters only (路, 街, 号 …), for all rows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.fold import UNITS
from shopwarden.places.levels import Level
from shopwarden.places.text import DASH, DIGIT, HAN, LATIN, NUMERAL, SEPARATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.text import Texts
    from shopwarden.places.walk import Divisions


_NONE: Final = -1
# Classes of a character in a street, as bits.
_ROAD: Final = 1
_DIRECTION: Final = 2
_PLACE: Final = 4
_BUILDING: Final = 8
_UNIT: Final = 16
_BEFORE_NUMBER: Final = 32

_CLASSES: Final = (
    (_ROAD, "路街道巷弄同线"),
    (_DIRECTION, "东西南北中上下前后内外大小新老一二三四五六七八九十支"),
    # Ends of what may stand before a road: 永福社区|文一西路.
    (_PLACE, "村区组镇乡苑园厦幢栋楼层座室期院场寓校司厂局站口旁近处店府号"),
    # After 3号 these make it a building, a line or an entrance and no door number.
    (_BUILDING, "楼栋幢线门馆厅库仓厂店铺地桥机院大路街"),
    # After bare digits these make them a quantity or a part of a building.
    (_UNIT, "米路街弄巷幢栋座楼层室单元组年月日度期区村环公路道线栏里口号队社块分时点次个户中小医号"),
    (_BEFORE_NUMBER, "甲乙丙丁附临新老旧"),
)
_HAO, _NONG, _XIANG = ord("号"), ord("弄"), ord("巷")
_LONGEST_NAME, _KEPT_NAME = 7, 3
_LONGEST_NUMBER: Final = 5
_TOWN_NAME: Final = (2, 5)


@dataclass(frozen=True)
class Streets:
    """Spans in the buffer, one row each, -1 for none.

    ``town`` holds townships found by their suffix alone; ``rest`` starts behind the last part.
    """

    town: NDArray[np.int32]
    road: NDArray[np.int32]
    number: NDArray[np.int32]
    rest: NDArray[np.int32]


def find_streets(texts: Texts, divisions: Divisions) -> Streets:
    """Read the part of every row behind its divisions."""
    reader = _Reader(texts, divisions.end)
    has_home = (divisions.begin[:, Level.CITY] >= 0) | (divisions.begin[:, Level.DISTRICT] >= 0)
    town = reader.towns(has_home & (divisions.begin[:, Level.TOWN] < 0))
    reader.begin_behind(town)
    road = reader.roads()
    number = reader.numbers(road)
    rest = np.maximum.reduce([reader.begin, road[:, 1], number[:, 1]])
    return Streets(town, road, number, rest)


@cache
def _class_table() -> NDArray[np.uint8]:
    table = np.zeros(UNITS, np.uint8)
    for bit, characters in _CLASSES:
        for one in set(characters):
            table[ord(one)] |= bit
    return table


@cache
def _among(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(UNITS, np.bool_)
    table[[ord(one) for one in characters]] = True
    return table


class _Reader:
    """The buffer, the character classes, and where each row's unread part begins."""

    def __init__(self, texts: Texts, begin: NDArray[np.int32]) -> None:
        self.units = texts.units
        self.marks = texts.marks
        self.kinds = _class_table()[texts.units]
        self.begin = begin.copy()
        self.end = texts.end
        self.hard = np.flatnonzero((self.marks & (SEPARATOR | DIGIT | LATIN)) != 0)
        self.places = np.flatnonzero((self.kinds & _PLACE) != 0)

    def begin_behind(self, spans: NDArray[np.int32]) -> None:
        """Start every row behind its span."""
        self.begin = np.maximum(self.begin, spans[:, 1])

    def events(self, mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return (row, position) of the unread positions where `mask` is true."""
        at = np.flatnonzero(mask)
        row = np.searchsorted(self.end, at)
        unread = at >= self.begin[row]
        return row[unread], at[unread]

    def towns(self, wanted: NDArray[np.bool_]) -> NDArray[np.int32]:
        """Find 宁围镇 right behind the divisions of the `wanted` rows."""
        units = self.units
        spans = np.full((self.begin.size, 2), _NONE, np.int32)
        mask = (units == ord("镇")) | (units == ord("乡"))
        mask[:-1] |= (units[:-1] == ord("街")) & (units[1:] == ord("道"))
        row, at = self.events(mask)
        begin = self._written_from(self.begin[row])
        past = at + 1 + (units[at] == ord("街"))
        length = at - begin
        plain = self._first_after(self.hard, begin) > at
        plain &= ~_among("路街号村区县市镇乡")[units[at - 1]] & ~_among("集古小城村重老家下水故")[units[at - 1]]
        keeps = (
            wanted[row] & plain & (length >= 1) & (length < _TOWN_NAME[1])
            & ~_among("路街江海村情音上中南北东西")[units[past]]
        )  # fmt: skip
        _put_first(spans, row[keeps], begin[keeps], past[keeps])
        return spans

    def roads(self) -> NDArray[np.int32]:
        """Find the first road of every row."""
        row, at = self.events((self.kinds & _ROAD) != 0)
        valid = self._is_road_end(at)
        row, at = row[valid], at[valid]
        stem_end = at - self._long_suffix(at)
        begin = self._road_begin(row, stem_end)
        named = stem_end > begin
        only_direction = (stem_end - begin == 1) & ((self.kinds[begin] & _DIRECTION) != 0)
        numbered = self.units[stem_end - 1] == _HAO
        # 南大街 is a road where nothing else stands before it.
        leads = begin == self._written_from(self.begin[row])
        keeps = named & (leads | numbered | ~only_direction)
        row, at, begin = row[keeps], at[keeps], begin[keeps]
        finish = at + 1 + self._section(at + 1)
        spans = np.full((self.begin.size, 2), _NONE, np.int32)
        _put_first(spans, row, begin, finish)
        return spans

    def _is_road_end(self, at: NDArray[np.intp]) -> NDArray[np.bool_]:
        units, marks = self.units, self.marks
        one, before, after = units[at], units[at - 1], units[at + 1]
        two_before = units[at - 2]
        after_ok = (marks[at + 1] & (DIGIT | SEPARATOR | NUMERAL)) != 0
        after_ok |= (self.kinds[at + 1] & _DIRECTION) != 0
        great_horse = (before == ord("马")) & (_among("大一二三四五六七八九十")[two_before])
        lu = (~_among("铁道岔字网电线套出思销退马")[before] | great_horse) & ~_among("桥灯由径过")[after]
        jie = ~_among("道坊区心舞")[after]
        dao = (before == ord("大")) | _among("国省县乡")[before]
        dao |= ~_among("街隧通河轨渠频报味拳管赤跑行车巷航地走坡栈便铁人古")[before] & after_ok
        dao &= ~_among("路具观教口")[after] & (before != ord("街"))
        nong = ((marks[at - 1] & DIGIT) == 0) & ((marks[at - 1] & NUMERAL) == 0)
        tong = before == ord("胡")
        xian = ~_among("号铁沿在热专路光电")[before] & ((marks[at + 1] & DIGIT) != 0)
        return np.select(
            [one == ord("路"), one == ord("街"), one == ord("道"), one == _XIANG, one == _NONG,
             one == ord("同")],
            [lu, jie, dao, before != ord("街"), nong, tong],
            xian & ((marks[at - 1] & HAN) != 0),
        )  # fmt: skip

    def _long_suffix(self, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """How many characters before `at` belong to the suffix: 大道, 大街, 胡同, 公路."""
        before, one = self.units[at - 1], self.units[at]
        great = (before == ord("大")) & _among("道街")[one]
        public = (before == ord("公")) & (one == ord("路"))
        nation = _among("国省县乡")[before] & (one == ord("道"))
        return (great | public | nation | (one == ord("同"))).astype(np.intp)

    def _road_begin(
        self, row: NDArray[np.intp], stem_end: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """Where a road's name begins: behind other text, a place name or a number."""
        start = self._written_from(self.begin[row])
        hard = self._last_before(self.hard, stem_end) + 1
        low = np.maximum(start, hard)
        begin = low.copy()
        rank = np.searchsorted(self.places, stem_end) - 1
        open_ = np.ones(row.size, np.bool_)
        for back in range(3):
            place = self.places[np.maximum(rank - back, 0)]
            inside = open_ & (rank >= back) & (place > low) & (place < stem_end)
            cuts = inside & self._is_name(place + 1, stem_end)
            begin[cuts] = place[cuts] + 1
            open_ = inside & ~cuts
        long = stem_end - begin > _LONGEST_NAME
        begin[long] = stem_end[long] - _KEPT_NAME
        # 6号大街, 104国道: the digits are the name.
        numbered = (self.units[stem_end - 1] == _HAO) & (hard == stem_end - 1)
        nation = (hard == stem_end) & _among("国省县乡")[self.units[stem_end]]
        digits = np.where(numbered, stem_end - 1, stem_end)
        by_number = (numbered | nation) & ((self.marks[digits - 1] & DIGIT) != 0)
        begin[by_number] = self._run_begin(digits[by_number])
        return np.maximum(begin, start)

    def _is_name(self, begin: NDArray[np.intp], end: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether a stretch can be a name: two characters or more, not only directions."""
        length = end - begin
        plain = np.zeros(begin.size, np.bool_)
        for step in range(4):
            at = np.minimum(begin + step, self.units.size - 1)
            plain |= (step < length) & ((self.kinds[at] & _DIRECTION) == 0)
        return (length >= 2) & plain  # noqa: PLR2004

    def _run_begin(self, end: NDArray[np.intp]) -> NDArray[np.intp]:
        """Where the run of digits and Latin letters that ends at `end` begins."""
        other = self._not_alphanumeric
        before = other[np.searchsorted(other, end) - 1]
        return np.where(before < end, before + 1, end)

    @property
    def _not_alphanumeric(self) -> NDArray[np.intp]:
        return np.flatnonzero((self.marks & (DIGIT | LATIN)) == 0)

    def _section(self, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """Length of 东段 or 一段 at `at`, 0 without."""
        has = ((self.kinds[at] & _DIRECTION) != 0) & (self.units[at + 1] == ord("段"))
        return np.where(has, 2, 0)

    def numbers(self, road: NDArray[np.int32]) -> NDArray[np.int32]:
        """Find the door number of every row: behind its road, or behind a village."""
        spans = np.full((self.begin.size, 2), _NONE, np.int32)
        self._behind_road(road, spans)
        self._marked(road, spans)
        return spans

    def _behind_road(self, road: NDArray[np.int32], spans: NDArray[np.int32]) -> None:
        row = np.flatnonzero(road[:, 1] >= 0)
        at = road[row, 1].astype(np.intp)
        for _ in range(2):
            begin = self._number_begin(at)
            body = self._body_begin(begin)
            end, marked = self._number_end(body)
            lane = self._is_lane(end) & (end > body)
            valid = (end > body) & ~lane & self._counts(body, end, marked)
            spans[row[valid], 0] = begin[valid]
            spans[row[valid], 1] = (end + marked)[valid]
            row, at = row[lane], (end + 1)[lane]

    def _number_begin(self, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """Step over separators and one direction between a road and its number."""
        begin = self._written_from(at)
        after = begin + 1
        directed = ((self.kinds[begin] & _DIRECTION) != 0) & ((self.marks[begin] & NUMERAL) == 0)
        directed &= (self.marks[after] & DIGIT) != 0
        return np.where(directed, after, begin)

    def _body_begin(self, begin: NDArray[np.intp]) -> NDArray[np.intp]:
        """Step over 甲 or a letter in front of the digits."""
        led = ((self.kinds[begin] & _BEFORE_NUMBER) != 0) | ((self.marks[begin] & LATIN) != 0)
        return np.where(led & ((self.marks[begin + 1] & DIGIT) != 0), begin + 1, begin)

    def _number_end(self, body: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return where the digits end, and 1 if 号, 弄 or # follows."""
        is_digit = (self.marks[body] & DIGIT) != 0
        digits = self._first_after(self._not_body, body)
        dashed = (self.marks[digits - 1] & DIGIT) == 0
        digits = np.where(dashed & (digits > body), digits - 1, digits)
        words = self._first_after(self._not_numeral, body)
        end = np.where(is_digit, digits, words)
        marked = _among("号弄#")[self.units[end]]
        end = np.where(is_digit | marked, end, body)
        return end, (marked & (end > body)).astype(np.intp)

    @property
    def _not_body(self) -> NDArray[np.intp]:
        """Positions that cannot lie inside 12-14, 3、5 or 8之2."""
        joins = ((self.marks & DASH) != 0) | _among("、之/")[self.units]
        return np.flatnonzero(((self.marks & DIGIT) == 0) & ~joins)

    @property
    def _not_numeral(self) -> NDArray[np.intp]:
        return np.flatnonzero((self.marks & NUMERAL) == 0)

    def _is_lane(self, end: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether the digits number a side lane: 延安路12巷3号."""
        found: NDArray[np.bool_] = self.units[end] == _XIANG
        return found

    def _counts(
        self, body: NDArray[np.intp], end: NDArray[np.intp], marked: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        after = self.kinds[end + marked]
        door = (marked == 1) & ~self._is_building(end + 1)
        bare = (
            (marked == 0) & (end - body <= _LONGEST_NUMBER) & ((after & _UNIT) == 0)
            & ((self.marks[end] & LATIN) == 0)
        )  # fmt: skip
        return door | bare

    def _is_building(self, at: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether the character behind 号 makes it no door number; 号院 still is one."""
        units = self.units
        return ((self.kinds[at] & _BUILDING) != 0) & (units[at] != ord("院")) & (units[at] != ord("大"))

    def _marked(self, road: NDArray[np.int32], spans: NDArray[np.int32]) -> None:
        """Where no number follows a road: the first 12号 behind a place that has no buildings."""
        row, at = self.events((self.units == _HAO) & (np.roll(self.marks, 1) & (DIGIT | NUMERAL) != 0))
        begin = self._digits_begin(at)
        before = self.units[begin - 1]
        settled = _among("村组社队镇乡道街路庄屯桥头塘湾里旁侧面近口段")[before] | (begin == self.begin[row])
        settled |= (before == ord("区")) & (self.units[begin - 2] == ord("社"))
        settled |= (self.marks[begin - 1] & SEPARATOR) != 0
        keeps = (
            (spans[row, 1] < 0) & settled & ~self._is_building(at + 1)
            & (begin >= np.maximum(road[row, 1], self.begin[row]))
        )  # fmt: skip
        _put_first(spans, row[keeps], begin[keeps], at[keeps] + 1)

    def _digits_begin(self, end: NDArray[np.intp]) -> NDArray[np.intp]:
        last = self.marks[end - 1]
        digit_stop = self._not_body[np.searchsorted(self._not_body, end) - 1] + 1
        numeral_stop = self._not_numeral[np.searchsorted(self._not_numeral, end) - 1] + 1
        begin = np.where((last & DIGIT) != 0, digit_stop, numeral_stop)
        skips = ((self.marks[begin] & (DIGIT | NUMERAL)) == 0) & (begin < end)
        return np.where(skips, begin + 1, begin)

    def _written_from(self, at: NDArray[np.integer]) -> NDArray[np.intp]:
        """The first position from `at` that holds no separator."""
        written = np.flatnonzero(((self.marks & SEPARATOR) == 0) | (self.units == 0))
        return self._first_after(written, at)

    @staticmethod
    def _first_after(places: NDArray[np.intp], at: NDArray[np.integer]) -> NDArray[np.intp]:
        found = np.searchsorted(places, at)
        return places[np.minimum(found, places.size - 1)]

    @staticmethod
    def _last_before(places: NDArray[np.intp], at: NDArray[np.integer]) -> NDArray[np.intp]:
        found = np.searchsorted(places, at) - 1
        return np.where(found >= 0, places[np.maximum(found, 0)], _NONE)


def _put_first(
    spans: NDArray[np.int32],
    row: NDArray[np.intp],
    begin: NDArray[np.intp],
    finish: NDArray[np.intp],
) -> None:
    """Write each row's first span; `row` is ascending."""
    is_first = np.ones(row.size, np.bool_)
    is_first[1:] = row[1:] != row[:-1]
    free = is_first & (spans[row, 1] < 0)
    spans[row[free], 0] = begin[free]
    spans[row[free], 1] = finish[free]
