"""Typos where a level is missing although what lies below it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shopwarden.places.kin import EVERYWHERE, below, chain, is_whole_name
from shopwarden.places.levels import Level
from shopwarden.places.slips import CLOSE, COST, slip
from shopwarden.places.typos.typo import SHORT, SUFFIXES, Typo, nearest, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.places.kin import Division

_LONGEST_GAP: Final = 24
# Each character of a gap that a name would leave unread.
_LEFT_OVER: Final = 0.3


def typos_in_gaps(text: str, spans: Mapping[Level, tuple[int, int]], code: int) -> Iterator[Typo]:
    """Compare the text where a level is missing with the name that belongs there."""
    path = chain(code)
    for level, meant in path.items():
        is_repeated = level is Level.CITY and meant.name == path[Level.PROVINCE].name
        if level in spans or level is Level.TOWN or is_repeated:
            continue
        start = max((end for upper, (_, end) in spans.items() if upper < level), default=0)
        end = min((first for lower, (first, _) in spans.items() if lower > level), default=0)
        start, end = trimmed(text, start, end)
        if not 0 < end - start <= _LONGEST_GAP:
            continue
        forms = below(_above(path, level), level).forms
        if text[start:end] in forms:
            continue
        ours = [
            form
            for form, found in forms.items()
            if any(meant.code in (one.code, one.stands_for) for one in found)
        ]
        if any(form in text[start:end] for form in ours):
            continue
        found = nearest(
            (COST[cause] + _LEFT_OVER * (end - start - (past - at)), typo)
            for form in ours
            for at, past in _ends(start, end, len(form))
            if (cause := slip(text[at:past], form))
            and (cause in CLOSE or len(form) > SHORT or _is_whole(text[start:end], form))
            for typo in [Typo(at, past, level, meant, form, cause)]
        )
        if found is not None and not is_whole_name(text[start:end]):
            yield found


def _is_whole(gap: str, form: str) -> bool:
    """Whether a gap is just as long as a name in two characters, and ends like it: 挂县, 赵县."""
    return len(gap) == len(form) and gap[-1] == form[-1] in SUFFIXES


def _above(path: Mapping[Level, Division], level: Level) -> int:
    """Return the code of the nearest division on the path above `level`."""
    return [EVERYWHERE, *(one.code for upper, one in path.items() if upper < level)][-1]


def _ends(start: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of about `length` at either end of a gap."""
    for size in (length, length + 1, length - 1):
        if 0 < size <= end - start:
            yield start, start + size
            if size < end - start:
                yield end - size, end
