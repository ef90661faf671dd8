"""What a detector returns: facts about one subject, without a sentence.

A finding says which record, what is odd about it (``code``), how much it asks for
(``severity``), how suspicious it is (``score``, 0 to 1) and why: a metric, its value and the
threshold it crossed, the judged field and where in its text to look. It holds places in the
text and codes, never the text itself. Sentences are written by ``shopwarden.explain``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from shopwarden.records import Severity
from shopwarden.rules import Reason, Type
from shopwarden.rules.reasons import REASON

SEVERITY: Final = pl.Enum([member.value for member in Severity])
SPAN: Final = pl.Struct({"start": pl.Int32, "end": pl.Int32})

FINDING_SCHEMA: Final[dict[str, Any]] = {
    "subject_kind": pl.String(),
    "platform": pl.String(),
    "shop": pl.String(),
    "subject_id": pl.String(),
    "detector": pl.String(),
    "code": pl.String(),
    "severity": SEVERITY,
    "score": pl.Float64(),
    "metric": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    # The record column that was judged, and half-open character spans in its text.
    "field": pl.String(),
    "spans": pl.List(SPAN),
    # What each span was read as: level names, division codes, or other ids.
    "levels": pl.List(pl.String()),
    "related": pl.List(pl.String()),
    # Which rule of the shop fired, and every comparison that decided.
    "rule": pl.String(),
    "reasons": pl.List(REASON),
}
SORT_KEY: Final = (
    "platform", "shop", "subject_kind", "subject_id", "detector", "code", "field", "rule",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a findings frame; fields as in ``FINDING_SCHEMA``."""

    subject_kind: str
    platform: str
    shop: str
    subject_id: str
    detector: str
    code: str
    severity: Severity
    score: float
    metric: str | None
    value: float | None
    threshold: float | None
    field: str | None
    spans: tuple[tuple[int, int], ...]
    levels: tuple[str, ...]
    related: tuple[str, ...]
    rule: str | None = None
    reasons: tuple[Reason, ...] = ()


def empty_findings() -> pl.DataFrame:
    """Return a findings frame with no rows."""
    return pl.DataFrame(schema=FINDING_SCHEMA)


def conform_findings(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring `frame` to ``FINDING_SCHEMA``: missing columns become null, lists empty."""
    return frame.select(
        _column(name, dtype, present=name in frame.columns)
        for name, dtype in FINDING_SCHEMA.items()
    )


def _column(name: str, dtype: Any, *, present: bool) -> pl.Expr:
    column = pl.col(name).cast(dtype) if present else pl.lit(None, dtype).alias(name)
    return column.fill_null([]) if isinstance(dtype, pl.List) else column


def combine(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Put findings frames together in an order that depends on their content only."""
    return pl.concat([empty_findings(), *frames]).sort(*SORT_KEY, maintain_order=True)


def iterate(frame: pl.DataFrame) -> Iterator[Finding]:
    """Yield the rows of a findings frame as objects, for showing a few of them."""
    for row in frame.iter_rows(named=True):
        yield _finding(row)


def reason_of(fields: Mapping[str, Any]) -> Reason:
    """Return a reason from its fields, as a frame or a stored finding has them."""
    return Reason(**{**fields, "type": Type(fields["type"])})


def _finding(row: Mapping[str, Any]) -> Finding:
    spans = tuple((span["start"], span["end"]) for span in row["spans"])
    changed: dict[str, Any] = {
        "severity": Severity(row["severity"]),
        "spans": spans,
        "levels": tuple(row["levels"]),
        "related": tuple(row["related"]),
        "reasons": tuple(reason_of(reason) for reason in row["reasons"]),
    }
    return Finding(**{**row, **changed})
