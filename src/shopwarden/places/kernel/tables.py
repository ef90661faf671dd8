"""What the gazetteer knows, as flat tables of integers that kernels can read.

A record of a table is a fixed number of integers next to each other, so that what is needed
together lies together in memory. ``PATTERN * p + LINK`` is the field ``LINK`` of pattern ``p``
(``branches``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.gazetteer import load
from shopwarden.places.kernel.branches import (
    CANDIDATES,
    FLAGS,
    ONLY_TOWN,
    PATTERN,
    TOWNS,
    UNIT,
    UNIT_MASK,
    lay_out,
    words_of,
)
from shopwarden.places.kernel.lexicon import word_tables
from shopwarden.places.levels import WIDTH, Kind, Level, Role, Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shopwarden.places.gazetteer import Gazetteer
    from shopwarden.places.kernel.registry import Ints

# What may start where a pattern starts, as bits of its FLAGS, the first of which is taken.
PREMISES: Final = 1 << 1
FILLER: Final = 1 << 2
FULL_TOWN: Final = 1 << 3
# Read whatever follows it; read unless what follows makes it part of another name.
FULL: Final = 1 << 4
READABLE: Final = 1 << 5
GENERIC: Final = 1 << 6
# Its last character begins the full name of a city or county.
LENDING: Final = 1 << 7
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

    pairs: Ints
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
    pairs, records, place = lay_out(table.trie)
    records[place, FLAGS] |= _flags(table)
    _mark_lending(pairs, records)
    order = np.argsort(place)
    candidate, start = _stretches(table.start, order)
    town, town_start = _stretches(table.town_start, order)
    # Where no pattern ends, what belongs to the next one begins.
    first = np.searchsorted(place[order], np.arange(len(records) + 1))
    records = np.append(records, np.zeros((1, PATTERN), np.int32), axis=0)
    records[:, CANDIDATES], records[:, TOWNS] = start[first], town_start[first]
    towns = np.searchsorted(table.code, table.town[town])
    records[:, ONLY_TOWN] = np.append(towns, 0)[records[:, TOWNS]]
    return Tables(
        pairs=pairs,
        patterns=records.ravel(),
        candidates=_flat(table.candidate[candidate], table.kind[candidate]),
        towns=_flat(table.town[town], towns),
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


def _mark_lending(pairs: NDArray[np.int32], records: NDArray[np.int32]) -> None:
    """Mark the patterns whose last character begins the full name of a city or county."""
    import numpy as np

    begins = np.zeros(UNIT_MASK + 1, np.bool_)
    words, branches = words_of(pairs)
    is_full = (records[:, FLAGS] & (FULL | FULL_TOWN)) == FULL
    begins[words[np.searchsorted(branches, np.flatnonzero(is_full), "right") - 1] >> 16] = True
    records[begins[records[:, UNIT] & UNIT_MASK], FLAGS] |= LENDING


def _stretches(
    start: NDArray[np.int32], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of stretches in another order, and where each stretch then starts."""
    import numpy as np

    count = np.diff(start)[order]
    begin = np.append(0, np.cumsum(count))
    return np.arange(begin[-1]) + np.repeat(start[:-1][order] - begin[:-1], count), begin


def _flat(*columns: NDArray[np.integer]) -> NDArray[np.int32]:
    import numpy as np

    return np.stack(columns, axis=1).astype(np.int32).ravel()


def _flags(table: Gazetteer) -> NDArray[np.int32]:
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
    return flags


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
