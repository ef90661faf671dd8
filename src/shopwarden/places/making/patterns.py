"""Turn the table of divisions into the strings people write for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.fold import translation
from shopwarden.places.levels import (
    CITIES_WITHOUT_COUNTIES,
    WIDTH,
    Kind,
    Level,
    Role,
    Status,
    level_of,
)
from shopwarden.places.making.aliases import aliases
from shopwarden.places.making.naming import (
    county_variants,
    prefecture_variants,
    stem,
    town_stem,
    town_variants,
)
from shopwarden.places.making.words import (
    FILLERS,
    GENERIC,
    ORDINARY_TOWNS,
    PREMISES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from shopwarden.places.making.divisions import Division, Town

_SHORTEST: Final = 2
_COUNTY: Final = WIDTH[Level.DISTRICT]
_STREET_ENDS: Final = "路街道巷弄"
_SHORT_PROVINCES: Final = {150_000_000: "内蒙"}
_TAIWAN, _HONG_KONG = 710_000_000, 810_000_000


@dataclass(frozen=True)
class Patterns:
    """Patterns and what each may mean, as arrays.

    Candidates of pattern ``p`` are ``candidate[start[p]:start[p + 1]]``, best reading first:
    positions in the table of divisions, each with its ``kind``. Townships of pattern ``p`` are
    the ascending codes ``town[town_start[p]:town_start[p + 1]]``.
    """

    texts: list[str]
    role: NDArray[np.uint8]
    generic: NDArray[np.bool_]
    full_town: NDArray[np.bool_]
    start: NDArray[np.int32]
    candidate: NDArray[np.int32]
    kind: NDArray[np.uint8]
    town_start: NDArray[np.int32]
    town: NDArray[np.int32]


def make_patterns(
    divisions: Sequence[Division],
    towns: Iterable[Town],
    spellings: Mapping[str, int],
    table: NDArray[np.uint16],
) -> Patterns:
    """Return every pattern, folded by `table`, with its candidates.

    Parameters
    ----------
    divisions
        Sorted by code, a current one before former ones.
    """
    folded = translation(table)
    readings: dict[str, set[tuple[int, int, int]]] = defaultdict(set)
    number = {d.code: n for n, d in reversed(list(enumerate(divisions)))}
    for position, division in enumerate(divisions):
        for text, kind in _division_texts(division):
            readings[text.translate(folded)].add((kind, division.level, position))
    for text, code in (dict(spellings) | aliases()).items():
        if code in number:
            readings[text.translate(folded)].add((Kind.VARIANT, level_of(code), number[code]))
    codes: dict[str, set[int]] = defaultdict(set)
    full: set[str] = set()
    known = list(towns)
    # 腾越镇 of an older list, which has no code, is no second 腾越街道.
    coded = {(town.code // _COUNTY, town.name) for town in known if town.code % _COUNTY}
    for town in known:
        for text, is_full in _town_texts(town):
            if town.code % _COUNTY == 0 and (town.code // _COUNTY, text) in coded:
                continue
            codes[text.translate(folded)].add(town.code)
            full |= {text.translate(folded)} if is_full else set()
    roles = dict.fromkeys(PREMISES, Role.PREMISES) | dict.fromkeys(FILLERS, Role.FILLER)
    return _pack(readings, codes, full, roles)


def _pack(
    readings: Mapping[str, set[tuple[int, int, int]]],
    codes: Mapping[str, set[int]],
    full: set[str],
    roles: Mapping[str, Role],
) -> Patterns:
    # 新区 and 工业 are no short names of townships, whatever some township is called.
    codes = {text: found for text, found in codes.items() if text in full or text not in roles}
    texts = sorted({*readings, *codes, *roles})
    ordered = [sorted(readings.get(text, ())) for text in texts]
    below = [sorted(codes.get(text, ())) for text in texts]
    return Patterns(
        texts=texts,
        role=np.array(
            [Role.DIVISION if t in readings or t in codes else roles[t] for t in texts], np.uint8
        ),
        generic=np.array([t in GENERIC for t in texts]),
        full_town=np.array([t in full for t in texts]),
        start=_starts(ordered),
        candidate=np.array([p for found in ordered for _, _, p in found], np.int32),
        kind=np.array([k for found in ordered for k, _, _ in found], np.uint8),
        town_start=_starts(below),
        town=np.array([code for found in below for code in found], np.int32),
    )


def _starts(lists: Sequence[Sequence[object]]) -> NDArray[np.int32]:
    return np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int32)


def _division_texts(division: Division) -> Iterator[tuple[str, Kind]]:
    """Yield what people write for a province, city or county."""
    name, level = division.name, division.level
    if division.status is Status.PLACEHOLDER or level is Level.TOWN:
        return
    is_former = division.status is Status.ABOLISHED
    overseas = division.code >= (_TAIWAN if level is Level.DISTRICT else _HONG_KONG)
    overseas = overseas and level is not Level.PROVINCE
    full = Kind.VARIANT if overseas else Kind.FULL_ABOLISHED if is_former else Kind.FULL
    yield name, full
    short = _SHORT_PROVINCES.get(division.code)
    if short:
        yield short, Kind.STEM
    yield from ((text, full) for text in prefecture_variants(name))
    if stem(name) == name or len(stem(name)) < _SHORTEST or overseas:
        return
    yield stem(name), Kind.STEM_ABOLISHED if is_former else Kind.STEM
    if level is Level.DISTRICT and not is_former:
        yield from ((text, Kind.VARIANT) for text in county_variants(name))


def _town_texts(town: Town) -> Iterator[tuple[str, bool]]:
    """Yield what people write for a township, and whether it has a suffix."""
    if town.name in FILLERS or town.name in PREMISES:
        return
    yield from ((text, True) for text in town_variants(town.name))
    short = town_stem(town.name)
    if short != town.name and short not in ORDINARY_TOWNS and short[-1] not in _STREET_ENDS:
        yield short, False
    # There people call a 街道 a 区.
    if town.code // WIDTH[Level.CITY] in CITIES_WITHOUT_COUNTIES and short != town.name:
        yield f"{short}区", True
