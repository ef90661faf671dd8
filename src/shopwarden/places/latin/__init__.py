"""Read addresses in Latin letters: pinyin or English, small to large or large to small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.latin.divisions import find_names, find_town, is_town, settle
from shopwarden.places.latin.streets import find_noise, find_number, find_units, roads
from shopwarden.places.latin.words import VILLAGES, plain, words_of
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.places.kin import Division
    from shopwarden.places.latin.divisions import Named
    from shopwarden.places.latin.words import Word

__all__ = ["LatinReading", "Side", "is_latin", "read_latin"]

_FEWEST_LETTERS: Final = 6
_MOST_HAN: Final = 2
_MOST_IN_NAME: Final = 3


class Side(NamedTuple):
    """One side of a contradiction: the level, nine-digit code and span of a division."""

    level: Level
    code: int
    start: int
    end: int


@dataclass(frozen=True)
class LatinReading:
    """What was read: spans by part, the nine-digit code (0 for none), what is odd.

    Parts are named as in ``Address``: province, city, district, town, village, road, lane,
    number, building, unit, floor, room, poi, name, phone, rest. A municipality written once is
    both province and city. ``clash`` has no sides or two, the larger division first; ``former``
    are the names that are no longer in use, with the code that each stands for.
    """

    spans: Mapping[str, tuple[int, int]]
    code: int
    clash: tuple[Side, ...]
    former: tuple[Side, ...]


def is_latin(text: str) -> bool:
    """Whether an address is written in Latin letters: it has six or more, and hardly any Han."""
    latin = sum("a" <= one <= "z" for one in plain(text))
    han = sum("\u4e00" <= one <= "\u9fff" for one in text)
    return latin >= _FEWEST_LETTERS and han <= _MOST_HAN


def read_latin(text: str) -> LatinReading:
    """Read one address in Latin letters.

    >>> reading = read_latin("Room 501, No. 88 Jianguo Road, Chaoyang District, Beijing")
    >>> reading.code
    110105000

    Notes
    -----
    Cost: some hundred microseconds; the first call makes the index of names (40 ms).
    """
    folded, words = plain(text), words_of(text)
    units = find_units(folded)
    given = [*units.values(), *find_noise(folded)]
    taken = [_overlaps(word, given) for word in words]
    lanes = list(roads(words, taken))
    # What is part of a road's name names no division: Beijing Road.
    names = find_names(words, _marked(taken, lanes))
    found = settle(words, names)
    read = {level: named[:2] for level, (named, _) in found.names.items()}
    town, lanes = _town(words, _marked(taken, [*lanes, *read.values()]), lanes, found.code)
    stretches = {level.name.lower(): stretch for level, stretch in read.items()}
    stretches |= {"town": town[:2]} if town else {}
    stretches |= {"road": lanes[0]} if lanes else {}
    spans = units | {part: _span(words, *stretch) for part, stretch in stretches.items()}
    number = find_number(folded, spans["road"], given) if lanes else None
    spans |= {"number": number} if number else {}
    code = town[2] if town else found.code
    if code // WIDTH[Level.PROVINCE] in MUNICIPALITIES and "province" in spans:
        spans.setdefault("city", spans["province"])
    busy = [_overlaps(word, [*given, *spans.values()]) for word in words]
    return LatinReading(
        spans=spans | _places(words, busy, units.get("phone")),
        code=code,
        clash=tuple(_side(words, *one) for one in found.clash),
        former=tuple(_side(words, *one) for one in found.names.values() if one[1].is_former),
    )


def _marked(taken: Sequence[bool], stretches: Sequence[tuple[int, int]]) -> list[bool]:
    """Mark the words of some stretches as taken, too."""
    return [
        is_taken or any(first <= n < past for first, past in stretches)
        for n, is_taken in enumerate(taken)
    ]


def _town(
    words: Sequence[Word], taken: Sequence[bool], lanes: list[tuple[int, int]], code: int
) -> tuple[tuple[int, int, int] | None, list[tuple[int, int]]]:
    """Return the township, and the roads that are none."""
    for lane in lanes if len(lanes) > 1 else []:
        town = is_town(words, lane, code)
        if town:
            return (*lane, town), [one for one in lanes if one != lane]
    return find_town(words, taken, code), lanes


def _span(words: Sequence[Word], first: int, past: int) -> tuple[int, int]:
    return words[first].start, words[past - 1].end


def _side(words: Sequence[Word], named: Named, one: Division) -> Side:
    return Side(one.level, one.stands_for, *_span(words, named.first, named.past))


def _overlaps(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(word.start < end and start < word.end for start, end in spans)


def _places(
    words: Sequence[Word], busy: Sequence[bool], phone: tuple[int, int] | None
) -> dict[str, tuple[int, int]]:
    """Return village, place, receiver and rest among the words that nothing else claims."""
    found: dict[str, tuple[int, int]] = {}
    for segment in dict.fromkeys(word.segment for word in words):
        free = [w for w, b in zip(words, busy, strict=True) if w.segment == segment and not b]
        if not free or all(word.key[0].isdigit() or word.key == "no" for word in free):
            continue
        is_name = phone is not None and segment == 0 and phone[0] >= free[-1].end
        is_name &= len(free) <= _MOST_IN_NAME and not any(word.key[0].isdigit() for word in free)
        part = "name" if is_name else "village" if free[-1].key in VILLAGES else "poi"
        found.setdefault(part if part not in found else "rest", (free[0].start, free[-1].end))
    return found
