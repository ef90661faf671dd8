"""The divisions below a division by what people write for them, exactly or with one slip."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from shopwarden.places.fold import UNITS, translation
from shopwarden.places.gazetteer import load
from shopwarden.places.levels import WIDTH, Level, Role, Status, parent
from shopwarden.places.making.naming import prefecture_variants, stem, town_name, town_stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

EVERYWHERE: Final = 0
_ALL: Final = WIDTH[Level.PROVINCE] * 100
_SHORTEST: Final = 2
_AUTONOMOUS: Final = "自治县"


@dataclass(frozen=True)
class Division:
    """A division, former ones included; ``now`` is the code it has today, 0 if that is not known.

    ``code`` is the deepest division that ``now`` or, without one, the row itself stands for.
    """

    code: int
    name: str
    level: Level
    is_former: bool
    now: int

    @property
    def stands_for(self) -> int:
        """The code of the division in force, else its own."""
        return self.now or self.code


@dataclass(frozen=True)
class Names:
    """What people write for some divisions, folded, and how long it is at most."""

    forms: Mapping[str, tuple[Division, ...]]
    longest: int

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        near: dict[str, list[str]] = {}
        for form in self.forms:
            for short in _without_one(form):
                near.setdefault(short, []).append(form)
        return near

    def near(self, text: str) -> set[str]:
        """Return the forms, other than `text`, that may be one slip away from it."""
        near, forms = self._near, self.forms
        found = set(near.get(text, ()))
        for short in _without_one(text):
            if short in forms:
                found.add(short)
            found.update(near.get(short, ()))
        found.discard(text)
        return found


def _without_one(text: str) -> Iterable[str]:
    return {text[:n] + text[n + 1 :] for n in range(len(text))}


class _Columns(NamedTuple):
    """The table of divisions as plain lists, which single rows are read from fastest."""

    code: list[int]
    level: list[int]
    status: list[int]
    successor: list[int]
    low: list[int]
    high: list[int]
    name_end: list[int]
    name: bytes
    upper: list[int]
    upper_code: list[int]


@cache
def _columns() -> _Columns:
    table = load()
    upper = np.flatnonzero(table.level < Level.TOWN)
    return _Columns(
        code=table.code.tolist(),
        level=table.level.tolist(),
        status=table.status.tolist(),
        successor=table.successor.tolist(),
        low=table.low.tolist(),
        high=table.high.tolist(),
        name_end=table.name_end.tolist(),
        name=table.name.tobytes(),
        upper=upper.tolist(),
        upper_code=table.code[upper].tolist(),
    )


@cache
def simplify() -> dict[int, int]:
    """Return the folding of characters in the form ``str.translate`` takes."""
    return translation(load().fold)


@cache
def _division(position: int) -> Division:
    table = _columns()
    code = table.code[position]
    start = table.name_end[position - 1] if position else 0
    name = table.name[start : table.name_end[position]].decode()
    is_former = table.status[position] == Status.ABOLISHED
    level = Level(table.level[position])
    name = town_name(name) if level is Level.TOWN else name
    return Division(code, name, level, is_former, table.successor[position] if is_former else code)


def _positions(low: int, high: int, level: Level) -> list[int]:
    table = _columns()
    if level is Level.TOWN:
        found: Sequence[int] = range(bisect_left(table.code, low), bisect_left(table.code, high))
    else:
        found = table.upper[
            bisect_left(table.upper_code, low) : bisect_left(table.upper_code, high)
        ]
    kept = (Status.CURRENT, Status.ABOLISHED)
    return [n for n in found if table.level[n] == level and table.status[n] in kept]


def _position(code: int) -> int | None:
    """Return the first row of `code`, the one in force before former ones."""
    codes = _columns().code
    position = bisect_left(codes, code)
    return position if position < len(codes) and codes[position] == code else None


def place_of(code: int) -> int:
    """Return the row of `code` in the table of divisions, -1 if there is none."""
    position = _position(code)
    return -1 if position is None else position


@cache
def division(code: int) -> Division | None:
    """Return the division of a nine-digit code, or None; a placeholder is none."""
    position = _position(code)
    if position is None or _columns().status[position] == Status.PLACEHOLDER:
        return None
    return _division(position)


@cache
def chain(code: int) -> Mapping[Level, Division]:
    """Return the divisions from the province down to `code` by their level."""
    found = {}
    for level in Level:
        one = division(parent(code, level))
        if one is not None and one.level == level:
            found[level] = one
    return found


def bounds(code: int) -> tuple[int, int]:
    """Return the interval of codes that may be written below `code`."""
    if code == EVERYWHERE:
        return 0, _ALL
    position = _position(code)
    if position is None:
        return code, code
    return _columns().low[position], _columns().high[position]


@cache
def below(code: int, level: Level) -> Names:
    """Return the names of the divisions of `level` below the division with `code`.

    Cost: the first call for a division reads its part of the table, some microseconds per
    name; later ones are a look-up.
    """
    forms: dict[str, list[Division]] = {}
    simple = simplify()
    for position in _positions(*bounds(code), level):
        one = _division(position)
        for form in forms_of(one.name, level):
            forms.setdefault(form.translate(simple), []).append(one)
    ordered = {
        form: tuple(sorted(found, key=lambda d: (d.is_former, d.code)))
        for form, found in forms.items()
    }
    return Names(ordered, max(map(len, ordered), default=0))


def _pattern(text: str) -> int:
    """Return the pattern of the gazetteer that is exactly `text`, -1 if there is none."""
    trie, node = load().trie, 0
    for one in text:
        after = int(trie.base[node]) + int(trie.char[min(ord(one), UNITS - 1)])
        if trie.check[after] != node:
            return -1
        node = after
    return int(trie.pattern[node])


@cache
def named(text: str) -> tuple[Division, ...]:
    """Return what a folded text may name above the township, former divisions included.

    Where the text is the whole name of some, it means no other: 锡山市 is not 锡山区.
    """
    table, pattern = load(), _pattern(text)
    if pattern < 0:
        return ()
    places = table.candidate[table.start[pattern] : table.start[pattern + 1]]
    found = [_division(place) for place in places.tolist()]
    exact = [one for one in found if one.name.translate(simplify()) == text]
    return tuple(exact or found)


def is_whole_name(text: str) -> bool:
    """Whether a folded text is the full name of a division, or of a zone that is none."""
    pattern = _pattern(text)
    if pattern < 0:
        return False
    is_filler = bool(load().role[pattern] == Role.FILLER)
    return is_filler or any(one.name.translate(simplify()) == text for one in named(text))


@cache
def towns_named(text: str) -> tuple[int, ...]:
    """Return the codes that a folded text may stand for as a township, ascending.

    A township that is gone stands for its county.
    """
    table, pattern = load(), _pattern(text)
    if pattern < 0:
        return ()
    return tuple(table.town[table.town_start[pattern] : table.town_start[pattern + 1]].tolist())


def forms_of(name: str, level: Level) -> list[str]:
    """Return the official name, the short one, and that of an autonomous division with 县 or 州.

    >>> forms_of("凉山彝族自治州", Level.CITY)
    ['凉山彝族自治州', '凉山', '凉山州']
    """
    short = town_stem(name) if level is Level.TOWN else stem(name)
    forms = [name]
    if short != name and len(short) >= _SHORTEST:
        forms.append(short)
        forms += prefecture_variants(name)
        forms += [f"{short}县"] if name.endswith(_AUTONOMOUS) else []
    return forms
