"""Typos in what follows the deepest division that was read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from shopwarden.places.kin import below, chain, is_whole_name, towns_named
from shopwarden.places.levels import Level, level_of
from shopwarden.places.readings import readings
from shopwarden.places.slips import CLOSE, COST, Cause, changed, slip
from shopwarden.places.typos.typo import SHORT, SUFFIXES, Typo, nearest, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.places.kin import Division, Names

_FOLLOW: Final[Mapping[Level | None, tuple[Level, ...]]] = {
    None: (Level.PROVINCE, Level.CITY),
    Level.PROVINCE: (Level.CITY, Level.DISTRICT),
    Level.CITY: (Level.DISTRICT,),
    Level.DISTRICT: (Level.TOWN,),
    Level.TOWN: (),
}
_COUNTIES: Final = frozenset("县旗市")
_TOWN_SUFFIXES: Final = frozenset("道镇乡木场")
_ALL_SUFFIXES: Final = SUFFIXES | _TOWN_SUFFIXES
# What stands before 区 in words that are no names: 小区, 西区, 校区.
_COMMON: Final = frozenset("东西南北中新老古城乡郊矿园小大社校厂港开景库片街山一二三四五六七八九十")
# Townships are written with or without these: 和平街道 and 和平路街道 are one.
_LOOSE: Final = frozenset("路街河庄家镇乡村集店子民山城大小新老东南西北中上下")


def typos_below(text: str, spans: Mapping[Level, tuple[int, int]], code: int) -> Iterator[Typo]:
    """Compare what follows the deepest division with the names below it."""
    path = chain(code)
    level = max(path, default=None)
    if level is Level.TOWN or (level is not None and level not in spans):
        return
    if Level.TOWN in spans:
        if level is not None:
            yield from _town(text, spans[Level.TOWN], code)
        return
    start, _ = trimmed(text, spans[level][1] if level is not None else 0, len(text))
    for lower, names in names_below(code, level):
        found = nearest(
            (COST[cause], Typo(start, past, lower, names.forms[form][0], form, cause))
            for past in range(start + SHORT, min(start + names.longest + 1, len(text)) + 1)
            if _may_end(text[past - 2 : past])
            for form in names.near(text[start:past])
            if (cause := slip(text[start:past], form))
            and (
                _fits_town(cause, form, text[start:past])
                if lower is Level.TOWN
                else _fits(cause, form, text[start:past])
                or _is_bound(cause, form, text, past, names.forms[form][0])
            )
            and text[past : past + 1] != "场"
        )
        if found is not None:
            if not is_whole_name(text[found.start : found.end]):
                yield found
            return


@lru_cache(maxsize=4096)
def _may_end(last: str) -> bool:
    """Whether a name with a slip may end in two characters: a look that spares most look-ups."""
    if not _ALL_SUFFIXES.isdisjoint(last):
        return True
    known = readings()
    return any(
        known.sound_alike(last[1], one) or known.look_alike(last[1], one) for one in SUFFIXES
    )


def names_below(code: int, level: Level | None) -> Iterator[tuple[Level, Names]]:
    """Yield the names that may follow a division; `level` None is the start of an address."""
    for lower in _FOLLOW[level]:
        yield lower, below(code, lower)


def opens(text: str, at: int, above: Division) -> bool:
    """Whether the name of a division right below `above` stands at a place of the text."""
    return any(
        text[at:past] in names.forms
        for _, names in names_below(above.code, above.level)
        for past in range(at + SHORT, min(at + names.longest, len(text)) + 1)
    )


def _fits(cause: Cause, form: str, written: str) -> bool:
    """Whether a slip is near enough with nothing but the name's suffix to confirm it."""
    if form[-1] not in SUFFIXES or (len(form) <= SHORT and form[-1] not in _COUNTIES):
        return False
    if cause is Cause.SWAPPED:
        return len(form) > SHORT
    if written[-1] != form[-1]:
        return False
    if cause in (*CLOSE, Cause.DOUBLED):
        return True
    if len(form) <= SHORT:
        return False
    return not (written[-1] == "区" and written[-2] in _COMMON and written[-2:] != form[-2:])


def _is_bound(cause: Cause, form: str, text: str, past: int, meant: Division) -> bool:
    """Whether a name below the one meant follows, so that even its suffix may have a slip."""
    return (
        cause in CLOSE and len(form) > SHORT and form[-1] in SUFFIXES and opens(text, past, meant)
    )


def _town(text: str, span: tuple[int, int], code: int) -> Iterator[Typo]:
    """Compare a township in no list with those of its county."""
    start, end = span
    # A city holds so many townships that one of them is near any name.
    if level_of(code) < Level.DISTRICT and towns_named(text[start:end]):
        return
    names = below(code, Level.TOWN)
    found = nearest(
        (COST[cause], Typo(start, past, Level.TOWN, names.forms[form][0], form, cause))
        for past in (end, end + 1)
        for form in names.near(text[start:past])
        if (cause := slip(text[start:past], form))
        and (past == end or cause is Cause.SWAPPED)
        and _fits_town(cause, form, text[start:past])
    )
    if found is not None:
        yield found


def _fits_town(cause: Cause, form: str, written: str) -> bool:
    """Whether a township's name, full with its suffix, was meant."""
    if form[-1] not in _TOWN_SUFFIXES or len(form) <= SHORT:
        return False
    # The name of some township, past or present, was hardly hit by a random character.
    if cause is Cause.SWAPPED:
        return not towns_named(written)
    if written[-1] != form[-1]:
        return False
    if cause in CLOSE:
        return True
    keeps_suffix = form[-1] != "道" or written[-2:-1] == form[-2:-1]
    is_short = form[-1] == "场" or (len(written) <= SHORT and written[0] in _COMMON)
    is_loose = _is_loose(cause, changed(written, form))
    return keeps_suffix and not (is_short or is_loose or towns_named(written))


def _is_loose(cause: Cause, characters: frozenset[str]) -> bool:
    """Whether townships are written with and without what differs."""
    return characters <= (_LOOSE if cause is not Cause.DOUBLED else frozenset("街"))
