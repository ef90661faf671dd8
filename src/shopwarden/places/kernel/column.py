"""Read the rows of a column one after the other, and write what they say to the columns."""

from __future__ import annotations

from typing import Final, NamedTuple

from shopwarden.places.kernel.decode import decode_row
from shopwarden.places.kernel.gates import GAP
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
from shopwarden.places.levels import Level

# What is told of each row beside its parts: levels that are not written, and gates.
FLAG: Final = 2
# A line of a column is one of a row after the row's number.
COLUMN_LINE: Final = 1 + LINE
# A row in which the name of a division may have a slip: its number, the deepest known division,
# and where each level stands in it.
GAP_ROW, GAP_PLACE, GAP_SPANS = range(3)
_LEVEL_SPANS: Final = 2 * len(Level)
COLUMN_GAP: Final = GAP_SPANS + _LEVEL_SPANS
UNIT_COUNT: Final = START + LONGEST + 3
_BITS: Final = 8
_BYTE: Final = 0xFF


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

    ``about`` holds the numbers below. ``parts`` are those to write, closed by -1; of each there
    is a column as long as the whole table: ``views`` holds 16 bytes for each row (``VIEW``) and
    ``valid`` a bit for each row that has the part. Both, and the fields behind them, begin with
    the first of the rows at hand. ``names`` are the places of divisions (``name_levels``);
    ``flags``, ``lines`` and ``gaps`` are described above; the first of ``gaps`` counts them.
    """

    about: Ints
    parts: Ints
    views: Spans
    valid: Spans
    names: Spans
    flags: Spans
    lines: Spans
    gaps: Spans


# Of a target: the rows of the whole table, the number of the buffer in which Arrow finds the
# source's data, the place that stands for no division, and how many lines there is room for.
ABOUT: Final = 4
TABLE_ROWS, BUFFER, NO_DIVISION, ROOM = range(ABOUT)
# A text in Arrow's view layout, least byte first: its length, then its bytes if they are few,
# else the first of them, the number of the buffer that holds them, and where they begin in it.
VIEW: Final = 16
_AFTER_LENGTH, _PREFIX, _BUFFER_AT, _BEGIN_AT, _WORD = 4, 4, 8, 12, 4
INLINE: Final = VIEW - _AFTER_LENGTH

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
) -> tuple[int, int]:
    """Read rows from `first` on until the last, or until there is no room for more lines.

    Returns
    -------
    tuple
        The first row that was not read, and the number of lines written.
    """
    scratch.units[0] = 0
    scratch.marks[0] = END
    none = target.about[NO_DIVISION]
    count, row = 0, first
    while row < rows and count + LINES_COUNT // LINE <= target.about[ROOM]:
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
        _write_parts(source, scratch, target, row)
        name_levels(tables.divisions, scratch.state[PLACE], none, NAMES * row, target.names)
        target.flags[FLAG * row] = infilled(scratch.spans, none, NAMES * row, target.names)
        target.flags[FLAG * row + 1] = scratch.state[GATES]
        count = _write_lines(scratch.lines, row, count, target.lines)
        if scratch.state[GATES] & GAP:
            _write_gap(scratch, row, target.gaps)
        row += 1
    return row, count


@kernel
def _write_parts(source: Source, scratch: Scratch, target: Target, row: int) -> None:
    """Write where every part stands; nothing, for one that is not mentioned."""
    rows = target.about[TABLE_ROWS]
    column = 0
    while target.parts[column] >= 0:
        part = target.parts[column]
        begin, end = scratch.spans[2 * part], scratch.spans[2 * part + 1]
        if begin >= 0 and begin < end:
            byte, past = scratch.offsets[begin], scratch.offsets[end]
            view = VIEW * (column * rows + row)
            _write_word(past - byte, view, target.views)
            if past - byte <= INLINE:
                _copy(source.data, byte, past, view + _AFTER_LENGTH, target.views)
            else:
                _copy(source.data, byte, byte + _PREFIX, view + _AFTER_LENGTH, target.views)
                _write_word(target.about[BUFFER], view + _BUFFER_AT, target.views)
                _write_word(byte, view + _BEGIN_AT, target.views)
            target.valid[column * (rows // _BITS + 1) + row // _BITS] |= 1 << row % _BITS
        column += 1


@kernel
def _copy(data: Ints, begin: int, end: int, to: int, views: Spans) -> None:
    for each in range(end - begin):
        views[to + each] = data[begin + each]


@kernel
def _write_word(value: int, to: int, views: Spans) -> None:
    for each in range(_WORD):
        views[to + each] = value >> _BITS * each & _BYTE


@kernel
def _write_gap(scratch: Scratch, row: int, gaps: Spans) -> None:
    at = 1 + COLUMN_GAP * gaps[0]
    gaps[at + GAP_ROW] = row
    gaps[at + GAP_PLACE] = scratch.state[PLACE]
    for each in range(_LEVEL_SPANS):
        place = scratch.spans[each]
        gaps[at + GAP_SPANS + each] = place - START if place >= 0 else -1
    gaps[0] += 1


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
