"""Machine code from an object file as a function: LLVM's linker is loaded, the compiler is not."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from shopwarden.places.layout import ENTRY, pointers

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.places.kernel.column import Scratch, Source, Target
    from shopwarden.places.kernel.tables import Tables

_Counts = ctypes.c_int64 * 2
# As numba calls: where the results go, where an exception goes, arguments; a status comes back.
# A call through ctypes lets other threads of Python run.
_Entry = ctypes.CFUNCTYPE(
    ctypes.c_int32,
    *[ctypes.c_void_p] * 6,
    *[ctypes.c_int64] * 2,
    ctypes.c_bool,
)


def link(code: bytes) -> Callable[..., tuple[int, int]]:
    """Return ``read_rows`` of an object file, for arrays."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    linker = llvm.create_lljit_compiler()
    builder = llvm.JITLibraryBuilder().add_object_img(code).add_current_process()
    library = builder.export_symbol(ENTRY).link(linker, ENTRY)
    call = _Entry(library[ENTRY])

    def read(
        tables: Tables,
        source: Source,
        scratch: Scratch,
        target: Target,
        rows: int,
        first: int,
        is_whole: bool,
        # The code lives as long as these do.
        _kept: object = (linker, library),
    ) -> tuple[int, int]:
        counts, exception = _Counts(), ctypes.c_void_p()
        given = [pointers(one) for one in (tables, source, scratch, target)]
        status = call(ctypes.byref(counts), ctypes.byref(exception), *given, rows, first, is_whole)
        if status:
            raise RuntimeError(f"the compiled kernels ended with status {status}")
        return counts[0], counts[1]

    return read
