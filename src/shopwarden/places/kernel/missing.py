"""The checks on what an address leaves out."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lines import INCOMPLETE, NOTHING_BELOW, add_measured
from shopwarden.places.kernel.marks import HAN, LATIN, SEPARATOR
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.state import AT
from shopwarden.places.kernel.words import letters
from shopwarden.places.levels import Level

_ROAD, _NUMBER, _TOWN = 2 * Part.ROAD, 2 * Part.NUMBER, 2 * Part.TOWN
_PARK, _ZONE, _TRADE = letters("园区业")
_OF_FIRMS: Final = letters("业流技")
_LEVELS: Final = len(Level)


@kernel
def check_missing(
    units: Ints, marks: Ints, start: int, end: int, state: Spans, spans: Spans, lines: Spans
) -> None:
    """Add a line if nothing follows the divisions, or too little to find a door."""
    first = _first_name(spans)
    bottom = max(state[AT], spans[_TOWN + 1])
    below = skip(marks, bottom, SEPARATOR)
    if below >= end:
        park = _park_begin(units, state, spans)
        if park >= 0:
            add_measured(INCOMPLETE, park, bottom, -1, -1, -1, lines)
        elif first >= 0 and skip(marks, start, SEPARATOR) >= first:
            add_measured(NOTHING_BELOW, first, bottom, -1, -1, -1, lines)
        return
    road_end = spans[_ROAD + 1]
    if spans[_ROAD] == below and spans[_NUMBER] < 0 and skip(marks, road_end, SEPARATOR) >= end:
        add_measured(INCOMPLETE, below, road_end, -1, -1, -1, lines)
    elif first >= 0 and _has_no_letter(marks, below, end):
        add_measured(INCOMPLETE, below, end, -1, -1, -1, lines)


@kernel
def _park_begin(units: Ints, state: Spans, spans: Spans) -> int:
    """Return where a park of firms begins that ends what was read, or -1: 长兴县|工业园区.

    A development zone is as large as a district, and tells no more.
    """
    at, begin = state[AT], -1
    for level in range(_LEVELS):
        begin = max(begin, spans[2 * level + 1])
    if begin < 0 or begin + 2 >= at:
        return -1
    last = at - 1 - int(units[at - 1] == _ZONE)
    is_park = units[last] == _PARK and units[last - 1] in _OF_FIRMS
    return begin if is_park or (units[last] == _TRADE and last < at - 1) else -1


@kernel
def _first_name(spans: Spans) -> int:
    """Return where the first division that was read begins, or -1."""
    first = -1
    for level in range(_LEVELS):
        begin = spans[2 * level]
        if begin >= 0 and (first < 0 or begin < first):
            first = begin
    return first


@kernel
def _has_no_letter(marks: Ints, begin: int, end: int) -> bool:
    at = begin
    while at < end and not marks[at] & (HAN | LATIN):
        at += 1
    return at >= end
