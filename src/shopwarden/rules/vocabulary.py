"""What a rule may speak of: named columns and features with their types.

A vocabulary belongs to one kind of subject in one shop. It says nothing about where values
come from: a frame, a row or a table has them under `Term.column`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from shopwarden.records import minor_digits
from shopwarden.records.money import DEFAULT_CURRENCY

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")


class Type(StrEnum):
    """The types of values in a rule."""

    INTEGER = "integer"
    NUMBER = "number"
    # Whole minor units of the shop's currency; written in major units.
    MONEY = "money"
    TEXT = "text"
    # One of a closed set of texts.
    CHOICE = "choice"
    TIME = "time"
    # A time of day, in whole seconds since midnight.
    CLOCK = "clock"
    FLAG = "flag"


NUMERIC: Final = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})
ORDERED: Final = NUMERIC | {Type.TIME, Type.CLOCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One name a rule may use.

    Parameters
    ----------
    name
        What the rule writes.
    type
        What it may be compared with.
    zh, en
        What a person calls it; the name where empty.
    unit
        What a number counts: ``share`` (0 to 1), ``times``, ``days``, or a noun.
    column
        Where the value is found in a frame, row or table; the name where empty. Integers and
        money are whole numbers there, times are in UTC.
    choices
        The values of a choice.
    listed
        The kind of list the values can be on (``buyer``), for ``on_list``.
    key
        The column ``on_list`` looks up instead, where lists hold a value in another form than
        rules read it: a keyed digest.
    """

    name: str
    type: Type
    zh: str = ""
    en: str = ""
    unit: str = ""
    column: str = ""
    choices: tuple[str, ...] = ()
    listed: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a rule")
        if (self.type is Type.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.name}: a choice has choices, and nothing else has")

    @property
    def source(self) -> str:
        """The column the value is read from."""
        return self.column or self.name


LISTS: Final = ("trusted", "blocked", "watch")
"""The lists a shop keeps; each holds values of several kinds."""


@dataclass(frozen=True)
class Vocabulary(Mapping[str, Term]):
    """The terms of one shop, by name.

    Parameters
    ----------
    terms
        All names a rule may use.
    zone
        Where the shop's clock hangs; dates in a rule, ``hour`` and ``weekday`` follow it.
    currency
        The shop's currency, in which a rule writes amounts. An amount in another currency has
        to be null.
    lists
        The names ``on_list`` knows.
    """

    terms: Iterable[Term]
    zone: str = "Asia/Shanghai"
    currency: str = DEFAULT_CURRENCY
    lists: tuple[str, ...] = LISTS
    _terms: Mapping[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        terms = tuple(self.terms)
        by_name = {term.name: term for term in terms}
        if len(by_name) != len(terms):
            raise ValueError("a vocabulary has each name once")
        object.__setattr__(self, "terms", terms)
        object.__setattr__(self, "_terms", by_name)

    def __getitem__(self, name: str) -> Term:
        return self._terms[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def digits(self) -> int:
        """How many decimal places an amount has."""
        return minor_digits(self.currency)

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return the names most like `name`, the best first."""
        return nearest(name, self._terms)


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of `known` that `name` may have meant."""
    return tuple(get_close_matches(name.lower(), list(known), n=3, cutoff=0.6))
