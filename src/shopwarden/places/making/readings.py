"""How names sound and look: readings and shapes of characters, names in Latin letters."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shopwarden.places.fold import translation
from shopwarden.places.levels import Level, Status
from shopwarden.places.making import packages
from shopwarden.places.making.english import ENGLISH, READ_AS, TAIWAN, USUAL
from shopwarden.places.making.naming import stem, town_stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from shopwarden.places.making.divisions import Division

# The ideographs of GB 2312 are what people type; names may hold others.
_GB2312_ROWS: Final = range(0xB0, 0xF8)
_GB2312_CELLS: Final = range(0xA1, 0xFF)
_MOST: Final = 4


def reading_arrays(
    divisions: Iterable[Division], table: NDArray[np.uint16]
) -> dict[str, NDArray[Any]]:
    """Return the arrays ``reading_*`` and ``latin_facts`` of the data file.

    Characters ``reading_char[n]``, ascending, are read as any of the syllables
    ``reading_syllable[k]`` with ``k`` in ``reading_id[reading_start[n]:reading_start[n + 1]]``,
    the usual one of place names first. Characters with the same ``reading_corner`` or the same
    ``reading_body`` look alike; 0 is none.
    """
    simple = translation(table)
    names = dict.fromkeys(_bare(one).translate(simple) for one in divisions if one.name)
    spoken = {name: packages.spoken(name) for name in names}
    characters = sorted({*"".join(names), *_common()})
    usual = _usual(spoken)
    sounds = {one: _sounds(one, usual) for one in characters}
    sounds = {one: found for one, found in sounds.items() if found}
    syllables = sorted({syllable for found in sounds.values() for syllable in found})
    number = {syllable: n for n, syllable in enumerate(syllables)}
    ids = [[number[syllable] for syllable in found] for found in sounds.values()]
    shapes = packages.shapes()
    bodies = [shapes.get(one, (0, ""))[1] for one in sounds]
    body = {text: n for n, text in enumerate(dict.fromkeys(["", *bodies]))}
    facts = {
        "syllables": syllables,
        "names": _exceptions(spoken, {one: found[0] for one, found in sounds.items()}),
        "english": _english(divisions),
    }
    return {
        "reading_char": np.array([ord(one) for one in sounds], np.uint16),
        "reading_start": np.cumsum([0, *map(len, ids)]).astype(np.uint16),
        "reading_id": np.array([one for found in ids for one in found], np.uint16),
        "reading_corner": np.array([shapes.get(one, (0, ""))[0] for one in sounds], np.int32),
        "reading_body": np.array([body[one] for one in bodies], np.uint16),
        "latin_facts": np.frombuffer(
            json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8
        ),
    }


def _bare(division: Division) -> str:
    if division.status is Status.PLACEHOLDER:
        return ""
    short = town_stem if division.level is Level.TOWN else stem
    return short(division.name)


def _common() -> Iterator[str]:
    for row in _GB2312_ROWS:
        for cell in _GB2312_CELLS:
            yield bytes((row, cell)).decode("gb2312", "ignore")


def _usual(spoken: Mapping[str, list[str]]) -> dict[str, str]:
    """Return how each character is read in most names."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, syllables in spoken.items():
        if len(syllables) == len(name):
            for one, syllable in zip(name, syllables, strict=True):
                counts[one][syllable] += 1
    return {one: count.most_common(1)[0][0] for one, count in counts.items()} | USUAL


def _sounds(character: str, usual: Mapping[str, str]) -> list[str]:
    if not character:
        return []
    listed = packages.sounds(character)
    first = [usual[character]] if character in usual else []
    return [one for one in dict.fromkeys([*first, *listed]) if one.isascii()][:_MOST]


def _exceptions(spoken: Mapping[str, list[str]], usual: Mapping[str, str]) -> dict[str, str]:
    """Return the names that are not read character by character as usual."""
    found = {}
    for name, syllables in spoken.items():
        plain = [usual.get(one, "") for one in name]
        odd = len(syllables) == len(name) and syllables != plain
        # Where we know better than a word list, its phrases do not count either.
        if odd and not any(one in USUAL for one in name):
            found[name] = " ".join(syllables)
    return found | READ_AS


def _english(divisions: Iterable[Division]) -> dict[str, list[str]]:
    """Return the further Latin names of divisions by their code."""
    listed = {code: names.split(", ") for code, names in ENGLISH.items()}
    for one in divisions:
        if one.name in TAIWAN and one.level is Level.CITY and one.status is Status.CURRENT:
            listed[one.code] = TAIWAN[one.name].split(", ")
    return {str(code): names for code, names in sorted(listed.items())}
