"""Weights fitted to what the people of one shop decided.

A ridge around the weights set by hand: with few decisions they stay, with many the shop's own
experience takes over. Only orders with a finding were ever put before anybody, so what is
learnt about how often those turn out bad goes into ``alerted``; the start, which every order
has, stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.risk.model import STEPS, Topic
from shopwarden.risk.weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_EXAMPLES: Final = 40
# How many decisions outweigh a weight set by hand.
_FIRMNESS: Final = 10.0
_MOST: Final = 3.0
_ROUNDS: Final = 50


def calibrate(scores: pl.DataFrame, is_bad: pl.Series, weights: Weights) -> Weights:
    """Return `weights` fitted to decisions; unchanged when there are too few.

    Parameters
    ----------
    scores
        `score_orders` of the decided orders, made with `weights`.
    is_bad
        What was decided about each of them.
    weights
        Weights that were set by hand: `FIXED`.

    Notes
    -----
    At least ``LEAST_EXAMPLES`` orders of either kind are needed. No weight changes its sign or
    grows beyond three times itself.
    """
    bad = is_bad.to_numpy().astype(np.float64)
    if min(bad.sum(), (1 - bad).sum()) < LEAST_EXAMPLES:
        return weights
    totals = _totals(scores)
    names = [name for name in totals.columns if name != "_row"]
    found = totals.select(names).to_numpy()
    start = np.full(bad.size, scores["log_odds"].to_numpy() - found.sum(axis=1))
    alerted, scale = _fit(found, start, bad)
    steps = np.round(scale * STEPS) / STEPS
    return replace(
        weights,
        alerted=float(np.round(alerted * STEPS) / STEPS),
        scale=dict(zip(names, steps.tolist(), strict=True)),
    )


def _totals(scores: pl.DataFrame) -> pl.DataFrame:
    """Return how much each detector and each feature adds to each order."""
    known = [Topic.FINDING.value, Topic.FEATURE.value]
    parts = (
        scores.select(pl.col("contributions"))
        .with_row_index("_row")
        .explode("contributions")
        .unnest("contributions")
    )
    wide = parts.filter(pl.col("topic").is_in(known)).pivot(
        "name", index="_row", values="weight", aggregate_function="sum"
    )
    rows = pl.DataFrame(
        {"_row": pl.int_range(scores.height, dtype=pl.get_index_type(), eager=True)}
    )
    joined = rows.join(wide, on="_row", how="left", maintain_order="left").fill_null(0.0)
    return joined.select("_row", *sorted(wide.drop("_row").columns))


def _fit(found: Floats, start: Floats, bad: Floats) -> tuple[float, Floats]:
    """Return what having a finding adds, and the scale of each column of `found`.

    Newton's method on the penalised likelihood, which is convex, so one answer.
    """
    design = np.column_stack([np.ones(bad.size), found])
    centre = np.concatenate([[0.0], np.ones(found.shape[1])])
    firmness = np.concatenate([[1e-6], np.full(found.shape[1], _FIRMNESS)])
    fitted = centre.copy()
    for _ in range(_ROUNDS):
        odds = 1.0 / (1.0 + np.exp(-(start + design @ fitted)))
        slope = design.T @ (odds - bad) + firmness * (fitted - centre)
        curve = (design.T * (odds * (1 - odds))) @ design + np.diag(firmness)
        step = np.linalg.solve(curve, slope)
        fitted = fitted - np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:
            break
    return float(fitted[0]), np.clip(fitted[1:], 0.0, _MOST)
