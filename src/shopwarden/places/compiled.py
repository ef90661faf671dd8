"""The row kernels, compiled: for whole columns.

The compiled code is kept in the user's cache folder, under a name that holds a hash of the
kernels: the compiler itself notices changes in one file only. Nothing here is loaded before the
first long column.
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shopwarden.places.kernel.column import Scratch, Source, Target
from shopwarden.places.kernel.registry import KERNELS
from shopwarden.places.kernel.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable

_INDEX: Final = "*.nbi"
# From how many rows on the compiled kernels pay: at hand, to be loaded, to be compiled.
_AT_HAND, _LOADING, _COMPILING = 32, 2_000, 20_000
# Kernels are called by each other only, and divide by nothing that may be zero.
_INNER: Final = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "error_model": "numpy"}
_loaded: list[Callable[..., tuple[int, int]]] = []


def is_worthwhile(rows: int) -> bool:
    """Whether so many rows are read sooner by the compiled kernels than one by one."""
    if _loaded or rows < _LOADING:
        return bool(_loaded) and rows >= _AT_HAND
    return rows >= _COMPILING or is_cached()


def is_cached() -> bool:
    """Whether the kernels were compiled before, so that loading them takes no compiler."""
    return any(cache_folder().rglob(_INDEX))


def reader() -> Callable[..., tuple[int, int]]:
    """Return ``read_rows`` for arrays, compiled on the first call on a machine."""
    if not _loaded:
        _loaded.append(_compile())
    return _loaded[0]


@cache
def cache_folder() -> Path:
    """Return the folder of the compiled code, which only its owner may write.

    Where there is no such folder, one that ends with the process takes its place.
    """
    from platformdirs import user_cache_path

    folder = user_cache_path("shopwarden", appauthor=False) / f"kernels-{_fingerprint()}"
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

    mixed = hashlib.sha256(version("numba").encode())
    mixed.update(repr([one._fields for one in (Tables, Source, Scratch, Target)]).encode())
    for one in KERNELS:
        code = one.__code__
        # Constants may come from any module: their values count, not where they are written.
        values = [one.__globals__.get(name) for name in code.co_names]
        constants = [value for value in values if isinstance(value, int | tuple)]
        mixed.update(
            repr(
                (one.__qualname__, code.co_code, code.co_consts, code.co_names, constants)
            ).encode()
        )
    return mixed.hexdigest()[:16]


def _compile() -> Callable[..., tuple[int, int]]:
    from numba import config, njit
    from numba.extending import register_jitable

    from shopwarden.places.compiled_entry import read_arrays

    for one in KERNELS:
        register_jitable(**_INNER)(one)
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(read_arrays)  # type: ignore[no-any-return]
    finally:
        config.CACHE_DIR = before
