"""Runs of characters of one class, and numbers with the dashes inside them."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.marks import DIGIT, HAN, LATIN, NUMBER_JOINING, NUMERAL
from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.scan import skip

_ALNUM: Final = DIGIT | LATIN


@kernel
def is_all(marks: Ints, begin: int, end: int, bits: int) -> bool:
    """Whether every character of a stretch is of one of the classes `bits`."""
    while begin < end and marks[begin] & bits:
        begin += 1
    return begin >= end


@kernel
def digits_end(units: Ints, marks: Ints, at: int) -> int:
    """Return where digits and single letters end, dashes between them included: 3-2-A501.

    Two letters side by side are a word: what they are part of is no number, and the end is `at`.
    """
    begin = at
    while True:
        mark = marks[at]
        if mark & LATIN and marks[at + 1] & LATIN:
            return begin
        if mark & _ALNUM:
            at += 1
        elif mark & NUMBER_JOINING and at > begin and marks[at + 1] & _ALNUM:
            # 12至14 joins, 12之soho does not.
            if mark & HAN and not marks[at + 1] & DIGIT:
                return at
            at += 1
        else:
            return at


@kernel
def number_end(units: Ints, marks: Ints, at: int) -> int:
    """Return where the number at `at`, in digits or in Chinese, ends."""
    if marks[at] & _ALNUM:
        return digits_end(units, marks, at)
    return skip(marks, at, NUMERAL)


@kernel
def join(marks: Ints, at: int, end: int) -> int:
    """Return the first dash of a number from `at` on, `end` without one."""
    while at < end and not marks[at] & NUMBER_JOINING:
        at += 1
    return at


@kernel
def has_digit(marks: Ints, begin: int, end: int) -> bool:
    """Whether any character of a stretch is a digit."""
    while begin < end and not marks[begin] & DIGIT:
        begin += 1
    return begin < end


@kernel
def count(marks: Ints, begin: int, end: int, bits: int) -> int:
    """Return how many characters of a stretch are of one of the classes `bits`."""
    found = 0
    for at in range(begin, end):
        if marks[at] & bits:
            found += 1
    return found
