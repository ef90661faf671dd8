"""Files whose cells have types: Parquet, and lines of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.sources import sandbox
from shopwarden.sources.child import PARQUET_ROWS
from shopwarden.sources.decoding import Block, read_blocks
from shopwarden.sources.errors import SourceError
from shopwarden.sources.lines import Damage, join_fields
from shopwarden.sources.settings import Limits
from shopwarden.sources.tables import HEAD_ROWS, Chunk, Header

_HEAD_BYTES: Final = 1 << 20
_BYTES_A_SECOND: Final = 10_000_000
# Escapes that may stand for half a character, or for none: JSON allows them, text does not.
_ODD_ESCAPE: Final = re.compile(rb"\\u(?:[dD]|0000)")
_NOTHING: Final = b"\\u0000"
# Columns of these types hold nothing that could be a cell.
_NO_CELL: Final = (pl.List, pl.Array, pl.Object, pl.Binary)


class ParquetTable:
    """A Parquet file, read in slices; only the wanted columns are touched.

    The file is read once in a process of its own before, because a damaged one can end the
    process that reads it.
    """

    def __init__(self, path: Path, label: str, limits: Limits) -> None:
        self.path = path
        self.label = label
        self.size = path.stat().st_size
        memory = limits.workbook_memory + self.size  # the file itself is mapped into memory
        seconds = limits.workbook_seconds + self.size // _BYTES_A_SECOND
        self.rows: int = sandbox.run("parquet", path, label, "", memory=memory, seconds=seconds)
        if self.rows > limits.parquet_rows:
            raise SourceError(
                "file.bomb", file=label, what="rows", found=self.rows, limit=limits.parquet_rows
            )

    def headers(self) -> list[Header]:
        """The columns of the file, nested ones by their dotted names."""
        return [Header(tuple(_leaves(pl.scan_parquet(self.path).collect_schema())), row=0)]

    def chunks(self, header: Header, places: Sequence[int]) -> Iterator[Chunk]:
        """The rows of the file, numbered from 1."""
        scan = pl.scan_parquet(self.path).select(
            _leaf(header.names[place]).alias(str(place)) for place in places
        )
        for start in range(0, self.rows, PARQUET_ROWS):
            cells = scan.slice(start, PARQUET_ROWS).collect()
            done = self.size * (start + cells.height) // self.rows
            row = np.arange(start, start + cells.height, dtype=np.int64) + 1
            none = np.zeros(cells.height, np.bool_)
            yield Chunk(cells, row, none, [], _row_texts(cells, header, places), done)


class NdjsonTable:
    """Lines of JSON objects; a line that is none is damaged, the others go on."""

    def __init__(self, path: Path, label: str, block_bytes: int) -> None:
        self.path = path
        self.block_bytes = block_bytes
        self.label = label
        self.size = path.stat().st_size

    def headers(self) -> list[Header]:
        """The keys of the first lines, nested ones by their dotted names."""
        block = next(read_blocks(self.path, _HEAD_BYTES), Block(b""))
        names: dict[str, None] = {}
        for line in block.data.split(b"\n", HEAD_ROWS * 50)[: HEAD_ROWS * 50]:
            names |= dict.fromkeys(flat_json(line.decode()) or {})
        return [Header(tuple(names), row=0)]

    def chunks(self, header: Header, places: Sequence[int]) -> Iterator[Chunk]:
        """The objects of the file, numbered by their lines."""
        first = 1
        for block in read_blocks(self.path, self.block_bytes):
            lines = [line.rstrip("\r") for line in block.data.decode().split("\n")[:-1]]
            is_odd = bool(block.bad) or _ODD_ESCAPE.search(block.data) is not None
            parsed = None if is_odd else _parse_all(block.data, len(lines), header, places)
            if parsed is not None:
                cells, good, damages = parsed, np.arange(len(lines)), list[Damage]()
            else:
                cells, good, damages = _parse_each(lines, block.bad, first, header, places)
            none = np.zeros(len(good), np.bool_)
            yield Chunk(cells, good + first, none, damages, _line_texts(lines, good), block.done)
            first += len(lines)


def _leaves(schema: Mapping[str, pl.DataType]) -> Iterator[str]:
    for name, dtype in schema.items():
        if isinstance(dtype, pl.Struct):
            inner = {field.name: field.dtype for field in dtype.fields}
            yield from (f"{name}.{leaf}" for leaf in _leaves(inner))  # type: ignore[arg-type]
        elif not isinstance(dtype, _NO_CELL):
            yield name


def _leaf(name: str) -> pl.Expr:
    """The column `name`; a dot leads into an object."""
    first, *rest = name.split(".")
    found = pl.col(first)
    for inner in rest:
        found = found.struct.field(inner)
    return found


def _row_texts(
    cells: pl.DataFrame, header: Header, places: Sequence[int]
) -> Callable[[Sequence[int]], list[str]]:
    def text(positions: Sequence[int]) -> list[str]:
        rows = []
        for at in positions:
            row = [""] * len(header.names)
            for place, cell in zip(places, cells.row(at), strict=True):
                row[place] = "" if cell is None else str(cell)
            rows.append(join_fields(row))
        return rows

    return text


def _line_texts(lines: list[str], good: NDArray[np.int64]) -> Callable[[Sequence[int]], list[str]]:
    def text(positions: Sequence[int]) -> list[str]:
        return [lines[good[at]] for at in positions]

    return text


def flat_json(line: str) -> dict[str, str | None] | None:
    """The cells of a JSON object by dotted names, numbers as they are written."""
    try:
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=lambda _: None)
        cells = dict(_flat(found)) if isinstance(found, dict) else None
        text = json.dumps(cells, ensure_ascii=False).encode()  # half characters are no text
    except (ValueError, RecursionError):
        return None
    return None if _NOTHING in text else cells


def _flat(found: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, str) or value is None:
            yield prefix + name, value
        else:
            yield prefix + name, json.dumps(value, ensure_ascii=False)


def _parse_all(
    data: bytes, height: int, header: Header, places: Sequence[int]
) -> pl.DataFrame | None:
    """All lines at once; None if one of them needs to be looked at alone."""
    names = [header.names[place] for place in places]
    texts = {name: pl.String() for name in names if "." not in name}
    try:
        frame = pl.read_ndjson(data, schema_overrides=texts, infer_schema_length=None)
        cells = frame.select(
            _leaf(name).cast(pl.String).alias(str(place))
            for name, place in zip(names, places, strict=True)
        )
    except pl.exceptions.PolarsError:
        return None
    return cells if cells.height == height else None


def _parse_each(
    lines: list[str], bad: Mapping[int, int], first: int, header: Header, places: Sequence[int]
) -> tuple[pl.DataFrame, NDArray[np.int64], list[Damage]]:
    rows, good, damages = [], [], []
    for place, line in enumerate(lines):
        found = None if place in bad else flat_json(line)
        if found is not None:
            good.append(place)
            rows.append([found.get(header.names[column]) for column in places])
        elif place in bad:
            detail = f"byte={bad[place]}"
            damages.append(Damage(first + place, "row.encoding", detail, line))
        elif line.strip():
            damages.append(Damage(first + place, "row.json", "", line))
    schema = {str(column): pl.String() for column in places}
    cells = pl.DataFrame(rows, schema=schema, orient="row")
    return cells, np.array(good, np.int64), damages
