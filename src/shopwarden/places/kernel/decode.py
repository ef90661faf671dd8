"""Decode one row of UTF-8 bytes into folded code units with their classes."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.marks import END, LANE, SUFFIX, UNITS
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import LONGEST

_STREET, _WAY = ord("街"), ord("道")
# The first byte of a character tells how many bytes it has; the others hold six bits each.
_TWO, _THREE, _FOUR = 0xC0, 0xE0, 0xF0
_LOW: Final = 0x3F
SHIFT: Final = 16


@kernel
def decode_row(
    folding: Ints,
    data: Ints,
    byte: int,
    past: int,
    start: int,
    units: Spans,
    marks: Spans,
    offsets: Spans,
) -> int:
    """Write a row from `start` on, each up to its 500th character; return where it ends.

    Parameters
    ----------
    folding
        For every code unit the folded one, and above ``SHIFT`` the classes of that.
    byte, past
        Where the row's valid UTF-8 begins and ends in `data`.
    offsets
        Gets the byte at which each character begins, and the one behind the last.
    """
    at = start
    while byte < past and at < start + LONGEST:
        lead = data[byte]
        offsets[at] = byte
        if lead < _TWO:
            code = lead
            byte += 1
        elif lead < _THREE:
            code = (lead & 0x1F) << 6 | data[byte + 1] & _LOW
            byte += 2
        elif lead < _FOUR:
            code = (lead & 0xF) << 12 | (data[byte + 1] & _LOW) << 6 | data[byte + 2] & _LOW
            byte += 3
        else:
            code = UNITS - 1
            byte += 4
        unit = folding[code] & UNITS - 1
        units[at] = unit
        marks[at] = folding[code] >> SHIFT
        # 街道 is no street.
        if unit == _WAY and units[at - 1] == _STREET:
            marks[at - 1] = marks[at - 1] & ~LANE | SUFFIX
        at += 1
    offsets[at] = byte
    for after in range(3):
        units[at + after] = 0
        marks[at + after] = END
    return at
