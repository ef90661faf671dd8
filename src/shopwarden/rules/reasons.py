"""Why a rule fired: the comparisons that decided it, each with metric, value and threshold.

Of ``a and (b or c)`` with ``c`` false, ``a`` and ``b`` are the reasons. Both forms, of one
event and of a frame, follow the same list of what decides when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any, Final

import polars as pl

from shopwarden.rules.check import CheckedRule
from shopwarden.rules.evaluate import evaluate, truth
from shopwarden.rules.frames import condition_expression, value_expression
from shopwarden.rules.lists import NO_LISTS, Lists
from shopwarden.rules.lowering import lower
from shopwarden.rules.python import Row
from shopwarden.rules.tree import (
    And,
    Atom,
    Column,
    Compare,
    Condition,
    Holds,
    IsNull,
    Like,
    Matches,
    Not,
    OneOf,
    OnList,
    Or,
    Value,
)
from shopwarden.rules.vocabulary import Type

_OPPOSITE: Final = {"=": "<>", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_WORDS: Final[dict[type, str]] = {
    OneOf: "in", Like: "like", Matches: "matches", OnList: "on_list", IsNull: "is_null",
    Holds: "is",
}  # fmt: skip
_NOT_NUMBERS: Final = frozenset({Type.TEXT, Type.CHOICE})
REASON: Final = pl.Struct(
    {
        "metric": pl.String,
        "type": pl.String,
        "operator": pl.String,
        "value": pl.Float64,
        "threshold": pl.Float64,
    }
)
"""The type of one reason in a frame."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison that decided.

    Parameters
    ----------
    metric
        The column or feature, or the expression as the rule has it.
    type
        What kind of value that is.
    operator
        How it was compared: ``>=``, ``in``, ``not on_list``, ``is_null``, ….
    value
        What it was: money in minor units, times in seconds, flags as 0 and 1. None for texts,
        which findings never hold.
    threshold
        What it was compared with.
    """

    metric: str
    type: Type
    operator: str
    value: float | None
    threshold: float | None


@dataclass(frozen=True, slots=True)
class _Deciding:
    atom: Atom
    wanted: bool
    # What else has to be so for the atom to have decided.
    needs: tuple[tuple[Condition, bool], ...]


def reasons(rule: CheckedRule, row: Row, lists: Lists = NO_LISTS) -> tuple[Reason, ...]:
    """Return why `rule` fired on an event, in the order of the rule's text; empty if it did not.

    Parameters
    ----------
    rule
        A checked rule.
    row
        The event, by column.
    lists
        What is on the shop's lists now.
    """
    condition = lower(rule.condition)
    if truth(condition, row, lists) is not True:
        return ()
    return tuple(
        _reason(rule.text, deciding, row)
        for deciding in _deciding(condition, True, ())
        if all(truth(need, row, lists) is wanted for need, wanted in deciding.needs)
    )


def trace(
    rule: CheckedRule, row: Row, lists: Lists = NO_LISTS
) -> tuple[tuple[Reason, bool | None], ...]:
    """Return every comparison of `rule` on an event and whether it held, None where unknown.

    A comparison is said as the rule asks for it: what stands under ``not`` holds where it is
    false.
    """
    found = []
    for deciding in _deciding(lower(rule.condition), True, ()):
        holds = truth(deciding.atom, row, lists)
        if not deciding.wanted and holds is not None:
            holds = not holds
        found.append((_reason(rule.text, deciding, row), holds))
    return tuple(found)


def reasons_expression(rule: CheckedRule, lists: Lists = NO_LISTS) -> pl.Expr:
    """Return the reasons as a list of structs (``REASON``), for rows on which `rule` fired."""
    found = []
    for deciding in _deciding(lower(rule.condition), True, ()):
        left, right = _sides(deciding.atom)
        reason = pl.struct(
            pl.lit(_metric(rule.text, left)).alias("metric"),
            pl.lit(left.type.value).alias("type"),
            pl.lit(_operator(deciding.atom, deciding.wanted)).alias("operator"),
            _number_expression(left).alias("value"),
            _number_expression(right).alias("threshold"),
        )
        needs = [_holds(need, wanted, lists) for need, wanted in deciding.needs]
        found.append(pl.when(reduce(and_, needs)).then(reason) if needs else reason)
    return pl.concat_list(found).list.drop_nulls()


def _reason(text: str, deciding: _Deciding, row: Row) -> Reason:
    left, right = _sides(deciding.atom)
    return Reason(
        _metric(text, left),
        left.type,
        _operator(deciding.atom, deciding.wanted),
        _number(left, row),
        None if right is None else _number(right, row),
    )


def _holds(condition: Condition, wanted: bool, lists: Lists) -> pl.Expr:
    found = condition_expression(condition, lists)
    return found if wanted else ~found


def _deciding(
    condition: Condition, wanted: bool, needs: tuple[tuple[Condition, bool], ...]
) -> Iterator[_Deciding]:
    match condition:
        case Not(item):
            yield from _deciding(item, not wanted, needs)
        case And(items) | Or(items):
            # All parts of a true "and" are true; of a true "or", some.
            all_decide = isinstance(condition, And) == wanted
            for item in items:
                own = () if all_decide else ((item, wanted),)
                yield from _deciding(item, wanted, (*needs, *own))
        case _:
            yield _Deciding(condition, wanted, needs)  # type: ignore[arg-type]  # lowered


def _sides(atom: Atom) -> tuple[Value, Value | None]:
    match atom:
        case Compare(_, left, right):
            return left, right
        case OnList(_, column):
            return column, None
        case _:
            return atom.value, None


def _metric(text: str, value: Value) -> str:
    return value.term.name if isinstance(value, Column) else text[slice(*value.span)]


def _operator(atom: Atom, wanted: bool) -> str:
    if isinstance(atom, Compare):
        return atom.operator if wanted else _OPPOSITE[atom.operator]
    word = _WORDS[type(atom)]
    return word if wanted else f"not {word}"


def _number(value: Value, row: Row) -> float | None:
    found: Any = None if value.type in _NOT_NUMBERS else evaluate(value, row)
    if isinstance(found, datetime):
        return found.timestamp()
    return None if found is None else float(found)


def _number_expression(value: Value | None) -> pl.Expr:
    if value is None or value.type in _NOT_NUMBERS:
        return pl.lit(None, pl.Float64)
    found = value_expression(value)
    if value.type is Type.TIME:
        # By a column, because of what ``frames`` says of quotients.
        micros = found.dt.timestamp("us")
        return micros / (micros * 0 + 1_000_000)
    return found.cast(pl.Float64)
