"""The findings of one row, as lines of integers: one line per span of a reason."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.registry import Spans, kernel
from shopwarden.places.reasons import METRICS, AddressReason, Metric

# The fields of a line. DIVISION is a nine-digit code, 0 for one that is not known; LEVEL and
# DIVISION are -1 where they do not apply, and so is METRIC. VALUE and THRESHOLD are in
# 64ths, so that they are integers.
LINE: Final = 8
REASON, BEGIN, END, LEVEL, DIVISION, METRIC, VALUE, THRESHOLD = range(LINE)
SCALE: Final = 64
# Lines of a row are counted in the first integer, and follow it; more than these are dropped.
FIRST: Final = 1
_MOST: Final = 60
LINES_COUNT: Final = FIRST + LINE * _MOST

ORDER: Final = tuple(AddressReason)
CONTRADICTION: Final = ORDER.index(AddressReason.CONTRADICTION)
UNKNOWN: Final = ORDER.index(AddressReason.UNKNOWN_DIVISION)
ABOLISHED: Final = ORDER.index(AddressReason.ABOLISHED)
AMBIGUOUS: Final = ORDER.index(AddressReason.AMBIGUOUS)
INCOMPLETE: Final = ORDER.index(AddressReason.INCOMPLETE)
NOTHING_BELOW: Final = ORDER.index(AddressReason.NOTHING_BELOW_TOWNSHIP)
GIBBERISH: Final = ORDER.index(AddressReason.GIBBERISH)
ADVERTISING: Final = ORDER.index(AddressReason.ADVERTISING)
ABUSE: Final = ORDER.index(AddressReason.ABUSE)
LEFTOVER: Final = ORDER.index(AddressReason.TEMPLATE_LEFTOVER)
# Reasons for which other divisions may have been meant.
ASKING: Final = (CONTRADICTION, UNKNOWN, ABOLISHED, AMBIGUOUS)

SURPRISE: Final = METRICS.index(Metric.SURPRISE)
REPEATS: Final = METRICS.index(Metric.REPEATS)
KEYBOARD: Final = METRICS.index(Metric.KEYBOARD)
CONSONANTS: Final = METRICS.index(Metric.CONSONANTS)
NO_LETTERS: Final = METRICS.index(Metric.NO_LETTERS)


@kernel
def add(reason: int, begin: int, end: int, level: int, division: int, lines: Spans) -> None:
    """Add a line about divisions."""
    add_measured(reason, begin, end, -1, -1, -1, lines)
    last = FIRST + LINE * (lines[0] - 1)
    lines[last + LEVEL] = level
    lines[last + DIVISION] = division


@kernel
def add_measured(
    reason: int, begin: int, end: int, metric: int, value: int, threshold: int, lines: Spans
) -> None:
    """Add a line about wording, with what was measured in 64ths."""
    if lines[0] < _MOST:
        lines[0] += 1
    at = FIRST + LINE * (lines[0] - 1)
    lines[at + REASON] = reason
    lines[at + BEGIN] = begin
    lines[at + END] = end
    lines[at + LEVEL] = -1
    lines[at + DIVISION] = -1
    lines[at + METRIC] = metric
    lines[at + VALUE] = value
    lines[at + THRESHOLD] = threshold
