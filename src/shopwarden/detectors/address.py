"""Receiver addresses that contradict themselves, lead nowhere or carry a message."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

import polars as pl

from shopwarden.detectors.base import Context, subject_columns
from shopwarden.detectors.findings import conform_findings, empty_findings
from shopwarden.detectors.prepared import DOUBTS, prepared
from shopwarden.places import AddressReason, check_phones
from shopwarden.records import Kind, Severity

# How suspicious each reason is when it stands alone. Judgement, not measurement: the order
# is what matters, and a shop's own dispositions will calibrate it.
SCORES: Final[dict[AddressReason, float]] = {
    AddressReason.CONTRADICTION: 0.9,
    AddressReason.ABUSE: 0.9,
    AddressReason.ADVERTISING: 0.8,
    AddressReason.GIBBERISH: 0.75,
    AddressReason.CONTACT_INSIDE: 0.7,
    AddressReason.UNKNOWN_DIVISION: 0.65,
    AddressReason.NOTHING_BELOW_TOWNSHIP: 0.6,
    AddressReason.FORWARDING_WAREHOUSE: 0.5,
    AddressReason.PO_BOX: 0.25,
    AddressReason.INCOMPLETE: 0.2,
    AddressReason.TEMPLATE_LEFTOVER: 0.15,
    AddressReason.AMBIGUOUS: 0.15,
    AddressReason.ABOLISHED: 0.1,
    AddressReason.RECEIVER_INSIDE: 0.1,
    AddressReason.MASKED: 0.05,
}
OWN_PHONE_SCORE: Final = 0.1


class AddressDetector:
    """Judge the receiver's address of every order by ``places``.

    An order without an address, or with a masked one, is not suspicious for that.
    """

    name: ClassVar[str] = "address"
    subject: ClassVar[Kind] = Kind.ORDERS
    codes: ClassVar[type[StrEnum]] = AddressReason
    reads: ClassVar[frozenset[str]] = frozenset({DOUBTS})

    def detect(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        """Return one finding per order and reason."""
        doubted = prepared(frame, self.reads).filter(pl.col(DOUBTS).is_not_null())
        judged = doubted.select(
            *subject_columns(self.subject), "phone", "address", pl.col(DOUBTS).alias("reasons")
        )
        if judged.is_empty():
            return empty_findings()
        rows = judged.explode("reasons").unnest("reasons")
        return conform_findings(
            _with_phone(rows)
            .with_columns(
                detector=pl.lit(self.name),
                field=pl.lit("address"),
                related=pl.col("divisions"),
                score=_score(),
            )
            .select(pl.exclude("phone", "address", "divisions", "_own_phone"))
        )


def _with_phone(rows: pl.DataFrame) -> pl.DataFrame:
    """Judge numbers inside the address beside the receiver's: the same one is only pasted."""
    written = check_phones(rows["phone"])["normalised"].str.replace_all(r"\D", "")
    digits = pl.col("address").str.replace_all(r"[^\d０-９]", "")
    is_known = pl.col("_written").str.len_chars() >= SHORTEST_PHONE
    is_there = digits.str.contains(pl.col("_written").str.tail(11), literal=True)
    contact, receiver = AddressReason.CONTACT_INSIDE.value, AddressReason.RECEIVER_INSIDE.value
    is_alone = pl.col("spans").list.len() == 1
    own = is_known & is_there & is_alone & (pl.col("code") == contact)
    other = is_known & ~is_there & (pl.col("code") == receiver)
    severity = (
        pl.when("_own_phone").then(pl.lit(Severity.NOTE.value))
        .when("_other").then(pl.lit(Severity.CHECK.value))
        .otherwise(pl.col("severity"))
    )  # fmt: skip
    return (
        rows.with_columns(_written=written)
        .with_columns(_own_phone=own.fill_null(value=False), _other=other.fill_null(value=False))
        .with_columns(
            severity=severity,
            code=pl.when("_other").then(pl.lit(contact)).otherwise(pl.col("code")),
        )
        .drop("_written", "_other")
    )


SHORTEST_PHONE: Final = 7


def _score() -> pl.Expr:
    by_code = pl.col("code").replace_strict(
        {reason.value: score for reason, score in SCORES.items()}, return_dtype=pl.Float64
    )
    return pl.when("_own_phone").then(pl.lit(OWN_PHONE_SCORE)).otherwise(by_code)
