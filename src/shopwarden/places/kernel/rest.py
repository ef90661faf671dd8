"""What is left behind the last part, without the receiver's name and phone."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexemes import NAME_AT, PHONE_AT, REST_AT
from shopwarden.places.kernel.marks import SEPARATOR
from shopwarden.places.kernel.pasted import label_begin
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import run_start, skip

_SHOU: Final = ord("收")


@kernel
def take_rest(units: Ints, marks: Ints, begin: int, end: int, spans: Spans) -> None:
    """Write down what stands between `begin` and `end` apart from name and phone."""
    begin = _behind_person(units, marks, begin, spans)
    end = _before_person(units, marks, begin, end, spans)
    begin, end = _beside(units, marks, begin, end, NAME_AT, spans)
    begin, end = _beside(units, marks, begin, end, PHONE_AT, spans)
    if end > begin:
        spans[REST_AT] = begin
        spans[REST_AT + 1] = end


@kernel
def _beside(
    units: Ints, marks: Ints, begin: int, end: int, part: int, spans: Spans
) -> tuple[int, int]:
    """Return the longer side of a stretch in which a name or phone stands, else all of it."""
    at, past = spans[part], spans[part + 1]
    if past <= begin or at >= end:
        return begin, end
    before = label_begin(units, marks, begin, at)
    after = min(skip(marks, past, SEPARATOR), end)
    return (begin, before) if before - begin >= end - after else (after, end)


@kernel
def _behind_person(units: Ints, marks: Ints, at: int, spans: Spans) -> int:
    """Step over separators, name and phone from `at` on."""
    for _ in range(3):
        at = skip(marks, at, SEPARATOR)
        if spans[PHONE_AT] == at:
            at = spans[PHONE_AT + 1]
        elif spans[NAME_AT] == at:
            at = skip(marks, spans[NAME_AT + 1], SEPARATOR)
            at += int(units[at] == _SHOU)
    return at


@kernel
def _before_person(units: Ints, marks: Ints, begin: int, end: int, spans: Spans) -> int:
    """Step back over separators, name and phone, and the word that announces them."""
    for _ in range(3):
        end = max(run_start(marks, end, SEPARATOR), begin)
        if end > begin and spans[PHONE_AT + 1] == end:
            end = label_begin(units, marks, begin, spans[PHONE_AT])
            continue
        name = end - 1 if units[end - 1] == _SHOU else end
        if end > begin and spans[NAME_AT + 1] == run_start(marks, name, SEPARATOR):
            end = label_begin(units, marks, begin, spans[NAME_AT])
    return max(end, begin)
