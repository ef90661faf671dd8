"""A name with a slip, and what finding one needs everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shopwarden.places.slips import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.places.kin import Division
    from shopwarden.places.levels import Level

SUFFIXES: Final = frozenset("省市区县旗盟州")
# Names no longer than this have but one character beside their suffix.
SHORT: Final = 2
_SEPARATORS: Final = frozenset(" ,.;:/|-_()[]<>、·#*")


@dataclass(frozen=True)
class Typo:
    """A name with a slip: where it stands, its level, and the division and name meant."""

    start: int
    end: int
    level: Level
    meant: Division
    form: str
    cause: Cause


def nearest(found: Iterable[tuple[float, Typo]]) -> Typo | None:
    """Return the nearest of the typos, the longer name first."""
    ordered = sorted(
        found, key=lambda one: (one[0], -len(one[1].form), one[1].meant.is_former, one[1].start)
    )
    return ordered[0][1] if ordered else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out separators at both ends."""
    while start < end and text[start] in _SEPARATORS:
        start += 1
    while start < end and text[end - 1] in _SEPARATORS:
        end -= 1
    return start, end
