"""The events of all keys as arrays, made once and read by every timeline."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from shopwarden.features.events import RANK
from shopwarden.features.grouping import sort_by_time
from shopwarden.features.model import Key, Measure, Where
from shopwarden.records import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]


class Choice(NamedTuple):
    """Which events a measure counts."""

    event: Kind
    column: str | None
    where: Where | None

    @classmethod
    def of(cls, measure: Measure) -> Choice:
        """Return what `measure` counts."""
        return cls(measure.event, measure.column, measure.where)


class History:
    """Events in rows, as ``events.collect_events`` returns them.

    Parameters
    ----------
    events
        The events; those without a time never count. Of the values of keys only hashes are
        kept: among a hundred million of them the chance that any two fall together is one in
        4,000.
    subject
        The kind of the records that are asked about.
    """

    def __init__(self, events: pl.DataFrame, subject: Kind) -> None:
        self.events = events.with_columns(_hashed(events))
        self.at: Ints = events["at"].to_physical().cast(pl.Int64).fill_null(0).to_numpy()
        self._kind = events["kind"].to_numpy()
        self.is_asked: Flags = self._kind == RANK[subject]
        self._chosen: dict[Choice, Flags | None] = {}
        self._never: dict[Choice, bool] = {}
        self._values: dict[str, Ints] = {}

    @cached_property
    def by_time(self) -> Ints | None:
        """The rows that have a time, in its order; None when that is every row as it stands."""
        if not self.events["at"].has_nulls() and bool((self.at[1:] >= self.at[:-1]).all()):
            return None
        timed = np.flatnonzero(self.events["at"].is_not_null().to_numpy())
        return timed[sort_by_time(self.at[timed])]

    @cached_property
    def _shops(self) -> list[str]:
        """The columns that tell shops apart; none when there is only one."""
        names = ["platform", "shop"]
        return names if self.events.select(names).unique().height > 1 else []

    def key(self, key: Key) -> pl.DataFrame:
        """Return the columns whose values say what belongs together."""
        names = self._shops + ([] if key is Key.SHOP else [key.value])
        return self.events.select(names or pl.col("kind") * 0)

    def chosen(self, choice: Choice) -> Flags | None:
        """Return which events count; None when all do."""
        if choice not in self._chosen:
            flags = self._kind == RANK[choice.event]
            if choice.column is not None:
                flags &= self.events[choice.column].is_not_null().to_numpy()
            if (where := choice.where) is not None:
                flags &= self._is_one_of(where).to_numpy()
            self._chosen[choice] = None if flags.all() else flags
        return self._chosen[choice]

    def _is_one_of(self, where: Where) -> pl.Series:
        column, wanted = self.events[where.column], pl.Series("wanted", where.values)
        if column.dtype == pl.Int64:
            wanted = wanted.to_frame().select(_hash(pl.col("wanted"))).to_series()
        return column.is_in(wanted.implode()).fill_null(value=False)

    def never(self, choice: Choice) -> bool:
        """Whether no event at all counts."""
        if choice not in self._never:
            chosen = self.chosen(choice)
            self._never[choice] = chosen is not None and not chosen.any()
        return self._never[choice]

    def values(self, column: str) -> Ints:
        """Return a column of whole numbers, 0 for a null."""
        if column not in self._values:
            self._values[column] = self.events[column].cast(pl.Int64).fill_null(0).to_numpy()
        return self._values[column]


def _hashed(events: pl.DataFrame) -> list[pl.Expr]:
    """Replace texts that are only told apart by numbers, which sort and compare faster."""
    keys = [key.value for key in Key if events.schema.get(key.value) == pl.String]
    return [_hash(pl.col(key)) for key in keys]


def _hash(text: pl.Expr) -> pl.Expr:
    return pl.when(text.is_not_null()).then(text.hash().reinterpret(signed=True))
