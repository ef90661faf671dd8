"""Delimited text (csv, tsv, semicolons) as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from shopwarden.sources.decoding import Block, read_blocks
from shopwarden.sources.lines import Rows, split_fields, split_rows
from shopwarden.sources.tables import HEAD_ROWS, Chunk, Header, likeliest

_DELIMITERS: Final = ",\t;"
_HEAD_BYTES: Final = 1 << 18
_LONGEST_RAW: Final = 1 << 20


class DelimitedTable:
    """A delimited text file, read in blocks so that memory does not grow with it."""

    def __init__(self, path: Path, label: str, block_bytes: int) -> None:
        self.path = path
        self.label = label
        self.size = path.stat().st_size
        self.block_bytes = block_bytes

    def headers(self) -> list[Header]:
        """Every way to read one of the first lines as a header, the likeliest first."""
        block = next(read_blocks(self.path, _HEAD_BYTES), Block(b""))
        return likeliest(
            [
                Header(tuple(cells), number, delimiter)
                for number, line in enumerate(block.data.split(b"\n", HEAD_ROWS)[:HEAD_ROWS], 1)
                if line.strip() and number - 1 not in block.bad
                for delimiter in _DELIMITERS
                if (cells := split_fields(line.decode().rstrip("\r\n"), delimiter))
            ]
        )

    def chunks(self, header: Header, places: Sequence[int]) -> Iterator[Chunk]:
        """Read the rows below the header, block by block."""
        first, rest, bad, follows = 1, b"", dict[int, int](), False
        skip = header.row
        blocks = read_blocks(self.path, self.block_bytes)
        block = next(blocks, None)
        while block is not None:
            following = next(blocks, None)
            bad = bad | _shift(block.bad, rest.count(b"\n"))
            data = rest + block.data
            at, first, bad = _after(data, skip), first + skip, _shift(bad, -skip)
            data, skip = data[at:], 0
            rows = split_rows(data, header.delimiter, len(header.names), bad, is_last=not following)
            yield _chunk(rows, data, header, places, first, follows, block.done)
            follows = rows.ends_damaged or (follows and not rows.row.size)
            first += rows.places
            bad = _shift(bad, -data.count(b"\n", 0, rows.used))
            rest, block = data[rows.used :], following


def _after(data: bytes, lines: int) -> int:
    """Where the text after the first `lines` lines starts."""
    at = 0
    for _ in range(lines):
        at = data.index(b"\n", at) + 1
    return at


def _shift(bad: dict[int, int], lines: int) -> dict[int, int]:
    return {line + lines: byte for line, byte in bad.items() if line + lines >= 0}


def _chunk(
    rows: Rows,
    data: bytes,
    header: Header,
    places: Sequence[int],
    first: int,
    follows: bool,
    done: int,
) -> Chunk:
    def text(positions: Sequence[int]) -> list[str]:
        return [data[rows.start[at] : rows.end[at]].decode().rstrip("\r") for at in positions]

    follows_damage = rows.follows_damage.copy()
    if follows and follows_damage.size:
        follows_damage[0] = True
    damages = [
        damage._replace(row=damage.row + first, raw=damage.raw[:_LONGEST_RAW])
        for damage in rows.damages
    ]
    cells = parse(rows.data, len(rows.row), header, places)
    return Chunk(cells, rows.row + first, follows_damage, damages, text, done)


def parse(data: bytes, height: int, header: Header, places: Sequence[int]) -> pl.DataFrame:
    """Read regular delimited text into text columns named by their index."""
    names = [str(place) for place in places]
    if not height:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String()))
    frame = pl.read_csv(
        data,
        has_header=False,
        separator=header.delimiter,
        quote_char='"' if b'"' in data else None,
        infer_schema=False,
        columns=sorted(places),
    )
    frame.columns = [str(place) for place in sorted(places)]
    if frame.height != height:
        raise AssertionError(f"{frame.height} rows parsed of {height}")
    return frame.select(names)
