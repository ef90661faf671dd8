"""Records become events: when something happened, and whom and what it was about.

An event has the time, id and kind that give it its place in the strict order, one column per
key, and the few columns features read. A refund, a rating or a parcel belongs to an order, so
it carries the order's buyer, phone, place and so on. The carrier of a refund is that of the
first parcel sent out before it; an order has none, because nobody knows it when it is placed.

Keys are compared as they stand. Whoever has a better form of one (a phone brought to one
form, a place, a keyed digest) adds it as ``phone_key``, ``place_key``, …, which goes first; a
masked value is no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from shopwarden.features.model import AMOUNT, Key
from shopwarden.records import Kind, ShipmentDirection

# When a record of each kind happens. Only these kinds are events.
TIMES: Final[Mapping[Kind, str]] = {
    Kind.ORDERS: "created_at",
    Kind.REFUNDS: "created_at",
    Kind.RATINGS: "created_at",
    Kind.SHIPMENTS: "shipped_at",
}
# The order of kinds among events of one time and id.
RANK: Final[Mapping[Kind, int]] = {kind: rank for rank, kind in enumerate(TIMES)}
IDENTITY: Final = ("platform", "shop", "id")
_ORDER: Final = ("platform", "shop", "order_id")
_MASKED: Final = r"[*＊]|##|\$\$"
_OF_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    Key.BUYER: ("buyer_key", "buyer"),
    Key.PHONE: ("phone_key", "phone"),
    Key.RECEIVER: ("receiver_key", "receiver_name"),
    Key.PLACE: ("place_key",),
    Key.DEVICE: ("device_key", "device"),
    Key.IP: ("ip_key", "ip"),
    Key.PAYMENT_ACCOUNT: ("payment_account_key", "payment_account"),
    Key.ITEM: ("item",),
}
# What each kind says itself: event column -> record columns, the first one present is taken.
_OWN: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {
    Kind.ORDERS: {**_OF_ORDER, AMOUNT: (AMOUNT,)},
    Kind.REFUNDS: {
        Key.BUYER: ("buyer_key", "buyer"),
        Key.ITEM: ("item",),
        AMOUNT: (AMOUNT,),
        "refund_kind": ("kind",),
    },
    Kind.RATINGS: {
        Key.BUYER: ("buyer_key", "buyer"),
        Key.ITEM: ("item",),
        "rating_result": ("result",),
    },
    Kind.SHIPMENTS: {Key.CARRIER: ("carrier",), "direction": ("direction",)},
}
_KEYS: Final = frozenset(key.value for key in Key)
COLUMNS: Final = frozenset(_KEYS.union(*_OWN.values())) - {Key.SHOP.value}


def collect_events(
    records: Mapping[Kind, pl.DataFrame], kinds: Iterable[Kind], columns: Iterable[str]
) -> pl.DataFrame:
    """Return the events of `kinds`, those of one kind together and in the order of its rows.

    Parameters
    ----------
    records
        Merged records by kind. Orders and shipments are looked at for what belongs to an
        order, whether or not they are among `kinds`.
    kinds
        Kinds of event, in the order they are returned; one without records has none.
    columns
        Of ``COLUMNS``, those that are needed.

    Returns
    -------
    polars.DataFrame
        ``kind`` (its rank), ``platform``, ``shop``, ``id``, ``at``, then `columns` sorted.
    """
    wanted = sorted(columns)
    found = [_events(records, kind, wanted) for kind in kinds if kind in records]
    return pl.concat(found, how="vertical_relaxed") if found else pl.DataFrame()


def _events(records: Mapping[Kind, pl.DataFrame], kind: Kind, wanted: list[str]) -> pl.DataFrame:
    frame = records[kind]
    place = frame.select(
        pl.lit(RANK[kind], pl.UInt8).alias("kind"), *IDENTITY, at=pl.col(TIMES[kind])
    )
    order_id = pl.lit(None, pl.String) if kind is Kind.ORDERS else pl.col("order_id")
    told = frame.select(
        *_ORDER[:2],
        order_id.alias(_ORDER[2]),
        pl.col(TIMES[kind]).alias("at"),
        *(_told(frame, _OWN[kind].get(name, ())).alias(name) for name in wanted),
    )
    if kind is not Kind.ORDERS and Kind.ORDERS in records:
        told = _with_order(told, records[Kind.ORDERS], wanted)
    if kind is Kind.REFUNDS and Key.CARRIER in wanted and Kind.SHIPMENTS in records:
        told = _with_carrier(told, records[Kind.SHIPMENTS])
    return place.hstack(told.select(wanted))


def _told(frame: pl.DataFrame, sources: tuple[str, ...]) -> pl.Expr:
    """What a record says itself, from the first of `sources` it has."""
    source = next((name for name in sources if name in frame.columns), None)
    if source is None:
        return pl.lit(None)
    column = pl.col(source)
    if isinstance(frame.schema[source], pl.Enum):
        return column.cast(pl.String)
    if frame.schema[source] == pl.String:
        return pl.when((column != "") & ~column.str.contains(_MASKED)).then(column)
    return column


def _with_order(told: pl.DataFrame, orders: pl.DataFrame, wanted: list[str]) -> pl.DataFrame:
    """Put what the order says before what the record itself says."""
    names = [name for name in wanted if name in _OF_ORDER]
    said = orders.select(
        *_ORDER[:2],
        pl.col("id").alias("order_id"),
        *(_told(orders, _OF_ORDER[name]).alias(f"{name}_of_order") for name in names),
    )
    joined = told.join(said, on=_ORDER, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"{name}_of_order", name).alias(name) for name in names)


def _with_carrier(told: pl.DataFrame, shipments: pl.DataFrame) -> pl.DataFrame:
    """Add who carried the first parcel sent out before the refund was asked for."""
    sent = shipments.filter(
        pl.col("direction").cast(pl.String).ne_missing(ShipmentDirection.RETURN.value)
    ).select(*_ORDER, "shipped_at", parcel="id", sent_by=_told(shipments, ("carrier",)))
    numbered = told.with_row_index("_row")
    first = (
        numbered.select("_row", *_ORDER, "at")
        .join(sent, on=_ORDER)
        .filter(pl.col("shipped_at") <= pl.col("at"))
        .sort("_row", "shipped_at", "parcel")
        .unique("_row", keep="first", maintain_order=True)
        .select("_row", "sent_by")
    )
    joined = numbered.join(first, on="_row", how="left", maintain_order="left")
    return joined.with_columns(pl.col("sent_by").alias(Key.CARRIER.value)).drop("_row")
