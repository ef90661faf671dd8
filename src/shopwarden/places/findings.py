"""Reasons of many rows, gathered as flat columns and nested once at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.places.reasons import SEVERITIES, VERDICTS, AddressReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SPAN: Final = pl.Struct({"start": pl.Int32, "end": pl.Int32})
REASON: Final = pl.Struct(
    {
        "code": pl.String,
        "severity": pl.String,
        "spans": pl.List(SPAN),
        "levels": pl.List(pl.String),
        "divisions": pl.List(pl.String),
        "metric": pl.String,
        "value": pl.Float64,
        "threshold": pl.Float64,
    }
)
_FLAT: Final = {
    "row": pl.Int32,
    "order": pl.Int8,
    "start": pl.Int32,
    "end": pl.Int32,
    "level": pl.String,
    "division": pl.String,
    "metric": pl.String,
    "value": pl.Float64,
    "threshold": pl.Float64,
}
_ORDER: Final = tuple(AddressReason)


def found(
    reason: AddressReason,
    row: NDArray[np.integer],
    start: NDArray[np.integer],
    end: NDArray[np.integer],
    *,
    level: Sequence[str] | None = None,
    division: Sequence[str] | None = None,
    metric: str | None = None,
    value: NDArray[np.floating] | None = None,
    threshold: float | None = None,
) -> pl.DataFrame:
    """Return one line per span; `start` and `end` count characters of the row's text.

    A row with several spans of one reason has several lines, in the order of its spans.
    """
    columns = {
        "row": row, "order": _ORDER.index(reason), "start": start, "end": end, "level": level,
        "division": division, "metric": metric, "value": value, "threshold": threshold,
    }  # fmt: skip
    if not row.size:
        return pl.DataFrame(schema=_FLAT)
    series = [
        pl.Series(name, values, _FLAT[name])
        if isinstance(values, np.ndarray | list)
        else pl.Series(name, [values], _FLAT[name]).new_from_index(0, row.size)
        for name, values in columns.items()
    ]
    return pl.DataFrame(series)


def nest(flat: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Return ``verdict`` and ``reasons`` of `rows` rows from the lines of all checks.

    A masked row keeps nothing but ``masked`` and ``contradiction``: what is hidden cannot be
    judged.
    """
    order = {reason: _ORDER.index(reason) for reason in AddressReason}
    masked = flat.filter(pl.col("order") == order[AddressReason.MASKED])["row"].unique()
    keeps = [order[AddressReason.MASKED], order[AddressReason.CONTRADICTION]]
    flat = flat.filter(~pl.col("row").is_in(masked.implode()) | pl.col("order").is_in(keeps))
    severity = {order[reason]: severity for reason, severity in SEVERITIES.items()}
    codes = {number: reason.value for reason, number in order.items()}
    reasons = (
        flat.group_by("row", "order", maintain_order=True)
        .agg(
            pl.struct("start", "end").alias("spans"),
            pl.col("level").drop_nulls().alias("levels"),
            pl.col("division").drop_nulls().alias("divisions"),
            pl.col("metric", "value", "threshold").first(),
        )
        .sort("row", "order")
        .with_columns(
            code=pl.col("order").replace_strict(codes, return_dtype=pl.String),
            severity=pl.col("order").replace_strict(severity, return_dtype=pl.String),
        )
    )
    rank = np.zeros(rows, np.uint8)
    ranks = reasons["severity"].replace_strict([*VERDICTS], range(len(VERDICTS)))
    np.maximum.at(rank, reasons["row"].to_numpy(), ranks.to_numpy().astype(np.uint8))
    verdict = pl.Series(VERDICTS, dtype=pl.Enum(VERDICTS)).gather(rank)
    grouped = reasons.group_by("row", maintain_order=True).agg(
        pl.struct([field.name for field in REASON.fields]).alias("reasons")
    )
    everything = pl.DataFrame({"row": pl.Series(range(rows), dtype=pl.Int32), "verdict": verdict})
    joined = everything.join(grouped, on="row", how="left", maintain_order="left")
    empty = pl.lit([], dtype=pl.List(REASON))
    return joined.select("verdict", pl.col("reasons").cast(pl.List(REASON)).fill_null(empty))
