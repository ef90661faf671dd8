"""From records to the columns of their events: digests become numbers, times too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import polars as pl

from shopwarden.desk.common import crypto
from shopwarden.desk.common.crypto import Purpose
from shopwarden.features.events import RANK, TIMES
from shopwarden.features.model import Key
from shopwarden.links import LinkKind, order_keys
from shopwarden.records import SCHEMAS, Kind

# As many hexadecimal digits of a digest as fit a positive whole number of every database.
_DIGITS: Final = 15
# Keys that link accounts, one bit each in ``Event.linking``.
LINKING: Final[Mapping[LinkKind, int]] = MappingProxyType(
    {kind: 1 << bit for bit, kind in enumerate(LinkKind)}
)
# What is no personal datum is digested here only, to be a number like the others.
_PLAIN: Final = {Key.ITEM: Purpose.ITEM, Key.CARRIER: Purpose.CARRIER}
_WORDS: Final = {
    Kind.REFUNDS: "kind",
    Kind.RATINGS: "result",
    Kind.SHIPMENTS: "direction",
}


@lru_cache(maxsize=256)
def _salt(platform: str) -> int:
    return int(sha256(platform.encode()).hexdigest()[:_DIGITS], 16)


def number(digest: str, platform: str) -> int | None:
    """Return a digest as a number of its own on each platform; None for an empty one.

    One shop's values are compared within one platform: with the platform in the number, an
    index of numbers needs nothing beside it.
    """
    return int(digest[:_DIGITS], 16) ^ _salt(platform) if digest else None


def plain_number(shop_id: UUID, key: Key, value: str | None, platform: str) -> int | None:
    """Return the number of an item or a carrier."""
    return number(crypto.digest(shop_id, _PLAIN[key], value), platform) if value else None


def columns_of(
    records: pl.DataFrame, kind: Kind, shop_id: UUID, rows: Mapping[str, Sequence[Any]]
) -> dict[str, Sequence[Any]]:
    """Return the columns of the events of records, as they tell them themselves.

    Parameters
    ----------
    records
        In the canonical schema, personal data readable.
    rows
        Their columns as stored (``trade.frames.rows``): ids and digests.
    """
    count = records.height
    is_order = kind is Kind.ORDERS
    at = records[TIMES[kind]].to_physical()
    columns: dict[str, Sequence[Any]] = {
        "id": rows["id"],
        "shop": [shop_id] * count,
        "rank": [RANK[kind]] * count,
        "platform": records["platform"].to_list(),
        "external_id": records["id"].to_list(),
        "order_external_id": [""] * count if is_order else rows["order_external_id"],
        "at": at.to_list(),
        **{key.value: _numbers(records, key, rows, shop_id) for key in Key if key is not Key.SHOP},
        "amount_minor": records["amount_minor"].to_list()
        if "amount_minor" in records.columns
        else [None] * count,
        "word": rows[_WORDS[kind]] if kind in _WORDS else [""] * count,
        "linking": [0] * count,
        "used_at": [0] * count,
    }
    return columns | _uses(records, rows) if is_order else columns


def _numbers(
    records: pl.DataFrame, key: Key, rows: Mapping[str, Sequence[Any]], shop_id: UUID
) -> list[int | None]:
    if key in _PLAIN:
        if key not in records.columns:
            return [None] * records.height
        digests = crypto.digest_all(shop_id, _PLAIN[key], records[key.value])
    else:
        digests = list(rows.get(f"{key}_key", [None] * records.height))
    pairs = zip(digests, records["platform"], strict=True)
    return [number(digest or "", platform) for digest, platform in pairs]


def _uses(records: pl.DataFrame, rows: Mapping[str, Sequence[Any]]) -> dict[str, list[int]]:
    """Say which keys of orders may link accounts: not every value is somebody's own."""
    places = pl.Series("place_key", rows["place_key"], dtype=pl.String)
    # Without what else a frame carries along: digests as they were before a change.
    used = order_keys(records.select(list(SCHEMAS[Kind.ORDERS])).with_columns(places))
    bits = [pl.col(kind.value).is_not_null().cast(pl.Int64) * bit for kind, bit in LINKING.items()]
    has_account = pl.col("buyer").is_not_null()
    linking = used.select(pl.when(has_account).then(pl.sum_horizontal(bits)).otherwise(0))
    return {"linking": linking.to_series().to_list(), "used_at": used["at"].to_list()}
