"""Values of a rule: columns, literals, arithmetic and functions, each with its type."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

from sqlglot import exp

from shopwarden.rules.errors import (
    RuleLimitError,
    RuleNameError,
    RuleNotAllowedError,
    RuleSyntaxError,
    RuleTypeError,
    Span,
)
from shopwarden.rules.literals import Literals, as_double
from shopwarden.rules.parse import Parsed, span_of
from shopwarden.rules.tree import (
    Absolute,
    Arithmetic,
    ClockPart,
    Coalesce,
    Column,
    Finite,
    Length,
    Literal,
    Lower,
    Part,
    Value,
)
from shopwarden.rules.vocabulary import NUMERIC, Type, Vocabulary

# Chains of + lean to one side, so that depth here is their length.
_DEEPEST: Final = 40
_OPERATORS: Final[dict[type[exp.Expr], str]] = {
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/",
}  # fmt: skip
_CONDITIONS: Final = (
    exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ, exp.And, exp.Or, exp.Not, exp.Is, exp.In,
    exp.Between, exp.Like,
)  # fmt: skip
_PARTS: Final = frozenset(Part)
_CALLED_CONDITIONS: Final = ("matches", "on_list")


class Reader:
    """Reads the values of one rule."""

    def __init__(self, parsed: Parsed, vocabulary: Vocabulary) -> None:
        self.parsed = parsed
        self.text = parsed.text
        self.vocabulary = vocabulary
        self.literals = Literals(parsed.text, vocabulary)

    def value(self, node: exp.Expr, depth: int = 0) -> Value:
        """Read a value; where it is the result of arithmetic, null unless finite."""
        found = self._value(node, depth)
        if isinstance(found, Arithmetic | Absolute):
            return Finite(found, span=found.span)
        return found

    def arguments(self, node: exp.Anonymous, least: int, most: int = 0) -> list[Value]:
        """Read what a function is called with, and refuse too few or too many."""
        found = node.expressions
        most = most or least
        if not least <= len(found) <= most:
            raise RuleTypeError(
                "rule.argument_count",
                text=self.text,
                span=self.call_span(node),
                function=node.name.lower(),
                wanted=least,
                found=len(found),
            )
        return [self.value(item, 1) for item in found]

    def call_span(self, node: exp.Anonymous) -> Span:
        """Return the characters of a call, from its name to its closing bracket."""
        start, end = span_of(node)
        opening = next((at for at in self.parsed.closing if at >= node.meta["end"]), end)
        return start, self.parsed.closing.get(opening, end) + 1

    def _value(self, node: exp.Expr, depth: int) -> Value:
        if depth > _DEEPEST:
            span = span_of(node)
            raise RuleLimitError("rule.too_deep", text=self.text, span=span, limit=_DEEPEST)
        match node:
            case exp.Paren():
                return self._bracketed(node, depth)
            case exp.Column():
                return self._column(node)
            case exp.Literal():
                return self._literal(node)
            case exp.Boolean():
                return Literal(bool(node.this), Type.FLAG, span=span_of(node))
            case exp.Neg():
                return self._negative(node, depth)
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
                return self._arithmetic(node, depth)
            case exp.Anonymous() if node.name.lower() not in _CALLED_CONDITIONS:
                return self._call(node, depth)
        raise self._no_value(node)

    def _bracketed(self, node: exp.Paren, depth: int) -> Value:
        found = self._value(node.this, depth + 1)
        return replace(found, span=self.parsed.with_brackets(found.span))

    def _column(self, node: exp.Column) -> Column:
        span, name = span_of(node), node.name.lower()
        if name not in self.vocabulary:
            raise RuleNameError(
                "rule.unknown_column",
                text=self.text,
                span=span,
                name=node.name,
                close=self.vocabulary.nearest(name),
            )
        return Column(self.vocabulary[name], span=span)

    def _literal(self, node: exp.Literal) -> Literal:
        span = span_of(node)
        if node.is_string:
            return Literal(str(node.this), Type.TEXT, span=span)
        return self.literals.number(str(node.this), span)

    def _negative(self, node: exp.Neg, depth: int) -> Value:
        found = self._value(node.this, depth + 1)
        # The sign stands before the value; spaces between them do not matter here.
        span = (self.text.rfind("-", 0, found.span[0]), found.span[1])
        if isinstance(found, Literal) and isinstance(found.value, Decimal):
            return self.literals.decimal(-found.value, span)
        if found.type not in NUMERIC:
            raise self._argument(found, "-", "number")
        zero = Literal(0.0, found.type, span=span)
        return Arithmetic("-", zero, as_double(found), found.type, span=span)

    def _arithmetic(self, node: exp.Expr, depth: int) -> Value:
        operator = _OPERATORS[type(node)]
        left = self._value(node.this, depth + 1)
        right = self._value(node.expression, depth + 1)
        span = (min(left.span[0], right.span[0]), max(left.span[1], right.span[1]))
        if isinstance(left, Literal) and isinstance(right, Literal):
            return self._folded(operator, left, right, span)
        if operator in "+-":
            left, right = self._as_amounts(left, right)
        kind = _result_type(operator, left, right)
        if kind is None:
            raise self._mismatch(operator, left, right, span)
        if operator == "/" and isinstance(right, Literal) and not right.value:
            raise RuleTypeError("rule.divided_by_zero", text=self.text, span=right.span)
        return Arithmetic(operator, as_double(left), as_double(right), kind, span=span)

    def _as_amounts(self, left: Value, right: Value) -> tuple[Value, Value]:
        """Make the number beside an amount of money an amount."""
        if left.type is Type.MONEY and _is_number(right):
            return left, self.literals.money(right)  # type: ignore[arg-type]  # a literal
        if right.type is Type.MONEY and _is_number(left):
            return self.literals.money(left), right  # type: ignore[arg-type]  # a literal
        return left, right

    def _folded(self, operator: str, left: Literal, right: Literal, span: Span) -> Literal:
        a, b = left.value, right.value
        if not isinstance(a, Decimal) or not isinstance(b, Decimal):
            raise self._mismatch(operator, left, right, span)
        try:
            result = {
                "+": a.__add__, "-": a.__sub__, "*": a.__mul__, "/": a.__truediv__,
            }[operator](b)  # fmt: skip
        except (DivisionByZero, InvalidOperation):
            raise RuleTypeError("rule.divided_by_zero", text=self.text, span=span) from None
        return self.literals.decimal(_rounded(result), span)

    def _call(self, node: exp.Anonymous, depth: int) -> Value:
        name, span = node.name.lower(), self.call_span(node)
        if name == "coalesce":
            return self._coalesce(node, span)
        (value,) = self.arguments(node, 1)
        if isinstance(value, Literal):
            raise RuleNotAllowedError("rule.constant", text=self.text, span=span)
        if name in _PARTS:
            self._expect(value, name, Type.TIME)
            return ClockPart(Part(name), value, self.vocabulary.zone, span=span)
        if name == "abs":
            if value.type not in NUMERIC:
                raise self._argument(value, name, "number")
            return Absolute(as_double(value), span=span)
        self._expect(value, name, Type.TEXT)
        return Lower(value, span=span) if name == "lower" else Length(value, span=span)

    def _coalesce(self, node: exp.Anonymous, span: Span) -> Value:
        values = self.arguments(node, 2, 20)
        settled = self.literals.settle(values)
        if settled is None:
            first = next((value for value in values if not isinstance(value, Literal)), None)
            if first is None:
                raise RuleNotAllowedError("rule.constant", text=self.text, span=span)
            wrong = next((v for v in values if self.literals.settle([first, v]) is None), first)
            raise self._mismatch("coalesce", first, wrong, wrong.span)
        kind = next(value.type for value in settled if not isinstance(value, Literal))
        if kind is Type.CHOICE:
            raise self._argument(settled[0], "coalesce", "text")
        if any(value.type is Type.NUMBER for value in settled):
            kind = Type.NUMBER
        return Coalesce(tuple(settled), kind, span=span)

    def _expect(self, value: Value, function: str, wanted: Type) -> None:
        if value.type is not wanted:
            raise self._argument(value, function, wanted)

    def _argument(self, value: Value, function: str, wanted: str) -> RuleTypeError:
        return RuleTypeError(
            "rule.wrong_argument",
            text=self.text,
            span=value.span,
            function=function,
            wanted=wanted,
            found=value.type,
        )

    def _mismatch(self, operator: str, left: Value, right: Value, span: Span) -> RuleTypeError:
        is_money = Type.MONEY in (left.type, right.type)
        return RuleTypeError(
            "rule.wrong_type",
            text=self.text,
            span=span,
            hint="money_with_money" if is_money else None,
            operator=operator,
            left=left.type,
            right=right.type,
        )

    def _no_value(self, node: exp.Expr) -> Exception:
        span = span_of(node) if node.meta or list(node.iter_expressions()) else (0, len(self.text))
        if isinstance(node, exp.Null):
            return RuleNotAllowedError("rule.null_value", text=self.text, span=span, hint="is_null")
        if isinstance(node, exp.Alias):
            alias = node.args["alias"]
            return RuleSyntaxError(
                "rule.unexpected", text=self.text, span=span_of(alias), found=alias.name
            )
        if isinstance(node, _CONDITIONS) or (
            isinstance(node, exp.Anonymous) and node.name.lower() in _CALLED_CONDITIONS
        ):
            return RuleTypeError(
                "rule.not_a_value", text=self.text, span=span, hint="conditions_apart"
            )
        found = self.text[slice(*span)]
        return RuleNotAllowedError("rule.not_allowed", text=self.text, span=span, found=found)


def _rounded(number: Decimal) -> Decimal:
    """Return a number with twelve decimals; one too long for that is refused as it is."""
    try:
        return round(number, 12)
    except InvalidOperation:
        return number


def _is_number(value: Value) -> bool:
    return isinstance(value, Literal) and isinstance(value.value, Decimal)


def _result_type(operator: str, left: Value, right: Value) -> Type | None:
    """Return what arithmetic gives, or none where it makes no sense."""
    if left.type not in NUMERIC or right.type not in NUMERIC:
        return None
    money = (left.type is Type.MONEY, right.type is Type.MONEY)
    if operator in "+-":
        return {(True, True): Type.MONEY, (False, False): Type.NUMBER}.get(money)
    if operator == "*":
        return None if all(money) else Type.MONEY if any(money) else Type.NUMBER
    return {(True, False): Type.MONEY, (False, True): None}.get(money, Type.NUMBER)
