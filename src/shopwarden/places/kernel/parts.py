"""Read everything behind the divisions, from left to right in one pass."""

from __future__ import annotations

from shopwarden.places.kernel.lexemes import (
    NOTHING,
    TOWN,
    TOWN_AT,
    VILLAGE_AT,
    ZONE,
    put,
    reach,
)
from shopwarden.places.kernel.marks import BEFORE_NUMBER, DIGIT, DIRECTION, END, NUMERAL, SEPARATOR
from shopwarden.places.kernel.names import read_name, side_end
from shopwarden.places.kernel.numbers import is_on_road
from shopwarden.places.kernel.part import PART_COUNT
from shopwarden.places.kernel.pasted import read_head
from shopwarden.places.kernel.places import take_name
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.rest import take_rest
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.takes import COUNTING, take_number, take_side
from shopwarden.places.kernel.words import letters

_OPEN, _CLOSE, _BAN, _SHI, _WAY = letters("()办事道")


@kernel
def read_parts(
    units: Ints,
    marks: Ints,
    begin: int,
    end: int,
    has_home: bool,
    has_town: bool,
    spans: Spans,
) -> int:
    """Write the spans of township to rest; return where the last part ends.

    Parameters
    ----------
    begin
        Where the divisions end that were found; the row's own begin without any.
    end
        Where the row ends.
    has_home
        Whether a city or a district was found: only then is a township known by its suffix.
    has_town
        Whether a township was found.
    spans
        Those of the divisions are read, the others are written; they come in as -1.
    """
    _scan(units, marks, _past_office(units, begin), end, has_home and not has_town, spans)
    first = _first(spans, begin)
    if not marks[first - 1] & END:
        _read_head(units, marks, first, skip(marks, begin, SEPARATOR) >= end, spans)
    far = reach(spans, begin)
    take_rest(units, marks, far, end, spans)
    return far


@kernel
def _scan(units: Ints, marks: Ints, begin: int, end: int, takes_town: bool, spans: Spans) -> None:
    """Read the parts between `begin` and `end`, one name or number after the other."""
    at, last, outer = begin, NOTHING, NOTHING
    while at < end:
        mark = marks[at]
        if mark & SEPARATOR:
            # What stands in brackets does not change what a number behind them counts.
            if units[at] == _OPEN:
                outer = last
            elif units[at] == _CLOSE and outer != NOTHING:
                last = outer
            at += 1
            continue
        if is_on_road(last, spans):
            at = _before_door(marks, at)
            mark = marks[at]
        if mark & (COUNTING | BEFORE_NUMBER):
            stop, kind = take_number(units, marks, at, end, last, spans)
            if stop > at:
                at, last = stop, kind
                continue
        stop = side_end(units, marks, at)
        if stop > at:
            at, last = stop, take_side(units, marks, at, stop, spans)
            continue
        stop, kind = read_name(units, marks, at, end, takes_town and last in (NOTHING, ZONE))
        if kind == TOWN:
            takes_town = False
            put(spans, TOWN_AT, at, stop)
            stop, last = _past_office(units, stop), TOWN
        else:
            last = take_name(units, marks, at, stop, kind, end, last, spans)
        at = stop


@kernel
def _past_office(units: Ints, at: int) -> int:
    """Step over 办事处 or 办 behind 街道."""
    if units[at] != _BAN or units[at - 1] != _WAY:
        return at
    return at + 3 if units[at + 1] == _SHI else at + 1


@kernel
def _before_door(marks: Ints, at: int) -> int:
    """Step over a direction between a road and its number: 中山路|南|12号."""
    is_turn = marks[at] & DIRECTION != 0 and not marks[at] & (NUMERAL | BEFORE_NUMBER)
    return at + 1 if is_turn and marks[at + 1] & DIGIT else at


@kernel
def _first(spans: Spans, begin: int) -> int:
    """Return where the first division begins, `begin` without any."""
    first = begin
    for part in range(0, VILLAGE_AT, 2):
        if 0 <= spans[part] < first:
            first = spans[part]
    return first


@kernel
def _read_head(units: Ints, marks: Ints, end: int, is_all: bool, spans: Spans) -> None:
    """Read what stands in front of the divisions, which begin at `end`.

    That is name and phone; where nothing follows the divisions, also the address itself, as in
    文一西路969号,杭州市.
    """
    begin = end
    while not marks[begin - 1] & END:
        begin -= 1
    if is_all:
        _scan(units, marks, begin, end, False, spans)
        for at in range(VILLAGE_AT, 2 * PART_COUNT):
            spans[at] = min(spans[at], end)
    else:
        read_head(units, marks, begin, end, spans)
