"""What is written down in a rule, brought to the type of what it meets.

A number has no type until it stands beside something: ``200`` is 20000 fen beside an amount, a
whole number beside a count, a double beside a rate. A text is a date beside a time, ``'22:30'``
a time of day, and one of the choices beside a choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from shopwarden.rules.errors import RuleNameError, RuleSyntaxError, RuleTypeError, Span
from shopwarden.rules.tree import Column, Double, Literal, Value, is_double
from shopwarden.rules.vocabulary import Type, Vocabulary

# Below 2**53, so that a double holds every number a rule can write.
_DIGITS: Final = 15
_NUMBER: Final = re.compile(r"\d+(\.\d+)?")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_TIMES: Final = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
_UNTYPED: Final = frozenset({Type.INTEGER, Type.NUMBER})


class Literals:
    """Reads and settles the literals of one rule."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary

    def number(self, written: str, span: Span) -> Literal:
        """Read digits with or without a decimal point."""
        if not _NUMBER.fullmatch(written) or len(written) > _DIGITS + 1:
            raise self._bad_number(written, span)
        return self.decimal(Decimal(written), span)

    def decimal(self, value: Decimal, span: Span) -> Literal:
        """Return a number that has no type yet."""
        value = value.normalize()
        _, digits, exponent = value.as_tuple()
        if value.adjusted() >= _DIGITS or len(digits) > _DIGITS or int(exponent) < -_DIGITS:
            raise self._bad_number(format(value, "f")[:40], span)
        return Literal(value, Type.NUMBER, span=span)

    def settle(self, values: Sequence[Value]) -> list[Value] | None:
        """Bring values that meet to one type and representation.

        Returns
        -------
        list or None
            The values in their order; none where they do not go together, or all are literals.
        """
        types = {value.type for value in values if not isinstance(value, Literal)}
        written = [value for value in values if isinstance(value, Literal)]
        if not types:
            return None
        if types <= _UNTYPED:
            return self._numbers(values, written, is_money=False)
        if len(types) > 1:
            return None
        (kind,) = types
        if kind is Type.MONEY:
            return self._numbers(values, written, is_money=True)
        wanted = Type.FLAG if kind is Type.FLAG else Type.TEXT
        if any(literal.type is not wanted for literal in written):
            return None
        if kind is Type.CHOICE:
            return self._choices(values)
        return [self._typed(value, kind) for value in values]

    def _numbers(
        self, values: Sequence[Value], written: Sequence[Literal], *, is_money: bool
    ) -> list[Value] | None:
        if any(not isinstance(literal.value, Decimal) for literal in written):
            return None
        numbers = {
            id(literal): self._minor(literal) if is_money else _decimal(literal)
            for literal in written
        }
        columns = [value for value in values if not isinstance(value, Literal)]
        doubles = any(map(is_double, columns)) or any(number % 1 for number in numbers.values())
        kind = Type.MONEY if is_money else Type.NUMBER if doubles else Type.INTEGER

        def settled(value: Value) -> Value:
            if isinstance(value, Literal):
                number = numbers[id(value)]
                return Literal(float(number) if doubles else int(number), kind, span=value.span)
            return as_double(value) if doubles else value

        return [settled(value) for value in values]

    def money(self, literal: Literal) -> Literal:
        """Return a number as an amount of money in doubles."""
        return Literal(float(self._minor(literal)), Type.MONEY, span=literal.span)

    def _minor(self, literal: Literal) -> Decimal:
        digits = self.vocabulary.digits
        minor = _decimal(literal).scaleb(digits)
        if minor % 1:
            raise RuleTypeError(
                "rule.money_digits",
                text=self.text,
                span=literal.span,
                value=format(_decimal(literal), "f"),
                digits=digits,
            )
        return minor

    def _choices(self, values: Sequence[Value]) -> list[Value] | None:
        sets = {value.term.choices for value in values if isinstance(value, Column)}
        if len(sets) != 1:
            return None
        (known,) = sets
        name = next(value.term.name for value in values if isinstance(value, Column))
        for value in values:
            if isinstance(value, Literal) and value.value not in known:
                raise RuleNameError(
                    "rule.unknown_choice",
                    text=self.text,
                    span=value.span,
                    value=value.value,
                    column=name,
                    known=known,
                )
        return list(values)

    def _typed(self, value: Value, kind: Type) -> Value:
        if not isinstance(value, Literal) or kind in (Type.TEXT, Type.FLAG):
            return value
        read = self._clock(value) if kind is Type.CLOCK else self._time(value)
        return Literal(read, kind, span=value.span)

    def _clock(self, literal: Literal) -> int:
        found = _CLOCK.fullmatch(str(literal.value))
        if not found:
            raise self._bad_time(literal, "clock")
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return (hours * 60 + minutes) * 60 + seconds

    def _time(self, literal: Literal) -> datetime:
        zone = ZoneInfo(self.vocabulary.zone)
        for form in _TIMES:
            try:
                local = datetime.strptime(str(literal.value), form).replace(tzinfo=zone)
                return local.astimezone(UTC)
            except (ValueError, OverflowError):
                continue
        raise self._bad_time(literal, "time")

    def _bad_time(self, literal: Literal, wanted: str) -> RuleTypeError:
        return RuleTypeError(
            "rule.bad_time", text=self.text, span=literal.span, value=literal.value, wanted=wanted
        )

    def _bad_number(self, written: str, span: Span) -> RuleSyntaxError:
        return RuleSyntaxError(
            "rule.bad_number",
            text=self.text,
            span=span,
            hint="plain_numbers",
            value=written,
            digits=_DIGITS,
        )


def _decimal(literal: Literal) -> Decimal:
    assert isinstance(literal.value, Decimal)  # noqa: S101 - looked at before it is settled
    return literal.value


def as_double(value: Value) -> Value:
    """Return a number as a double, for arithmetic and beside other doubles."""
    if isinstance(value, Literal) and isinstance(value.value, Decimal):
        return Literal(float(value.value), Type.NUMBER, span=value.span)
    return value if is_double(value) else Double(value, span=value.span)
