"""Where arrays enter the compiled kernels; loads the compiler."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from shopwarden.places.kernel.column import Scratch, Source, Target, read_rows
from shopwarden.places.kernel.tables import Tables


@intrinsic  # type: ignore[untyped-decorator]
def _pointers(typing_context: Any, arrays: Any) -> Any:
    """Turn a named tuple of arrays into one of bare pointers.

    A pointer is one machine word, an array seven and a count of its users; kernels call each
    other far too often for that.
    """
    kinds = [types.CPointer(one.dtype) for one in arrays.types]
    result = types.NamedTuple(kinds, arrays.instance_class)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = [
            make_array(kind)(context, builder, builder.extract_value(arguments[0], at)).data
            for at, kind in enumerate(arrays.types)
        ]
        return context.make_tuple(builder, result, data)

    return result(arrays), generate


def read_arrays(
    tables: Tables,
    source: Source,
    scratch: Scratch,
    target: Target,
    rows: int,
    first: int,
    is_whole: bool,
    none: int,
    room: int,
) -> tuple[int, int]:
    """Run ``read_rows`` on arrays."""
    return read_rows(
        _pointers(tables),
        _pointers(source),
        _pointers(scratch),
        _pointers(target),
        rows,
        first,
        is_whole,
        none,
        room,
    )
