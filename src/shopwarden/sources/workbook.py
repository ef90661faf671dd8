"""Workbooks (xls, xlsx) as tables; they are opened in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from shopwarden.sources import workbook_child
from shopwarden.sources.errors import SourceError
from shopwarden.sources.lines import join_fields
from shopwarden.sources.settings import Limits
from shopwarden.sources.tables import HEAD_ROWS, Chunk, Header, likeliest

_CHUNK_ROWS: Final = 100_000
# A sheet is read at some 20 MB of XML a second and more; slow machines get their time.
_LEAST_SECONDS: Final = 1
_BYTES_A_SECOND: Final = 4_000_000


def sheets(path: Path, label: str, expanded: int, limits: Limits) -> list[SheetTable]:
    """Read all sheets of a workbook of `expanded` bytes."""
    seconds = min(limits.workbook_seconds, _LEAST_SECONDS + expanded // _BYTES_A_SECOND)
    with tempfile.TemporaryDirectory(prefix="shopwarden-") as folder:
        names = _run(path, label, Path(folder), limits.workbook_memory, seconds)
        frames = [pl.read_ipc(Path(folder) / f"{place}.arrow") for place in range(len(names))]
    size = path.stat().st_size
    own = [name for name, frame in zip(names, frames, strict=True) if frame.height]
    return [
        SheetTable(label if len(own) == 1 else f"{label}#{name}", size, frame)
        for name, frame in zip(names, frames, strict=True)
        if frame.height
    ]


def _run(path: Path, label: str, folder: Path, memory: int, seconds: int) -> list[str]:
    # Run as a file, the child loads nothing of ours, and nothing from where we stand (-P).
    command = [sys.executable, "-P", workbook_child.__file__, str(path.resolve()), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603  (our own module; the path is one argument)
            [*command, str(memory), str(seconds)],
            capture_output=True,
            check=False,
            timeout=4 * seconds + 20,
            env=os.environ | {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError("workbook.limits", file=label, what="seconds") from error
    if done.returncode == 0:
        return list(json.loads(done.stdout))
    if done.returncode == workbook_child.ENCRYPTED:
        raise SourceError("file.encrypted", file=label)
    if done.returncode > 0 and done.returncode != workbook_child.NO_MEMORY:
        raise SourceError("file.unreadable", file=label, why="damaged")
    what = "seconds" if -done.returncode in {9, 24} else "memory"
    raise SourceError("workbook.limits", file=label, what=what)


class SheetTable:
    """One sheet, its cells as text."""

    def __init__(self, label: str, size: int, cells: pl.DataFrame) -> None:
        self.label = label
        self.size = size
        self.cells = cells

    def headers(self) -> list[Header]:
        """Every one of the first rows as a header."""
        rows = self.cells.head(HEAD_ROWS).rows()
        return likeliest(
            [
                Header(tuple(cell or "" for cell in row), number)
                for number, row in enumerate(rows, 1)
                if any(row)
            ]
        )

    def chunks(self, header: Header, places: Sequence[int]) -> Iterator[Chunk]:
        """The rows below the header."""
        for start in range(header.row, self.cells.height, _CHUNK_ROWS):
            part = self.cells[start : start + _CHUNK_ROWS]
            wanted = part.select(pl.nth(place).alias(str(place)) for place in places)
            row = np.arange(start, start + part.height, dtype=np.int64) + 1
            none = np.zeros(part.height, np.bool_)
            done = self.size * (start + part.height) // self.cells.height
            yield Chunk(wanted, row, none, [], _texts(part), done)


def _texts(part: pl.DataFrame) -> Callable[[Sequence[int]], list[str]]:
    def text(positions: Sequence[int]) -> list[str]:
        return [join_fields([cell or "" for cell in part.row(at)]) for at in positions]

    return text
