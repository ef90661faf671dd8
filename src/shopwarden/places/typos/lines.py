"""Slips in the names of divisions as findings of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shopwarden.places.gazetteer import load
from shopwarden.places.kernel.lines import BEGIN, CONTRADICTION, END, LINE, REASON, UNKNOWN
from shopwarden.places.levels import Level
from shopwarden.places.typos import find_typos

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_MORE: Final = (-1,) * (LINE - 5)


def typo_lines(
    text: str, spans: Sequence[int], place: int, lines: Sequence[Sequence[int]]
) -> tuple[list[tuple[int, ...]], bool]:
    """Return a line of ``unknown_division`` for every name that surely has a slip.

    The flag tells whether any name has one, if not surely.

    Parameters
    ----------
    text
        The address as written.
    spans
        Of its parts, counted from its start.
    place
        Its deepest known division, negative for none.
    lines
        What was found already: a contradiction explains more than a slip would.
    """
    if any(line[REASON] == CONTRADICTION for line in lines):
        return [], False
    known = [(line[BEGIN], line[END]) for line in lines if line[REASON] == UNKNOWN]
    written = {level: (spans[2 * level], spans[2 * level + 1]) for level in Level}
    read = {level: span for level, span in written.items() if span[0] >= 0}
    code = int(load().code[place]) if place >= 0 else 0
    typos = find_typos(text, read, code)
    found = [
        (UNKNOWN, typo.start, typo.end, int(typo.level), -1, *_NO_MORE)
        for typo in typos
        if typo.is_firm and not any(typo.start < end and begin < typo.end for begin, end in known)
    ]
    return found, bool(typos)
