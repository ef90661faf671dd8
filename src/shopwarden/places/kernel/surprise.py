"""Windowed bigram surprise: does a run of Chinese characters look like text?

For each pair of neighbouring characters a table, made by ``places.making.surprise``, tells how
unexpected the second is after the first. The surprise of a text is the largest mean over a
window of pairs.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexicon import HIT, HIT_BEGIN, HIT_END
from shopwarden.places.kernel.lines import GIBBERISH, SCALE, SURPRISE, add_measured
from shopwarden.places.kernel.marks import HAN
from shopwarden.places.kernel.registry import Ints, Spans, kernel

# Pairs in a window, and the mean surprise (natural logarithm) above which none of some 300
# genuine lines lies; random characters lie above it in three of five windows.
_WINDOW: Final = 4
SURPRISE_LIMIT: Final = 13
# Sixteenths of the surprise of one character behind another: hardly any pair of a name is above.
APART: Final = 140
_FACTOR: Final = 2654435761
_MASK: Final = 0xFFFFFFFF
_SHIFT: Final = 12
# The highest score of a pair, in 16ths.
_MOST: Final = 255


@kernel
def slot(first: int, second: int) -> int:
    """Return the table slot of a pair of code units."""
    return ((first << 16 | second) * _FACTOR & _MASK) >> _SHIFT


@kernel
def check_surprise(
    table: Ints, units: Ints, marks: Ints, begin: int, end: int, hits: Spans, lines: Spans
) -> None:
    """Judge a run of characters that never stand together; words of the lexicon are none."""
    value, top = most_surprising(table, units, marks, begin, end, hits)
    if value > 0:
        last = top + _WINDOW + 1
        add_measured(GIBBERISH, top, last, SURPRISE, value, SURPRISE_LIMIT * SCALE, lines)


@kernel
def most_surprising(
    table: Ints, units: Ints, marks: Ints, begin: int, end: int, hits: Spans
) -> tuple[int, int]:
    """Return the score in 64ths of the most surprising window, and where it begins.

    Only a score above the limit counts, else it is 0.
    """
    # The table holds 16ths and a window four of them, so that their sum is the mean in 64ths.
    best, top = SURPRISE_LIMIT * SCALE, -1
    spoken, hit, past = begin, 1, 1 + HIT * hits[0]
    first = begin
    while first + _WINDOW < end:
        last = first
        while last <= first + _WINDOW and marks[last] & HAN:
            while hit < past and hits[hit + HIT_BEGIN] <= last:
                spoken = max(spoken, hits[hit + HIT_END])
                hit += HIT
            if last < spoken:
                break
            last += 1
        if last <= first + _WINDOW:
            first = max(last + 1, spoken)
            continue
        total, at = 0, first + _WINDOW
        # From the back: an ordinary pair rules out every window that holds it.
        while at > first and total + _MOST * (at - first) > best:
            total += table[slot(units[at - 1], units[at])]
            at -= 1
        if at == first and total > best:
            best, top = total, first
        first = at + 1
    return (best, top) if top >= 0 else (0, -1)
