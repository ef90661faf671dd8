"""The patterns of the trie, laid out for quick reading.

A search takes most of its time waiting for memory. So the first two characters of a name lead,
in one step, to a branch: the record of every beginning that goes on from them, one behind the
other, a beginning before its continuations. Most branches are one or two lines of the
processor's cache. A pattern is written as the place of its record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.kernel.registry import Ints, kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shopwarden.places.trie import Trie

# A slot of the table of pairs: two characters as one integer, and the record of their branch or
# ``EMPTY``. A pair stands in the first free slot from its own on.
SLOT: Final = 2
PAIR, BRANCH = range(SLOT)
EMPTY: Final = -1
# What a pair is written above, so that it fits 32 bits with a sign.
_LOWEST: Final = -(1 << 31)
_FACTOR: Final = 2654435761
_MASK: Final = 0xFFFFFFFF
_SHIFT: Final = 16
_SLOTS: Final = (1 << 32 - _SHIFT) + 256
# A record: its last character, with how many records on the next sibling lies above
# ``NEXT_SHIFT``, 0 for none; its FLAGS, with how many characters its pattern has above
# ``LENGTH_SHIFT``, 0 where none ends; the longest proper prefix that is a pattern, or -1; where
# its candidates and townships start, which end where those of the next record start; the place
# of its only township, as most have one.
PATTERN: Final = 6
UNIT, FLAGS, LINK, CANDIDATES, TOWNS, ONLY_TOWN = range(PATTERN)
NEXT_SHIFT: Final = 16
LENGTH_SHIFT: Final = 8
UNIT_MASK: Final = 0xFFFF
# Whether longer beginnings follow; the other flags tell what a pattern is (``tables``).
GOES_ON: Final = 1


@kernel
def longest(pairs: Ints, patterns: Ints, units: Ints, at: int) -> int:
    """Return the longest pattern that starts at `at`, or -1."""
    record, found = branch_at(pairs, units, at), -1
    at += 2
    while record >= 0:
        if is_whole(patterns, record):
            found = record
        record = below(patterns, record, units[at])
        at += 1
    return found


@kernel
def branch_at(pairs: Ints, units: Ints, at: int) -> int:
    """Return the record of the two characters at `at`, or -1."""
    word = units[at] << 16 | units[at + 1]
    slot = SLOT * ((word * _FACTOR & _MASK) >> _SHIFT)
    while pairs[slot + BRANCH] != EMPTY and pairs[slot + PAIR] != word + _LOWEST:
        slot += SLOT
    return pairs[slot + BRANCH]


@kernel
def below(patterns: Ints, record: int, unit: int) -> int:
    """Return the record of a beginning with one more character, or -1."""
    if not patterns[PATTERN * record + FLAGS] & GOES_ON:
        return -1
    record += 1
    while patterns[PATTERN * record + UNIT] & UNIT_MASK != unit:
        ahead = patterns[PATTERN * record + UNIT] >> NEXT_SHIFT
        if ahead == 0:
            return -1
        record += ahead
    return record


@kernel
def is_whole(patterns: Ints, record: int) -> bool:
    """Whether a pattern ends at a record."""
    return patterns[PATTERN * record + FLAGS] >> LENGTH_SHIFT != 0


class Branches(NamedTuple):
    """Where the patterns of a trie stand.

    Attributes
    ----------
    pairs
        The table of pairs.
    records
        One row per record, with all that the trie tells; the rest is 0.
    place
        The record of each pattern of the trie.
    """

    pairs: NDArray[np.int32]
    records: NDArray[np.int32]
    place: NDArray[np.int64]


def lay_out(trie: Trie) -> Branches:
    """Return the branches of a trie; a pattern of one character has none."""
    import numpy as np

    parent, levels = trie.check, _levels(trie.check)
    unit_of = np.zeros(trie.char.max() + 1, np.int64)
    unit_of[trie.char[np.flatnonzero(trie.char)]] = np.flatnonzero(trie.char)
    unit = unit_of[np.clip(np.arange(parent.size) - trie.base[parent], 0, unit_of.size - 1)]
    size, at, is_last = _places(parent, levels)
    cells = np.concatenate(levels[1:])
    rows = at[cells]
    records = np.zeros((rows.size, PATTERN), np.int32)
    ahead = np.where(is_last[cells], 0, size[cells])
    records[rows, UNIT] = unit[cells] | ahead << NEXT_SHIFT
    records[rows, FLAGS] = size[cells] > 1
    place = np.zeros(trie.length.size, np.int64)
    ends = trie.pattern[cells] >= 0
    place[trie.pattern[cells[ends]]] = rows[ends]
    records[place, FLAGS] |= trie.length << LENGTH_SHIFT
    records[place, LINK] = np.where(trie.link >= 0, place[trie.link], -1)
    first = levels[1]
    return Branches(_pairs(unit[parent[first]] << 16 | unit[first], at[first]), records, place)


def _levels(parent: NDArray[np.int32]) -> list[NDArray[np.int64]]:
    """Return the nodes of each depth below the root, siblings side by side."""
    import numpy as np

    left, above, levels = np.flatnonzero(parent >= 0), np.zeros(1, np.int64), []
    is_above = np.zeros(parent.size, np.bool_)
    while left.size:
        is_above[above] = True
        is_below = is_above[parent[left]]
        above = left[is_below]
        above = above[np.argsort(parent[above], kind="stable")]
        levels.append(above)
        left = left[~is_below]
    return levels


def _places(
    parent: NDArray[np.int32], levels: list[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return how many records every node has with all below it, its place, if it is the last."""
    import numpy as np

    size = np.ones(parent.size, np.int64)
    for cells in levels[:1:-1]:
        np.add.at(size, parent[cells], size[cells])
    at, is_last = np.zeros(parent.size, np.int64), np.ones(parent.size, np.bool_)
    at[levels[1]] = np.cumsum(size[levels[1]]) - size[levels[1]]
    for cells in levels[2:]:
        above = parent[cells]
        first = np.append(True, above[1:] != above[:-1])
        before = np.cumsum(size[cells]) - size[cells]
        at[cells] = at[above] + 1 + before - before[first][np.cumsum(first) - 1]
        is_last[cells] = np.append(first[1:], True)
    return size, at, is_last


def _pairs(words: NDArray[np.int64], branches: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the table in which each word leads to its branch."""
    import numpy as np

    table = np.full((_SLOTS, SLOT), EMPTY, np.int32)
    slot = (words * _FACTOR & _MASK) >> _SHIFT
    left = np.arange(words.size)
    while left.size:
        free = left[table[slot[left], BRANCH] == EMPTY]
        _, first = np.unique(slot[free], return_index=True)
        taken = free[first]
        table[slot[taken], PAIR] = words[taken] + _LOWEST
        table[slot[taken], BRANCH] = branches[taken]
        left = np.setdiff1d(left, taken, assume_unique=True)
        slot[left] += 1
    return table.ravel()


def words_of(pairs: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the words of a table of pairs and where their branches begin, which ascend."""
    import numpy as np

    table = pairs.reshape(-1, SLOT).astype(np.int64)
    table = table[table[:, BRANCH] != EMPTY]
    table = table[np.argsort(table[:, BRANCH])]
    return table[:, PAIR] - _LOWEST, table[:, BRANCH]
