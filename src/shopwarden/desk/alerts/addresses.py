"""An address drawn in segments: which part is which level, and which parts look wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

import polars as pl

from shopwarden.desk.alerts.choices import Severity
from shopwarden.explain import Language
from shopwarden.explain.findings import address_sentences
from shopwarden.explain.questions import ACTIONS, change_lines, question
from shopwarden.places import Action, next_action, parse_address, part_spans
from shopwarden.places.suggest import suggest

# Which town a parcel goes to tells little about a person; the door does.
_SHOWN: Final = frozenset({"province", "city", "district", "town"})
_SEVERITIES: Final = {severity.name.lower(): severity for severity in Severity}


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that a finding points at, and what it says about it."""

    start: int
    end: int
    severity: int
    sentence: str


@dataclass(frozen=True)
class Segment:
    """A stretch of an address that is one level and wrong for the same reasons."""

    text: str
    level: str = ""
    marks: tuple[Mark, ...] = ()
    is_hidden: bool = False

    @property
    def severity(self) -> int:
        """The weightiest of its marks; 0 when nothing is wrong."""
        return max((mark.severity for mark in self.marks), default=0)


@dataclass(frozen=True)
class Counsel:
    """What an address probably means, and what to do: for the person, never done by itself.

    ``changes`` name divisions only; ``suggested`` and ``question`` quote the address.
    """

    action: Action
    action_name: str
    changes: tuple[str, ...] = ()
    suggested: str = ""
    is_certain: bool = False
    question: str = ""

    @property
    def masked(self) -> Counsel:
        """The same without what quotes the address."""
        return replace(self, suggested="", question="")


@dataclass(frozen=True)
class Check:
    """What the desk thinks of an address that was just entered."""

    severity: int
    sentences: tuple[str, ...]
    segments: tuple[Segment, ...]
    counsel: Counsel


def segments(text: str, marks: Sequence[Mark], *, is_open: bool) -> list[Segment]:
    """Cut an address into segments.

    Parameters
    ----------
    marks
        Where findings point to; those outside the text are left out.
    is_open
        Whether all is shown; else the segments below the town keep no text.
    """
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    parts = part_spans(text)
    cuts = {0, len(text)} | {mark.start for mark in inside} | {mark.end for mark in inside}
    cuts |= {edge for start, end, _ in parts for edge in (start, end)}
    pieces = [
        Segment(text[start:end], _level(parts, start), _over(inside, start))
        for start, end in pairwise(sorted(cuts))
    ]
    return pieces if is_open else _hide(pieces)


def check(text: str, language: Language) -> Check:
    """Judge an address a person has entered."""
    parsed = parse_address(text)
    found = [
        Mark(span["start"], span["end"], _SEVERITIES[reason["severity"]], "")
        for reason in parsed.reasons
        for span in reason["spans"]
    ]
    said = address_sentences(pl.Series([text]), language)[0]
    severity = _SEVERITIES.get(parsed.verdict, 0)
    drawn = tuple(segments(text, found, is_open=True))
    return Check(severity, tuple(said), drawn, counsel(text, language))


def counsel(text: str, language: Language) -> Counsel:
    """Return what an address probably means and what to ask about it."""
    parsed = parse_address(text)
    action = next_action(reason["code"] for reason in parsed.reasons)
    found = suggest(text, parsed) if parsed.suggestion else None
    return Counsel(
        action=action,
        action_name=ACTIONS[action].in_(language),
        changes=tuple(change_lines(found, language)) if found else (),
        suggested=found.text if found else "",
        is_certain=found is not None and found.is_certain,
        question=question(text, parsed, found, language) or "",
    )


def _level(parts: Iterable[tuple[int, int, str]], at: int) -> str:
    return next((level for start, end, level in parts if start <= at < end), "")


def _over(marks: Iterable[Mark], at: int) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.start <= at < mark.end)


def _hide(pieces: Iterable[Segment]) -> list[Segment]:
    """Join what must not be read, so that not even its length is told."""
    hidden = (
        piece if piece.level in _SHOWN else Segment("", "", piece.marks, is_hidden=True)
        for piece in pieces
        if piece.text.strip()
    )
    return [next(same) for _, same in groupby(hidden)]
