"""Reasons of many rows, gathered as flat arrays and nested once at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from shopwarden.places.levels import WIDTH, Level
from shopwarden.places.reasons import METRICS, SEVERITIES, VERDICTS, AddressReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shopwarden.places.reasons import Metric

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
_ORDER: Final = tuple(AddressReason)
_NONE: Final = -1


@dataclass(frozen=True)
class Lines:
    """One line per span of a reason; rows and spans count from the start of the buffer.

    ``level`` and ``division`` (a nine-digit code, 0 for one that is not known) are -1 where
    they do not apply; ``metric`` is NaN-valued and -1 likewise.
    """

    order: int
    row: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    level: NDArray[np.intp]
    division: NDArray[np.intp]
    metric: int
    value: NDArray[np.float64]
    threshold: float


_NOTHING: Final = np.zeros(0, np.intp)
_EMPTY: Final = Lines(
    0, _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NONE, np.zeros(0), np.nan
)


def lines(
    reason: AddressReason,
    row: NDArray[np.intp],
    start: NDArray[np.intp],
    end: NDArray[np.intp],
    *,
    level: NDArray[np.intp] | None = None,
    division: NDArray[np.intp] | None = None,
    metric: Metric | None = None,
    value: NDArray[np.float64] | None = None,
    threshold: float = np.nan,
) -> Lines:
    """Return lines of one reason; a row with several spans has several lines."""
    if not row.size:
        return _EMPTY
    none = np.full(row.size, _NONE, np.intp)
    return Lines(
        order=_ORDER.index(reason),
        row=row,
        start=start,
        end=end,
        level=none if level is None else level,
        division=none if division is None else division,
        metric=_NONE if metric is None else METRICS.index(metric),
        value=np.full(row.size, np.nan) if value is None else value,
        threshold=threshold,
    )


def flatten(
    found: Sequence[Lines], first_row: int, begin: NDArray[np.intp]
) -> dict[str, NDArray[Any]]:
    """Join lines into columns; `begin` is where each row begins in the buffer."""
    sizes = [one.row.size for one in found]
    row = np.concatenate([one.row for one in found])
    start = begin[row]
    return {
        "row": row + first_row,
        "order": np.repeat(np.array([one.order for one in found], np.int8), sizes),
        "start": (np.concatenate([one.start for one in found]) - start).astype(np.int32),
        "end": (np.concatenate([one.end for one in found]) - start).astype(np.int32),
        "level": np.concatenate([one.level for one in found]),
        "division": np.concatenate([one.division for one in found]),
        "metric": np.repeat(np.array([one.metric for one in found], np.int8), sizes),
        "value": np.concatenate([one.value for one in found]),
        "threshold": np.repeat(np.array([one.threshold for one in found]), sizes),
    }


def nest(columns: dict[str, NDArray[Any]], rows: int) -> pl.DataFrame:
    """Return ``verdict`` and ``reasons`` of `rows` rows from the lines of all checks.

    A masked row keeps nothing but ``masked`` and ``contradiction``: what is hidden cannot be
    judged.
    """
    if not columns["row"].size:
        return _by_row(pl.DataFrame(schema={"row": pl.Int64, "reasons": REASON}), rows)
    flat = pl.DataFrame(columns)
    masked = flat.filter(pl.col("order") == _ORDER.index(AddressReason.MASKED))["row"].unique()
    keeps = [_ORDER.index(AddressReason.MASKED), _ORDER.index(AddressReason.CONTRADICTION)]
    hidden = pl.col("row").is_in(masked.implode()) & ~pl.col("order").is_in(keeps)
    reasons = (
        flat.lazy()
        .filter(~hidden)
        .sort("row", "order", maintain_order=True)
        .with_columns(
            span=pl.struct("start", "end"),
            level=_name(_LEVELS, "level"),
            division=code_text(pl.col("division")),
        )
        .group_by("row", "order", maintain_order=True)
        .agg(
            pl.col("span").alias("spans"),
            pl.col("level").alias("levels"),
            pl.col("division").alias("divisions"),
            pl.col("metric", "value", "threshold").first(),
        )
        .with_columns(
            # A reason has a level for each span or for none.
            levels=_filled("levels"),
            divisions=_filled("divisions"),
            code=_name([reason.value for reason in _ORDER], "order"),
            severity=_name([SEVERITIES[reason] for reason in _ORDER], "order"),
            metric=_name([metric.value for metric in METRICS], "metric"),
            value=pl.col("value").fill_nan(None),
            threshold=pl.col("threshold").fill_nan(None),
        )
        .select("row", reasons=pl.struct([field.name for field in REASON.fields]))
        .collect()
    )
    return _by_row(reasons, rows)


_LEVELS: Final = [level.name.lower() for level in Level]


def _filled(column: str) -> pl.Expr:
    empty = pl.lit([], dtype=pl.List(pl.String))
    return pl.when(pl.col(column).list.first().is_null()).then(empty).otherwise(pl.col(column))


def _name(names: Sequence[str], column: str) -> pl.Expr:
    """Replace numbers by names, -1 by null."""
    numbers = pl.col(column)
    return pl.lit(pl.Series([*names], dtype=pl.String)).gather(
        pl.when(numbers >= 0).then(numbers.cast(pl.Int32))
    )


def code_text(code: pl.Expr) -> pl.Expr:
    """Write nine-digit codes as text: six digits above the township, "" for 0, null for -1."""
    short = code // WIDTH[Level.DISTRICT]
    above = (code % WIDTH[Level.DISTRICT]) == 0
    text = pl.when(above).then(short).otherwise(code).cast(pl.String)
    return pl.when(code > 0).then(text).when(code == 0).then(pl.lit(""))


def _by_row(reasons: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Gather the sorted reasons of each row into its list; the worst makes the verdict."""
    severity = reasons["reasons"].struct.field("severity")
    rank = severity.replace_strict([*VERDICTS], range(len(VERDICTS)), return_dtype=pl.UInt8)
    worst = np.zeros(rows, np.uint8)
    row = reasons["row"].to_numpy()
    np.maximum.at(worst, row, rank.to_numpy())
    lists = reasons.group_by("row", maintain_order=True).agg("reasons")
    # Position of each row's list, the last one being the empty list.
    place = np.full(rows, lists.height, np.int64)
    place[lists["row"].to_numpy()] = np.arange(lists.height)
    empty = pl.Series("reasons", [[]], dtype=pl.List(REASON))
    # In one piece: gathering from several is slower by orders of magnitude.
    every = lists["reasons"].cast(pl.List(REASON)).append(empty).rechunk()
    verdict = pl.Series("verdict", VERDICTS, dtype=pl.Enum(VERDICTS))
    return pl.DataFrame([verdict.gather(worst), every.gather(place)])
