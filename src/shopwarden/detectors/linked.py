"""Accounts that share devices, phones, places and so on with several others."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

import polars as pl

from shopwarden.detectors.base import Context, subject_columns
from shopwarden.detectors.findings import conform_findings, empty_findings
from shopwarden.detectors.prepared import PHONE, PLACE, prepared
from shopwarden.links import FIELDS, LinkKind, LinkRules, links_between, order_keys
from shopwarden.records import Kind, Severity

_ACCOUNT: Final = ["platform", "shop", "buyer"]
# How many orders of a group a finding names: the first order of each of the first accounts.
_NAMED: Final = 10


class LinkedReason(StrEnum):
    """Why accounts look like one."""

    LINKED_ACCOUNTS = "linked_accounts"


class LinkedAccountsDetector:
    """Find every order of a group of linked accounts (``links.find_links``).

    When an account joins and the group becomes large enough, the orders its earlier members
    placed before that are found too.

    Parameters
    ----------
    accounts
        Accounts in a group from which its orders are looked at. Two accounts are often a
        couple, or one person's old account and the new one.
    least_strength
        Two accounts are linked when what they share is at least this strong together.
    """

    name: ClassVar[str] = "linked_accounts"
    subject: ClassVar[Kind] = Kind.ORDERS
    codes: ClassVar[type[StrEnum]] = LinkedReason
    reads: ClassVar[frozenset[str]] = frozenset({PLACE, PHONE})

    def __init__(self, *, accounts: int = 3, least_strength: float = 0.5) -> None:
        self.accounts = accounts
        self.least_strength = least_strength

    def detect(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        """Return one finding per order of a group that is large enough.

        Groups are those of all orders of the context, or of `frame` when it has none.
        """
        history = context.records.get(Kind.ORDERS, frame)
        placed = self._placed(history)
        links = links_between(placed, LinkRules(least_strength=self.least_strength))
        members = links.members.filter(pl.col("size") >= self.accounts)
        if members.is_empty():
            return empty_findings()
        named = _first_orders(placed.join(members, on=_ACCOUNT))
        judged = (placed if history is frame else self._placed(frame)).join(members, on=_ACCOUNT)
        judged = judged.join(named, on="group")
        size = pl.col("size").cast(pl.Float64)
        return conform_findings(
            _with_field(judged, links.shared).select(
                *subject_columns(self.subject),
                "field",
                "related",
                detector=pl.lit(self.name),
                code=pl.lit(LinkedReason.LINKED_ACCOUNTS.value),
                severity=pl.lit(Severity.CHECK.value),
                # The larger the group, the harder it is to explain by a household.
                score=pl.col("strength") * size / (size + 2),
                metric=pl.lit("accounts_in_group"),
                value=size,
                threshold=pl.lit(float(self.accounts)),
                levels=pl.col("kinds"),
            )
        )

    def _placed(self, orders: pl.DataFrame) -> pl.DataFrame:
        """Return each order's id with its account, time and keys."""
        return order_keys(prepared(orders, self.reads)).with_columns(orders["id"])


def _first_orders(placed: pl.DataFrame) -> pl.DataFrame:
    """Return for each group the first orders of its first accounts."""
    firsts = placed.sort("at", "id").unique(_ACCOUNT, keep="first", maintain_order=True)
    return firsts.group_by("group").agg(related=pl.col("id").head(_NAMED))


def _with_field(judged: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """Say which column of the order itself holds the best shared key; else it is the buyer."""
    for kind in LinkKind:
        held = shared.filter(pl.col("kind") == kind.value).select(
            *_ACCOUNT,
            pl.col("value").alias(kind.value),
            pl.lit(FIELDS[kind]).alias(f"field_{kind}"),
        )
        judged = judged.join(held, on=[*_ACCOUNT, kind.value], how="left", maintain_order="left")
    fields = [f"field_{kind}" for kind in LinkKind]
    return judged.with_columns(field=pl.coalesce(*fields, pl.lit("buyer")))
