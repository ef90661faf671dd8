"""What every detector is: a small object with stored parameters and one pure method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

import polars as pl

from shopwarden.records import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything beside the judged frame that a detector may look at.

    Parameters
    ----------
    now
        The moment of judgement, aware UTC; never the clock.
    records
        All merged records of the scan by kind; nothing in them is later than `now`.
    bad_list
        The seller's own list, columns ``kind`` (phone, receiver, buyer) and ``value``.
    """

    now: datetime
    records: Mapping[Kind, pl.DataFrame] = field(default_factory=dict)
    bad_list: pl.DataFrame | None = None


class Detector(Protocol):
    """The contract of a detector.

    The constructor stores keyword parameters only. ``detect`` reads the merged records of
    `subject` and returns findings (``detectors.findings``): vectorised, without a clock,
    without chance, and without touching its input. `reads` names the columns beside those of
    the record that it asks ``detectors.prepared`` for.
    """

    name: ClassVar[str]
    subject: ClassVar[Kind]
    codes: ClassVar[type[StrEnum]]
    reads: ClassVar[frozenset[str]]

    def detect(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        """Return the findings on the rows of `frame`."""
        ...


def subject_columns(subject: Kind) -> list[pl.Expr]:
    """The columns that say which record a finding is about."""
    return [
        pl.lit(subject.value.removesuffix("s")).alias("subject_kind"),
        pl.col("platform"),
        pl.col("shop"),
        pl.col("id").alias("subject_id"),
    ]
