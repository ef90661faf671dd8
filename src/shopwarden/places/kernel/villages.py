"""Tell whether a county has a village of some name.

The set of (county, village) pairs is a Bloom filter: it never forgets a pair, and takes one
pair in a thousand that are not in it for one that is.
Source of the method: Bloom (1970), *Space/time trade-offs in hash coding with allowable errors*.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.registry import Ints, kernel

# Bits of the filter, and how many of them a pair sets.
FILTER_BITS: Final = 1 << 22
PROBES: Final = 4
_SHIFT: Final = 10
_MASK: Final = 0xFFFFFFFF
_FACTOR, _SPREAD = 16_777_619, 2_654_435_761
_HALF: Final = 15


@kernel
def is_village(bits: Ints, units: Ints, begin: int, end: int, county: int) -> bool:
    """Whether a county (six digits) has a village of this name, without 村 or 社区."""
    key = village_key(units, begin, end, county)
    for probe in range(PROBES):
        at = filter_bit(key, probe)
        if not bits[at >> 3] >> (at & 7) & 1:
            return False
    return True


@kernel
def village_key(units: Ints, begin: int, end: int, county: int) -> int:
    """Mix a county and a village to one number of 32 bits."""
    # Spread first: codes of counties are near each other, as characters are.
    mixed = county * _SPREAD & _MASK
    for at in range(begin, end):
        mixed = (mixed ^ units[at]) * _FACTOR & _MASK
    return _stirred(mixed)


@kernel
def filter_bit(key: int, probe: int) -> int:
    """Return the bit of the filter that a village's key sets as its first, second …"""
    step = _stirred(key) | 1
    return (key + probe * step & _MASK) >> _SHIFT


@kernel
def _stirred(mixed: int) -> int:
    mixed = (mixed ^ mixed >> _HALF) * _SPREAD & _MASK
    return mixed ^ mixed >> _HALF
