"""Words as tuples of integers, which is how kernels hold them."""

from __future__ import annotations

from shopwarden.places.kernel.registry import Ints, kernel

_WIDE = 1 << 16


def letters(characters: str) -> tuple[int, ...]:
    """Return the code units of `characters`."""
    return tuple(map(ord, characters))


def pairs(words: str) -> tuple[int, ...]:
    """Return one integer for each word of two characters."""
    return tuple(ord(word[0]) * _WIDE + ord(word[1]) for word in words.split())


@kernel
def pair(units: Ints, at: int) -> int:
    """Return the two characters at `at` as ``pairs`` writes them."""
    return int(units[at]) * _WIDE + int(units[at + 1])
