"""All pattern matches of a buffer, and what surrounds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.fold import UNITS
from shopwarden.places.gazetteer import load
from shopwarden.places.levels import Kind, Role
from shopwarden.places.text import (
    DIGIT,
    JOINING,
    LANE,
    LATIN,
    SEPARATOR,
    STREET,
    SUFFIX,
    TOWN_JOINING,
    counts_before,
    marks_of,
)
from shopwarden.places.trie import search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.text import Texts

# 义乌|市场: a city's full name that is the start of a market's.
_CITY, _MARKET = ord("市"), ord("场")
_STREET, _WAY = ord("街"), ord("道")
_STREETS_SHIFT: Final = 32
_LOW: Final = (1 << _STREETS_SHIFT) - 1


@dataclass(frozen=True)
class Matches:
    """Matches sorted by position, and facts about the positions of the buffer.

    ``first[p]`` counts the matches that start before position ``p``. ``weight`` counts, before
    each position, the characters that are no separators and, in its upper half, the digits and
    ends of streets. ``premises``, ``fillers`` and ``follows`` mark where the name of premises,
    a zone or other filler, and a division may start.
    """

    texts: Texts
    position: NDArray[np.int32]
    pattern: NDArray[np.int32]
    first: NDArray[np.int32]
    weight: NDArray[np.int64]
    premises: NDArray[np.bool_]
    fillers: NDArray[np.bool_]
    follows: NDArray[np.bool_]

    def between(
        self, begin: NDArray[np.int32], end: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Return how many characters lie in each stretch, and whether a street ends there."""
        weight = self.weight[end] - self.weight[begin]
        return (weight & _LOW).astype(np.int32), weight > _LOW

    def blocks(self, end: NDArray[np.int32], marks: int = JOINING) -> NDArray[np.bool_]:
        """Whether a short name that ends before `end` is part of a longer name."""
        joined = (self.texts.marks[end] & marks) != 0
        # 谢家湾|正街: the name goes on to a street in one more character.
        joined |= ((self.texts.marks[end + 1] & LANE) != 0) & ~self._before_office(end + 1)
        found: NDArray[np.bool_] = (joined & ~self.follows[end]) | self.premises[end]
        return found | self.fillers[end] if marks & TOWN_JOINING else found

    def before_lane(self, end: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether a name that ends before `end` is that of a street: 新街|路."""
        found: NDArray[np.bool_] = (self.texts.marks[end] & LANE) != 0
        return found & ~self._before_office(end) & ~self.follows[end]

    def before_suffix(self, end: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether the next character is a division's suffix."""
        found: NDArray[np.bool_] = (self.texts.marks[end] & SUFFIX) != 0
        return found | self._before_office(end)

    def _before_office(self, end: NDArray[np.int32]) -> NDArray[np.bool_]:
        units = self.texts.units
        found: NDArray[np.bool_] = (units[end] == _STREET) & (units[end + 1] == _WAY)
        return found

    def at_boundary(self, begin: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether no Chinese character stands right before `begin`."""
        found: NDArray[np.bool_] = (
            self.texts.marks[np.maximum(begin, 1) - 1] & (SEPARATOR | DIGIT | LATIN)
        ) != 0
        return found | (begin == 0)

    def opens(self, end: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether a division may be read at the first character from `end` on."""
        return self.follows[self.written[np.minimum(self.weight[end] & _LOW, self.written.size - 1)]]

    @cached_property
    def written(self) -> NDArray[np.intp]:
        """Positions of the characters that are no separators."""
        return np.append(np.flatnonzero((self.texts.marks & SEPARATOR) == 0), self.follows.size - 1)


def find_matches(texts: Texts) -> Matches:
    """Search the gazetteer's patterns in every row."""
    table = load()
    size = texts.units.size
    position, pattern = search(table.trie, texts.units)
    end = position + table.trie.length[pattern]
    premises, fillers, follows, starts = np.zeros((4, size), np.bool_)
    is_premises = table.role[pattern] == Role.PREMISES
    premises[position[is_premises]] = True
    fillers[position[table.role[pattern] == Role.FILLER]] = True
    reads_full, reads = _readable()[:, pattern]
    free = ((texts.marks[end] & JOINING) == 0) & ~premises[end]
    follows[position[reads & (reads_full | free)]] = True
    keep = ~is_premises & ~((texts.units[end] == _MARKET) & (texts.units[end - 1] == _CITY))
    position, pattern = position[keep], pattern[keep]
    starts[position] = True
    weight = np.zeros(size + 1, np.int64)
    np.cumsum(_weights()[texts.units], out=weight[1:])
    return Matches(
        texts, position, pattern, counts_before(starts), weight, premises, fillers, follows
    )


@cache
def _weights() -> NDArray[np.int64]:
    marks = marks_of(np.arange(UNITS, dtype=np.uint16))
    written = (marks & SEPARATOR) == 0
    streets = (marks & (STREET | DIGIT)) != 0
    return written + (streets.astype(np.int64) << _STREETS_SHIFT)


@cache
def _readable() -> NDArray[np.bool_]:
    """Per pattern: whether it is a full name, and whether it can follow a short name."""
    table = load()
    has_candidate = table.start[1:] > table.start[:-1]
    best = np.full(has_candidate.size, Kind.STEM_ABOLISHED, np.uint8)
    best[has_candidate] = table.kind[table.start[:-1][has_candidate]]
    full = (best <= Kind.VARIANT) | table.full_town
    return np.stack([full, has_candidate | table.full_town])
