"""Tell which rows may hold the name of a division with a slip (``places.typos``).

A slip leaves text that no name explains: before or between the divisions, behind the deepest
one where a name with its suffix would stand, or as a township that is in no list.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.marks import END, HAN, SEPARATOR, SUFFIX
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import skip
from shopwarden.places.kernel.state import TOWN_PATTERN

_LEVELS: Final = 4
_DISTRICT, _TOWN = 2 * Part.DISTRICT, 2 * Part.TOWN
# A name of a division seldom has more characters.
_LONGEST: Final = 5


@kernel
def has_gap(marks: Ints, start: int, state: Spans, spans: Spans) -> bool:
    """Whether a row has text where the name of a division may have been meant."""
    at = skip(marks, start, SEPARATOR)
    last = -1
    for level in range(_LEVELS):
        begin = spans[2 * level]
        # A municipality is province and city at once; a clash may lie before what was read.
        if begin >= 0 and begin >= at:
            if marks[at] & HAN and begin > at:
                return True
            last = spans[2 * level + 1]
            at = skip(marks, last, SEPARATOR)
    if last < 0:
        return False
    if spans[_TOWN] >= 0:
        return state[TOWN_PATTERN] < 0
    if not marks[last - 1] & SUFFIX and marks[last] & HAN:
        return True
    return spans[_DISTRICT] < 0 and _names_below(marks, at)


@kernel
def _names_below(marks: Ints, at: int) -> bool:
    """Whether a suffix of divisions stands within a name's length behind `at`."""
    for place in range(at, at + _LONGEST):
        if marks[place] & END or not marks[place] & HAN:
            return False
        if place > at and marks[place] & SUFFIX:
            return True
    return False
