"""One slip of the pen or the keyboard between a text and a name."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from shopwarden.places.readings import readings


class Cause(StrEnum):
    """Why a part of an address would change."""

    SOUNDS_ALIKE = "sounds_alike"
    LOOKS_ALIKE = "looks_alike"
    SWAPPED = "swapped"
    DOUBLED = "doubled"
    MISSING = "missing"
    EXTRA = "extra"
    OTHER_CHARACTER = "other_character"
    CONTRADICTION = "contradiction"
    ABOLISHED = "abolished"
    AMBIGUOUS = "ambiguous"


# How far a slip is from what was meant: what input methods and eyes confuse comes first.
COST: Final = {
    Cause.SOUNDS_ALIKE: 0.2,
    Cause.LOOKS_ALIKE: 0.25,
    Cause.SWAPPED: 0.25,
    Cause.DOUBLED: 0.25,
    Cause.MISSING: 0.4,
    Cause.EXTRA: 0.45,
    Cause.OTHER_CHARACTER: 0.5,
}
# Slips that hardly anything else looks like.
CLOSE: Final = (Cause.SOUNDS_ALIKE, Cause.LOOKS_ALIKE, Cause.SWAPPED)
# One may stand for another in two names side by side: 城东 and 城南 are no slip.
_COUNTERPARTS: Final = tuple(
    frozenset(group) for group in ("东南西北中", "上中下", "前后", "左右", "内外", "大小", "新老旧",
                                   "一二三四五六七八九十")
)  # fmt: skip


def slip(written: str, name: str) -> Cause | None:
    """Return the one slip that makes `written` out of `name`; None if it is not just one.

    >>> slip("余航区", "余杭区"), slip("余区", "余杭区"), slip("杭余区", "余杭区")
    (<Cause.SOUNDS_ALIKE: 'sounds_alike'>, <Cause.MISSING: 'missing'>, <Cause.SWAPPED: 'swapped'>)
    """
    if len(written) == len(name):
        return _replaced(written, name)
    if len(written) == len(name) + 1:
        place = _dropped(written, name)
        if place is None or not _is_han(written[place]):
            return None
        beside = written[max(place - 1, 0) : place] + written[place + 1 : place + 2]
        return Cause.DOUBLED if written[place] in beside else Cause.EXTRA
    if len(written) + 1 == len(name):
        return Cause.MISSING if _dropped(name, written) is not None else None
    return None


def _replaced(written: str, name: str) -> Cause | None:
    places = [n for n, one in enumerate(written) if one != name[n]]
    if len(places) == 1:
        one, other = written[places[0]], name[places[0]]
        if not _is_han(one) or any(one in group and other in group for group in _COUNTERPARTS):
            return None
        if readings().sound_alike(one, other):
            return Cause.SOUNDS_ALIKE
        return Cause.LOOKS_ALIKE if readings().look_alike(one, other) else Cause.OTHER_CHARACTER
    is_swap = len(places) == 2 and places[1] == places[0] + 1
    if is_swap and written[places[0]] == name[places[1]] and written[places[1]] == name[places[0]]:
        return Cause.SWAPPED
    return None


def _is_han(one: str) -> bool:
    return "\u4e00" <= one <= "\u9fff"


def _dropped(longer: str, shorter: str) -> int | None:
    """Return the place of the one character that `longer` has more than `shorter`."""
    place = next((n for n, one in enumerate(shorter) if one != longer[n]), len(shorter))
    return place if longer[place + 1 :] == shorter[place:] else None


def changed(written: str, name: str) -> frozenset[str]:
    """Return the characters in which a text and a name differ by one slip."""
    place = next((n for n, (a, b) in enumerate(zip(written, name, strict=False)) if a != b), -1)
    if len(written) == len(name):
        return frozenset(written[place] + name[place])
    longer = written if len(written) > len(name) else name
    return frozenset(longer[place if place >= 0 else len(longer) - 1])
