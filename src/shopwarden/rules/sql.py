"""Rules as SQL text, for tables that are somewhere else.

The tree is built of sqlglot's nodes and written by its generator, so that quoting is not ours
and other dialects are a name away. DuckDB is the one that is tested against the other
compilers. List entries are read from a table ``list_entries`` (``list``, ``kind``, ``value``).
"""

from __future__ import annotations

from functools import reduce
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from sqlglot import exp

from shopwarden.rules.tree import (
    Absolute,
    And,
    Arithmetic,
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
    Scalar,
    Value,
)

ENTRIES: Final = "list_entries"
_COMPARE: Final = {
    "=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip
_COMPUTE: Final = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
_NOT_FINITE: Final = ("inf", "-inf", "nan")


def condition_sql(condition: Condition, dialect: str = "duckdb") -> str:
    """Return a condition as SQL text; a rule fires where it is true.

    Parameters
    ----------
    condition
        A checked condition.
    dialect
        A dialect of sqlglot.
    """
    return _condition(condition).sql(dialect=dialect)


def _condition(condition: Condition) -> exp.Expr:
    match condition:
        case And(items):
            return _paren(reduce(_and, map(_condition, items)))
        case Or(items):
            return _paren(reduce(_or, map(_condition, items)))
        case Not(item):
            return exp.Not(this=_paren(_condition(item)))
        case Between(value, low, high):
            return exp.Between(this=_value(value), low=_value(low), high=_value(high))
        case Compare(sign, left, right):
            return _COMPARE[sign](this=_value(left), expression=_value(right))
        case OneOf(value, literals):
            return exp.In(this=_value(value), expressions=[_value(one) for one in literals])
        case Like(value, form, text):
            return _like(_value(value), form, text)
        case Matches(value, pattern):
            return exp.RegexpLike(this=_value(value), expression=_text(pattern))
        case OnList(name, column):
            return _on_list(_value(column), name, column.term.listed)
        case IsNull(value):
            return exp.Is(this=_value(value), expression=exp.Null())
        case Holds(value):
            return _value(value)


def _and(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.And(this=left, expression=right)


def _or(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Or(this=left, expression=right)


def _paren(inside: exp.Expr) -> exp.Expr:
    return exp.Paren(this=inside)


def _like(value: exp.Expr, form: LikeForm, text: str) -> exp.Expr:
    # The text holds none of % _ \, so that no dialect reads anything else into it.
    if form is LikeForm.EQUALS:
        return exp.EQ(this=value, expression=_text(text))
    before = "" if form is LikeForm.STARTS else "%"
    behind = "" if form is LikeForm.ENDS else "%"
    return exp.Like(this=value, expression=_text(f"{before}{text}{behind}"))


def _on_list(value: exp.Expr, name: str, kind: str) -> exp.Expr:
    entries = (
        exp.select("value")
        .from_(ENTRIES)
        .where(exp.column("list").eq(_text(name)), exp.column("kind").eq(_text(kind)))
    )
    # Null in an empty set is false in SQL; here it is unknown like everywhere else.
    found = exp.In(this=value.copy(), query=entries.subquery())
    return exp.Case().when(exp.Not(this=exp.Is(this=value, expression=exp.Null())), found)


def _value(value: Value) -> exp.Expr:
    match value:
        case Column(term):
            return exp.column(term.source, quoted=True)
        case Literal(constant):
            return _literal(constant)
        case Double(whole):
            return exp.cast(_value(whole), "double")
        case Arithmetic("/", left, right):
            below = exp.Nullif(this=_value(right), expression=exp.Literal.number("0"))
            return _paren(exp.Div(this=_value(left), expression=below, typed=False, safe=False))
        case Arithmetic(sign, left, right):
            return _paren(_COMPUTE[sign](this=_value(left), expression=_value(right)))
        case Finite(result):
            return reduce(_nullif, _NOT_FINITE, _value(result))
        case Absolute(number):
            return exp.Abs(this=_value(number))
        case Lower(text):
            signs = [_text(ascii_uppercase), _text(ascii_lowercase)]
            return exp.func("translate", _value(text), *signs)
        case Length(text):
            return exp.Length(this=_value(text))
        case Coalesce(values):
            first, *others = map(_value, values)
            return exp.Coalesce(this=first, expressions=others)
        case ClockPart(part, time, zone):
            local = exp.AtTimeZone(this=_value(time), zone=_text(zone))
            return _clock(local, part)


def _nullif(value: exp.Expr, word: str) -> exp.Expr:
    return exp.Nullif(this=value, expression=exp.cast(_text(word), "double"))


def _clock(local: exp.Expr, part: Part) -> exp.Expr:
    match part:
        case Part.HOUR:
            return _extract("hour", local)
        case Part.WEEKDAY:
            return _extract("isodow", local)
        case Part.TIME_OF_DAY:
            minutes = _extract("hour", local) * 60 + _extract("minute", local)
            return _paren(_paren(minutes) * 60 + _extract("second", local))


def _extract(part: str, local: exp.Expr) -> exp.Expr:
    return exp.Extract(this=exp.var(part), expression=local.copy())


def _literal(value: Scalar) -> exp.Expr:
    match value:
        case bool():
            return exp.true() if value else exp.false()
        case int():
            return _signed(str(abs(value)), value < 0)
        case float():
            # With an exponent it is a double to every dialect, not a decimal.
            digits = repr(abs(value))
            return _signed(digits if "e" in digits else f"{digits}e0", value < 0)
        case str():
            return _text(value)
    stamp = value.strftime("%Y-%m-%d %H:%M:%S+00")  # type: ignore[union-attr]  # a time is left
    return exp.cast(_text(stamp), "timestamptz")


def _signed(digits: str, is_negative: bool) -> exp.Expr:
    number = exp.Literal.number(digits)
    return _paren(exp.Neg(this=number)) if is_negative else number


def _text(text: str) -> exp.Expr:
    return exp.Literal.string(text)
