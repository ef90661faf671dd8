"""Find the divisions that an address in Latin letters names, in whatever order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.latin.names import ANY_SUFFIX, split_suffix, town_names, upper_names
from shopwarden.places.latin.words import PEOPLES, PHRASES, SUFFIXES, VILLAGES
from shopwarden.places.levels import Level, level_of
from shopwarden.places.mentions import holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shopwarden.places.kin import Division
    from shopwarden.places.latin.words import Word

_MOST_WORDS: Final = 4
# A name without its suffix says less.
_BARE: Final = 0.8
_DEEPER: Final = 0.01
# 街道 is translated as street, and 乡 is spelt as 巷.
_STREETS: Final = frozenset({"street", "st", "str", "xiang"})


class Named(NamedTuple):
    """A name: the words from ``first`` up to ``past``, and the divisions it may mean."""

    first: int
    past: int
    options: tuple[Division, ...]
    has_suffix: bool


Reading = tuple[Named, "Division"]


@dataclass(frozen=True)
class Found:
    """The divisions read by level, the deepest one's code, both sides of a contradiction."""

    names: Mapping[Level, Reading]
    code: int
    clash: tuple[Reading, ...]


def find_names(words: Sequence[Word], taken: Sequence[bool]) -> list[Named]:
    """Return the names of provinces, cities and counties among the words not `taken`."""
    found: list[Named] = []
    at = 0
    while at < len(words):
        one = None if taken[at] or words[at].key[:1].isdigit() else _name_at(words, taken, at)
        if one is not None:
            found.append(one)
        at = one.past if one is not None else at + 1
    return found


def _name_at(words: Sequence[Word], taken: Sequence[bool], at: int) -> Named | None:
    for past in range(min(at + _MOST_WORDS, len(words)), at, -1):
        stretch = words[at:past]
        if any(taken[at:past]) or any(w.segment != words[at].segment for w in stretch):
            continue
        if stretch[-1].key in VILLAGES:
            continue
        key = "".join(word.key for word in stretch)
        levels, end = _suffix(words, past)
        suffix = words[past].key if end > past else ""
        if key not in upper_names():
            key, suffix = split_suffix(key)
            levels, end = SUFFIXES.get(suffix), past
        options = tuple(
            one
            for one, needs in upper_names().get(key, ())
            if (levels is None or one.level in levels)
            and (not needs or suffix in needs or (needs == ANY_SUFFIX and suffix))
        )
        if options:
            return Named(at, end, options, levels is not None)
    return None


def _suffix(words: Sequence[Word], at: int) -> tuple[frozenset[Level] | None, int]:
    """Return the levels that the words at `at` tell of the name before them, and where they end."""
    if at >= len(words) or words[at].segment != words[at - 1].segment:
        return None, at
    skipped = at
    while skipped < len(words) and words[skipped].key in PEOPLES:
        skipped += 1
    for phrase, levels in PHRASES.items():
        if tuple(word.key for word in words[skipped : skipped + len(phrase)]) == phrase:
            return levels, skipped + len(phrase)
    if words[at].key in SUFFIXES:
        return SUFFIXES[words[at].key], at + 1
    return None, at


def settle(words: Sequence[Word], names: Sequence[Named]) -> Found:
    """Choose the division that most names speak for; a name that cannot fit is a clash."""
    targets = {one.stands_for for named in names for one in named.options}
    if not targets:
        return Found({}, 0, ())
    best = max(targets, key=lambda code: (_support(names, code), -code))
    found: dict[Level, Reading] = {}
    odd: list[Named] = []
    # Sha Tin alone between commas is the district, in Sha Tin Centre part of a name.
    for named in sorted(names, key=lambda n: (len(n.options), not _is_alone(words, *n[:2]))):
        fitting = [one for one in named.options if holds(one.stands_for, best)]
        free = [one for one in fitting if one.level not in found]
        if free:
            found[free[0].level] = named, free[0]
        elif not fitting:
            odd.append(named)
    clash = _clash(odd, found)
    for named, one in clash:
        found.setdefault(one.level, (named, one))
    return Found(found, best, clash)


def _support(names: Sequence[Named], code: int) -> float:
    fitting = (
        named for named in names if any(holds(one.stands_for, code) for one in named.options)
    )
    return sum(1 if named.has_suffix else _BARE for named in fitting) + _DEEPER * (
        # A lone name is the larger division's: Jilin is the province.
        -level_of(code) if len(names) == 1 else level_of(code)
    )


def _clash(odd: Sequence[Named], found: Mapping[Level, Reading]) -> tuple[Reading, ...]:
    """Return both sides of a contradiction, the larger division first."""
    for named in odd:
        against = named.options[0]
        if found and (named.has_suffix or against.level is not Level.DISTRICT):
            return tuple(sorted([(named, against), found[max(found)]], key=lambda r: r[1].level))
    return ()


def find_town(
    words: Sequence[Word], taken: Sequence[bool], code: int
) -> tuple[int, int, int] | None:
    """Return the words of a township below `code`, and its code; its county's if in no list."""
    listed = town_names(code) if code and level_of(code) >= Level.CITY else {}
    unlisted = None
    for first, past in _stretches(words, taken):
        key = "".join(word.key for word in words[first:past])
        levels, end = _suffix(words, past)
        is_told = levels == SUFFIXES["town"] or (end == past and _is_alone(words, first, past))
        if key in listed and is_told:
            return first, end, listed[key].code
        if levels == SUFFIXES["town"] and unlisted is None and code:
            unlisted = first, end, code
    return unlisted


def is_town(words: Sequence[Word], road: tuple[int, int], code: int) -> int:
    """Return the code of the township that a road by its look is, 0 if it is none."""
    first, past = road
    key = "".join(word.key for word in words[first : past - 1])
    found = town_names(code).get(key) if code and words[past - 1].key in _STREETS else None
    return found.code if found is not None else 0


def _is_alone(words: Sequence[Word], first: int, past: int) -> bool:
    before = first == 0 or words[first - 1].segment != words[first].segment
    return before and (past == len(words) or words[past].segment != words[first].segment)


def _stretches(words: Sequence[Word], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield stretches of free words in one segment, the longer first."""
    for first in range(len(words)):
        for past in range(min(first + _MOST_WORDS, len(words)), first, -1):
            free = not any(taken[first:past]) and words[first].segment == words[past - 1].segment
            if free and not any(word.key[:1].isdigit() for word in words[first:past]):
                yield first, past
