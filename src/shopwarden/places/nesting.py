"""The reasons of many addresses as nested columns, from the lines of all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.places.findings import KEPT_IF_MASKED, LEVELS
from shopwarden.places.kernel import lines as line
from shopwarden.places.kernel.lines import ORDER, SCALE
from shopwarden.places.levels import WIDTH, Level
from shopwarden.places.reasons import METRICS, SEVERITIES, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SPAN: Final = pl.Struct({"start": pl.Int32, "end": pl.Int32})
_REASON: Final = pl.Struct(
    {
        "code": pl.String,
        "severity": pl.String,
        "spans": pl.List(_SPAN),
        "levels": pl.List(pl.String),
        "divisions": pl.List(pl.String),
        "metric": pl.String,
        "value": pl.Float64,
        "threshold": pl.Float64,
    }
)
REASONS: Final = pl.List(_REASON)
_RANKS: Final = np.array([VERDICTS.index(SEVERITIES[reason]) for reason in ORDER], np.uint8)
_FIELDS: Final = {
    "order": line.REASON,
    "start": line.BEGIN,
    "end": line.END,
    "level": line.LEVEL,
    "division": line.DIVISION,
    "metric": line.METRIC,
    "value": line.VALUE,
    "threshold": line.THRESHOLD,
}


def nest(lines: NDArray[np.int32], rows: int) -> tuple[pl.Series, pl.Series]:
    """Return ``verdict`` and ``reasons`` of `rows` rows.

    Parameters
    ----------
    lines
        Row number and fields of each line (``kernel.lines``), in any order of reasons.
    """
    row, order = lines[:, 0], lines[:, 1 + line.REASON]
    masked = np.zeros(rows, np.bool_)
    masked[row[order == KEPT_IF_MASKED[0]]] = True
    lines = lines[~masked[row] | np.isin(order, KEPT_IF_MASKED)]
    row, order = lines[:, 0], lines[:, 1 + line.REASON]
    worst = np.zeros(rows, np.uint8)
    np.maximum.at(worst, row, _RANKS[order])
    verdict = pl.Series("verdict", VERDICTS, dtype=pl.Enum(VERDICTS)).gather(worst)
    return verdict, _lists(lines[np.lexsort((order, row))], rows)


def _lists(lines: NDArray[np.int32], rows: int) -> pl.Series:
    """Gather the sorted reasons of each row into its list."""
    flat = pl.DataFrame(
        {"row": lines[:, 0]} | {name: lines[:, 1 + at] for name, at in _FIELDS.items()}
    )
    lists = (
        flat.lazy()
        .with_columns(
            span=pl.struct("start", "end"),
            level=_name(LEVELS, "level"),
            division=pl.when(pl.col("division") >= 0).then(code_text("division")),
        )
        .group_by("row", "order", maintain_order=True)
        .agg(
            pl.col("span").alias("spans"),
            pl.col("level").drop_nulls().alias("levels"),
            pl.col("division").drop_nulls().alias("divisions"),
            pl.col("metric", "value", "threshold").first(),
        )
        .with_columns(
            code=_name([reason.value for reason in ORDER], "order"),
            severity=_name([SEVERITIES[reason] for reason in ORDER], "order"),
            metric=_name([metric.value for metric in METRICS], "metric"),
            value=_measured("value"),
            threshold=_measured("threshold"),
        )
        .select("row", reasons=pl.struct([field.name for field in _REASON.fields]).cast(_REASON))
        .group_by("row", maintain_order=True)
        .agg("reasons")
        .collect()
    )
    # Position of each row's list, the last one being the empty list.
    place = np.full(rows, lists.height, np.uint32)
    place[lists["row"].to_numpy()] = np.arange(lists.height)
    # In one piece: gathering from several is slower by orders of magnitude.
    empty = pl.Series("reasons", [[]], dtype=REASONS)
    return lists["reasons"].append(empty).rechunk().gather(place)


def _name(names: Sequence[str], column: str) -> pl.Expr:
    """Replace numbers by names, -1 by null."""
    numbers = pl.col(column)
    return pl.lit(pl.Series([*names], dtype=pl.String)).gather(
        pl.when(numbers >= 0).then(numbers.cast(pl.Int32))
    )


def _measured(column: str) -> pl.Expr:
    """Return measures in 64ths as numbers, -1 as null."""
    return pl.when(pl.col(column) >= 0).then(pl.col(column) / SCALE)


def code_text(column: str) -> pl.Expr:
    """Write nine-digit codes as text: six digits above the township, "" for 0."""
    code = pl.col(column)
    short = code // WIDTH[Level.DISTRICT]
    above = (code % WIDTH[Level.DISTRICT]) == 0
    text = pl.when(above).then(short).otherwise(code).cast(pl.String)
    return pl.when(code > 0).then(text).otherwise(pl.lit(""))
