"""Divisions by their names in Latin letters."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.kin import EVERYWHERE, below
from shopwarden.places.latin.words import SUFFIXES, letters, plain
from shopwarden.places.levels import Level
from shopwarden.places.making.naming import stem, town_stem
from shopwarden.places.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.places.kin import Division

ANY_SUFFIX: Final = ("",)
# A shorter name is one only with its suffix: Yi County.
_SHORTEST: Final = 4
# 陕西 is Shaanxi, but many write it as it is read.
_SHANXI: Final = ("shanxi", 610_000_000)
# Districts and places of Hong Kong whose names are ordinary words or those of other places.
_ORDINARY: Final = frozenset({"north", "eastern", "southern", "islands", "central", "jordan"})


_ABBREVIATIONS: Final = {"hk": 810_000_000}
# How the last character of a name in two is written behind it.
_WORDS: Final = {"县": ("xian", "county"), "旗": ("qi", "banner"), "市": ("shi", "city")}


class Meant(NamedTuple):
    """A division that a key may name; ``suffixes`` are those it takes to do so, if any."""

    division: Division
    suffixes: tuple[str, ...]


@cache
def upper_names() -> Mapping[str, tuple[Meant, ...]]:
    """Return what each key may name above the township, former divisions last."""
    found: dict[str, dict[Meant, None]] = {}
    for one in _uppers():
        for key, suffixes in _keys(one):
            found.setdefault(key, {})[Meant(one, suffixes)] = None
    return {
        key: tuple(sorted(ones, key=lambda m: (m[0].is_former, m[0].level, m[0].code)))
        for key, ones in found.items()
    }


def split_suffix(key: str) -> tuple[str, str]:
    """Split a suffix off that is written together with its name: ``xihuqu``."""
    for suffix in SUFFIXES:
        if key.endswith(suffix) and key[: -len(suffix)] in upper_names():
            return key[: -len(suffix)], suffix
    return key, ""


def _uppers() -> Iterator[Division]:
    for level in (Level.PROVINCE, Level.CITY, Level.DISTRICT):
        for ones in below(EVERYWHERE, level).forms.values():
            yield from ones


def _keys(one: Division) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a division is called, each with the suffixes without which it is no name."""
    short = stem(one.name)
    last = one.name[-1]
    if short == one.name:
        whole = letters(readings().latin(one.name))
        yield whole, ()
        yield whole.removesuffix(letters(readings().latin(last))), _WORDS.get(last, ANY_SUFFIX)
    else:
        yield _with_need(letters(readings().latin(short)))
    if not one.is_former:
        for name in readings().english.get(one.code, ()):
            yield _with_need(letters(plain(name)))
        yield from ((key, ()) for key, code in _ABBREVIATIONS.items() if code == one.code)
        if one.code == _SHANXI[1]:
            yield _SHANXI[0], ()


def _with_need(key: str) -> tuple[str, tuple[str, ...]]:
    is_weak = len(key) < _SHORTEST or key in _ORDINARY
    return key, ANY_SUFFIX if is_weak else ()


@cache
def town_names(code: int) -> Mapping[str, Division]:
    """Return the townships below a division by key; of several with one key none."""
    found: dict[str, Division | None] = {}
    for ones in below(code, Level.TOWN).forms.values():
        for one in ones:
            key = letters(readings().latin(town_stem(one.name)))
            known = found.get(key, one)
            found[key] = one if known == one else None
    return {key: one for key, one in found.items() if one is not None}
