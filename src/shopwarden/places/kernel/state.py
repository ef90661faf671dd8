"""Where the walk through one row keeps what it has found: places in a sequence of integers.

A division is written as its place in the table of divisions, a position as one in the buffer,
and -1 stands for none. The spans of the divisions stand among the parts'.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.part import SPAN_COUNT
from shopwarden.places.kernel.registry import Spans, kernel

# Where the walk is: behind the last name it accepted.
AT: Final = 0
# Level of the deepest accepted name, the interval of codes below it, its division and pattern.
LEVEL: Final = 1
LOW: Final = 2
HIGH: Final = 3
LAST: Final = 4
LAST_PATTERN: Final = 5
# The deepest division that is known.
PLACE: Final = 6
# Whether the row so far is one short name; a name with several readings; the township's pattern.
LONE_STEM: Final = 7
UNCLEAR: Final = 8
TOWN_PATTERN: Final = 9
# Where begins what follows province and city.
BELOW: Final = 10
# Both sides of the first clash, each with level, division, begin and end.
CLASH: Final = 11
SIDE: Final = 4
# The span of a province that is named again.
TWICE: Final = 19
# The division of each level; -1 where it is not mentioned or has several readings.
DIVISIONS: Final = 21
# Which checks by regular expression the row needs (``gates``).
GATES: Final = 25
STATE_COUNT: Final = 26

ALL_CODES: Final = 1_000_000_000


@kernel
def reset(start: int, state: Spans, spans: Spans) -> None:
    """Prepare `state` and `spans` for a row that begins at `start`."""
    for field in range(STATE_COUNT):
        state[field] = -1
    for field in range(SPAN_COUNT):
        spans[field] = -1
    state[AT] = start
    state[LOW] = 0
    state[HIGH] = ALL_CODES
    state[LONE_STEM] = 0
    state[GATES] = 0
