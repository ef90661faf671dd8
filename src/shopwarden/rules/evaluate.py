"""Rules read step by step, for one event: slow, plain, and able to say what each part gave.

What a rule means is written here most directly; the compilers are tested against it.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, Final

from shopwarden.rules.frames import COMPARE, COMPUTE
from shopwarden.rules.lists import NO_LISTS, Lists
from shopwarden.rules.python import Row, clock, lower_case, searcher
from shopwarden.rules.tree import (
    Absolute,
    And,
    Arithmetic,
    Atom,
    Between,
    ClockPart,
    Coalesce,
    Column,
    Compare,
    Condition,
    Double,
    Finite,
    Holds,
    IsNull,
    Length,
    Like,
    LikeForm,
    Literal,
    Lower,
    Matches,
    Not,
    OneOf,
    OnList,
    Or,
    Value,
)

_searcher: Final = cache(searcher)
_clock: Final = cache(clock)


def truth(condition: Condition, row: Row, lists: Lists = NO_LISTS) -> bool | None:
    """Tell whether a condition is true of an event; None is unknown.

    Parameters
    ----------
    condition
        A checked condition.
    row
        The event, by column.
    lists
        What is on the shop's lists now.
    """
    match condition:
        case Not(item):
            found = truth(item, row, lists)
            return None if found is None else not found
        case And(items):
            return _all([truth(item, row, lists) for item in items])
        case Or(items):
            opposite = _all([_opposite(truth(item, row, lists)) for item in items])
            return _opposite(opposite)
        case Between(middle, low, high):
            ends = (Compare(">=", middle, low), Compare("<=", middle, high))
            return _all([truth(end, row, lists) for end in ends])
        case IsNull(value):
            return evaluate(value, row) is None
    return _atom(condition, row, lists)


def evaluate(value: Value, row: Row) -> Any:
    """Return a value of an event, None where there is none."""
    match value:
        case Column(term):
            return row.get(term.source)
        case Literal(constant):
            return constant
        case Coalesce(values):
            found = (evaluate(one, row) for one in values)
            return next((one for one in found if one is not None), None)
        case Arithmetic(sign, left, right):
            return _arithmetic(sign, evaluate(left, row), evaluate(right, row))
    inner = evaluate(value.value, row)
    return None if inner is None else _applied(value, inner)


def _applied(value: Value, inner: Any) -> Any:
    match value:
        case Double():
            return float(inner)
        case Finite():
            return inner if math.isfinite(inner) else None
        case Absolute():
            return abs(inner)
        case Lower():
            return lower_case(inner)
        case Length():
            return len(inner)
        case ClockPart(part, _, zone):
            return _clock(part, zone)(inner)
    raise TypeError(value)


def _arithmetic(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if sign == "/":
        return left / right if right != 0 else None
    result: float = COMPUTE[sign](left, right)
    return result


def _atom(atom: Atom, row: Row, lists: Lists) -> bool | None:
    left = evaluate(atom.column if isinstance(atom, OnList) else _subject(atom), row)
    right = evaluate(atom.right, row) if isinstance(atom, Compare) else left
    if left is None or right is None:
        return None
    match atom:
        case Compare(sign):
            return bool(COMPARE[sign](left, right))
        case OneOf(_, literals):
            return any(left == literal.value for literal in literals)
        case Like(_, form, text):
            return _like(left, form, text)
        case Matches(_, pattern):
            return _searcher(pattern)(left)
        case OnList(name, column):
            return left in lists.get((name, column.term.listed), ())
        case Holds():
            return bool(left)
    raise TypeError(atom)


def _subject(atom: Atom) -> Value:
    return atom.left if isinstance(atom, Compare) else atom.value  # type: ignore[union-attr]


def _like(value: str, form: LikeForm, text: str) -> bool:
    match form:
        case LikeForm.EQUALS:
            return value == text
        case LikeForm.STARTS:
            return value.startswith(text)
        case LikeForm.ENDS:
            return value.endswith(text)
        case LikeForm.CONTAINS:
            return text in value


def _all(found: list[bool | None]) -> bool | None:
    if False in found:
        return False
    return None if None in found else True


def _opposite(found: bool | None) -> bool | None:
    return None if found is None else not found
