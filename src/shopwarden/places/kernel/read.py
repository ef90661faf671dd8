"""Read and judge one row: the order in which the kernels work."""

from __future__ import annotations

from shopwarden.places.kernel.checks import check_divisions, check_twice
from shopwarden.places.kernel.gaps import has_gap
from shopwarden.places.kernel.gates import GAP, find_gates
from shopwarden.places.kernel.lexicon import (
    check_keys,
    check_leftovers,
    check_messages,
    find_words,
)
from shopwarden.places.kernel.marks import SEPARATOR
from shopwarden.places.kernel.missing import check_missing
from shopwarden.places.kernel.noise import check_letters, check_repeats
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.parts import read_parts
from shopwarden.places.kernel.reading import is_municipality
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import run_start, skip
from shopwarden.places.kernel.state import AT, DIVISIONS, GATES, reset
from shopwarden.places.kernel.surprise import check_surprise
from shopwarden.places.kernel.tables import CODE, DIVISION, Tables
from shopwarden.places.kernel.walk import find_divisions

_PROVINCE, _CITY, _DISTRICT = 2 * Part.PROVINCE, 2 * Part.CITY, 2 * Part.DISTRICT
_TOWN, _REST = 2 * Part.TOWN, 2 * Part.REST


@kernel
def read_row(
    tables: Tables,
    units: Ints,
    marks: Ints,
    start: int,
    end: int,
    is_whole: bool,
    state: Spans,
    spans: Spans,
    hits: Spans,
    lines: Spans,
) -> None:
    """Read and judge a row, or only its divisions; what is found fills the last arguments."""
    reset(start, state, spans)
    lines[0] = 0
    find_divisions(tables, units, marks, end, state, spans)
    check_divisions(tables, units, marks, end, state, spans, lines)
    if is_whole:
        _read_rest(tables, units, marks, start, end, state, spans, hits, lines)
    else:
        _leave_rest(marks, end, state, spans)
        check_twice(state, lines)
    _name_municipality(tables, state, spans)


@kernel
def _read_rest(
    tables: Tables,
    units: Ints,
    marks: Ints,
    start: int,
    end: int,
    state: Spans,
    spans: Spans,
    hits: Spans,
    lines: Spans,
) -> None:
    """Read what stands behind the divisions; judge it, and the wording of the whole row."""
    has_home = spans[_CITY] >= 0 or spans[_DISTRICT] >= 0
    read_parts(units, marks, state[AT], end, has_home, spans[_TOWN] >= 0, spans)
    begin = max(state[AT], spans[_TOWN + 1])
    check_missing(units, marks, start, end, state, spans, lines)
    find_words(tables.first_word, tables.words, units, marks, start, end, hits)
    check_repeats(units, marks, begin, end, lines)
    check_keys(hits, lines)
    check_letters(units, marks, start, end, lines)
    check_surprise(tables.surprise, units, marks, begin, end, hits, lines)
    check_messages(units, marks, begin, end, hits, lines)
    check_twice(state, lines)
    check_leftovers(marks, hits, lines)
    state[GATES] = find_gates(units, marks, start, end, hits)
    if has_gap(tables.surprise, units, marks, start, state, spans):
        state[GATES] |= GAP


@kernel
def _name_municipality(tables: Tables, state: Spans, spans: Spans) -> None:
    """Let the name of a municipality, a province and a city at once, stand for both."""
    place = state[DIVISIONS]
    if place < 0 or spans[_CITY] >= 0:
        return
    if is_municipality(tables.divisions[DIVISION * place + CODE]):
        spans[_CITY] = spans[_PROVINCE]
        spans[_CITY + 1] = spans[_PROVINCE + 1]


@kernel
def _leave_rest(marks: Ints, end: int, state: Spans, spans: Spans) -> None:
    """Let all that stands behind the divisions be the rest."""
    begin = skip(marks, state[AT], SEPARATOR)
    if begin < end:
        spans[_REST] = begin
        spans[_REST + 1] = run_start(marks, end, SEPARATOR)
