"""What the gazetteer knows, as flat tables of integers that kernels can read.

A record of a table is a fixed number of integers next to each other, so that what is needed
together lies together in memory. ``PATTERN * p + LINK`` is the field ``LINK`` of pattern ``p``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.gazetteer import load
from shopwarden.places.kernel.lexicon import word_tables
from shopwarden.places.levels import WIDTH, Kind, Level, Role, Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shopwarden.places.gazetteer import Gazetteer
    from shopwarden.places.kernel.registry import Ints
    from shopwarden.places.trie import Trie

# A node of the trie: where its children are, its parent, the pattern that ends here or -1. A
# node is written as the place of its record.
NODE: Final = 3
BASE, CHECK, ENDS = range(NODE)
LEAF: Final = -1
# A pattern: its FLAGS, with how many characters it has above ``LENGTH_SHIFT``; its longest
# proper prefix or -1; where its candidates and townships start, which end where those of the
# next pattern start.
PATTERN: Final = 4
FLAGS, LINK, CANDIDATES, TOWNS = range(PATTERN)
LENGTH_SHIFT: Final = 8
# What may start where a pattern starts, as bits.
PREMISES: Final = 1
FILLER: Final = 2
FULL_TOWN: Final = 4
# Read whatever follows it; read unless what follows makes it part of another name.
FULL: Final = 8
READABLE: Final = 16
GENERIC: Final = 32
# A candidate: the place of its division in the table of divisions, and the ``Kind`` of name.
CANDIDATE: Final = 2
CANDIDATE_PLACE, CANDIDATE_KIND = range(CANDIDATE)
# A township of a pattern: its code, ascending, and its place among the divisions.
TOWN: Final = 2
TOWN_CODE, TOWN_PLACE = range(TOWN)
# A division. CURRENT is the place of what took over the code of a former division, else its
# own place; ABOVE the place of the nearest division that holds it, or -1.
DIVISION: Final = 8
CODE, DIVISION_LEVEL, STATUS, SUCCESSOR, DIVISION_LOW, DIVISION_HIGH, CURRENT, ABOVE = range(
    DIVISION
)


class Tables(NamedTuple):
    """The tables, in the form that the execution at hand indexes fastest."""

    char: Ints
    nodes: Ints
    patterns: Ints
    candidates: Ints
    towns: Ints
    divisions: Ints
    surprise: Ints
    villages: Ints
    first_word: Ints
    words: Ints


@cache
def arrays() -> Tables:
    """Return the tables as arrays, for the compiled kernels."""
    import numpy as np

    table = load()
    first_word, words = word_tables()
    return Tables(
        char=table.trie.char,
        nodes=trie_nodes(table.trie),
        patterns=_patterns(table),
        candidates=_flat(table.candidate, table.kind),
        towns=_flat(table.town, np.searchsorted(table.code, table.town)),
        divisions=_divisions(table),
        surprise=table.surprise,
        villages=table.villages,
        first_word=np.array(first_word, np.int32),
        words=np.array(words, np.int32),
    )


@cache
def views() -> Tables:
    """Return the tables as memory views, which plain Python indexes fastest."""
    return Tables(*(memoryview(array) for array in arrays()))  # type: ignore[arg-type]


def trie_nodes(trie: Trie) -> NDArray[np.int32]:
    """Return the nodes of a trie as records."""
    import numpy as np

    base = NODE * trie.base
    has_child = np.zeros(base.size, np.bool_)
    has_child[trie.check[trie.check >= 0]] = True
    base[~has_child] = LEAF
    return _flat(base, NODE * trie.check, trie.pattern)


def _flat(*columns: NDArray[np.integer]) -> NDArray[np.int32]:
    import numpy as np

    return np.stack(columns, axis=1).astype(np.int32).ravel()


def _patterns(table: Gazetteer) -> NDArray[np.int32]:
    import numpy as np

    has_candidate = table.start[1:] > table.start[:-1]
    best = np.full(has_candidate.size, Kind.STEM_ABOLISHED, np.uint8)
    best[has_candidate] = table.kind[table.start[:-1][has_candidate]]
    flags = np.zeros(has_candidate.size, np.int32)
    for bit, holds in (
        (PREMISES, table.role == Role.PREMISES),
        (FILLER, table.role == Role.FILLER),
        (FULL_TOWN, table.full_town),
        (FULL, (best <= Kind.VARIANT) | table.full_town),
        (READABLE, has_candidate | table.full_town),
        (GENERIC, table.generic),
    ):
        flags[holds] |= bit
    flags |= table.trie.length << LENGTH_SHIFT
    columns = (flags, table.trie.link, table.start[:-1], table.town_start[:-1])
    last = [0, -1, table.start[-1], table.town_start[-1]]
    return np.append(_flat(*columns), np.array(last, np.int32))


def _divisions(table: Gazetteer) -> NDArray[np.int32]:
    import numpy as np

    code, place = table.code, np.arange(table.code.size)
    shared = np.zeros(code.size, np.bool_)
    shared[1:] = code[1:] == code[:-1]
    moved = (table.status == Status.ABOLISHED) & (table.successor > 0) & ~shared
    current = np.where(moved, np.searchsorted(code, table.successor), place)
    above = np.full(code.size, -1)
    for level in (Level.PROVINCE, Level.CITY, Level.DISTRICT):
        over = code - code % WIDTH[level]
        at = np.searchsorted(code, over)
        held = (table.level > level) & (code[at] == over)
        above[held] = at[held]
    return _flat(
        code, table.level, table.status, table.successor, table.low, table.high, current, above
    )
