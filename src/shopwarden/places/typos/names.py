"""Typos at the names that were read: a character too many, a short name with a wrong suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.kin import chain, simplify
from shopwarden.places.slips import CLOSE, COST, Cause, slip
from shopwarden.places.typos.below import opens
from shopwarden.places.typos.following import Break, are_apart, break_at
from shopwarden.places.typos.typo import Typo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.places.kin import Division
    from shopwarden.places.levels import Level

_LONG: Final = 5
# Others are said again in many words and names: 市场, 县城.
_REPEATED: Final = frozenset("省区")
_SUFFIXES: Final = frozenset("省市区县旗盟州镇乡道")
# What follows a suffix said once more: 区政府, 市区, 县城, 镇中心.
_OFFICES: Final = (
    *"政委府医城区域里内直属公法检党机财教行民上中级东西南北级间域场",
    "人民政", "人民医", "人民法", "人民检",
)  # fmt: skip


class _Found(NamedTuple):
    """Where a name with a slip stands, the slip and the form meant."""

    start: int
    end: int
    cause: Cause
    form: str
    is_firm: bool = True


def typos_at_names(text: str, spans: Mapping[Level, tuple[int, int]], code: int) -> Iterator[Typo]:
    """Look for a character too many, or a wrong suffix, at the names that were read."""
    path = chain(code)
    before = 0
    for level, (start, end) in sorted(spans.items()):
        meant = path.get(level)
        if meant is not None:
            name = meant.name.translate(simplify())
            after = min((at for at, _ in spans.values() if at >= end), default=-1)
            found = _too_many(text, before, start, end, after, meant, name)
            if found is None and text[start:end] != name:
                found = _wrong_suffix(text, start, end, after, meant)
            if found is not None:
                yield Typo(
                    found.start, found.end, level, meant, found.form, found.cause, found.is_firm
                )
        before = end


def _too_many(
    text: str, before: int, start: int, end: int, after: int, meant: Division, name: str
) -> _Found | None:
    """Return a doubled character next to a name: 余|余杭区, 余杭区|区, but not 区|区政府."""
    last = text[end - 1]
    if after < 0 and last in _SUFFIXES and text.startswith(last, end):
        return _said_again(text, start, end, meant)
    for first, past in ((before, end), (start, after)):
        if 0 < (start - first) + (past - end) <= len(name):
            for form in (text[start:end], name):
                if slip(text[first:past], form) is Cause.DOUBLED:
                    return _Found(first, past, Cause.DOUBLED, form)
    return None


def _said_again(text: str, start: int, end: int, meant: Division) -> _Found | None:
    """Judge a suffix that stands twice: 余杭区|区, 虎门镇|镇."""
    if text.startswith(_OFFICES, end + 1):
        return None
    found = _Found(start, end + 1, Cause.DOUBLED, text[start:end])
    if text[end] in _REPEATED:
        return found
    sure = break_at(text, end + 1, meant)
    if sure is Break.NONE and not are_apart(text[end], text[end + 1 : end + 2] or text[end]):
        return None
    return found._replace(is_firm=sure is Break.SURE)


def _wrong_suffix(text: str, start: int, end: int, after: int, meant: Division) -> _Found | None:
    """Return a slip in the rest of a name of which the short form was read."""
    name = meant.name.translate(simplify())
    if text.startswith(name, start):
        return None
    found = []
    for past in range(start + len(name) - 1, start + len(name) + 2):
        cause = slip(text[start:past], name) if end < past <= len(text) else None
        if cause is None or past > after >= 0:
            continue
        is_near = cause in CLOSE or len(name) >= _LONG
        is_bound = past == after or (after < 0 and is_near and opens(text, past, meant))
        # Unless what follows tells where this name ends, the slip must not be its last character:
        # 虎门|振兴路 is no 虎门镇.
        is_inside = text[past - 1] == name[-1] and (cause in CLOSE or cause is Cause.DOUBLED)
        is_long = text[past - 1] == name[-1] and len(name) >= _LONG
        sure = Break.SURE
        if not (is_bound or is_inside or is_long):
            sure = break_at(text, past, meant) if after < 0 else Break.NONE
        if sure > Break.NONE:
            found.append((-sure, not is_bound, COST[cause], past, cause))
    if not found:
        return None
    sure_, _, _, past, cause = min(found)
    return _Found(start, past, cause, name, sure_ == -Break.SURE)
