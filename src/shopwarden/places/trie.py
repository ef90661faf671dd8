"""A double-array trie of patterns; ``kernel.search`` looks texts up in it.

Source of the method: Aoe (1989), *An efficient digital search algorithm by using a
double-array structure*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

CODE_UNITS: Final = 0x10000
_FREE: Final = -1
_SPARE: Final = 4096


@dataclass(frozen=True)
class Trie:
    """Patterns, numbered from 0, as arrays.

    ``char[code unit]`` is the id of a character, 0 if no pattern holds it. The child of node
    ``n`` by character ``c`` is ``base[n] + c`` if ``check`` there says ``n``. ``pattern[n]``
    is the pattern that ends at a node, or -1. ``link[p]`` is the longest pattern that is a
    proper prefix of pattern ``p``, or -1; ``length[p]`` its number of characters.
    """

    char: NDArray[np.uint16]
    base: NDArray[np.int32]
    check: NDArray[np.int32]
    pattern: NDArray[np.int32]
    link: NDArray[np.int32]
    length: NDArray[np.int32]


def build_trie(patterns: Sequence[str]) -> Trie:
    """Return the trie of distinct, non-empty `patterns`, numbered as given."""
    char = _char_ids(patterns)
    children, ends = _nodes(patterns, char)
    base, check, at = _lay_out(children)
    pattern = np.full(check.size, -1, np.int32)
    for node, number in ends.items():
        pattern[at[node]] = number
    return Trie(
        char=char,
        base=base,
        check=check,
        pattern=pattern,
        link=_links(patterns),
        length=np.fromiter(map(len, patterns), np.int32, len(patterns)),
    )


def _char_ids(patterns: Sequence[str]) -> NDArray[np.uint16]:
    counts: dict[str, int] = {}
    for pattern in patterns:
        for one in pattern:
            counts[one] = counts.get(one, 0) + 1
    char = np.zeros(CODE_UNITS, np.uint16)
    # Frequent characters get small ids, so that siblings lie close together.
    for number, one in enumerate(sorted(counts, key=lambda c: (-counts[c], c)), 1):
        char[ord(one)] = number
    return char


def _nodes(
    patterns: Sequence[str], char: NDArray[np.uint16]
) -> tuple[list[dict[int, int]], dict[int, int]]:
    ids = {chr(unit): int(char[unit]) for unit in np.flatnonzero(char)}
    children: list[dict[int, int]] = [{}]
    ends: dict[int, int] = {}
    for number, pattern in enumerate(patterns):
        node = 0
        for one in pattern:
            below = children[node].get(ids[one])
            if below is None:
                below = children[node][ids[one]] = len(children)
                children.append({})
            node = below
        ends[node] = number
    return children, ends


def _lay_out(
    children: Sequence[Mapping[int, int]],
) -> tuple[NDArray[np.int32], NDArray[np.int32], list[int]]:
    """Give every node a base at which the cells of all its children are free.

    Nodes with many children come first and search for room; a single child fits anywhere and
    fills the holes.
    """
    widest = max((max(below) for below in children if below), default=0)
    # A search adds any character id to any base, so cells go on behind the last node.
    free = np.ones(2 * (len(children) + widest) + _SPARE, np.bool_)
    free[0] = False
    base = np.zeros(len(children), np.int32)
    order = sorted(range(len(children)), key=lambda node: (-len(children[node]), node))
    hole = 0
    block: dict[int, int] = {}
    for node in order:
        ids = np.array(sorted(children[node]), np.int64)
        if ids.size > 1:
            base[node], block[ids.size] = _first_fit(free, ids, block.get(ids.size, 0))
        elif ids.size == 1:
            while not free[hole] or hole < ids[0]:
                hole += 1
            base[node] = hole - ids[0]
        free[base[node] + ids] = False
    at = [0] * len(children)
    for node, below in enumerate(children):
        for one, child in below.items():
            at[child] = int(base[node]) + one
    used = max(at) + widest + 2
    placed, check = np.zeros(used, np.int32), np.full(used, _FREE, np.int32)
    for node, below in enumerate(children):
        placed[at[node]] = base[node]
        for child in below.values():
            check[at[child]] = at[node]
    return placed, check, at


def _first_fit(free: NDArray[np.bool_], ids: NDArray[np.int64], first: int) -> tuple[int, int]:
    """Return a base for `ids`, and the block of cells where a like node may search on."""
    while True:
        cells = np.flatnonzero(free[first : first + _SPARE]) + first
        starts = cells[cells >= ids[0]] - ids[0]
        fits = np.flatnonzero(free[starts[:, None] + ids].all(axis=1))
        if fits.size:
            return int(starts[fits[0]]), first
        first += _SPARE


def _links(patterns: Sequence[str]) -> NDArray[np.int32]:
    number = {pattern: position for position, pattern in enumerate(patterns)}
    prefixes = (
        next((number[p[:n]] for n in range(len(p) - 1, 0, -1) if p[:n] in number), -1)
        for p in patterns
    )
    return np.fromiter(prefixes, np.int32, len(patterns))
