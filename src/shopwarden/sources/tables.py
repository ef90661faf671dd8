"""What every file format is turned into: a header, and chunks of cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.sources.lines import Damage

HEAD_ROWS: Final = 20
"""The header is looked for in so many rows; titles and remarks may stand above it."""

_WRAPPER: Final = re.compile(r"""^=?"(.*)"$""")


def normal(name: str) -> str:
    """Return the form under which two spellings of a column name are equal.

    Padding, full and half width, spaces inside and capitals do not count: ``商品 ID`` and
    ``商品id`` are one name, ``收入（元）`` and ``收入(元)`` too.
    """
    bare = _WRAPPER.sub(r"\1", name.strip().lstrip("'\ufeff"))
    return "".join(unicodedata.normalize("NFKC", bare).split()).casefold()


@dataclass(frozen=True)
class Header:
    """The names of a table's columns, its place (rows count from 1) and its delimiter."""

    names: tuple[str, ...]
    row: int = 1
    delimiter: str = ","

    @cached_property
    def places(self) -> dict[str, int]:
        """Normal name -> index of the first column of that name."""
        found: dict[str, int] = {}
        for place, name in enumerate(self.names):
            found.setdefault(normal(name), place)
        return found

    def place(self, name: str) -> int | None:
        """Index of the column called `name`, spelled exactly or nearly so."""
        if name in self.names:
            return self.names.index(name)
        return self.places.get(normal(name))


class Chunk(NamedTuple):
    """Some rows of a table.

    Attributes
    ----------
    cells
        The wanted columns, named by their index in the header; text, except from formats
        that have types of their own.
    row
        Row numbers as a spreadsheet shows them.
    follows_damage
        Rows with a damaged row between them and the good row before.
    damages
        Rows that could not be split into cells, with absolute row numbers.
    text
        The text of the rows at some positions, as delimited text.
    done
        Bytes of the file read so far.
    file
        Where the rows first came from, for rows that come back from quarantine.
    """

    cells: pl.DataFrame
    row: NDArray[np.int64]
    follows_damage: NDArray[np.bool_]
    damages: list[Damage]
    text: Callable[[Sequence[int]], list[str]]
    done: int
    file: pl.Series | None = None


class Table(Protocol):
    """One table of a file: a text file, a sheet, a Parquet file."""

    label: str
    size: int

    def headers(self) -> list[Header]:
        """Rows that could be the header, the likeliest first."""
        ...

    def chunks(self, header: Header, places: Sequence[int]) -> Iterator[Chunk]:
        """The rows below `header`, with the columns at `places` only."""
        ...


def ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Read the next chunk while the one before it is worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield chunk


def likeliest(headers: list[Header]) -> list[Header]:
    """Sort possible headers: the first of those that are nearly as wide as the widest."""
    filled = [sum(bool(name.strip()) for name in header.names) for header in headers]
    most = max(filled, default=0)
    order = sorted(range(len(headers)), key=lambda at: 0 if 3 * filled[at] >= 2 * most else 1)
    return [headers[at] for at in order]
