"""Typos in the name of a township below the county that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shopwarden.places.kin import below, towns_named
from shopwarden.places.levels import Level, level_of, parent
from shopwarden.places.slips import CLOSE, COST, Cause, changed, slip
from shopwarden.places.typos.following import Break, break_at
from shopwarden.places.typos.typo import COMMON, SHORT, Typo, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.places.kin import Names

_STREET: Final = "街道"
_SUFFIXES: Final = frozenset("道镇乡木")
_KINDS: Final = frozenset("镇乡场区")
# Farms, offices and zones beside townships.
_OTHER_SUFFIXES: Final = frozenset("场区处园")
# Townships are written with or without these: 和平街道 and 和平路街道 are one.
_LOOSE: Final = frozenset("路街河庄家镇乡村集店子民山城大小新老东南西北中上下")


def typos_in_town(text: str, start: int, end: int, code: int) -> Iterator[Typo]:
    """Compare a township in no list with those of its county."""
    # A city holds so many townships that one of them is near any name; and of the county's
    # neighbours one may have had this township, or have it today.
    elsewhere = towns_named(text[start:end])
    city = parent(code, Level.CITY)
    if elsewhere and level_of(code) < Level.DISTRICT:
        return
    if any(parent(one, Level.CITY) == city for one in elsewhere):
        return
    names = below(code, Level.TOWN)
    found = nearest(
        _found(text, start, past, names, form, cause, is_firm=is_firm)
        for past in range(max(end - 1, start + SHORT), min(end + 2, len(text) + 1))
        for form in names.near(text[start:past])
        if len(form) > SHORT and _is_whole(form) and (cause := slip(text[start:past], form))
        if not (past == end and elsewhere and cause is Cause.OTHER_CHARACTER)
        if not _is_other_kind(text[start:past], form)
        if past == end or cause is Cause.SWAPPED or text[past - 1] == form[-1]
        for is_firm in [_is_firm(cause, form, text[start:past])]
    )
    if found is not None:
        yield found


def typos_of_towns(text: str, start: int, code: int) -> Iterator[Typo]:
    """Compare what follows the county with the names of its townships."""
    names = below(code, Level.TOWN)
    found = nearest(
        _found(text, start, past, names, form, cause, is_firm=is_firm)
        for past in range(start + SHORT, min(start + names.longest + 1, len(text)) + 1)
        for form in names.near(text[start:past])
        if len(form) > SHORT and (cause := slip(text[start:past], form))
        if (is_firm := _judged(text, start, past, names, form, cause)) is not None
    )
    if found is not None:
        yield found


def _found(
    text: str, start: int, past: int, names: Names, form: str, cause: Cause, *, is_firm: bool
) -> tuple[float, Typo]:
    meant = names.forms[form][0]
    return COST[cause], Typo(start, past, Level.TOWN, meant, form, cause, is_firm)


def _judged(text: str, start: int, past: int, names: Names, form: str, cause: Cause) -> bool | None:
    """Tell whether what stands behind a county names one of its townships; None if it does not."""
    written, meant = text[start:past], names.forms[form][0]
    if text[past : past + 1] == "场" or not _is_whole(form) or _is_other_kind(written, form):
        return None
    if written[-1] == form[-1] and (form[-1] != _STREET[-1] or written[-2] == form[-2]):
        if form[-1] in _SUFFIXES or cause in CLOSE:
            return _is_firm(cause, form, written)
        return False
    sure = break_at(text, past, meant)
    return None if sure is Break.NONE else sure is Break.SURE and not towns_named(written)


def _is_other_kind(written: str, form: str) -> bool:
    """Whether a township only changed its kind, 尼雅乡 is 尼雅镇, or is written short: 新华街."""
    if form.endswith(_STREET) and form[:-1] == written:
        return True
    return written[:-1] == form[:-1] and {written[-1], form[-1]} <= _KINDS


def _is_whole(form: str) -> bool:
    """Whether the name of a township ends in what tells its kind."""
    return form[-1] in _SUFFIXES or form[-1] in _OTHER_SUFFIXES


def _is_firm(cause: Cause, form: str, written: str) -> bool:
    """Whether a township's name, full with its suffix, was surely meant."""
    if form[-1] not in _SUFFIXES and form[-1] != "场":
        return False
    # The name of some township, past or present, was hardly hit by a random character.
    if cause is Cause.SWAPPED:
        return not towns_named(written)
    if written[-1] != form[-1]:
        return False
    if cause in CLOSE:
        return True
    keeps_suffix = form[-1] != _STREET[-1] or written[-2:-1] == form[-2:-1]
    is_short = form[-1] == "场" or (len(written) <= SHORT and written[0] in COMMON)
    is_loose = _is_loose(cause, changed(written, form))
    return keeps_suffix and not (is_short or is_loose or towns_named(written))


def _is_loose(cause: Cause, characters: frozenset[str]) -> bool:
    """Whether townships are written with and without what differs."""
    return characters <= (_LOOSE if cause is not Cause.DOUBLED else frozenset("街"))
