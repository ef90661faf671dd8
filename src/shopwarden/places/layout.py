"""What compiled kernels are given, field by field: kinds of integers, and their addresses."""

from __future__ import annotations

from ctypes import Array, c_void_p
from typing import TYPE_CHECKING, Any, Final

from shopwarden.places.kernel.column import Scratch, Source, Target
from shopwarden.places.kernel.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence

# The one symbol of the compiled code.
ENTRY: Final = "read_columns"
LAYOUT: Final[dict[type, tuple[str, ...]]] = {
    Tables: ("int32",) * 5 + ("uint8",) * 2 + ("int32",) * 2,
    Source: ("uint8", "int64", "int64"),
    Scratch: ("uint16", "int64", "int64", "int64", "int64", "int32", "int32"),
    Target: ("int64", "int64", "uint8", "uint8", "int32", "uint8", "int32", "int32"),
}


def pointers(arrays: Sequence[Any]) -> Array[c_void_p]:
    """Return the addresses of arrays, side by side in memory.

    Compiled code trusts them blindly, so that kinds and order are checked here.
    """
    kinds = tuple(str(array.dtype) for array in arrays)
    if kinds != LAYOUT[type(arrays)] or not all(array.flags.c_contiguous for array in arrays):
        raise TypeError(f"{type(arrays).__name__} of {kinds} is no {LAYOUT[type(arrays)]} in a row")
    return (c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))
