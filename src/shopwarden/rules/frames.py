"""Rules as Polars expressions, for many rows at once.

A null stays unknown as in SQL: ``&``, ``|`` and ``~`` of Polars follow the three-valued logic,
and a rule fires where its expression is true.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

import polars as pl

from shopwarden.rules.lists import NO_LISTS, Lists
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
    Part,
    Value,
    is_double,
)
from shopwarden.rules.vocabulary import Type

COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
COMPUTE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


def condition_expression(
    condition: Condition, lists: Lists = NO_LISTS, atom: Callable[[Atom], pl.Expr] | None = None
) -> pl.Expr:
    """Return a condition as an expression: true, false, or null where it is unknown.

    Parameters
    ----------
    condition
        A checked condition.
    lists
        What is on the shop's lists now.
    atom
        How to say an atom, if not by `atom_expression`.
    """
    match condition:
        case And(items):
            found = (condition_expression(item, lists, atom) for item in items)
            return reduce(operator.and_, found)
        case Or(items):
            found = (condition_expression(item, lists, atom) for item in items)
            return reduce(operator.or_, found)
        case Not(item):
            return ~condition_expression(item, lists, atom)
        case Between(value, low, high):
            middle = value_expression(value)
            return (middle >= value_expression(low)) & (middle <= value_expression(high))
    return atom(condition) if atom else atom_expression(condition, lists)


def atom_expression(atom: Atom, lists: Lists = NO_LISTS) -> pl.Expr:
    """Return one comparison as an expression."""
    match atom:
        case Compare(sign, left, right):
            return COMPARE[sign](value_expression(left), value_expression(right))  # type: ignore[no-any-return]
        case OneOf(value, literals):
            return value_expression(value).is_in([literal.value for literal in literals])
        case Like(value, form, text):
            return _like(value_expression(value), form, text)
        case Matches(value, pattern):
            return value_expression(value).str.contains(pattern)
        case OnList(name, column):
            entries = pl.Series(sorted(lists.get((name, column.term.listed), ())), dtype=pl.String)
            return value_expression(column).is_in(entries.implode())
        case IsNull(value):
            return value_expression(value).is_null()
        case Holds(value):
            return value_expression(value)


def _like(text: pl.Expr, form: LikeForm, wanted: str) -> pl.Expr:
    match form:
        case LikeForm.EQUALS:
            return text == wanted
        case LikeForm.STARTS:
            return text.str.starts_with(wanted)
        case LikeForm.ENDS:
            return text.str.ends_with(wanted)
        case LikeForm.CONTAINS:
            return text.str.contains(wanted, literal=True)


def value_expression(value: Value) -> pl.Expr:
    """Return a value as an expression."""
    match value:
        case Column(term):
            return pl.col(term.source)
        case Literal(constant):
            return pl.lit(constant)
        case Double(whole):
            return value_expression(whole).cast(pl.Float64)
        case Arithmetic("/", left, right):
            above, below = value_expression(left), value_expression(right)
            # Polars multiplies by the inverse of a scalar, which is not the quotient: a literal
            # is made a column first.
            return above / pl.when(below != 0).then(above * 0 + below)
        case Arithmetic(sign, left, right):
            return COMPUTE[sign](value_expression(left), value_expression(right))  # type: ignore[no-any-return]
        case Finite(result):
            found = value_expression(result)
            return pl.when(found.is_finite()).then(found)
        case Absolute(number):
            return value_expression(number).abs()
        case Lower(text):
            return value_expression(text).str.replace_many(
                list(ascii_uppercase), list(ascii_lowercase)
            )
        case Length(text):
            return value_expression(text).str.len_chars().cast(pl.Int64)
        case Coalesce(values):
            return pl.coalesce(_widened(one) for one in values)
        case ClockPart(part, time, zone):
            return _clock(value_expression(time).dt.convert_time_zone(zone), part)


def _widened(value: Value) -> pl.Expr:
    """Counts come in narrow types, which a literal beside them need not fit."""
    found = value_expression(value)
    is_whole = value.type in (Type.INTEGER, Type.MONEY) and not is_double(value)
    return found.cast(pl.Int64) if is_whole else found


def _clock(local: pl.Expr, part: Part) -> pl.Expr:
    match part:
        case Part.HOUR:
            return local.dt.hour().cast(pl.Int64)
        case Part.WEEKDAY:
            return local.dt.weekday().cast(pl.Int64)
        case Part.TIME_OF_DAY:
            hours, minutes, seconds = (
                found.cast(pl.Int64)
                for found in (local.dt.hour(), local.dt.minute(), local.dt.second())
            )
            return (hours * 60 + minutes) * 60 + seconds
