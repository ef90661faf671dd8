"""The keyed digests by which lists and features tell who and what an order is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

import polars as pl

from shopwarden.desk.common import crypto
from shopwarden.desk.common.crypto import Purpose
from shopwarden.desk.rulebook.choices import EntryKind
from shopwarden.desk.trade.frames import comparable

PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType(
    {kind.value: Purpose(kind.value) for kind in EntryKind}
)
# What an order says of each; it has no waybill of its own.
_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        EntryKind.BUYER: "buyer",
        EntryKind.RECEIVER: "receiver_name",
        EntryKind.PHONE: "phone",
        EntryKind.PLACE: "address",
        EntryKind.DEVICE: "device",
        EntryKind.IP: "ip",
        EntryKind.PAYMENT_ACCOUNT: "payment_account",
    }
)


def key_of(shop_id: UUID, kind: str, value: str) -> str | None:
    """Return the digest of one value; None where it is masked or names nothing."""
    return keys_of(shop_id, kind, pl.Series([value], dtype=pl.String))[0]


def keys_of(shop_id: UUID, kind: str, values: pl.Series) -> list[str | None]:
    """Return the digests of a column of values of one kind."""
    purpose = PURPOSES[kind]
    return crypto.digest_all(shop_id, purpose, comparable(values, purpose))


def with_keys(records: pl.DataFrame, shop_id: UUID) -> pl.DataFrame:
    """Add ``buyer_key``, ``phone_key`` … to readable records; null where there is none.

    These are the columns ``on_list`` looks up in ``selectors.current_lists``, and those
    features group by.
    """
    return records.with_columns(
        pl.Series(f"{kind}_key", keys_of(shop_id, kind, records[column]), dtype=pl.String)
        for kind, column in _COLUMNS.items()
        if column in records.columns
    )
