"""From SQL tree to typed tree: what a rule may say, and whether it makes sense.

`check_rule` is the one way to a tree that compilers accept. Conditions are read here, values in
``values``, and what is written down (numbers, dates) in ``literals``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from shopwarden.rules.errors import (
    RuleNameError,
    RuleNotAllowedError,
    RulePatternError,
    RuleTypeError,
    Span,
)
from shopwarden.rules.parse import parse_text, span_of
from shopwarden.rules.patterns import PatternError, canonical
from shopwarden.rules.tree import (
    MIRRORED,
    And,
    Between,
    Column,
    Compare,
    Condition,
    Holds,
    IsNull,
    Like,
    LikeForm,
    Literal,
    Matches,
    Not,
    OneOf,
    OnList,
    Or,
    Value,
)
from shopwarden.rules.values import Reader
from shopwarden.rules.vocabulary import ORDERED, Type, Vocabulary

_COMPARISONS: Final[dict[type[exp.Expr], str]] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
_ORDERING: Final = (exp.LT, exp.LTE, exp.GT, exp.GTE)
_EQUAL: Final = ("=", "<>")


@dataclass(frozen=True)
class CheckedRule:
    """A rule that every compiler accepts.

    Parameters
    ----------
    text
        What was written.
    condition
        Its meaning.
    vocabulary
        The names it was checked against.
    """

    text: str
    condition: Condition
    vocabulary: Vocabulary


def check_rule(text: str, vocabulary: Vocabulary) -> CheckedRule:
    """Read a rule and check it against what it may speak of.

    Parameters
    ----------
    text
        A boolean SQL expression; anything else is refused in time linear in its length.
    vocabulary
        The columns, features and lists of the shop.

    Raises
    ------
    RuleError
        With the place, a stable code and, where there is one, a hint.

    Examples
    --------
    >>> from shopwarden.rules import Term, Type, Vocabulary
    >>> words = Vocabulary([Term(name="amount", type=Type.MONEY, column="amount_minor")])
    >>> check_rule("amount > 200", words).condition.right.value
    20000
    """
    text = text.replace("\r\n", "\n")
    parsed = parse_text(text, vocabulary)
    return CheckedRule(
        text, _Checker(Reader(parsed, vocabulary)).condition(parsed.root), vocabulary
    )


class _Checker:
    """Reads conditions; one per rule."""

    def __init__(self, values: Reader) -> None:
        self.values = values
        self.text = values.text
        self.settle = values.literals.settle

    def condition(self, node: exp.Expr) -> Condition:
        """Read what is true, false or unknown."""
        match node:
            case exp.Paren():
                return self.condition(node.this)
            case exp.And() | exp.Or():
                return self._connected(node)
            case exp.Not():
                item = self.condition(node.this)
                return Not(item, span=item.span)
            case exp.Is():
                return self._is(node)
            case exp.In():
                return self._in(node)
            case exp.Between():
                return self._between(node)
            case exp.Like():
                return self._like(node)
            case exp.Anonymous() if node.name.lower() in ("matches", "on_list"):
                is_list = node.name.lower() == "on_list"
                return self._on_list(node) if is_list else self._matches(node)
        if type(node) in _COMPARISONS:
            if isinstance(node.this, _ORDERING):
                raise self._type("rule.not_a_value", span_of(node.this), "use_between")
            left, right = self.values.value(node.this), self.values.value(node.expression)
            return self._compare(_COMPARISONS[type(node)], left, right)
        return self._flag(node)

    def _connected(self, node: exp.Expr) -> Condition:
        # A long chain leans to one side: as deep as it is long, so it is walked, not recursed.
        kind = And if isinstance(node, exp.And) else Or
        items: list[Condition] = []
        for part in node.flatten():
            item = self.condition(part)
            items.extend(item.items if isinstance(item, kind) else [item])
        return kind(tuple(items), span=_around(*items))

    def _flag(self, node: exp.Expr) -> Condition:
        value = self.values.value(node)
        if isinstance(value, Literal):
            raise self._constant(value.span)
        if value.type is not Type.FLAG:
            raise self._type("rule.not_a_condition", value.span, "compare", found=value.type)
        return Holds(value, span=value.span)

    def _compare(self, operator: str, left: Value, right: Value) -> Condition:
        span = _around(left, right)
        if isinstance(left, Literal):
            left, right, operator = right, left, MIRRORED[operator]
        if isinstance(left, Literal):
            raise self._constant(span)
        if left.type is Type.FLAG and operator in _EQUAL and isinstance(right, Literal):
            return self._compare_flag(operator, left, right, span)
        if operator not in _EQUAL and left.type not in ORDERED:
            raise self._mismatch(operator, left, right, span)
        settled = self.settle([left, right])
        if settled is None:
            raise self._mismatch(operator, left, right, span)
        return Compare(operator, settled[0], settled[1], span=span)

    def _compare_flag(self, operator: str, left: Value, right: Literal, span: Span) -> Condition:
        if right.type is not Type.FLAG:
            raise self._mismatch(operator, left, right, span)
        holds = Holds(left, span=span)
        return holds if bool(right.value) == (operator == "=") else Not(holds, span=span)

    def _is(self, node: exp.Is) -> Condition:
        if not isinstance(node.expression, exp.Null):
            value = self.values.value(node.this)
            raise self._not_allowed("is", value.span, "is_null_only")
        value = self.values.value(node.this)
        if isinstance(value, Literal):
            raise self._constant(value.span)
        return IsNull(value, span=value.span)

    def _in(self, node: exp.In) -> Condition:
        value = self.values.value(node.this)
        if not node.expressions:
            raise self._not_allowed("in", value.span, "in_brackets")
        if isinstance(value, Literal):
            raise self._constant(value.span)
        found = [self.values.value(item) for item in node.expressions]
        for item in found:
            if not isinstance(item, Literal):
                raise self._not_allowed("in", item.span, "in_values_only")
        span = _around(value, *found)
        settled = self.settle([value, *found]) if value.type is not Type.FLAG else None
        if settled is None:
            wrong = self._first_wrong(value, found)
            raise self._mismatch("in", value, wrong, wrong.span)
        left, *literals = settled
        return OneOf(left, tuple(dict.fromkeys(map(_as_literal, literals))), span=span)

    def _between(self, node: exp.Between) -> Condition:
        value = self.values.value(node.this)
        ends = [self.values.value(node.args["low"]), self.values.value(node.args["high"])]
        span = _around(value, *ends)
        if isinstance(value, Literal):
            raise self._constant(value.span)
        settled = self.settle([value, *ends]) if value.type in ORDERED else None
        if settled is None:
            raise self._mismatch("between", value, self._first_wrong(value, ends), span)
        left, low, high = settled
        if _is_empty(low, high):
            raise self._type("rule.empty_range", _around(*ends), "smaller_first")
        return Between(left, low, high, span=span)

    def _first_wrong(self, value: Value, others: Sequence[Value]) -> Value:
        wrong = (other for other in others if self.settle([value, other]) is None)
        return next(wrong, others[0])

    def _like(self, node: exp.Like) -> Condition:
        value, written = self.values.value(node.this), self.values.value(node.expression)
        if not isinstance(written, Literal) or value.type is not Type.TEXT:
            raise self._mismatch("like", value, written, _around(value, written))
        if isinstance(value, Literal):
            raise self._constant(value.span)
        form, text = self._like_form(str(written.value), written.span)
        like = Like(value, form, text, span=_around(value, written))
        return Not(like, span=like.span) if node.args.get("negate") else like

    def _like_form(self, written: str, span: Span) -> tuple[LikeForm, str]:
        text = written.removeprefix("%").removesuffix("%")
        for sign, why in (("%", "inner_percent"), ("_", "underscore"), ("\\", "backslash")):
            if sign in text:
                raise self._pattern("rule.bad_like", span, why, "use_matches")
        if not text:
            raise self._pattern("rule.bad_like", span, "empty", "use_is_null")
        ends = (written.startswith("%"), written.endswith("%"))
        return _LIKE_FORMS[ends], text

    def _matches(self, node: exp.Anonymous) -> Condition:
        value, written = self.values.arguments(node, 2)
        if value.type is not Type.TEXT or isinstance(value, Literal):
            raise self._argument(value, "matches", Type.TEXT)
        if not isinstance(written, Literal) or written.type is not Type.TEXT:
            raise self._argument(written, "matches", "pattern")
        try:
            pattern = canonical(str(written.value))
        except PatternError as error:
            # A doubled quote shifts what follows by one: near enough to look at.
            at = min(written.span[0] + 1 + error.at, written.span[1] - 1)
            raise self._pattern("rule.bad_pattern", (at, at + 1), error.why, None) from None
        span = self.values.call_span(node)
        return Matches(value, pattern, str(written.value), span=span)

    def _on_list(self, node: exp.Anonymous) -> Condition:
        name, value = self.values.arguments(node, 2)
        known = self.values.vocabulary.lists
        if not isinstance(name, Literal) or name.type is not Type.TEXT:
            raise self._argument(name, "on_list", "list")
        if name.value not in known:
            raise RuleNameError(
                "rule.unknown_list", text=self.text, span=name.span, name=name.value, known=known
            )
        if not isinstance(value, Column):
            raise self._argument(value, "on_list", "column")
        if not value.term.listed:
            raise self._type("rule.not_listed", value.span, "listed_columns", name=value.term.name)
        span = self.values.call_span(node)
        if value.term.key:
            value = replace(value, term=replace(value.term, column=value.term.key))
        return OnList(str(name.value), value, span=span)

    def _constant(self, span: Span) -> RuleNotAllowedError:
        return RuleNotAllowedError("rule.constant", text=self.text, span=span)

    def _not_allowed(self, found: str, span: Span, hint: str) -> RuleNotAllowedError:
        return RuleNotAllowedError(
            "rule.not_allowed", text=self.text, span=span, hint=hint, found=found
        )

    def _type(self, code: str, span: Span, hint: str | None, **data: object) -> RuleTypeError:
        return RuleTypeError(code, text=self.text, span=span, hint=hint, **data)

    def _argument(self, value: Value, function: str, wanted: str) -> RuleTypeError:
        data = {"function": function, "wanted": wanted, "found": value.type}
        return self._type("rule.wrong_argument", value.span, None, **data)

    def _pattern(self, code: str, span: Span, why: str, hint: str | None) -> RulePatternError:
        return RulePatternError(code, text=self.text, span=span, hint=hint, why=why)

    def _mismatch(self, operator: str, left: Value, right: Value, span: Span) -> RuleTypeError:
        hint = _mismatch_hint(left, right)
        data = {"operator": operator, "left": left.type, "right": right.type}
        return self._type("rule.wrong_type", span, hint, **data)


_LIKE_FORMS: Final = {
    (False, False): LikeForm.EQUALS,
    (False, True): LikeForm.STARTS,
    (True, False): LikeForm.ENDS,
    (True, True): LikeForm.CONTAINS,
}


def _mismatch_hint(left: Value, right: Value) -> str | None:
    types = {left.type, right.type}
    if Type.MONEY in types and types & {Type.INTEGER, Type.NUMBER}:
        return "money_with_money"
    if left.type is Type.FLAG:
        return "flag_alone"
    if isinstance(right, Literal) and left.type in {Type.TEXT, Type.CHOICE}:
        return None if right.type is Type.TEXT else "text_needs_quotes"
    if isinstance(right, Literal) and right.type is Type.TEXT:
        return "quotes_mean_text"
    return None


def _is_empty(low: Value, high: Value) -> bool:
    if not isinstance(low, Literal) or not isinstance(high, Literal):
        return False
    return bool(high.value < low.value)  # type: ignore[operator]  # of one type by now


def _as_literal(value: Value) -> Literal:
    assert isinstance(value, Literal)  # noqa: S101 - settling keeps literals literals
    return value


def _around(*parts: Value | Condition) -> Span:
    return min(part.span[0] for part in parts), max(part.span[1] for part in parts)
