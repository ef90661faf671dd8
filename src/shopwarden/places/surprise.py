"""Windowed bigram surprise: does a run of Chinese characters look like text?

For each pair of neighbouring characters a table holds how unexpected the second is after the
first. The score of a text is the largest mean over a window of pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLOTS: Final = 1 << 20
SCALE: Final = 16.0
_FACTOR: Final = np.uint32(2654435761)
_SHIFT: Final = np.uint32(12)


def slots(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return the table slot of each pair of code units."""
    pair = (first.astype(np.uint32) << np.uint32(16)) | second
    mixed: NDArray[np.uint32] = (pair * _FACTOR) >> _SHIFT
    return mixed
