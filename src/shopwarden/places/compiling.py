"""Compile the row kernels to machine code; loads the compiler.

Run as a module in a process of its own it writes the code to a file: the compiler takes half a
gigabyte and half a minute, which the process that wants to read addresses need not share.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shopwarden.places.kernel.column import Scratch, Source, Target, read_rows
from shopwarden.places.kernel.registry import KERNELS
from shopwarden.places.kernel.tables import Tables
from shopwarden.places.layout import ENTRY, LAYOUT

if TYPE_CHECKING:
    from llvmlite.binding import ModuleRef

# Kernels are called by each other only, hold no objects and divide by nothing that may be zero.
_PLAIN: Final = {
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "no_rewrites": True,
    "_nrt": False,
    "error_model": "numpy",
}
# numba optimizes every kernel again in each that calls it; all at once in the end takes a third
# of the time, and the code is faster. It is for any processor of its kind: a cache may move.
_SETTINGS: Final = {"NUMBA_OPT": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
_THOROUGH: Final = 3


def compile_to(file: Path) -> None:
    """Write the compiled kernels to `file`, with a compiler in a process of its own.

    Where a process cannot start another one like itself, it compiles on its own.
    """
    # -P: what lies in the working folder is no module of ours.
    command = [sys.executable, "-P", "-m", __name__, str(file)]
    try:
        subprocess.run(  # noqa: S603 - this very interpreter
            command, env={**os.environ, **_SETTINGS}, check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        _write(file)


def _write(file: Path) -> None:
    """Write the file whole or not at all: another process may be reading or writing it."""
    scratch = file.with_suffix(f".{os.getpid()}")
    scratch.write_bytes(_object_code())
    scratch.replace(file)


def read_columns(
    tables: Any, source: Any, scratch: Any, target: Any, rows: int, first: int, is_whole: bool
) -> tuple[int, int]:
    """Run ``read_rows`` on structures of bare pointers, each given by its address.

    A pointer is one machine word, an array seven and a count of its users; kernels call each
    other far too often for that.
    """
    return read_rows(tables[0], source[0], scratch[0], target[0], rows, first, is_whole)


def _object_code() -> bytes:
    """Return an object file whose only symbol is ``ENTRY``."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(_instructions())
    entry, *others = sorted(
        (one for one in module.functions if not one.is_declaration),
        key=lambda one: one.linkage != llvm.Linkage.external,
    )
    # What nobody else calls may be inlined, changed and dropped.
    for one in (*others, *(one for one in module.global_variables if not one.is_declaration)):
        one.linkage = llvm.Linkage.internal
    entry.name = ENTRY
    return _optimized(module)


def _optimized(module: ModuleRef) -> bytes:
    import llvmlite.binding as llvm

    machine = llvm.Target.from_default_triple().create_target_machine(
        opt=_THOROUGH, reloc="pic", codemodel="default"
    )
    options = llvm.create_pipeline_tuning_options(_THOROUGH)
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    code: bytes = machine.emit_object(module)
    return code


def _instructions() -> str:
    """Return the kernels in the language of LLVM; only ``read_columns`` is seen from outside."""
    from numba import njit, types
    from numba.extending import register_jitable

    def structure(kind: type) -> Any:
        fields = [types.CPointer(getattr(types, name)) for name in LAYOUT[kind]]
        return types.CPointer(types.NamedTuple(fields, kind))

    for one in KERNELS:
        register_jitable(**_PLAIN)(one)
    arguments = [structure(kind) for kind in (Tables, Source, Scratch, Target)]
    counts = types.UniTuple(types.int64, 2)
    signature = counts(*arguments, types.int64, types.int64, types.boolean)
    (text,) = njit(signature, **_PLAIN)(read_columns).inspect_llvm().values()
    return str(text)


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
