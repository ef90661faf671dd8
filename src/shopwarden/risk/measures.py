"""How good a ranking of orders is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ACCOUNTS_A_DAY: Final = 100


class Found(NamedTuple):
    """Of what is called bad the share that is, and the share of what is bad that is called so."""

    precision: float
    recall: float


def auc(is_bad: Flags, score: Floats) -> float:
    """Return the chance that a bad order scores above a good one, a tie counting half."""
    rank = pl.Series(score).rank("average").to_numpy()
    bad = int(is_bad.sum())
    good = is_bad.size - bad
    return float((rank[is_bad].sum() - bad * (bad + 1) / 2) / (bad * good))


def average_precision(is_bad: Flags, score: Floats) -> float:
    """Return the precision averaged over the recall, orders of one score together."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(is_bad[order])
    last = np.append(np.flatnonzero(np.diff(score[order])), score.size - 1)
    precision = hits[last] / (last + 1)
    return float(np.diff(hits[last], prepend=0) @ precision / hits[-1])


def found_at(is_bad: Flags, score: Floats, threshold: float) -> Found:
    """Return precision and recall of calling bad what scores `threshold` or more."""
    called = score >= threshold
    hits = float((called & is_bad).sum())
    return Found(hits / max(float(called.sum()), 1.0), hits / float(is_bad.sum()))


def daily_precision(scored: pl.DataFrame, accounts: int = ACCOUNTS_A_DAY) -> float:
    """Return the share of bad ones among each day's most suspicious accounts, meant over days.

    Parameters
    ----------
    scored
        Columns ``day``, ``account``, ``score`` and ``is_bad`` of the tested orders.
    accounts
        How many accounts a day are looked at. The share is always of this many.

    Notes
    -----
    An account counts by its highest score of the day, and is bad when any of its orders of the
    day is. One that was caught is not looked at on later days. Equal scores go by account.
    """
    days = (
        scored.group_by("day", "account")
        .agg(pl.col("score").max(), pl.col("is_bad").any())
        .sort("day", -pl.col("score"), "account")
        .partition_by("day", maintain_order=True)
    )
    caught = pl.Series("account", [], scored.schema["account"])
    shares = []
    for day in days:
        seen = day.filter(~pl.col("account").is_in(caught.implode())).head(accounts)
        hits = seen.filter("is_bad")["account"]
        caught = pl.concat([caught, hits])
        shares.append(hits.len() / accounts)
    return float(np.mean(shares))
