"""Rules as one Python function, for one event at a time.

The function is written as text and compiled once. Every condition is asked in one of two ways,
"is it true" and "is it false", which together are SQL's three values without any object for
them: of ``not a`` is true what is false of ``a``. Comparisons that several rules share are
worked out once, at the top.

Only names made here and literals that were checked get into the text, and the function sees no
builtins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final
from zoneinfo import ZoneInfo

import re2

from shopwarden.rules.lists import Lists
from shopwarden.rules.lowering import lower
from shopwarden.rules.tree import (
    Absolute,
    And,
    Arithmetic,
    Atom,
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

Row = Mapping[str, Any]
"""One event: values by column, None or absent where there is none; times are aware."""
Judge = Callable[[Row, Lists], tuple[bool, ...]]
"""Tells of every rule whether it fires."""

_LOWER_CASE: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
_SIGNS: Final = {"=": "==", "<>": "!="}
_LIKE: Final = {
    LikeForm.EQUALS: "{value} == {text}",
    LikeForm.STARTS: "{value}.startswith({text})",
    LikeForm.ENDS: "{value}.endswith({text})",
    LikeForm.CONTAINS: "{text} in {value}",
}


def compile_python(conditions: Sequence[Condition]) -> Judge:
    """Return one function that judges an event by all of `conditions`, in their order."""
    writer = _Writer()
    text = writer.function([lower(condition) for condition in conditions])
    # What is run is written here, from a checked tree.
    exec(compile(text, "<rules>", "exec"), writer.globals)  # noqa: S102
    judge: Judge = writer.globals["judge"]
    return judge


def searcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that looks for a canonical pattern, in linear time."""
    options = re2.Options()
    options.log_errors = False
    search = re2.compile(pattern.encode(), options).search

    def found(text: str) -> bool:
        # Bytes spare the counting of characters; a broken text matches nothing but fails nothing.
        return search(text.encode(errors="replace")) is not None

    return found


def clock(part: Part, zone: str) -> Callable[[datetime], int]:
    """Return a function that reads the clock of a zone."""
    local = ZoneInfo(zone)
    match part:
        case Part.HOUR:
            return lambda time: time.astimezone(local).hour
        case Part.WEEKDAY:
            return lambda time: time.astimezone(local).isoweekday()
        case Part.TIME_OF_DAY:
            return lambda time: _seconds(time.astimezone(local))


def _seconds(local: datetime) -> int:
    return (local.hour * 60 + local.minute) * 60 + local.second


def lower_case(text: str) -> str:
    """Return a text with A to Z in lower case."""
    return text.lower() if text.isascii() else text.translate(_LOWER_CASE)


class _Writer:
    """Writes the text of one function, and collects what it refers to."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.globals: dict[str, Any] = {
            "__builtins__": {}, "float": float, "abs": abs, "len": len, "frozenset": frozenset,
            "lower_case": lower_case, "empty": frozenset(),
        }  # fmt: skip
        self.values: dict[Value, str] = {}
        self.shared: dict[tuple[Atom, bool], str] = {}
        self.constants: dict[object, str] = {}

    def function(self, conditions: Sequence[Condition]) -> str:
        """Return the text of ``judge(row, lists)``."""
        asked = Counter(use for condition in conditions for use in _uses(condition, True))
        for use, times in asked.items():
            if times > 1:
                text = self._atom(*use)
                self.shared[use] = self._line(f"a{len(self.shared)}", text)
        verdicts = [self._asked(condition, True) for condition in conditions]
        body = "".join(f"    {line}\n" for line in self.lines)
        return (
            "def judge(row, lists):\n    get = row.get\n"
            f"{body}    return ({''.join(f'{verdict}, ' for verdict in verdicts)})\n"
        )

    def _line(self, name: str, text: str) -> str:
        self.lines.append(f"{name} = {text}")
        return name

    def _constant(self, key: object, make: Callable[[], object]) -> str:
        if key not in self.constants:
            name = self.constants[key] = f"k{len(self.constants)}"
            self.globals[name] = make()
        return self.constants[key]

    def _asked(self, condition: Condition, wanted: bool) -> str:
        """Write "is `condition` true" or, with `wanted` false, "is it false"."""
        match condition:
            case Not(item):
                return self._asked(item, not wanted)
            case And(items) | Or(items):
                word = " and " if isinstance(condition, And) == wanted else " or "
                return f"({word.join(self._asked(item, wanted) for item in items)})"
        atom: Atom = condition  # type: ignore[assignment]  # lowered
        return self.shared.get((atom, wanted)) or self._atom(atom, wanted)

    def _atom(self, atom: Atom, wanted: bool) -> str:
        match atom:
            case IsNull(value):
                name = self._value(value)
                return f"({name} is {'' if wanted else 'not '}None)"
            case Holds(value):
                return f"({self._value(value)} is {wanted})"
        values, text = self._comparison(atom)
        guards = [f"{name} is not None and " for name in dict.fromkeys(values)]
        return f"({''.join(guards)}{text if wanted else f'not ({text})'})"

    def _comparison(self, atom: Atom) -> tuple[list[str], str]:
        """Return the names that must not be None, and what is then true or false."""
        match atom:
            case Compare(sign, left, right):
                sides = [self._value(left), self._value(right)]
                known = [name for name, side in zip(sides, (left, right), strict=True)
                         if not isinstance(side, Literal)]  # fmt: skip
                return known, f"{sides[0]} {_SIGNS.get(sign, sign)} {sides[1]}"
            case OneOf(value, literals):
                name = self._value(value)
                wanted = frozenset(literal.value for literal in literals)
                return [name], f"{name} in {self._constant(('in', wanted), lambda: wanted)}"
            case Like(value, form, text):
                name = self._value(value)
                return [name], _LIKE[form].format(value=name, text=repr(text))
            case Matches(value, pattern):
                name = self._value(value)
                search = self._constant(("matches", pattern), lambda: searcher(pattern))
                return [name], f"{search}({name})"
            case OnList(list=listed, column=column):
                name = self._value(column)
                key = self._constant(
                    ("list", listed, column.term.listed), lambda: (listed, column.term.listed)
                )
                return [name], f"{name} in lists.get({key}, empty)"
        raise TypeError(atom)

    def _value(self, value: Value) -> str:
        """Return the name of a value, or the text of a literal."""
        if isinstance(value, Literal):
            if isinstance(value.value, datetime):
                time = value.value
                return self._constant(("time", time), lambda: time)
            return repr(value.value)
        if value not in self.values:
            text = self._computed(value)
            self.values[value] = self._line(f"v{len(self.values)}", text)
        return self.values[value]

    def _computed(self, value: Value) -> str:
        match value:
            case Column(term):
                return f"get({term.source!r})"
            case Double(whole):
                name = self._value(whole)
                return f"float({name}) if {name} is not None else None"
            case Arithmetic(sign, left, right):
                return self._arithmetic(sign, left, right)
            case Finite(result):
                # Infinity less itself is not a number, and neither is not-a-number.
                name = self._value(result)
                return f"{name} if {name} is not None and {name} - {name} == 0 else None"
            case Coalesce(values):
                *names, last = map(self._value, values)
                return "".join(f"{name} if {name} is not None else " for name in names) + last
        return self._called(value)

    def _arithmetic(self, sign: str, left: Value, right: Value) -> str:
        names = [self._value(left), self._value(right)]
        known = [f"{name} is not None" for name, side in zip(names, (left, right), strict=True)
                 if not isinstance(side, Literal)]  # fmt: skip
        if sign == "/":
            known.append(f"{names[1]} != 0")
        return f"{names[0]} {sign} {names[1]} if {' and '.join(known)} else None"

    def _called(self, value: Value) -> str:
        match value:
            case Absolute(inner):
                function = "abs"
            case Lower(inner):
                function = "lower_case"
            case Length(inner):
                function = "len"
            case ClockPart(part, inner, zone):
                function = self._constant(("clock", part, zone), lambda: clock(part, zone))
            case _:
                raise TypeError(value)
        name = self._value(inner)
        return f"{function}({name}) if {name} is not None else None"


def _uses(condition: Condition, wanted: bool) -> Iterator[tuple[Atom, bool]]:
    """Yield how each atom is asked."""
    match condition:
        case Not(item):
            yield from _uses(item, not wanted)
        case And(items) | Or(items):
            for item in items:
                yield from _uses(item, wanted)
        case _:
            yield condition, wanted  # type: ignore[misc]  # lowered
