"""Receivers who cannot be reached, have no name, or are known for trouble."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, Final

import polars as pl

from shopwarden.detectors.base import Context, subject_columns
from shopwarden.detectors.findings import combine, conform_findings
from shopwarden.detectors.prepared import PHONE_FORM, PHONE_KIND, prepared
from shopwarden.places import check_names, check_phones
from shopwarden.records import Kind, Severity


class ContactReason(StrEnum):
    """Why a receiver's contact details look wrong."""

    PHONE_IMPOSSIBLE = "phone_impossible"
    NAME_NOT_A_NAME = "name_not_a_name"
    PHONE_MANY_BUYERS = "phone_many_buyers"
    BAD_LIST = "bad_list"


CONTACT_SCORES: Final = {
    ContactReason.PHONE_IMPOSSIBLE: 0.7,
    ContactReason.NAME_NOT_A_NAME: 0.5,
    ContactReason.PHONE_MANY_BUYERS: 0.6,
    ContactReason.BAD_LIST: 0.95,
}
# What the seller's list calls a value, and the order column it is compared with.
_LISTED: Final = {"phone": "phone", "receiver": "receiver_name", "buyer": "buyer"}


class ContactDetector:
    """Judge phone and name of the receiver, alone and over all orders.

    Parameters
    ----------
    many_buyers
        Distinct buyers on one phone from which every order of the phone is looked at. Two or
        three are a family; offices and dormitories use one phone each, not one together.
    days
        How far back from the moment of judgement buyers of a phone count.
    """

    name: ClassVar[str] = "contact"
    subject: ClassVar[Kind] = Kind.ORDERS
    codes: ClassVar[type[StrEnum]] = ContactReason
    reads: ClassVar[frozenset[str]] = frozenset({PHONE_FORM, PHONE_KIND})

    def __init__(self, *, many_buyers: int = 4, days: int = 90) -> None:
        self.many_buyers = many_buyers
        self.days = days

    def detect(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        """Return the findings on phone, name and listed receivers of every order."""
        rows = prepared(frame, self.reads).select(
            *subject_columns(self.subject),
            *("receiver_name", "buyer", "created_at"),
            phone_key=PHONE_FORM,
            phone_kind=PHONE_KIND,
        )
        return combine(
            [
                self._impossible_phones(rows),
                self._no_names(rows),
                self._many_buyers(rows, context),
                *self._listed(rows, context),
            ]
        )

    def _finding(self, rows: pl.DataFrame, code: ContactReason, **columns: object) -> pl.DataFrame:
        literals = {
            name: pl.lit(value) if not isinstance(value, pl.Expr) else value
            for name, value in columns.items()
        }
        return conform_findings(
            rows.with_columns(
                detector=pl.lit(self.name),
                code=pl.lit(code.value),
                score=pl.lit(CONTACT_SCORES[code]),
                **literals,
            ).select(pl.exclude("receiver_name", "buyer", "created_at", "phone_key", "phone_kind"))
        )

    def _impossible_phones(self, rows: pl.DataFrame) -> pl.DataFrame:
        return self._finding(
            rows.filter(pl.col("phone_kind") == "impossible"),
            ContactReason.PHONE_IMPOSSIBLE,
            field="phone",
            severity=Severity.CHECK.value,
        )

    def _no_names(self, rows: pl.DataFrame) -> pl.DataFrame:
        # People share names: far fewer are distinct.
        names = rows.select("receiver_name").unique()
        reasons = names.hstack(check_names(names["receiver_name"]))
        odd = reasons.filter(pl.col("reason").is_not_null())
        return self._finding(
            rows.join(odd, on="receiver_name", maintain_order="left"),
            ContactReason.NAME_NOT_A_NAME,
            field="receiver_name",
            metric=pl.col("reason"),
        ).drop("reason", strict=False)

    def _many_buyers(self, rows: pl.DataFrame, context: Context) -> pl.DataFrame:
        since = context.now - timedelta(days=self.days)
        recent = rows.filter(
            pl.col("phone_key").is_not_null()
            & (pl.col("created_at").is_null() | (pl.col("created_at") > since))
        )
        # By hash: counting texts apart is the costly part, and next to no phone is shared.
        pairs = (
            recent.select("phone_key", pl.col("buyer"))
            .drop_nulls()
            .select("phone_key", key=pl.col("phone_key").hash(), buyer=pl.col("buyer").hash(1))
            .unique(["key", "buyer"])
        )
        counts = (
            pairs.group_by("key")
            .agg(pl.first("phone_key"), value=pl.len().cast(pl.Float64))
            .drop("key")
        )
        crowded = counts.filter(pl.col("value") >= self.many_buyers)
        return self._finding(
            recent.join(crowded, on="phone_key"),
            ContactReason.PHONE_MANY_BUYERS,
            field="phone",
            metric="distinct_buyers_per_phone",
            threshold=float(self.many_buyers),
            severity=Severity.CHECK.value,
        )

    def _listed(self, rows: pl.DataFrame, context: Context) -> list[pl.DataFrame]:
        if context.bad_list is None:
            return []
        listed = context.bad_list
        return [
            self._finding(
                rows.filter(_key(kind).is_in(_listed_values(listed, kind).implode())),
                ContactReason.BAD_LIST,
                field=column,
                severity=Severity.WRONG.value,
            )
            for kind, column in _LISTED.items()
        ]


def _key(kind: str) -> pl.Expr:
    """The comparable form of an order's value of `kind`."""
    if kind == "phone":
        return pl.col("phone_key")
    return _folded(pl.col(_LISTED[kind]))


def _listed_values(listed: pl.DataFrame, kind: str) -> pl.Series:
    values = listed.filter(pl.col("kind") == kind)["value"]
    if kind == "phone":
        return check_phones(values)["normalised"].drop_nulls()
    return values.to_frame().select(_folded(pl.col("value"))).to_series().drop_nulls()


def _folded(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_lowercase()
