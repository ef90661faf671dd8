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
# What stands before 区 in words that are no names: 小区, 西区, 校区.
COMMON: Final = frozenset("东西南北中新老古城乡郊矿园小大社校厂港开景库片街山一二三四五六七八九十")
# Names no longer than this have but one character beside their suffix.
SHORT: Final = 2
_SEPARATORS: Final = frozenset(" ,.;:/|-_()[]<>、·#*")


@dataclass(frozen=True)
class Typo:
    """A name with a slip: where it stands, its level, and the division and name meant.

    What is not ``is_firm`` may as well be right, and is only worth a question.
    """

    start: int
    end: int
    level: Level
    meant: Division
    form: str
    cause: Cause
    is_firm: bool = True


def nearest(found: Iterable[tuple[float, Typo]]) -> Typo | None:
    """Return the nearest of the typos, firm ones and longer names first."""

    def rank(one: tuple[float, Typo]) -> tuple[bool, float, int, bool, int]:
        cost, typo = one
        return not typo.is_firm, cost, -len(typo.form), typo.meant.is_former, typo.start

    ordered = sorted(found, key=rank)
    return ordered[0][1] if ordered else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out separators at both ends."""
    while start < end and text[start] in _SEPARATORS:
        start += 1
    while start < end and text[end - 1] in _SEPARATORS:
        end -= 1
    return start, end
