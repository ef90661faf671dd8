"""Typos at the names that were read: a character too many, a short name with a wrong suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shopwarden.places.kin import chain, simplify
from shopwarden.places.slips import CLOSE, COST, Cause, slip
from shopwarden.places.typos.below import opens
from shopwarden.places.typos.typo import Typo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.places.kin import Division
    from shopwarden.places.levels import Level

_LONG: Final = 5
# Others are said again in many words and names: 市场, 县城.
_REPEATED: Final = frozenset("省区")
# What follows a suffix said once more: 区政府, 市区, 县城, 镇中心.
_OFFICES: Final = (
    *"政委府医城区域里内直属公法检党机财教行民上中级东西南北级间域场",
    "人民政", "人民医", "人民法", "人民检",
)  # fmt: skip


def typos_at_names(text: str, spans: Mapping[Level, tuple[int, int]], code: int) -> Iterator[Typo]:
    """Look for a character too many, or a wrong suffix, at the names that were read."""
    path = chain(code)
    before = 0
    for level, (start, end) in sorted(spans.items()):
        meant = path.get(level)
        if meant is not None:
            name = meant.name.translate(simplify())
            after = min((at for at, _ in spans.values() if at >= end), default=-1)
            found = _too_many(text, before, start, end, after, name)
            if found is None and text[start:end] != name:
                found = _wrong_suffix(text, start, end, after, meant)
            if found is not None:
                yield Typo(found[0], found[1], level, meant, found[3], found[2])
        before = end


_Found = tuple[int, int, Cause, str]


def _too_many(text: str, before: int, start: int, end: int, after: int, name: str) -> _Found | None:
    """Return a doubled character next to a name: 余|余杭区, 余杭区|区, but not 区|区政府."""
    last = text[end - 1]
    if after < 0 and last in _REPEATED and text.startswith(last, end):
        is_office = text.startswith(_OFFICES, end + 1)
        return None if is_office else (start, end + 1, Cause.DOUBLED, text[start:end])
    for first, past in ((before, end), (start, after)):
        if 0 < (start - first) + (past - end) <= len(name):
            for form in (text[start:end], name):
                if slip(text[first:past], form) is Cause.DOUBLED:
                    return first, past, Cause.DOUBLED, form
    return None


def _wrong_suffix(text: str, start: int, end: int, after: int, meant: Division) -> _Found | None:
    """Return a slip in the rest of a name of which the short form was read."""
    name = meant.name.translate(simplify())
    found = []
    if text.startswith(name, start):
        return None
    for past in range(start + len(name) - 1, start + len(name) + 2):
        cause = slip(text[start:past], name) if end < past <= len(text) else None
        if cause is None or past > after >= 0:
            continue
        is_near = cause in CLOSE or len(name) >= _LONG
        is_bound = past == after or (after < 0 and is_near and opens(text, past, meant))
        # Unless the next name tells where this one ends, the slip must not be its last character:
        # 虎门|振兴路 is no 虎门镇.
        is_inside = text[past - 1] == name[-1] and (cause in CLOSE or cause is Cause.DOUBLED)
        is_long = text[past - 1] == name[-1] and len(name) >= _LONG
        if is_bound or is_inside or is_long:
            found.append((not is_bound, COST[cause], past, cause))
    if not found:
        return None
    _, _, past, cause = min(found)
    return start, past, cause, name
