"""Which counties have a village with the name of some township: traces of former ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.fold import translation
from shopwarden.places.kernel.villages import FILTER_BITS, PROBES, filter_bit, village_key
from shopwarden.places.levels import WIDTH, Level
from shopwarden.places.making import packages
from shopwarden.places.making.divisions import Index, county_now
from shopwarden.places.making.naming import town_name, town_stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from shopwarden.places.making.divisions import Division

_DEPTH: Final = 5
_COMMITTEE: Final = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区|居民|村)+$")


def village_filter(divisions: Iterable[Division], table: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Return the set of (county, village) pairs that ``kernel.villages`` asks, as bits."""
    known = list(divisions)
    simple = translation(table)
    towns = {
        town_stem(town_name(division.name)).translate(simple)
        for division in known
        if division.level is Level.TOWN
    }
    bits = np.zeros(FILTER_BITS, np.bool_)
    pairs = {(county, name.translate(simple)) for county, name in _villages(Index(known))}
    for county, name in pairs:
        if name in towns:
            units = [*map(ord, name)]
            key = village_key(units, 0, len(units), county // WIDTH[Level.DISTRICT])
            for probe in range(PROBES):
                bits[filter_bit(key, probe)] = True
    return np.packbits(bits, bitorder="little")


def _villages(index: Index) -> Iterator[tuple[int, str]]:
    """Yield county and name of every village, without the word for its committee."""
    county = 0
    for place in packages.tree(_DEPTH):
        if len(place.path) == Level.DISTRICT + 1:
            county = county_now(index, place)
        elif len(place.path) == _DEPTH and county:
            yield county, _COMMITTEE.sub("", place.path[-1])
