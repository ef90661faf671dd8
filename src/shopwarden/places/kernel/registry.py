"""The decorator that marks row kernels, and the types of what they work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar


class Ints(Protocol):
    """Integers a kernel only reads: a list, a memory view, or a pointer when compiled."""

    def __getitem__(self, at: int, /) -> int:
        """Return the integer at a position."""


class Spans(Ints, Protocol):
    """Integers a kernel writes."""

    def __setitem__(self, at: int, value: int, /) -> None:
        """Write the integer at a position."""


_Function = TypeVar("_Function", bound=Callable[..., Any])

KERNELS: list[Callable[..., Any]] = []


def kernel(function: _Function) -> _Function:
    """Mark `function` as a row kernel; it stays the plain function it is."""
    KERNELS.append(function)
    return function
