"""How surprising one character is after another, from words and place names."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.fold import translation
from shopwarden.places.making import packages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# A place name is what an address is made of, a word of general text may occur in it.
_WORD_WEIGHT: Final = 0.02
_MIX: Final = 0.7
_VILLAGE_DEPTH: Final = 5
_CHINESE: Final = ("\u4e00", "\u9fff")
_SLOTS: Final = 1 << 20
_SCALE: Final = 16.0
_FACTOR: Final = np.uint32(2654435761)
_SHIFT: Final = np.uint32(12)


def surprise_table(table: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Return ``-log P(b | a)`` of every pair of Chinese characters, hashed and quantised.

    The probability is ``0.7 P(b | a) + 0.3 P(b)``. Pairs are hashed into a table; of
    two pairs in one slot the less surprising counts, so that a clash never raises a score.
    """
    singles: defaultdict[str, float] = defaultdict(float)
    pairs: defaultdict[str, float] = defaultdict(float)
    firsts: defaultdict[str, float] = defaultdict(float)
    simple = translation(table)
    for text, weight in _weighted_texts():
        folded = text.translate(simple)
        for one in folded:
            singles[one] += weight
        for a, b in pairwise(folded):
            pairs[a + b] += weight
            firsts[a] += weight
    total = sum(singles.values())
    known = [pair for pair in pairs if all(_CHINESE[0] <= one <= _CHINESE[1] for one in pair)]
    odds = [_MIX * pairs[p] / firsts[p[0]] + (1 - _MIX) * singles[p[1]] / total for p in known]
    scores = np.full(_SLOTS, 255, np.uint8)
    value = np.clip(-np.log(odds) * _SCALE, 0, 255).astype(np.uint8)
    units = np.array([[ord(p[0]), ord(p[1])] for p in known], np.uint16)
    np.minimum.at(scores, slots(units[:, 0], units[:, 1]), value)
    return scores


def _weighted_texts() -> Iterable[tuple[str, float]]:
    for place in packages.tree(_VILLAGE_DEPTH):
        yield place.path[-1], 1.0
    for word, count in packages.word_counts().items():
        if len(word) > 1 and _CHINESE[0] <= word[0] <= _CHINESE[1]:
            yield word, count**0.5 * _WORD_WEIGHT


def slots(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return the table slot of each pair of code units, as ``kernel.surprise.slot`` does."""
    pair = (first.astype(np.uint32) << np.uint32(16)) | second
    mixed: NDArray[np.uint32] = (pair * _FACTOR) >> _SHIFT
    return mixed
