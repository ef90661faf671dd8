"""Read road, number, building, unit, floor and room of an address in Latin letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from shopwarden.places.latin.names import split_suffix, upper_names
from shopwarden.places.latin.words import COUNTRY, DIRECTIONS, LANES, ROADS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.places.latin.names import split_suffix, upper_names
from shopwarden.places.latin.words import Word

Span = tuple[int, int]

_NO: Final = r"(?:no|nr|num|number)?\.?\s*#?\s*"
# One pattern per part, in the order in which text is given away.
_PARTS: Final = {
    "phone": re.compile(
        r"(?:tel|phone|mobile|cell)?[.: ]*(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    ),
    "room": re.compile(
        rf"\b(?:room|rm|apartment|apt|flat|suite|ste)\b\.?\s*{_NO}(?:[a-z]?-?\d+[a-z]?|[a-z])\b"
        r"|\b[a-z]?\d{2,5}[a-z]?\s*(?:shi|room|hu)\b|(?<!\w)#\d{2,5}[a-z]?\b"
    ),
    "floor": re.compile(
        rf"\b(?:floor|fl|level)\b\.?\s*{_NO}\d+\b|\b\d+(?:st|nd|rd|th)?\s*(?:floor|fl|ceng)\b"
        r"|\b\d+\s*/?f\b"
    ),
    "unit": re.compile(
        rf"\bunit\b\.?\s*{_NO}[a-z]?\d*\b|\b\d+\s*dan\s?yuan\b|\bdan\s?yuan\s*\d+\b"
    ),
    "building": re.compile(
        rf"\b(?:building|bldg|bld|block|blk|tower)\b\.?\s*{_NO}(?:\d+[a-z]?|[a-z])\b"
        r"|\b(?:\d+|[a-z])\s*#?\s*(?:building|bldg|hao\s?lou|dong|zhuang|zuo)\b"
    ),
    "lane": re.compile(rf"\b(?:lane|nong)\s*{_NO}\d+\b|\b{_NO}\d+\s*(?:nong|lane)\b"),
}  # fmt: skip
_NUMBER_BEFORE: Final = re.compile(
    rf"(?<!\w){_NO}\d+[a-z]?(?:\s*[-~/]\s*\d+[a-z]?)?\s*(?:hao)?[,\s]*$"
)
_NUMBER_AFTER: Final = re.compile(
    rf"[.,\s]*(?<!\w){_NO}\d+[a-z]?(?:\s*[-~/]\s*\d+)?(?:\s*hao)?\b(?!\s*[a-z]+\s+(?:road|rd|street))"
)
_POSTCODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_MOST_NAME_WORDS: Final = 5
_JOINED: Final = re.compile(r"[a-z]{3,}(?:dadao|dajie|lu|jie)$")


def find_units(folded: str) -> dict[str, Span]:
    """Return the spans of phone, room, floor, unit, building and lane in `folded` text."""
    found: dict[str, Span] = {}
    for part, pattern in _PARTS.items():
        for match in pattern.finditer(folded):
            start, end = _stripped(folded, match.start(), match.end())
            if not any(start < past and first < end for first, past in found.values()):
                found[part] = start, end
                break
    return found


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum() and text[start] not in "#+":
        start += 1
    while start < end and text[end - 1] in " .,":
        end -= 1
    return start, end


def find_noise(folded: str) -> list[Span]:
    """Return the spans of the postal code and the country, which are no parts of the address."""
    found = [_POSTCODE.search(folded), *COUNTRY.finditer(folded)]
    return [one.span() for one in found if one is not None]


def roads(words: Sequence[Word], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the words of every name of a road."""
    for at, word in enumerate(words):
        if taken[at]:
            continue
        if word.key in ROADS and at and words[at - 1].segment == word.segment:
            first = _first_word(words, taken, at)
            if first < at:
                past = at + 1
                while past < len(words) and _goes_on(words, at, past):
                    past += 1
                yield _without_names(words, first, at), past
        elif _JOINED.search(word.key) and _is_beside_number(words, at):
            yield at, at + 1


def _first_word(words: Sequence[Word], taken: Sequence[bool], at: int) -> int:
    """Return where the name of the road that ends in word `at` begins."""
    first = at
    while first > max(at - _MOST_NAME_WORDS, 0):
        word = words[first - 1]
        is_ordinal = word.key[0].isdigit() and first < at and words[first].key in _ORDINALS
        stops = word.key[0].isdigit() and not is_ordinal
        # Shi, Qi and Xiang are suffixes, but right before Lu also names.
        stops |= word.key in _STOPS or (word.key in SUFFIXES and first < at)
        if stops or taken[first - 1] or word.segment != words[at].segment:
            break
        first -= 1
    return first


_SECTIONS: Final = frozenset({"section", "sec", "duan"})
_MOST_BARE: Final = 2
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_STOPS: Final = (frozenset(SUFFIXES) - {"xiang", "shi", "qi"}) | ROADS | LANES | {"no", "number"}


def _goes_on(words: Sequence[Word], at: int, past: int) -> bool:
    """Whether the name of the road that ends in `at` goes on: Nanjing Road West, Section 4."""
    if words[past].segment != words[at].segment:
        return False
    in_section = words[past - 1].key in _SECTIONS and words[past].key[0].isdigit()
    return words[past].key in DIRECTIONS or words[past].key in _SECTIONS or in_section


def _without_names(words: Sequence[Word], first: int, at: int) -> int:
    """Leave the names of divisions out where nothing at all is set off by commas."""
    while words[-1].segment == 0 and first < at - 1:
        name, suffix = split_suffix(words[first].key)
        if not suffix and (at - first <= _MOST_BARE or name not in upper_names()):
            break
        first += 1
    return first


def _is_beside_number(words: Sequence[Word], at: int) -> bool:
    around = [*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]]
    return any(word.key[0].isdigit() for word in around)


def find_number(folded: str, road: Span, taken: Sequence[Span]) -> Span | None:
    """Return the span of the number of the road: before it, else behind it."""
    before = _NUMBER_BEFORE.search(folded, 0, road[0])
    after = _NUMBER_AFTER.match(folded, road[1])
    for match in (before, after):
        if match is not None:
            start, end = _stripped(folded, match.start(), match.end())
            if not any(start < past and first < end for first, past in taken):
                return start, end
    return None
