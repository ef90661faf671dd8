"""The row kernels, compiled: for whole columns.

The compiled code is kept in the user's cache folder, under a name that holds a hash of the
kernels. Nothing here is loaded before the first long column.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from shopwarden.places.kernel.registry import KERNELS

if TYPE_CHECKING:
    from collections.abc import Callable

_PREFIX, _FILE = "kernels-", "kernels.o"
# From how many rows on the compiled kernels pay: at hand, to be loaded, to be compiled.
_AT_HAND, _LOADING, _COMPILING = 32, 2_000, 20_000
# Code of other versions that nobody loaded for so long is thrown away.
_IDLE_SECONDS: Final = 30 * 24 * 3_600
_loaded: list[Callable[..., tuple[int, int]]] = []
_loading: Final = Lock()


def is_worthwhile(rows: int) -> bool:
    """Whether so many rows are read sooner by the compiled kernels than one by one."""
    if _loaded or rows < _LOADING:
        return bool(_loaded) and rows >= _AT_HAND
    return rows >= _COMPILING or is_cached()


def is_cached() -> bool:
    """Whether the kernels were compiled before, so that loading them takes no compiler."""
    return (cache_folder() / _FILE).exists()


def reader() -> Callable[..., tuple[int, int]]:
    """Return ``read_rows`` for arrays, compiled on the first call on a machine."""
    with _loading:
        if not _loaded:
            from shopwarden.places.native import link

            _loaded.append(link(_code(cache_folder())))
    return _loaded[0]


def _code(folder: Path) -> bytes:
    """Return the compiled code that lies in `folder`; compile it where there is none."""
    file = folder / _FILE
    if not file.exists():
        from shopwarden.places.compiling import compile_to

        compile_to(file)
        _remove_idle(folder)
    os.utime(folder)
    return file.read_bytes()


def _remove_idle(folder: Path) -> None:
    """Remove what other versions compiled and nobody loaded of late.

    Code is read into memory whole, so that nobody misses a file that was loaded.
    """
    if not folder.name.startswith(_PREFIX):
        return
    for other in folder.parent.glob(f"{_PREFIX}*"):
        # Another process may be tidying up at the same time.
        with suppress(OSError):
            if other != folder and time.time() - other.stat().st_mtime > _IDLE_SECONDS:
                shutil.rmtree(other)


@cache
def cache_folder() -> Path:
    """Return the folder of the compiled code, which only its owner may write.

    Where there is no such folder, one that ends with the process takes its place.
    """
    from platformdirs import user_cache_path

    folder = user_cache_path("shopwarden", appauthor=False) / f"{_PREFIX}{_fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        _temporary.append(tempfile.TemporaryDirectory(prefix="shopwarden-"))
        return Path(_temporary[-1].name)


_temporary: list[tempfile.TemporaryDirectory[str]] = []


@cache
def _fingerprint() -> str:
    """Return a hash of everything the compiled code follows from."""
    from importlib.metadata import version

    from shopwarden.places.layout import LAYOUT

    compiler = Path(__file__).with_name("compiling.py").read_bytes()
    machine = sys.platform, platform.machine(), version("numba"), version("llvmlite")
    fields = [(kind.__name__, [*kind.__annotations__], its) for kind, its in LAYOUT.items()]
    kernels = []
    for one in KERNELS:
        code = one.__code__
        # Constants may come from any module: their values count, not where they are written.
        values = [one.__globals__.get(name) for name in code.co_names]
        constants = [value for value in values if isinstance(value, int | tuple)]
        kernels.append(
            repr((one.__qualname__, code.co_code, code.co_consts, code.co_names, constants))
        )
    # Which module was loaded first does not matter.
    return hashlib.sha256(repr((compiler, machine, fields, sorted(kernels))).encode()).hexdigest()[
        :16
    ]
