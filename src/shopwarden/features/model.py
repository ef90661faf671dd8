"""What a feature is: measures over the trailing window of one key, put into a form.

A feature is data. A `Measure` says what is read (which events, which of them, which column,
over how long), a `Feature` whose history it is and how measures become the number a rule
compares (``forms``). Batch and live read the same measures, each in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from shopwarden.records import Kind

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
SHORTEST: Final = HOUR
LONGEST: Final = timedelta(days=365)
DAY_MICROSECONDS: Final = 86_400_000_000


class Key(StrEnum):
    """Whose history is read: the events that share this value, within one shop."""

    BUYER = "buyer"
    PHONE = "phone"
    RECEIVER = "receiver"
    PLACE = "place"
    DEVICE = "device"
    IP = "ip"
    PAYMENT_ACCOUNT = "payment_account"
    ITEM = "item"
    CARRIER = "carrier"
    SHOP = "shop"


class Aggregate(StrEnum):
    """How the events of a window become one number."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    MIN = "min"
    MAX = "max"
    # The time of the first and of the last event of the window.
    FIRST = "first"
    LAST = "last"


class Form(StrEnum):
    """How measures become a feature."""

    # The one measure itself.
    VALUE = "value"
    # The first measure by the second.
    RATIO = "ratio"
    # The subject's own amount by the mean: the first measure a sum, the second its count.
    AGAINST = "against"
    # Days from the one measure, a time, to the subject.
    SINCE = "since"


class ValueType(StrEnum):
    """What a rule may compare a feature with; money is in minor units of the currency."""

    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"


class Unit(StrEnum):
    """What is counted."""

    ORDERS = "orders"
    REFUNDS = "refunds"
    RATINGS = "ratings"
    SHIPMENTS = "shipments"
    BUYERS = "buyers"
    PHONES = "phones"
    RECEIVERS = "receivers"
    PLACES = "places"
    DEVICES = "devices"
    IPS = "ips"
    PAYMENT_ACCOUNTS = "payment_accounts"
    MINOR = "minor"
    SHARE = "share"
    TIMES = "times"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Where:
    """Keep the events whose `column` holds one of `values`; a null holds none."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One aggregate over the trailing window of a key.

    Parameters
    ----------
    event
        Which records count, each at its own time (``events.TIMES``).
    aggregate
        How they become one number.
    window
        How far back: an event counts from its time until, and not at, `window` later.
    column
        What is summed, compared or told apart; events without it do not count. A count may
        have one too; ``first`` and ``last`` have none.
    where
        Which of the events count.
    is_before
        Whether the subject's own event is left out.
    """

    event: Kind
    aggregate: Aggregate
    window: timedelta
    column: str | None = None
    where: Where | None = None
    is_before: bool = False

    def __post_init__(self) -> None:
        if not SHORTEST <= self.window <= LONGEST:
            raise ValueError(f"a window is from {SHORTEST} to {LONGEST}, not {self.window}")
        if self.column is None and self.aggregate in _OF_A_COLUMN:
            raise ValueError(f"{self.aggregate} needs a column")
        if self.column is not None and self.aggregate in _OF_TIME:
            raise ValueError(f"{self.aggregate} has no column")

    @property
    def columns(self) -> frozenset[str]:
        """The event columns that are read."""
        named = {self.column, self.where.column if self.where else None}
        return frozenset(name for name in named if name is not None)


_OF_A_COLUMN: Final = frozenset({Aggregate.SUM, Aggregate.DISTINCT, Aggregate.MIN, Aggregate.MAX})
_OF_TIME: Final = frozenset({Aggregate.FIRST, Aggregate.LAST})
_MEASURES: Final = {Form.VALUE: 1, Form.RATIO: 2, Form.AGAINST: 2, Form.SINCE: 1}
AMOUNT: Final = "amount_minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A number about a subject, from the history of one of its keys.

    Parameters
    ----------
    stem
        Lower-case words of the field; the name is the stem with the window behind it.
    key
        Whose history is read; without a value of it the feature is null.
    measures
        What is read; all have one window.
    form
        How the measures become the number.
    unit
        What the number counts.
    """

    stem: str
    key: Key
    measures: tuple[Measure, ...]
    unit: Unit
    form: Form = Form.VALUE

    def __post_init__(self) -> None:
        if len(self.measures) != _MEASURES[self.form]:
            raise ValueError(f"{self.stem}: {self.form} takes {_MEASURES[self.form]} measures")
        if len({measure.window for measure in self.measures}) != 1:
            raise ValueError(f"{self.stem}: all measures have one window")

    @property
    def window(self) -> timedelta:
        """The window of all its measures."""
        return self.measures[0].window

    @property
    def name(self) -> str:
        """What a rule calls it: ``buyer_refunds_30d``."""
        return f"{self.stem}_{window_name(self.window)}"

    @property
    def type(self) -> ValueType:
        """What a rule may compare it with."""
        if self.form is not Form.VALUE:
            return ValueType.NUMBER
        return ValueType.MONEY if self.unit is Unit.MINOR else ValueType.INTEGER

    @property
    def columns(self) -> frozenset[str]:
        """The event columns that are read, the subject's own amount among them."""
        own = {AMOUNT} if self.form is Form.AGAINST else set()
        return frozenset(own.union(*(measure.columns for measure in self.measures)))


def window_name(window: timedelta) -> str:
    """Write a window as it stands in a name: ``1h``, ``24h``, ``30d``."""
    hours = window // HOUR
    return f"{hours}h" if hours <= 72 else f"{window // DAY}d"
