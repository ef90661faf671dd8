"""Read the rows of a column one after the other, and write what they say to the columns."""

from __future__ import annotations

from typing import Final, NamedTuple

from shopwarden.places.kernel.decode import decode_row
from shopwarden.places.kernel.lexicon import HITS_COUNT
from shopwarden.places.kernel.lines import BEGIN, FIRST, LINE, LINES_COUNT
from shopwarden.places.kernel.lines import END as LINE_END
from shopwarden.places.kernel.marks import END
from shopwarden.places.kernel.official import NAMES, infilled, name_levels
from shopwarden.places.kernel.part import SPAN_COUNT
from shopwarden.places.kernel.read import read_row
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import LONGEST, START
from shopwarden.places.kernel.state import GATES, PLACE, STATE_COUNT
from shopwarden.places.kernel.tables import Tables

# What is told of each row beside its parts: levels that are not written, and gates.
FLAG: Final = 2
# A line of a column is one of a row after the row's number.
COLUMN_LINE: Final = 1 + LINE
UNIT_COUNT: Final = START + LONGEST + 3
_BITS: Final = 8


class Source(NamedTuple):
    """Valid UTF-8 of all rows without gaps, where each row ends, and how to fold it."""

    data: Ints
    ends: Ints
    folding: Ints


class Scratch(NamedTuple):
    """Room for one row."""

    units: Spans
    marks: Spans
    offsets: Spans
    state: Spans
    spans: Spans
    hits: Spans
    lines: Spans


class Target(NamedTuple):
    """What is written of each row.

    ``parts`` are those to write, closed by -1. Their columns stand one behind the other:
    ``text`` holds their bytes without gaps, each in a stretch as long as the data; ``ends``
    where each row's end, after a 0; and ``valid`` a bit for each row that has the part.
    ``names`` are the places of divisions (``name_levels``); ``flags`` and ``lines`` are
    described above.
    """

    parts: Ints
    text: Spans
    ends: Spans
    valid: Spans
    names: Spans
    flags: Spans
    lines: Spans


# How many integers the fields of ``Scratch`` hold.
SCRATCH_COUNTS: Final = (
    UNIT_COUNT, UNIT_COUNT, UNIT_COUNT, STATE_COUNT, SPAN_COUNT, HITS_COUNT, LINES_COUNT,
)  # fmt: skip


@kernel
def read_rows(
    tables: Tables,
    source: Source,
    scratch: Scratch,
    target: Target,
    rows: int,
    first: int,
    is_whole: bool,
    none: int,
    room: int,
) -> tuple[int, int]:
    """Read rows from `first` on until the last, or until there is no room for more lines.

    Parameters
    ----------
    none
        The place that stands for no division.
    room
        How many lines the target has room for.

    Returns
    -------
    tuple
        The first row that was not read, and the number of lines written.
    """
    scratch.units[0] = 0
    scratch.marks[0] = END
    count, row = 0, first
    while row < rows and count + LINES_COUNT // LINE <= room:
        end = decode_row(
            source.folding,
            source.data,
            source.ends[row],
            source.ends[row + 1],
            START,
            scratch.units,
            scratch.marks,
            scratch.offsets,
        )
        read_row(
            tables,
            scratch.units,
            scratch.marks,
            START,
            end,
            is_whole,
            scratch.state,
            scratch.spans,
            scratch.hits,
            scratch.lines,
        )
        _write_parts(source, scratch, target, rows, row)
        name_levels(tables.divisions, scratch.state[PLACE], none, NAMES * row, target.names)
        target.flags[FLAG * row] = infilled(scratch.spans, none, NAMES * row, target.names)
        target.flags[FLAG * row + 1] = scratch.state[GATES]
        count = _write_lines(scratch.lines, row, count, target.lines)
        row += 1
    return row, count


@kernel
def _write_parts(source: Source, scratch: Scratch, target: Target, rows: int, row: int) -> None:
    """Append the bytes of every part to those of its column."""
    size = source.ends[rows]
    column = 0
    while target.parts[column] >= 0:
        part = target.parts[column]
        at = column * (rows + 1) + row
        used = target.ends[at]
        begin, end = scratch.spans[2 * part], scratch.spans[2 * part + 1]
        if begin >= 0 and begin < end:
            byte, past = scratch.offsets[begin], scratch.offsets[end]
            shift = column * size + used - byte
            for each in range(byte, past):
                target.text[shift + each] = source.data[each]
            used += past - byte
            target.valid[column * (rows // _BITS + 1) + row // _BITS] |= 1 << row % _BITS
        target.ends[at + 1] = used
        column += 1


@kernel
def _write_lines(found: Spans, row: int, count: int, lines: Spans) -> int:
    """Append the lines of a row, whose positions count from its start; return their number."""
    for each in range(found[0]):
        at, to = FIRST + LINE * each, COLUMN_LINE * count
        lines[to] = row
        for field in range(LINE):
            lines[to + 1 + field] = found[at + field]
        lines[to + 1 + BEGIN] -= START
        lines[to + 1 + LINE_END] -= START
        count += 1
    return count
