"""The typed tree of a rule: what is left of SQL once it is checked.

A tree is immutable and compares by content, so that the same comparison in two rules is one.
Every node remembers its characters in the rule's text (`span`), which play no part in that.

What the compilers may rely on, because the checker made it so:

* both sides of a comparison have one type, and numbers one representation: whole numbers, or
  doubles (`is_double`);
* arithmetic is on doubles only (``Double`` turns whole numbers into them), and where its
  result leaves arithmetic stands a ``Finite``, which makes infinity and not-a-number null;
* literals are never null, and times are in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shopwarden.rules.errors import Span
from shopwarden.rules.vocabulary import Term, Type

Scalar = int | float | str | bool | datetime | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Column(_Node):
    """The value of a term."""

    term: Term

    @property
    def type(self) -> Type:
        """The term's type."""
        return self.term.type


@dataclass(frozen=True, slots=True)
class Literal(_Node):
    """A value written in the rule: minor units for money, seconds for a time of day.

    A ``Decimal`` is a number that has not met its other side yet; no compiler sees one.
    """

    value: Scalar
    type: Type


@dataclass(frozen=True, slots=True)
class Double(_Node):
    """A whole number as a double."""

    value: Value

    @property
    def type(self) -> Type:
        """The type of the whole number."""
        return self.value.type


@dataclass(frozen=True, slots=True)
class Arithmetic(_Node):
    """``+ - * /`` of two doubles; division by zero is null."""

    operator: str
    left: Value
    right: Value
    type: Type


@dataclass(frozen=True, slots=True)
class Finite(_Node):
    """The result of arithmetic, null where it is no finite number."""

    value: Value

    @property
    def type(self) -> Type:
        """The type of the result."""
        return self.value.type


@dataclass(frozen=True, slots=True)
class Absolute(_Node):
    """A double without its sign."""

    value: Value

    @property
    def type(self) -> Type:
        """The type of what it is about."""
        return self.value.type


@dataclass(frozen=True, slots=True)
class Lower(_Node):
    """A text with A to Z in lower case; other scripts stay as they are."""

    value: Value
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class Length(_Node):
    """The number of characters of a text."""

    value: Value
    type: Type = Type.INTEGER


@dataclass(frozen=True, slots=True)
class Coalesce(_Node):
    """The first value that is not null; all have one type and representation."""

    values: tuple[Value, ...]
    type: Type


class Part(StrEnum):
    """What ``ClockPart`` reads of a time."""

    HOUR = "hour"
    # Monday is 1, Sunday 7.
    WEEKDAY = "weekday"
    TIME_OF_DAY = "time_of_day"


@dataclass(frozen=True, slots=True)
class ClockPart(_Node):
    """What the clock of the shop's zone shows at a time."""

    part: Part
    value: Value
    zone: str

    @property
    def type(self) -> Type:
        """A time of day is a clock time, the others are numbers."""
        return Type.CLOCK if self.part is Part.TIME_OF_DAY else Type.INTEGER


Value = (
    Column | Literal | Double | Arithmetic | Finite | Absolute | Lower | Length | Coalesce
    | ClockPart
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compare(_Node):
    """``= <> < <= > >=``; the left side is never a literal."""

    operator: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Between(_Node):
    """Both ends belong to the range."""

    value: Value
    low: Value
    high: Value


@dataclass(frozen=True, slots=True)
class OneOf(_Node):
    """The value is one of several literals."""

    value: Value
    literals: tuple[Literal, ...]


class LikeForm(StrEnum):
    """Where a text has to stand within another."""

    EQUALS = "equals"
    STARTS = "starts"
    ENDS = "ends"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Like(_Node):
    """``like`` with ``%`` at the ends only."""

    value: Value
    form: LikeForm
    text: str


@dataclass(frozen=True, slots=True)
class Matches(_Node):
    """The pattern is found somewhere in the text.

    `pattern` is in the form that every engine reads alike (``patterns``), `written` as the
    rule has it.
    """

    value: Value
    pattern: str
    written: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class OnList(_Node):
    """The value is on one of the shop's lists, among the entries of its kind."""

    list: str
    column: Column


@dataclass(frozen=True, slots=True)
class IsNull(_Node):
    """There is no value."""

    value: Value


@dataclass(frozen=True, slots=True)
class Holds(_Node):
    """A flag is set."""

    value: Value


@dataclass(frozen=True, slots=True)
class Not(_Node):
    """The opposite; of nothing known, nothing known."""

    item: Condition


@dataclass(frozen=True, slots=True)
class And(_Node):
    """All of two or more."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or(_Node):
    """At least one of two or more."""

    items: tuple[Condition, ...]


Atom = Compare | OneOf | Like | Matches | OnList | IsNull | Holds
"""Conditions that have no conditions inside."""
Condition = Atom | Between | Not | And | Or

MIRRORED: Final = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""The operator after the two sides have changed places."""


def is_double(value: Value) -> bool:
    """Tell whether a number is a double, not a whole number."""
    match value:
        case Column():
            return value.type is Type.NUMBER
        case Literal():
            return isinstance(value.value, float)
        case Coalesce():
            return is_double(value.values[0])
        case Double() | Arithmetic() | Finite() | Absolute():
            return True
    return False


def children(node: Condition | Value) -> tuple[Condition | Value, ...]:
    """Return the nodes directly inside a node, from left to right."""
    match node:
        case And(items) | Or(items):
            return items
        case Not(item):
            return (item,)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Between(value, low, high):
            return (value, low, high)
        case OneOf(value, literals):
            return (value, *literals)
        case OnList(_, column):
            return (column,)
        case Coalesce(values):
            return values
        case Column() | Literal():
            return ()
        case ClockPart(_, time, _):
            return (time,)
    return (node.value,)
