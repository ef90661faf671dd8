"""Rules in plain words.

``buyer_refunds_30d >= 3 and amount > 200 and not on_list('trusted', buyer)`` reads
"买家近30天退款次数 ≥ 3 且 金额 > ¥200 且 买家不在信任名单上".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shopwarden.explain.language import Language, Text
from shopwarden.explain.quantities import OPERATORS, label, quantity
from shopwarden.explain.words import PARENTHESES, SEPARATOR
from shopwarden.rules import CheckedRule, Vocabulary
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
    Value,
)

_OPPOSITE: Final = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_COMPUTE: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}  # noqa: RUF001 - as people write it
LISTS: Final = {
    "trusted": Text("信任名单", "the trusted list"),
    "blocked": Text("黑名单", "the block list"),
    "watch": Text("观察名单", "the watch list"),
}
_OTHER_LIST: Final = Text("“{name}”名单", "the list “{name}”")
_AND: Final = Text(" 且 ", " and ")
_OR: Final = Text(" 或 ", " or ")
_NOT: Final = Text("并非（{inside}）", "not ({inside})")
# What is said, and its opposite.
_ONE_OF: Final = (
    Text("{value} 属于 {items}", "{value} is one of {items}"),
    Text("{value} 不属于 {items}", "{value} is none of {items}"),
)
_BETWEEN: Final = (
    Text("{value} 在 {low} 到 {high} 之间", "{value} is between {low} and {high}"),
    Text("{value} 不在 {low} 到 {high} 之间", "{value} is not between {low} and {high}"),
)
_ON_LIST: Final = (
    Text("{value}在{list}上", "{value} is on {list}"),
    Text("{value}不在{list}上", "{value} is not on {list}"),
)
_IS_NULL: Final = (
    Text("{value}为空", "{value} is not known"),
    Text("{value}不为空", "{value} is known"),
)
_MATCHES: Final = (
    Text("{value}符合模式“{text}”", "{value} matches “{text}”"),
    Text("{value}不符合模式“{text}”", "{value} does not match “{text}”"),
)
_LIKE: Final = {
    LikeForm.EQUALS: (Text("{value} = “{text}”", "{value} = “{text}”"),
                      Text("{value} ≠ “{text}”", "{value} ≠ “{text}”")),
    LikeForm.STARTS: (Text("{value}以“{text}”开头", "{value} starts with “{text}”"),
                      Text("{value}不以“{text}”开头", "{value} does not start with “{text}”")),
    LikeForm.ENDS: (Text("{value}以“{text}”结尾", "{value} ends with “{text}”"),
                    Text("{value}不以“{text}”结尾", "{value} does not end with “{text}”")),
    LikeForm.CONTAINS: (Text("{value}包含“{text}”", "{value} contains “{text}”"),
                        Text("{value}不包含“{text}”", "{value} does not contain “{text}”")),
}  # fmt: skip
_FLAG: Final = Text("{value} = {word}", "{value} = {word}")
_YES: Final = {True: Text("是", "yes"), False: Text("否", "no")}
_CALLS: Final[dict[type, Text]] = {
    Absolute: Text("{value}的绝对值", "size of {value}"),
    Lower: Text("小写的{value}", "{value} in lower case"),
    Length: Text("{value}的字数", "length of {value}"),
}
_COALESCE: Final = Text("{value}（为空时按 {other}）", "{value} (or {other} where not known)")
_PARTS: Final = {
    Part.HOUR: Text("{value}的钟点", "hour of {value}"),
    Part.WEEKDAY: Text("{value}的星期", "weekday of {value}"),
    Part.TIME_OF_DAY: Text("{value}的时刻", "time of day of {value}"),
}
_WEEKDAYS: Final = Text(
    "周一 周二 周三 周四 周五 周六 周日",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
)


def read_rule(rule: CheckedRule, language: Language) -> str:
    """Say in words what `rule` asks.

    Parameters
    ----------
    rule
        A checked rule.
    language
        The reader's language.
    """
    return _Reading(rule.vocabulary, language).condition(rule.condition)


class _Reading:
    """Reads one tree aloud in one language."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self.vocabulary = vocabulary
        self.language = language

    def condition(self, condition: Condition, is_so: bool = True) -> str:
        """Say a condition, or the opposite of one that has no conditions inside."""
        match condition:
            case And(items):
                return self._joined(items, _AND, is_so)
            case Or(items):
                return self._joined(items, _OR, is_so)
            case Not(item):
                return self.condition(item, not is_so)
        return self._atom(condition, is_so)

    def _joined(self, items: Sequence[Condition], word: Text, is_so: bool) -> str:
        said = word.in_(self.language).join(self._inside(item) for item in items)
        return said if is_so else _NOT.in_(self.language, inside=said)

    def _inside(self, item: Condition) -> str:
        said = self.condition(item)
        return self._brackets(said) if isinstance(item, And | Or) else said

    def _brackets(self, inside: str) -> str:
        return PARENTHESES.in_(self.language, inside=inside).strip()

    def _say(self, forms: tuple[Text, Text], is_so: bool, **facts: str) -> str:
        return forms[0 if is_so else 1].in_(self.language, **facts)

    def _atom(self, atom: Condition, is_so: bool) -> str:
        match atom:
            case Compare(sign, left, right):
                sign = OPERATORS[sign if is_so else _OPPOSITE[sign]]
                return f"{self.value(left)} {sign} {self.value(right, beside=left)}"
            case Between(value, low, high):
                ends = {"low": self.value(low, value), "high": self.value(high, value)}
                return self._say(_BETWEEN, is_so, value=self.value(value), **ends)
            case OneOf(value, literals):
                items = SEPARATOR.in_(self.language).join(self.value(x, value) for x in literals)
                return self._say(_ONE_OF, is_so, value=self.value(value), items=items)
            case Like(value, form, text):
                return self._say(_LIKE[form], is_so, value=self.value(value), text=text)
            case Matches(value, _, written):
                return self._say(_MATCHES, is_so, value=self.value(value), text=written)
            case OnList(name, column):
                words = LISTS.get(name, _OTHER_LIST).in_(self.language, name=name)
                return self._say(_ON_LIST, is_so, value=self.value(column), list=words)
            case IsNull(value):
                return self._say(_IS_NULL, is_so, value=self.value(value))
            case Holds(value):
                word = _YES[is_so].in_(self.language)
                return _FLAG.in_(self.language, value=self.value(value), word=word)
        raise TypeError(atom)

    def value(self, value: Value, beside: Value | None = None) -> str:
        """Say a value; a literal is read as what stands `beside` it."""
        value = _core(value)
        match value:
            case Column(term):
                return label(term, self.language)
            case Literal():
                return self._literal(value, _core(beside) if beside else None)
            case Arithmetic(sign, left, right):
                sides = (self._operand(left, right), self._operand(right, left))
                return f" {_COMPUTE[sign]} ".join(sides)
            case Coalesce(values):
                first, *others = values
                said = SEPARATOR.in_(self.language).join(self.value(one, first) for one in others)
                return _COALESCE.in_(self.language, value=self.value(first), other=said)
            case ClockPart(part, inner, _):
                return _PARTS[part].in_(self.language, value=self.value(inner))
            case Absolute(inner) | Lower(inner) | Length(inner):
                return _CALLS[type(value)].in_(self.language, value=self._operand(inner, None))
        raise TypeError(value)

    def _operand(self, value: Value, beside: Value | None) -> str:
        said = self.value(value, beside)
        return self._brackets(said) if isinstance(_core(value), Arithmetic) else said

    def _literal(self, literal: Literal, beside: Value | None) -> str:
        if isinstance(beside, ClockPart) and beside.part is Part.WEEKDAY:
            days = _WEEKDAYS.in_(self.language).split()
            names = dict(enumerate(days, start=1))
            return names.get(literal.value, str(literal.value))  # type: ignore[arg-type]
        unit = _unit(beside) if beside else ""
        return quantity(literal.value, literal.type, unit, self.vocabulary, self.language)


def _unit(value: Value) -> str:
    if isinstance(value, Coalesce):
        return _unit(_core(value.values[0]))
    return value.term.unit if isinstance(value, Column) else ""


def _core(value: Value) -> Value:
    """Leave out what only concerns the machine."""
    while isinstance(value, Double | Finite):
        value = value.value
    return value
