"""The four levels of a division and the arithmetic of its code.

A code is kept as nine digits: province 2, city 2, county 2, township 3, zeros below the
division's own level. What lies under a division is then one interval of codes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """Depth of a division; the number is also its column in arrays of shape (rows, 4)."""

    PROVINCE = 0
    CITY = 1
    DISTRICT = 2
    TOWN = 3


class Status(IntEnum):
    """Whether a division is in force; ``PLACEHOLDER`` rows only fill the hierarchy."""

    CURRENT = 0
    ABOLISHED = 1
    PLACEHOLDER = 2


class Kind(IntEnum):
    """How a pattern names its division, best reading first."""

    FULL = 0
    FULL_ABOLISHED = 1
    VARIANT = 2
    STEM = 3
    STEM_ABOLISHED = 4


class Role(IntEnum):
    """What a pattern is for."""

    DIVISION = 0
    FILLER = 1
    PREMISES = 2


WIDTH: Final = (10_000_000, 100_000, 1_000, 1)
MUNICIPALITIES: Final = frozenset({11, 12, 31, 50})
CITIES_WITHOUT_COUNTIES: Final = frozenset({4419, 4420, 4604, 6202})


def level_of(code: int) -> Level:
    """Return the level of a nine-digit code."""
    return next(level for level in Level if code % WIDTH[level] == 0)


def parent(code: int, level: Level) -> int:
    """Return the code of the division of `level` that holds `code`."""
    return code - code % WIDTH[level]
