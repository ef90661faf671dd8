"""The divisions whose official names follow from the deepest one that is known."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.reading import is_municipality
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.tables import ABOVE, CODE, CURRENT, DIVISION, DIVISION_LEVEL, STATUS
from shopwarden.places.levels import Level, Status

_LEVELS: Final = len(Level)
_PROVINCE, _CITY = int(Level.PROVINCE), int(Level.CITY)
_IN_FORCE: Final = int(Status.CURRENT)
# Of each row: the deepest division, and the ones of the four levels.
NAMES: Final = 1 + _LEVELS
FIRST_LEVEL: Final = 1


@kernel
def name_levels(divisions: Ints, place: int, none: int, at: int, names: Spans) -> None:
    """Write the places of a division and of those in force that hold it from `at` on.

    Parameters
    ----------
    none
        What to write where there is none.
    """
    for each in range(at, at + NAMES):
        names[each] = none
    if place < 0:
        return
    place = divisions[DIVISION * place + CURRENT]
    names[at] = place
    levels = at + FIRST_LEVEL
    while place >= 0:
        record = DIVISION * place
        if divisions[record + STATUS] == _IN_FORCE:
            names[levels + divisions[record + DIVISION_LEVEL]] = place
        place = divisions[record + ABOVE]
    # A municipality is a province and a city at once.
    province = names[levels + _PROVINCE]
    if province != none and is_municipality(divisions[DIVISION * province + CODE]):
        names[levels + _CITY] = province


@kernel
def infilled(spans: Spans, none: int, at: int, names: Spans) -> int:
    """Tell in bits which levels are known but not written."""
    found = 0
    for level in range(_LEVELS):
        if names[at + FIRST_LEVEL + level] != none and spans[2 * level] < 0:
            found |= 1 << level
    return found
