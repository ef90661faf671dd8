"""Workbooks (xls, xlsx) as tables; they are opened in a process of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from shopwarden.sources import sandbox
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
        names: list[str] = sandbox.run(
            "workbook", path, label, folder, memory=limits.workbook_memory, seconds=seconds
        )
        frames = [pl.read_ipc(Path(folder) / f"{place}.arrow") for place in range(len(names))]
    size = path.stat().st_size
    own = [name for name, frame in zip(names, frames, strict=True) if frame.height]
    return [
        SheetTable(label if len(own) == 1 else f"{label}#{name}", size, frame)
        for name, frame in zip(names, frames, strict=True)
        if frame.height
    ]


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
