"""Orders in the order of time, as arrays, and which of them were known to be bad at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.risk.lookback import MICROSECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

BUYER: Final = "buyer"
# Whose history is looked at; the first of columns that hold the same.
KEYS: Final = (BUYER, "card", "payment_account", "device", "ip", "phone", "terminal", "item")

_ACCOUNTS: Final = (BUYER, "card", "payment_account")


@dataclass(frozen=True, slots=True)
class History:
    """Orders with a time, sorted by time and id.

    Parameters
    ----------
    ids
        The orders' own ids.
    codes
        By key, the value of each order as a number; -1 where there is none.
    at
        Times in microseconds since 1970, UTC.
    amount
        In minor units, NaN where not known.
    hour, weekday
        Of the shop's clock; Monday is 1.
    is_bad, is_good
        The labels; an order without one is neither.
    delay
        How long after an order its label is known.
    """

    ids: pl.Series
    codes: dict[str, Ints]
    at: Ints
    amount: Floats
    hour: Floats
    weekday: Floats
    is_bad: Flags
    is_good: Flags
    delay: timedelta

    @property
    def known(self) -> Ints:
        """When the label of each order is known."""
        return self.at + self.delay // MICROSECOND


def read_history(orders: pl.DataFrame, *, zone: tzinfo, delay: timedelta) -> History:
    """Return the history that merged `orders` make.

    Where no order names a buyer, the account is the card, or else the payment account.
    """
    dated = orders.filter(pl.col("created_at").is_not_null()).sort("created_at", "id")
    account = next((name for name in _ACCOUNTS if dated[name].count()), BUYER)
    dated = dated.with_columns(pl.col(account).alias(BUYER))
    label = dated["label"].fill_null(-1).to_numpy()
    local = dated["created_at"].dt.convert_time_zone(str(zone))
    shop = pl.concat_str("platform", "shop", separator="\x1f")
    codes: dict[str, Ints] = {}
    for key in KEYS:
        found = _codes(dated, shop, key)
        if (found >= 0).any() and not any(np.array_equal(found, other) for other in codes.values()):
            codes[key] = found
    return History(
        ids=dated["id"],
        codes=codes,
        at=dated["created_at"].to_physical().to_numpy(),
        amount=dated["amount_minor"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        hour=(local.dt.hour() + local.dt.minute() / 60).cast(pl.Float64).to_numpy(),
        weekday=local.dt.weekday().cast(pl.Float64).to_numpy(),
        is_bad=label == 1,
        is_good=label == 0,
        delay=delay,
    )


def _codes(orders: pl.DataFrame, shop: pl.Expr, key: str) -> Ints:
    """Number the values of a key in the order they are first seen; an empty one is none."""
    value = pl.when(pl.col(key) != "").then(pl.concat_str(shop, key, separator="\x1f"))
    numbered = orders.select(value.alias("value"))["value"]
    first = numbered.drop_nulls().unique(maintain_order=True)
    number = pl.int_range(first.len(), dtype=pl.Int64, eager=True)
    if first.is_empty():
        return np.full(orders.height, -1)
    return (
        numbered.replace_strict(first, number, default=-1, return_dtype=pl.Int64)
        .fill_null(-1)
        .to_numpy()
    )


def known_bad(history: History, moment: int, since: int) -> Ints:
    """Return the buyers known to be bad at `moment` by an order placed at `since` or later."""
    told = history.is_bad & (history.known <= moment) & (history.at >= since)
    return np.unique(history.codes[BUYER][told])
