"""From lines of delimited text to rows: which lines are whole rows, which are damaged.

Every physical line is judged by itself first, with array arithmetic: its quotes must stand
at the edges of fields and its delimiters outside quotes must give the right number of
fields. Only the lines that fail are looked at one by one. Such a line may be the start of a
row with a line break inside quotes, and is joined with the lines after it until they make a
row; otherwise this line alone is damaged and reading goes on at the next. So one stray quote
never swallows the rest of a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NEWLINE, _RETURN, _QUOTE, _EQUALS = 0x0A, 0x0D, 0x22, 0x3D
# A row with a line break inside quotes is not looked for beyond so many lines.
_LONGEST_ROW: Final = 50
# In a table as wide as this, a line that is a row by itself is not part of another row.
_WIDE: Final = 8
_SPACE: Final = " \t\r\u3000"
_LONGEST_BYTES: Final = 1 << 20

csv.field_size_limit(1 << 25)


class Damage(NamedTuple):
    """A line that is no row: its place, why, the figures of that, its text.

    `file` is where it first stood, for a row that comes back from quarantine.
    """

    row: int
    reason: str
    detail: str
    raw: str
    file: str = ""


class Rows(NamedTuple):
    """The rows of one block.

    Attributes
    ----------
    data
        The good rows, as regular delimited text.
    row
        Their places as a spreadsheet counts them, blank ones included, from 0.
    start, end
        Where their text stands in the block.
    follows_damage
        Whether a damaged line stands between a row and the good row before it.
    damages
        The other lines.
    used, places
        Bytes and places consumed; the bytes after them belong to the next block.
    ends_damaged
        Whether a damaged line stands after the last good row.
    """

    data: bytes
    row: Ints
    start: Ints
    end: Ints
    follows_damage: Bools
    damages: list[Damage]
    used: int
    places: int
    ends_damaged: bool


class _Lines(NamedTuple):
    """What array arithmetic knows about the lines of a block."""

    start: Ints
    end: Ints
    quotes: Ints
    is_row: Bools
    is_blank: Bools


def split_rows(
    block: bytes, delimiter: str, width: int, bad: Mapping[int, int], *, is_last: bool
) -> Rows:
    """Split a block of UTF-8 lines into rows of `width` fields.

    Parameters
    ----------
    block
        Lines, each ended by a newline.
    bad
        Line index -> byte, for lines whose bytes could not be read.
    is_last
        False leaves an unfinished row at the end of the block for the next one.
    """
    lines = _judge(block, ord(delimiter), width)
    parts = _Parts(lines)
    parts.keep[list(bad)] = False
    for line in np.flatnonzero(~parts.keep).tolist():
        if parts.swallowed[line] or parts.keep[line]:
            continue
        if line in bad:
            parts.damage(line, "row.encoding", f"byte={bad[line]}")
        elif lines.is_blank[line] or not _text(block, lines, line, line).strip(delimiter + _SPACE):
            parts.replace(line, line + 1, b"")
        else:
            joined = _join(block, lines, line, delimiter, width, bad)
            if joined.is_open and not is_last:
                return parts.assemble(block, stop=line)
            if joined.row is None:
                parts.damage(line, *_why(block, lines, line, delimiter, width))
            else:
                parts.replace(line, joined.after, joined.row)
    return parts.assemble(block, stop=len(lines.start))


class _Parts:
    """The lines of a block on their way to rows: kept, replaced, damaged."""

    def __init__(self, lines: _Lines) -> None:
        self.lines = lines
        self.keep = lines.is_row & ~lines.is_blank
        self.swallowed = np.zeros(len(self.keep), np.bool_)
        self.end = lines.end.copy()
        self.pieces: list[tuple[int, int, bytes]] = []
        self.damages: dict[int, tuple[str, str]] = {}

    def damage(self, line: int, reason: str, detail: str) -> None:
        self.damages[line] = (reason, detail)
        self.pieces.append((line, line + 1, b""))

    def replace(self, line: int, after: int, row: bytes) -> None:
        """Put `row` in the place of the lines up to `after`; an empty one leaves nothing."""
        self.pieces.append((line, after, row))
        self.keep[line:after] = False
        self.keep[line] = bool(row)
        self.swallowed[line + 1 : after] = True
        self.end[line] = self.lines.end[after - 1]

    def assemble(self, block: bytes, *, stop: int) -> Rows:
        place = np.cumsum(~self.swallowed[:stop]) - 1
        good = np.flatnonzero(self.keep[:stop])
        before = np.zeros(stop + 1, np.int64)  # damaged lines before each line
        before[[line + 1 for line in self.damages]] = 1
        before = np.cumsum(before)
        used = int(self.lines.start[stop]) if stop < len(self.keep) else len(block)
        return Rows(
            data=self._data(block, used),
            row=place[good],
            start=self.lines.start[good],
            end=self.end[good],
            follows_damage=np.diff(before[good], prepend=0) > 0,
            damages=[
                Damage(int(place[line]), *why, _text(block, self.lines, line, line))
                for line, why in self.damages.items()
            ],
            used=used,
            places=int((~self.swallowed[:stop]).sum()),
            ends_damaged=bool(before[stop] > (before[good[-1]] if good.size else 0)),
        )

    def _data(self, block: bytes, used: int) -> bytes:
        if not self.pieces:
            return block[:used]
        parts, at = [], 0
        for first, after, row in self.pieces:
            parts += [block[at : self.lines.start[first]], row]
            at = int(self.lines.end[after - 1]) + 1
        return b"".join([*parts, block[at:used]])


def _judge(block: bytes, delimiter: int, width: int) -> _Lines:
    buffer = np.frombuffer(block, np.uint8)
    end = np.flatnonzero(buffer == _NEWLINE)
    start = np.concatenate([[0], end[:-1] + 1])
    marks = np.flatnonzero(buffer == delimiter)
    fields = np.diff(np.searchsorted(marks, end), prepend=0) + 1
    quote = np.flatnonzero(buffer == _QUOTE)
    quotes = np.diff(np.searchsorted(quote, end), prepend=0)
    length = end - start
    length -= (length > 0) & (buffer[end - 1] == _RETURN)
    # Before quotes are considered, a field is whatever stands between two delimiters.
    is_blank = (length == fields - 1) & (quotes == 0)
    wrong = np.zeros(len(end), np.bool_)
    if quote.size:
        hidden, wrong = _judge_quotes(buffer, delimiter, quote, quotes, marks)
        fields -= hidden
    return _Lines(start, end, quotes, (fields == width) & ~wrong, is_blank)


def _judge_quotes(
    buffer: NDArray[np.uint8], delimiter: int, quote: Ints, quotes: Ints, marks: Ints
) -> tuple[Ints, Bools]:
    """Delimiters inside quotes, and whether the quoting is irregular, per line."""
    line = np.repeat(np.arange(len(quotes)), quotes)
    turn = np.arange(len(quote)) - np.repeat(np.cumsum(quotes) - quotes, quotes)
    opens = (turn & 1) == 0
    before = np.where(quote > 0, buffer[quote - 1], _NEWLINE)
    further = np.where(quote > 1, buffer[quote - 2], _NEWLINE)
    behind = buffer[quote + 1]
    beyond = buffer[np.minimum(quote + 2, len(buffer) - 1)]
    is_edge = (before == delimiter) | (before == _NEWLINE)
    # ="…" at the start of a field is a spreadsheet's way to write text.
    is_formula = (before == _EQUALS) & ((further == delimiter) | (further == _NEWLINE))
    is_doubled = (before == _QUOTE) & (turn > 0)
    is_shut = (behind == delimiter) | (behind == _NEWLINE)
    is_shut |= (behind == _RETURN) & (beyond == _NEWLINE)
    fault = np.where(opens, ~(is_edge | is_formula | is_doubled), ~(is_shut | (behind == _QUOTE)))
    is_even = ((quotes & 1) == 0)[line]
    first, last = quote[opens & is_even], quote[~opens & is_even]
    inside = np.searchsorted(marks, last) - np.searchsorted(marks, first)
    # Quotes that do not start the field hide nothing, and are not doubled.
    is_plain = (inside == 0) & is_shut[~opens & is_even]
    fault[opens & is_even] |= is_formula[opens & is_even] & ~is_plain
    count = len(quotes)
    hidden = np.bincount(line[opens & is_even], weights=inside, minlength=count).astype(np.int64)
    wrong = np.bincount(line[fault], minlength=count) > 0
    return hidden, wrong | ((quotes & 1) == 1)


class _Joined(NamedTuple):
    """What joining gave: a row written regularly and the line after it, or nothing (yet)."""

    row: bytes | None = None
    after: int = 0
    is_open: bool = False


def _join(
    block: bytes,
    lines: _Lines,
    line: int,
    delimiter: str,
    width: int,
    bad: Mapping[int, int],
) -> _Joined:
    quotes = 0
    for last in range(line, line + _LONGEST_ROW):
        if last == len(lines.start):
            return _Joined(is_open=True)
        is_barrier = last in bad or (lines.is_row[last] and width >= _WIDE)
        is_long = lines.end[last] - lines.start[line] > _LONGEST_BYTES
        if last > line and (is_barrier or is_long):
            return _Joined()
        quotes += int(lines.quotes[last])
        if quotes % 2 == 0:
            fields = split_fields(_text(block, lines, line, last), delimiter)
            fits = _fit(fields, width)
            if fits is None:
                return _Joined()
            return _Joined(f"{join_fields(fits, delimiter)}\n".encode(), last + 1)
    return _Joined()


def _fit(fields: list[str] | None, width: int) -> list[str] | None:
    if fields is None or len(fields) == width:
        return fields
    # Every line of some exports ends with a delimiter.
    return fields[:-1] if len(fields) == width + 1 and not fields[-1] else None


def _why(block: bytes, lines: _Lines, line: int, delimiter: str, width: int) -> tuple[str, str]:
    if lines.quotes[line] % 2:
        return "row.quotes", f"quotes={lines.quotes[line]}"
    fields = split_fields(_text(block, lines, line, line), delimiter)
    if fields is None:
        return "row.quotes", f"quotes={lines.quotes[line]}"
    return "row.fields", f"found={len(fields)} expected={width}"


def split_fields(text: str, delimiter: str) -> list[str] | None:
    """Split the text of one row; None if its quotes do not make exactly one row."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def join_fields(fields: Sequence[str], delimiter: str = ",") -> str:
    """Write one row of delimited text, without its line end."""
    text = io.StringIO(newline="")
    # Only what the line end holds is quoted: without it a line break would stay bare.
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(fields)
    return text.getvalue().removesuffix("\r\n")


def _text(block: bytes, lines: _Lines, first: int, last: int) -> str:
    text = block[lines.start[first] : lines.end[last]].decode()
    return text.removesuffix("\r")
