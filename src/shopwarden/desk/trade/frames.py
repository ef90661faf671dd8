"""Between the records frames of ``shopwarden.records`` and the rows of the database.

A frame has the canonical schema, its ``shop`` column holding the id of the desk's shop. In
the database a missing text is an empty one; personal columns are one sealed JSON object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import polars as pl
import polars.selectors as cs

from shopwarden.desk.common import crypto, sealed
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.common.crypto import Purpose
from shopwarden.desk.trade.models import Order, OrderLine, Rating, Record, Refund, Shipment
from shopwarden.places import check_phones, place_keys
from shopwarden.records import SCHEMAS, Kind, conform
from shopwarden.records.merge import with_source_time
from shopwarden.records.schemas import PERSONAL, TIME

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

MODELS: Final[Mapping[Kind, type[Record]]] = MappingProxyType(
    {
        Kind.ORDERS: Order,
        Kind.ORDER_LINES: OrderLine,
        Kind.REFUNDS: Refund,
        Kind.SHIPMENTS: Shipment,
        Kind.RATINGS: Rating,
    }
)
KEY: Final = ("platform", "id")
RENAMED: Final = {
    "id": "external_id",
    "order_id": "order_external_id",
    "line_id": "line_external_id",
    "refund_id": "refund_external_id",
}
# Where a report comes from says nothing about the record.
NOT_CONTENT: Final = ("shop", "source_file", "source_row", "seen_at")
NULL: Final = "\x00"
SEPARATOR: Final = "\x1f"
# Masked and encrypted values are equal for different people.
MASKED: Final = r"[*＊]|##|\$\$"
# Digest column -> what it is compared for, and the record's column it is made from.
_DIGESTS: Final[Mapping[Kind, Mapping[str, tuple[Purpose, str]]]] = {
    Kind.ORDERS: {
        "buyer_key": (Purpose.BUYER, "buyer"),
        "receiver_key": (Purpose.RECEIVER, "receiver_name"),
        "phone_key": (Purpose.PHONE, "phone"),
        "place_key": (Purpose.PLACE, "address"),
        "device_key": (Purpose.DEVICE, "device"),
        "ip_key": (Purpose.IP, "ip"),
        "payment_account_key": (Purpose.PAYMENT_ACCOUNT, "payment_account"),
    },
    Kind.REFUNDS: {"buyer_key": (Purpose.BUYER, "buyer")},
    Kind.RATINGS: {"buyer_key": (Purpose.BUYER, "buyer")},
}


def normal(frame: pl.DataFrame, kind: Kind, shop_id: UUID) -> pl.DataFrame:
    """Return records as they are stored: this shop's, nothing empty that could be missing."""
    texts = (cs.string() - cs.by_name("platform", "shop", "id")).str.replace_all("\x00", "")
    columns = [pl.lit(str(shop_id)).alias("shop"), texts.replace("", None)]
    if "needs_review" in SCHEMAS[kind]:
        columns.append(pl.col("needs_review").fill_null(value=False))
    return with_source_time(conform(frame, kind).with_columns(columns))


def content_keys(frame: pl.DataFrame, shop_id: UUID) -> list[str | None]:
    """Return a keyed digest of each record's content: equal content, equal digest."""
    content = _flat(frame).select(pl.exclude(NOT_CONTENT).cast(pl.String).fill_null(NULL))
    texts = content.select(pl.concat_str(pl.all(), separator=SEPARATOR)).to_series()
    return crypto.digest_all(shop_id, Purpose.CONTENT, texts)


def rows(
    frame: pl.DataFrame, kind: Kind, shop_id: UUID, row_ids: Sequence[UUID]
) -> dict[str, Sequence[Any]]:
    """Return the columns of the model of `kind` for normal records, sealed and digested.

    `frame` has the canonical schema, and the records' `content_keys` in ``_content``.
    """
    hidden = [name for name in SCHEMAS[kind] if name in PERSONAL[kind]]
    schema = [name for name in SCHEMAS[kind] if name not in hidden and name != "shop"]
    shown = frame.select(schema).with_columns(cs.enum().cast(pl.String))
    filled = shown.with_columns(cs.string().fill_null(""))
    columns: dict[str, Sequence[Any]] = {
        RENAMED.get(name, name): filled[name].to_list() for name in filled.columns
    }
    place = sealed.place(MODELS[kind], "personal", shop_id)
    texts = _json(frame.select(hidden)) if hidden else [None] * frame.height
    return columns | {
        "id": row_ids,
        "shop": [shop_id] * frame.height,
        "content_key": frame["_content"].to_list(),
        "personal": crypto.seal_all(place, row_ids, texts),
        **digests_of(frame, kind, shop_id),
    }


def column_names(kind: Kind) -> list[str]:
    """Return the columns of the model that `frame` needs, in its order."""
    shown = [name for name in SCHEMAS[kind] if name not in PERSONAL[kind] and name != "shop"]
    return ["id", "content_key", "personal", *(RENAMED.get(name, name) for name in shown)]


def frame(columns: Sequence[Sequence[Any]], kind: Kind, shop_id: UUID) -> pl.DataFrame:
    """Return the records of fetched columns (`column_names`).

    The canonical schema, then ``row_id`` (text of the stored row's id) and ``content_key``.
    """
    by_name = dict(zip(column_names(kind), columns, strict=True))
    row_ids = uuids(by_name["id"])
    shown = [name for name in SCHEMAS[kind] if name not in PERSONAL[kind] and name != "shop"]
    series = [
        _series(name, by_name[RENAMED.get(name, name)], SCHEMAS[kind][name]) for name in shown
    ]
    place = sealed.place(MODELS[kind], "personal", shop_id)
    personal = _unjson(crypto.unseal_all(place, row_ids, by_name["personal"]), kind)
    whole = pl.DataFrame([*series, *personal]).with_columns(shop=pl.lit(str(shop_id)))
    return conform(whole, kind).with_columns(
        row_id=pl.Series([str(row_id) for row_id in row_ids], dtype=pl.String),
        content_key=pl.Series(by_name["content_key"], dtype=pl.String),
    )


def bodies(frame: pl.DataFrame) -> list[str | None]:
    """Return each record as JSON, for a report."""
    return _json(_flat(frame))


def from_bodies(texts: Sequence[str | None], kind: Kind) -> pl.DataFrame:
    """Return the records of `bodies`."""
    flat = {
        name: pl.Int64() if dtype == TIME else pl.String() if isinstance(dtype, pl.Enum) else dtype
        for name, dtype in SCHEMAS[kind].items()
    }
    decoded = pl.Series(texts, dtype=pl.String).str.json_decode(pl.Struct(flat))
    return conform(decoded.struct.unnest(), kind)


def digests_of(frame: pl.DataFrame, kind: Kind, shop_id: UUID) -> dict[str, list[str]]:
    """Return the digest columns; empty for what is missing, masked or unreadable."""
    return {
        name: [
            key or ""
            for key in crypto.digest_all(shop_id, purpose, comparable(frame[column], purpose))
        ]
        for name, (purpose, column) in _DIGESTS.get(kind, {}).items()
    }


def comparable(values: pl.Series, purpose: Purpose) -> pl.Series:
    """Return texts as they are compared; null for what is masked or says nothing."""
    if purpose is Purpose.PHONE:
        phones: pl.Series = check_phones(values)["normalised"]
        return phones
    if purpose is Purpose.PLACE:
        return place_keys(values)
    text = pl.col(values.name)
    folded = text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_lowercase()
    known = pl.when(~text.str.contains(MASKED) & (folded != "")).then(folded)
    return values.to_frame().select(known).to_series()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return times as microseconds and vocabularies as texts, as JSON and digests hold them."""
    return frame.with_columns(cs.datetime().to_physical(), cs.enum().cast(pl.String))


def _json(frame: pl.DataFrame) -> list[str | None]:
    return frame.select(pl.struct(pl.all()).struct.json_encode()).to_series().to_list()


def _unjson(texts: Sequence[str | None], kind: Kind) -> list[pl.Series]:
    fields = pl.Struct({name: pl.String() for name in SCHEMAS[kind] if name in PERSONAL[kind]})
    if not fields.fields:
        return []
    return pl.Series(texts, dtype=pl.String).str.json_decode(fields).struct.unnest().get_columns()


def _series(name: str, values: Sequence[Any], dtype: PolarsDataType) -> pl.Series:
    """Return a fetched column; SQLite has texts for times and numbers for booleans."""
    if dtype == TIME and any(isinstance(value, str) for value in values):
        texts = pl.Series(name, values, dtype=pl.String)
        return texts.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", time_zone="UTC")
    if isinstance(dtype, pl.String | pl.Enum):
        texts = pl.Series(name, values, dtype=pl.String)
        return texts.to_frame().select(pl.col(name).replace("", None)).to_series().cast(dtype)
    if dtype == pl.Boolean:
        return pl.Series(name, values, dtype=pl.Int8, strict=False).cast(pl.Boolean)
    return pl.Series(name, values, dtype=dtype)
