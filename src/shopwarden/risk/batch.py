"""The scores of many orders at once: what ``single.score`` says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from shopwarden.records import Severity
from shopwarden.risk.model import STEPS, Topic, chance
from shopwarden.risk.weights import FIXED, Band, Weights

_ORDER: Final = ("platform", "shop", "id")
_PART: Final[dict[str, Any]] = {
    "topic": pl.Enum([topic.value for topic in Topic]),
    "name": pl.String(),
    "code": pl.String(),
    "weight": pl.Float64(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
}
SCORE_SCHEMA: Final[dict[str, Any]] = {
    **dict.fromkeys(_ORDER, pl.String()),
    "score": pl.Float64(),
    "log_odds": pl.Float64(),
    "contributions": pl.List(pl.Struct(_PART)),
}


def score_orders(
    orders: pl.DataFrame,
    findings: pl.DataFrame,
    features: pl.DataFrame | None = None,
    weights: Weights = FIXED,
) -> pl.DataFrame:
    """Return the score of each order, in the order of `orders`.

    Parameters
    ----------
    orders
        Merged orders; only ``platform``, ``shop`` and ``id`` are read.
    findings
        A findings frame (``detectors.FINDING_SCHEMA``); those on other subjects do not count.
    features
        Features row by row for `orders` (``features.compute_features``).
    weights
        What each weighs; the shop's own when it has any (`calibrate`).

    Returns
    -------
    polars.DataFrame
        Columns of ``SCORE_SCHEMA``; contributions begin with the start, then the heaviest.

    Notes
    -----
    Cost grows with the contributions: an order about which there is nothing has one.
    """
    rows = orders.select(_ORDER).with_row_index("_row")
    found = pl.concat([
        rows.select("_row", *_columns(Topic.START, weights.start)),
        *_of_findings(rows, findings, weights),
        *_of_features(rows, features, weights),
    ])  # fmt: skip
    parts = (
        found.with_columns(((pl.col("weight") * STEPS + 0.5).floor() / STEPS).alias("weight"))
        .filter((pl.col("weight") != 0) | (pl.col("topic") == Topic.START.value))
        .sort(
            "_row",
            pl.col("topic") != Topic.START.value,
            -pl.col("weight").abs(),
            pl.col("topic").cast(pl.String),
            "name",
            "code",
            "value",
            nulls_last=True,
        )
        .group_by("_row", maintain_order=True)
        .agg(log_odds=pl.col("weight").sum(), contributions=pl.struct(*_PART))
    )
    scored = rows.join(parts, on="_row", how="left", maintain_order="left")
    value = pl.Series(chance(scored["log_odds"].to_numpy()))
    return scored.with_columns(score=value).select(*SCORE_SCHEMA)


def _columns(
    topic: Topic,
    weight: pl.Expr | float,
    *,
    name: pl.Expr | str = "",
    code: pl.Expr | str = "",
    value: pl.Expr | float | None = None,
    threshold: pl.Expr | float | None = None,
) -> list[pl.Expr]:
    """Columns of ``_PART``; whatever is no column stands in every row."""
    given: Mapping[str, Any] = {
        "topic": topic.value, "name": name, "code": code,
        "weight": weight, "value": value, "threshold": threshold,
    }  # fmt: skip
    return [
        (one if isinstance(one, pl.Expr) else pl.lit(one)).cast(_PART[column]).alias(column)
        for column, one in given.items()
    ]


def _of_findings(
    rows: pl.DataFrame, findings: pl.DataFrame, weights: Weights
) -> Iterator[pl.DataFrame]:
    severities = {member.value: weights.severities[member] for member in Severity}
    weight = pl.col("severity").cast(pl.String).replace_strict(severities) * pl.col("score")
    on_orders = findings.filter(pl.col("subject_kind") == "order").rename({"subject_id": "id"})
    found = (
        rows.join(on_orders, on=_ORDER)
        .with_columns(_weight=weight, code=pl.coalesce("rule", "code"))
        .sort("_row", -pl.col("_weight"), "code", "value", nulls_last=True)
    )
    rank = pl.int_range(pl.len()).over("_row", "detector")
    # Products one by one, as they are taken for a single order.
    shares = [weights.further**0]
    while len(shares) < (found.select(rank.max()).item() or 0) + 1:
        shares.append(shares[-1] * weights.further)
    scale = pl.col("detector").replace_strict(
        dict(weights.scale), default=1.0, return_dtype=pl.Float64
    )
    share = rank.replace_strict(dict(enumerate(shares)), return_dtype=pl.Float64)
    yield found.unique("_row").select("_row", *_columns(Topic.ALERTED, weights.alerted))
    yield found.select(
        "_row",
        *_columns(
            Topic.FINDING,
            pl.col("_weight") * share * scale,
            name=pl.col("detector"),
            code=pl.col("code"),
            value=pl.col("value"),
            threshold=pl.col("threshold"),
        ),
    )


def _of_features(
    rows: pl.DataFrame, features: pl.DataFrame | None, weights: Weights
) -> Iterator[pl.DataFrame]:
    if features is None:
        return
    for name in dict.fromkeys(band.feature for band in weights.bands):
        if name in features.columns:
            value = features[name].cast(pl.Float64).fill_nan(None).alias("value")
            bands = [band for band in weights.bands if band.feature == name]
            found = _reached(pl.DataFrame([rows["_row"], value]), bands)
            weight = pl.col("weight") * weights.scale.get(name, 1.0)
            value_of = {column: pl.col(column) for column in ("value", "threshold")}
            yield found.select("_row", *_columns(Topic.FEATURE, weight, name=name, **value_of))


def _reached(values: pl.DataFrame, bands: Iterable[Band]) -> pl.DataFrame:
    """Keep the rows that reach a band, with the highest one they reach."""
    weight = threshold = pl.lit(None, pl.Float64)
    for band in bands:
        is_reached = pl.col("value") >= band.at_least
        threshold = pl.when(is_reached).then(band.at_least).otherwise(threshold)
        weight = pl.when(is_reached).then(band.weight).otherwise(weight)
    return values.with_columns(weight=weight, threshold=threshold).drop_nulls("weight")
