"""An address in Latin letters in the form that the kernels give one in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shopwarden.places.kernel.lines import (
    ABOLISHED,
    BEGIN,
    CONTRADICTION,
    END,
    GIBBERISH,
    INCOMPLETE,
    LINE,
    NOTHING_BELOW,
    REASON,
)
from shopwarden.places.kernel.part import SPAN_COUNT, Part
from shopwarden.places.latin import is_latin, read_latin
from shopwarden.places.levels import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.places.latin import LatinReading, Side

_NONE: Final = -1
_NO_MORE: Final = (_NONE,) * (LINE - 5)
_PERSONAL: Final = frozenset({"name", "phone", "rest"})
_STREET: Final = frozenset({"road", "lane"})
_LEVELS: Final = frozenset(level.name.lower() for level in Level)

_Line = tuple[int, ...]


def latin_row(
    text: str, lines: Sequence[Sequence[int]]
) -> tuple[list[int], int, list[Sequence[int]]] | None:
    """Return the spans of the parts, the code and all lines; None for what names no division.

    Parameters
    ----------
    lines
        What was found already: contacts, forwarding services and the like.
    """
    if not is_latin(text):
        return None
    reading = read_latin(text)
    if reading.code == 0:
        return None
    spans = [_NONE] * SPAN_COUNT
    for name, span in reading.spans.items():
        part = Part[name.upper()]
        spans[2 * part : 2 * part + 2] = span
    return spans, reading.code, [*_kept(lines, reading), *_lines(reading)]


def _kept(lines: Sequence[Sequence[int]], reading: LatinReading) -> list[Sequence[int]]:
    """Leave out gibberish that turned out to be a name, and what is missing in Chinese."""
    names = [reading.spans[part] for part in reading.spans if part in _LEVELS | _STREET]
    return [
        line
        for line in lines
        if line[REASON] not in (NOTHING_BELOW, INCOMPLETE)
        and not (
            line[REASON] == GIBBERISH
            and any(line[BEGIN] < end and start < line[END] for start, end in names)
        )
    ]


def _lines(reading: LatinReading) -> list[_Line]:
    found = [_line(CONTRADICTION, side) for side in reading.clash]
    found += [_line(ABOLISHED, side) for side in reading.former]
    below = reading.spans.keys() - _LEVELS - _PERSONAL
    if not below:
        names = [reading.spans[part] for part in reading.spans.keys() & _LEVELS]
        first, last = min(start for start, _ in names), max(end for _, end in names)
        found.append((NOTHING_BELOW, first, last, _NONE, _NONE, *_NO_MORE))
    elif below <= _STREET:
        start, end = reading.spans[min(below)]
        found.append((INCOMPLETE, start, end, _NONE, _NONE, *_NO_MORE))
    return found


def _line(reason: int, side: Side) -> _Line:
    return (reason, side.start, side.end, int(side.level), side.code, *_NO_MORE)
