"""All pattern matches of a buffer, and what may start at each position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.gazetteer import load
from shopwarden.places.levels import Kind, Role
from shopwarden.places.text import (
    AFTER_TURN,
    DIGIT,
    END,
    JOINING,
    LANE,
    LATIN,
    NUMERAL,
    SEPARATOR,
    STREET,
    TOWN_JOINING,
    TURNING,
)
from shopwarden.places.trie import search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.text import Flags, Ints, Texts

# What starts at a position, as bits.
_PREMISES: Final = 1
_FILLER: Final = 2
_DIVISION: Final = 4
_FULL_TOWN: Final = 8
# 亦庄|经济技术开发区 and 临平|南苑街道: the short name is no township.
_NO_TOWN_BEFORE: Final = _PREMISES | _FILLER | _FULL_TOWN
# 义乌|市场: a city's full name that is the start of a market's.
_CITY, _MARKET = ord("市"), ord("场")
FARTHEST: Final = 6


@dataclass(frozen=True)
class Matches:
    """Matches sorted by position; those of row ``r`` are ``first[r]`` to ``first[r + 1]``.

    ``starts[p]`` tells in bits whether premises, a filler or a division may start at ``p``.
    """

    texts: Texts
    position: NDArray[np.intp]
    pattern: NDArray[np.intp]
    first: NDArray[np.intp]
    starts: NDArray[np.uint8]

    def between(self, begin: Ints, end: Ints) -> tuple[NDArray[np.intp], Flags]:
        """Count the characters of each stretch up to seven, and say if a street ends there."""
        at = begin.astype(np.intp)
        count = np.zeros(at.size, np.intp)
        crossed = np.zeros(at.size, np.bool_)
        left = np.flatnonzero(at < end)
        while left.size:
            marks = self.texts.marks[at[left]]
            count[left] += (marks & SEPARATOR) == 0
            crossed[left] |= (marks & STREET) != 0
            at[left] += 1
            left = left[(at[left] < end[left]) & (count[left] <= FARTHEST)]
        return count, crossed

    def blocks(self, end: Ints, *, town: bool = False) -> Flags:
        """Whether a short name that ends before `end` is part of a longer name."""
        texts = self.texts
        joined = texts.has(end, JOINING | TOWN_JOINING if town else JOINING)
        # 谢家湾|正街: the name goes on to a street in one more character.
        joined |= texts.has(end + 1, LANE) & ~texts.has(end, END)
        turned = texts.has(end, TURNING)
        joined |= turned & texts.has(end + 1, AFTER_TURN)
        joined |= turned & texts.has(end + 1, NUMERAL) & texts.has(end + 2, LANE)
        starts = self.starts[end]
        other = (starts & (_NO_TOWN_BEFORE if town else _PREMISES)) != 0
        found: Flags = (joined & ((starts & _DIVISION) == 0)) | other
        return found

    def before_lane(self, end: Ints) -> Flags:
        """Whether a name that ends before `end` is that of a street: 新街|路."""
        found: Flags = self.texts.has(end, LANE) & ((self.starts[end] & _DIVISION) == 0)
        return found

    def at_boundary(self, begin: Ints) -> Flags:
        """Whether no Chinese character stands right before `begin`."""
        return self.texts.has(begin - 1, END | SEPARATOR | DIGIT | LATIN)

    def any_at(self, at: Ints) -> Flags:
        """Whether any pattern but that of premises starts at each position."""
        starts = np.zeros(self.starts.size, np.bool_)
        starts[self.position] = True
        return starts[at]

    def opens(self, end: Ints) -> Flags:
        """Whether a division may start at `end`, or behind the separators there."""
        found: Flags = (self.starts[self.texts.skip(end, SEPARATOR)] & _DIVISION) != 0
        return found


def find_matches(texts: Texts) -> Matches:
    """Search the gazetteer's patterns in every row."""
    table = load()
    position, pattern = search(table.trie, texts.units)
    end = position + table.trie.length[pattern]
    role = table.role[pattern]
    starts = np.zeros(texts.units.size, np.uint8)
    starts[position[role == Role.PREMISES]] = _PREMISES
    starts[position[role == Role.FILLER]] = _FILLER
    full, readable = _readable()[:, pattern]
    free = ~texts.has(end, JOINING | TURNING) & ((starts[end] & _PREMISES) == 0)
    starts[position[readable & (full | free)]] |= _DIVISION
    starts[position[table.full_town[pattern]]] |= _FULL_TOWN
    market = (texts.units[end] == _MARKET) & (texts.units[end - 1] == _CITY)
    keep = np.flatnonzero((role != Role.PREMISES) & ~market)
    position, pattern = position[keep], pattern[keep]
    counts = np.bincount(texts.row[position], minlength=texts.rows)
    first = np.concatenate([[0], np.cumsum(counts)])
    return Matches(texts, position, pattern, first, starts)


@cache
def _readable() -> Flags:
    """Per pattern: whether it is a full name, and whether it can follow a short name."""
    table = load()
    has_candidate = table.start[1:] > table.start[:-1]
    best = np.full(has_candidate.size, Kind.STEM_ABOLISHED, np.uint8)
    best[has_candidate] = table.kind[table.start[:-1][has_candidate]]
    full = (best <= Kind.VARIANT) | table.full_town
    return np.stack([full, has_candidate | table.full_town])
