"""Moving along a row."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.registry import Ints, kernel

# Where the row of a buffer with one text starts, and how many characters of it are read: no
# address is longer.
START: Final = 1
LONGEST: Final = 500


@kernel
def skip(marks: Ints, at: int, bits: int) -> int:
    """Return the first position from `at` on whose unit is of none of the classes `bits`."""
    while marks[at] & bits:
        at += 1
    return at


@kernel
def run_start(marks: Ints, end: int, bits: int) -> int:
    """Return where the run of units of the classes `bits` that ends at `end` starts."""
    while marks[end - 1] & bits:
        end -= 1
    return end
