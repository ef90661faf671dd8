"""Patterns for ``matches``: the part of regular expressions every engine reads alike.

A pattern is read by hand and written anew, so that RE2 (one event, DuckDB) and the engine of
Polars find the same in the same text, in time linear in its length: classes like ``\\d`` are
spelled out in ASCII, ``(?i)`` in both cases, ends as ``\\A`` and ``\\z``. Left out is what the
engines see differently (word boundaries, Unicode classes) or nobody can bound (backward
references, looking around).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 500
_DEEPEST: Final = 10
_MOST_REPEATS: Final = 200
# Characters and classes once every repetition is written out; bounds what an engine compiles.
_LARGEST: Final = 1_000
_LAST: Final = 0x10FFFF
_RANGES: Final = {
    "d": ((0x30, 0x39),),
    "w": ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)),
    "s": ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)),
}
_CONTROL: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}
_CASE: Final = 0x20

Ranges = tuple[tuple[int, int], ...]


class PatternError(ValueError):
    """A pattern that is not read; `why` is a stable word, `at` the character."""

    def __init__(self, why: str, at: int) -> None:
        super().__init__(why)
        self.why = why
        self.at = at


def canonical(pattern: str) -> str:
    """Return `pattern` in the form that means the same to every engine.

    Raises
    ------
    PatternError
        The pattern is wrong, or uses what is left out.
    """
    if not pattern:
        raise PatternError("empty", 0)
    if len(pattern) > _LONGEST:
        raise PatternError("too_long", _LONGEST)
    ignores_case = pattern.startswith("(?i)")
    reader = _Reader(pattern, 4 if ignores_case else 0, ignores_case)
    found = reader.alternatives(0)
    if reader.at < len(pattern):
        raise PatternError("bracket", reader.at)
    return found.text


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    size: int
    # Anchors are not repeated, and what is repeated once is not repeated again.
    repeatable: bool = True


class _Reader:
    def __init__(self, pattern: str, at: int, ignores_case: bool) -> None:
        self.pattern = pattern
        self.at = at
        self.ignores_case = ignores_case

    def alternatives(self, depth: int) -> _Piece:
        if depth > _DEEPEST:
            raise PatternError("too_deep", self.at)
        branches = [self._sequence(depth)]
        while self._take("|"):
            branches.append(self._sequence(depth))
        size = sum(branch.size for branch in branches)
        return _Piece("|".join(branch.text for branch in branches), size)

    def _sequence(self, depth: int) -> _Piece:
        begin, text, size = self.at, [], 0
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            piece = self._repeated(self._single(depth))
            text.append(piece.text)
            size += piece.size
            if size > _LARGEST:
                raise PatternError("too_large", begin)
        if not text:
            raise PatternError("nothing", begin)
        return _Piece("".join(text), size)

    def _repeated(self, piece: _Piece) -> _Piece:
        begin = self.at
        if self.at >= len(self.pattern) or self.pattern[self.at] not in "*+?{":
            return piece
        if not piece.repeatable:
            raise PatternError("repeat", begin)
        least, most, text = self._count()
        # Shortest or longest first makes no difference to whether there is a match.
        self._take("?")
        if self.at < len(self.pattern) and self.pattern[self.at] in "*+?{":
            raise PatternError("repeat", self.at)
        size = piece.size * max(least, most or 1, 1)
        if size > _LARGEST:
            raise PatternError("too_large", begin)
        return _Piece(piece.text + text, size)

    def _count(self) -> tuple[int, int | None, str]:
        sign = self._next()
        if sign != "{":
            return {"*": 0, "+": 1, "?": 0}[sign], None, sign
        begin = self.at
        end = self.pattern.find("}", begin)
        inside = self.pattern[begin:end] if end >= 0 else ""
        low, comma, high = inside.partition(",")
        if not _is_number(low) or (high and not _is_number(high)):
            raise PatternError("repeat", begin)
        least, most = int(low), int(high) if high else None if comma else int(low)
        if max(least, most or 0) > _MOST_REPEATS or (most is not None and most < least):
            raise PatternError("repeat", begin)
        self.at = end + 1
        return least, most, "{" + inside + "}"

    def _single(self, depth: int) -> _Piece:
        begin = self.at
        sign = self._next()
        match sign:
            case "(":
                return self._group(depth)
            case "[":
                return _Piece(_class(*self._members(begin)), 1)
            case ".":
                return _Piece(_class(((0x0A, 0x0A),), negated=True), 1)
            case "^":
                return _Piece(r"\A", 0, repeatable=False)
            case "$":
                return _Piece(r"\z", 0, repeatable=False)
            case "*" | "+" | "?" | "{":
                raise PatternError("repeat", begin)
            case "]" | "}":
                raise PatternError("bracket", begin)
            case "\\":
                ranges, negated = self._escaped()
                return _Piece(_class(self._cased(ranges), negated=negated), 1)
        return _Piece(_class(self._cased(_one(sign))), 1)

    def _group(self, depth: int) -> _Piece:
        begin = self.at
        if self._take("?") and not self._take(":"):
            raise PatternError("group", begin)
        inside = self.alternatives(depth + 1)
        if not self._take(")"):
            raise PatternError("bracket", begin - 1)
        return _Piece(f"(?:{inside.text})", max(inside.size, 1))

    def _members(self, begin: int) -> tuple[Ranges, bool]:
        negated = self._take("^")
        found: list[tuple[int, int]] = []
        while True:
            if self.at >= len(self.pattern):
                raise PatternError("bracket", begin)
            if self._take("]"):
                break
            found.extend(self._member())
        if not found:
            raise PatternError("class", begin)
        return self._cased(tuple(found)), negated

    def _member(self) -> Ranges:
        begin = self.at
        low = self._class_sign()
        if self.pattern[self.at : self.at + 1] != "-" or self.pattern[self.at + 1 :][:1] == "]":
            return low
        self.at += 1
        high = self._class_sign()
        # A range runs from one character to another, not from or to a class like \d.
        if len(low) != 1 or len(high) != 1 or low[0][0] != low[0][1] or high[0][0] != high[0][1]:
            raise PatternError("class", begin)
        if high[0][0] < low[0][0]:
            raise PatternError("class", begin)
        return ((low[0][0], high[0][0]),)

    def _class_sign(self) -> Ranges:
        begin = self.at
        sign = self._next()
        if sign == "[" or (sign == "-" and self.pattern[self.at : self.at + 1] == "-"):
            # Engines read these as sets within sets.
            raise PatternError("class", begin)
        if sign != "\\":
            return _one(sign)
        ranges, negated = self._escaped()
        return _others(ranges) if negated else ranges

    def _escaped(self) -> tuple[Ranges, bool]:
        begin = self.at - 1
        sign = self._next()
        if sign in _CONTROL:
            return _one(_CONTROL[sign]), False
        if sign.lower() in _RANGES:
            return _RANGES[sign.lower()], sign.isupper()
        if sign.isascii() and not sign.isalnum():
            return _one(sign), False
        raise PatternError("escape", begin)

    def _cased(self, ranges: Ranges) -> Ranges:
        if not self.ignores_case:
            return ranges
        more = [
            (low + shift, high + shift)
            for start, end in ranges
            for first, last, shift in ((0x41, 0x5A, _CASE), (0x61, 0x7A, -_CASE))
            if (low := max(start, first)) <= (high := min(end, last))
        ]
        return (*ranges, *more)

    def _next(self) -> str:
        if self.at >= len(self.pattern):
            raise PatternError("ends", self.at)
        self.at += 1
        return self.pattern[self.at - 1]

    def _take(self, sign: str) -> bool:
        if self.pattern[self.at : self.at + 1] == sign:
            self.at += 1
            return True
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _one(sign: str) -> Ranges:
    return ((ord(sign), ord(sign)),)


def _others(ranges: Ranges) -> Ranges:
    """Return the characters that are in none of `ranges`."""
    found, first = [], 0
    for start, end in _merged(ranges):
        if start > first:
            found.append((first, start - 1))
        first = end + 1
    return (*found, (first, _LAST)) if first <= _LAST else tuple(found)


def _merged(ranges: Ranges) -> Ranges:
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _class(ranges: Ranges, negated: bool = False) -> str:
    merged = _merged(ranges)
    if not negated and len(merged) == 1 and merged[0][0] == merged[0][1]:
        return _character(merged[0][0])
    members = "".join(
        _character(start) if start == end else f"{_character(start)}-{_character(end)}"
        for start, end in merged
    )
    return f"[{'^' if negated else ''}{members}]"


def _character(code: int) -> str:
    sign = chr(code)
    # A surrogate or a sign with a meaning of its own is written by its number.
    is_plain = sign.isalnum() and not 0xD800 <= code <= 0xDFFF
    return sign if is_plain else f"\\x{{{code:x}}}"
