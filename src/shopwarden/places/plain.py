"""One address through the row kernels as plain Python: no compiler, no library of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shopwarden.places.kernel import tables
from shopwarden.places.kernel.buffer import read_text
from shopwarden.places.kernel.gates import GAP, WESTERN
from shopwarden.places.kernel.lexicon import HITS_COUNT
from shopwarden.places.kernel.lines import ASKING, FIRST, LINE, LINES_COUNT, REASON
from shopwarden.places.kernel.official import NAMES, infilled, name_levels
from shopwarden.places.kernel.part import SPAN_COUNT
from shopwarden.places.kernel.read import read_row
from shopwarden.places.kernel.scan import START
from shopwarden.places.kernel.state import GATES, PLACE, STATE_COUNT
from shopwarden.places.typos.lines import typo_lines
from shopwarden.places.wording import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

NONE = -1


class Row(NamedTuple):
    """What the kernels say of one text; positions count from its start.

    ``spans`` are those of the parts, ``names`` the places of its divisions (``NONE`` for none),
    ``infilled`` the bits of the levels that are known but not written. ``lines`` hold the
    fields that ``kernel.lines`` describes, in the order of the reasons; ``slips`` are those of
    them that tell of a slip in a name, which the kernels alone do not find. ``is_asking``: its
    divisions may have been meant otherwise.
    """

    spans: list[int]
    names: list[int]
    infilled: int
    lines: list[Sequence[int]]
    slips: list[tuple[int, ...]]
    is_asking: bool


def read_plain(text: str, *, is_whole: bool) -> Row:
    """Read one text, or only its divisions."""
    known = tables.views()
    units, marks = read_text(text)
    end = len(units) - 3
    state, spans, names = [0] * STATE_COUNT, [0] * SPAN_COUNT, [0] * NAMES
    hits, found = [0] * HITS_COUNT, [0] * LINES_COUNT
    read_row(known, units, marks, START, end, is_whole, state, spans, hits, found)
    name_levels(known.divisions, state[PLACE], NONE, 0, names)
    lines: list[Sequence[int]] = [
        found[at : at + LINE] for at in range(FIRST, FIRST + LINE * found[0], LINE)
    ]
    if lines or state[GATES]:
        lines = [(one[0], one[1] - START, one[2] - START, *one[3:]) for one in lines]
        lines += judge(state[GATES], units[START:end])
    spans = [at - START if at >= 0 else NONE for at in spans]
    if state[GATES] & WESTERN and state[PLACE] < 0:
        row = _western(text, lines)
        if row is not None:
            return row
    is_asking = any(line[REASON] in ASKING for line in lines)
    slips: list[tuple[int, ...]] = []
    if state[GATES] & GAP:
        slips, has_slip = typo_lines(text, spans, state[PLACE], lines)
        is_asking |= has_slip
    lines = sorted([*lines, *slips], key=_reason)
    return Row(spans, names, infilled(spans, NONE, 0, names), lines, slips, is_asking)


def _western(text: str, lines: Sequence[Sequence[int]]) -> Row | None:
    """Read a text in Latin letters, which the kernels step over; None if it names no division."""
    # Few addresses are: what reads them is loaded when the first one comes.
    from shopwarden.places.kin import place_of
    from shopwarden.places.latin.row import latin_row

    read = latin_row(text, lines)
    if read is None:
        return None
    spans, code, lines = read
    names = [0] * NAMES
    name_levels(tables.views().divisions, place_of(code), NONE, 0, names)
    is_asking = any(line[REASON] in ASKING for line in lines)
    missing = infilled(spans, NONE, 0, names)
    return Row(spans, names, missing, sorted(lines, key=_reason), [], is_asking)


def _reason(line: Sequence[int]) -> int:
    return line[0]
