"""Typos in what follows the deepest division that was read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from shopwarden.places.kin import below, chain, is_whole_name
from shopwarden.places.levels import Level
from shopwarden.places.readings import readings
from shopwarden.places.slips import CLOSE, COST, Cause, slip
from shopwarden.places.typos.following import Break, break_at
from shopwarden.places.typos.towns import typos_in_town, typos_of_towns
from shopwarden.places.typos.typo import COMMON, SHORT, SUFFIXES, Typo, nearest, trimmed

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


def typos_below(text: str, spans: Mapping[Level, tuple[int, int]], code: int) -> Iterator[Typo]:
    """Compare what follows the deepest division with the names below it."""
    path = chain(code)
    level = max(path, default=None)
    if level is Level.TOWN or (level is not None and level not in spans):
        return
    if Level.TOWN in spans:
        if level is not None:
            yield from typos_in_town(text, *spans[Level.TOWN], code)
        return
    start, _ = trimmed(text, spans[level][1] if level is not None else 0, len(text))
    if level is Level.DISTRICT:
        yield from typos_of_towns(text, start, code)
        return
    for lower, names in names_below(code, level):
        found = nearest(
            (COST[cause], Typo(start, past, lower, meant, form, cause, is_firm))
            for past in range(start + SHORT, min(start + names.longest + 1, len(text)) + 1)
            if _may_end(text[past - 2 : past])
            for form in names.near(text[start:past])
            if (cause := slip(text[start:past], form)) and text[past : past + 1] != "场"
            for meant in names.forms[form][:1]
            for is_firm in _judged(cause, form, text, start, past, meant)
        )
        if found is not None:
            if not is_whole_name(text[found.start : found.end]):
                yield found
            return


@lru_cache(maxsize=4096)
def _may_end(last: str) -> bool:
    """Whether a name with a slip may end in two characters: a look that spares most look-ups."""
    if not SUFFIXES.isdisjoint(last):
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


def _judged(
    cause: Cause, form: str, text: str, start: int, past: int, meant: Division
) -> Iterator[bool]:
    """Yield whether a name was surely meant; nothing if it was hardly meant."""
    written = text[start:past]
    if _fits(cause, form, written) or _is_bound(cause, form, text, past, meant):
        yield True
    elif form[-1] in SUFFIXES and written[-1] == form[-1] and _may_name(written, form):
        # 充县 for 和县: too short for more than a question.
        yield False
    elif len(form) > SHORT and form[-1] in SUFFIXES:
        sure = break_at(text, past, meant)
        if sure is not Break.NONE:
            yield sure is Break.SURE


def _may_name(written: str, form: str) -> bool:
    """Whether what ends like a name is a name at all, and no word such as 小区."""
    if written[-1] in _COUNTIES:
        return True
    is_word = written[-2] in COMMON and written[-2:] != form[-2:]
    return len(form) > SHORT and not is_word


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
    return not (written[-1] == "区" and written[-2] in COMMON and written[-2:] != form[-2:])


def _is_bound(cause: Cause, form: str, text: str, past: int, meant: Division) -> bool:
    """Whether a name below the one meant follows, so that even its suffix may have a slip."""
    return (
        cause in CLOSE and len(form) > SHORT and form[-1] in SUFFIXES and opens(text, past, meant)
    )
