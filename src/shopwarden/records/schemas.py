"""Polars schemas of the canonical records, one table per kind.

Every table has the same identity and provenance columns: a record is (platform, shop, id),
ids are strings, times are UTC microseconds, money is whole minor units (``*_minor``) beside
its ``currency``. A null means "the source did not say"; it is never a finding by itself.
Columns that hold personal data are listed in ``PERSONAL``: they live in memory here, and are
encrypted or masked by whoever stores or shows them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import polars as pl

from shopwarden.records import enums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars._typing import PolarsDataType

TIME: Final = pl.Datetime("us", "UTC")


class Kind(StrEnum):
    """The kinds of record, named as in a mapping file."""

    ORDERS = "orders"
    ORDER_LINES = "order_lines"
    REFUNDS = "refunds"
    SHIPMENTS = "shipments"
    TRACE_EVENTS = "trace_events"
    RATINGS = "ratings"
    RECHARGES = "recharges"
    STATUS_EVENTS = "status_events"


KINDS: Final = tuple(Kind)


def _enum(members: type[StrEnum]) -> pl.Enum:
    return pl.Enum([member.value for member in members])


_IDENTITY: Final[dict[str, PolarsDataType]] = {
    "platform": pl.String(),
    "shop": pl.String(),
    "id": pl.String(),
}
# Where a record comes from: name of the source, file, row as the user counts it, when we saw
# it, and when the platform last changed it.
_PROVENANCE: Final[dict[str, PolarsDataType]] = {
    "source": pl.String(),
    "source_file": pl.String(),
    "source_row": pl.Int64(),
    "seen_at": TIME,
    "modified_at": TIME,
}

_ORDER: Final[dict[str, PolarsDataType]] = {
    "type": pl.String(),
    "status": _enum(enums.OrderStatus),
    "raw_status": pl.String(),
    "needs_review": pl.Boolean(),
    "refund_status": _enum(enums.RefundStatus),
    "buyer": pl.String(),
    "receiver_name": pl.String(),
    "phone": pl.String(),
    "address": pl.String(),
    "province": pl.String(),
    "city": pl.String(),
    "district": pl.String(),
    "town": pl.String(),
    "device": pl.String(),
    "ip": pl.String(),
    "payment_account": pl.String(),
    "card": pl.String(),
    "terminal": pl.String(),
    "item": pl.String(),
    "title": pl.String(),
    "quantity": pl.Int64(),
    "amount_minor": pl.Int64(),
    "post_fee_minor": pl.Int64(),
    "refunded_minor": pl.Int64(),
    "currency": pl.String(),
    "created_at": TIME,
    "paid_at": TIME,
    "shipped_at": TIME,
    "signed_at": TIME,
    "finished_at": TIME,
    "ship_deadline": TIME,
    "ship_deadline_assumed": pl.Boolean(),
    "buyer_message": pl.String(),
    "seller_memo": pl.String(),
    "close_reason": pl.String(),
    "platform_flag": pl.String(),
    "label": pl.Int8(),
}

_ORDER_LINE: Final[dict[str, PolarsDataType]] = {
    "order_id": pl.String(),
    "status": _enum(enums.OrderStatus),
    "raw_status": pl.String(),
    "needs_review": pl.Boolean(),
    "refund_status": _enum(enums.RefundStatus),
    "refund_id": pl.String(),
    "item": pl.String(),
    "sku": pl.String(),
    "merchant_code": pl.String(),
    "title": pl.String(),
    "quantity": pl.Int64(),
    "price_minor": pl.Int64(),
    "amount_minor": pl.Int64(),
    "refunded_minor": pl.Int64(),
    "currency": pl.String(),
    "created_at": TIME,
    "paid_at": TIME,
    "shipped_at": TIME,
    "ship_deadline": TIME,
    "ship_deadline_assumed": pl.Boolean(),
}

_REFUND: Final[dict[str, PolarsDataType]] = {
    "order_id": pl.String(),
    "line_id": pl.String(),
    "kind": _enum(enums.RefundKind),
    "status": _enum(enums.RefundStatus),
    "raw_status": pl.String(),
    "needs_review": pl.Boolean(),
    "goods_state": _enum(enums.GoodsState),
    "phase": _enum(enums.RefundPhase),
    "reason": pl.String(),
    "description": pl.String(),
    "platform_message": pl.String(),
    "platform_case": pl.String(),
    "buyer": pl.String(),
    "item": pl.String(),
    "title": pl.String(),
    "needs_return": pl.Boolean(),
    "is_automatic": pl.Boolean(),
    "is_zero_second": pl.Boolean(),
    "is_partial": pl.Boolean(),
    "amount_minor": pl.Int64(),
    "order_amount_minor": pl.Int64(),
    "currency": pl.String(),
    "paid_at": TIME,
    "created_at": TIME,
    "returned_at": TIME,
    "finished_at": TIME,
    "deadline": TIME,
    "return_waybill": pl.String(),
    "return_carrier": pl.String(),
    "outbound_trace": pl.String(),
    "return_trace": pl.String(),
    "responsible": pl.String(),
    "version": pl.Int64(),
}

_SHIPMENT: Final[dict[str, PolarsDataType]] = {
    "order_id": pl.String(),
    "refund_id": pl.String(),
    "direction": _enum(enums.ShipmentDirection),
    "waybill": pl.String(),
    "carrier": pl.String(),
    "shipped_at": TIME,
    "signed_at": TIME,
}

_TRACE_EVENT: Final[dict[str, PolarsDataType]] = {
    "waybill": pl.String(),
    "carrier": pl.String(),
    "action": _enum(enums.TraceAction),
    "raw_action": pl.String(),
    "needs_review": pl.Boolean(),
    "happened_at": TIME,
    "place": pl.String(),
    "text": pl.String(),
}

_RATING: Final[dict[str, PolarsDataType]] = {
    "order_id": pl.String(),
    "line_id": pl.String(),
    "buyer": pl.String(),
    "item": pl.String(),
    "result": _enum(enums.RatingResult),
    "score": pl.Float64(),
    "service_score": pl.Float64(),
    "delivery_score": pl.Float64(),
    "content": pl.String(),
    "appended": pl.String(),
    "reply": pl.String(),
    "tags": pl.String(),
    "counts": pl.Boolean(),
    "created_at": TIME,
}

_RECHARGE: Final[dict[str, PolarsDataType]] = {
    "order_id": pl.String(),
    "supplier": pl.String(),
    "status": _enum(enums.RechargeStatus),
    "raw_status": pl.String(),
    "needs_review": pl.Boolean(),
    "request_no": pl.String(),
    "upstream_no": pl.String(),
    "account": pl.String(),
    "item": pl.String(),
    "face_value_minor": pl.Int64(),
    "amount_minor": pl.Int64(),
    "currency": pl.String(),
    "buyer": pl.String(),
    "ip": pl.String(),
    "created_at": TIME,
    "finished_at": TIME,
}

_STATUS_EVENT: Final[dict[str, PolarsDataType]] = {
    "subject": _enum(enums.StatusSubject),
    "kind": pl.String(),
    "old": pl.String(),
    "new": pl.String(),
    "order_id": pl.String(),
    "amount_minor": pl.Int64(),
    "currency": pl.String(),
    "happened_at": TIME,
    "text": pl.String(),
}

SCHEMAS: Final[Mapping[Kind, dict[str, PolarsDataType]]] = {
    kind: _IDENTITY | own | _PROVENANCE
    for kind, own in {
        Kind.ORDERS: _ORDER,
        Kind.ORDER_LINES: _ORDER_LINE,
        Kind.REFUNDS: _REFUND,
        Kind.SHIPMENTS: _SHIPMENT,
        Kind.TRACE_EVENTS: _TRACE_EVENT,
        Kind.RATINGS: _RATING,
        Kind.RECHARGES: _RECHARGE,
        Kind.STATUS_EVENTS: _STATUS_EVENT,
    }.items()
}

PERSONAL: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.ORDERS: frozenset(
        {
            "buyer", "receiver_name", "phone", "address", "device", "ip", "payment_account",
            "card", "buyer_message", "seller_memo",
        }
    ),
    Kind.ORDER_LINES: frozenset(),
    Kind.REFUNDS: frozenset({"buyer", "description", "outbound_trace", "return_trace"}),
    Kind.SHIPMENTS: frozenset(),
    Kind.TRACE_EVENTS: frozenset({"text"}),
    Kind.RATINGS: frozenset({"buyer", "content", "appended"}),
    Kind.RECHARGES: frozenset({"buyer", "account", "ip"}),
    Kind.STATUS_EVENTS: frozenset({"text"}),
}  # fmt: skip


def empty(kind: Kind) -> pl.DataFrame:
    """Return the table of `kind` with no rows."""
    return pl.DataFrame(schema=SCHEMAS[kind])


def conform(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Bring `frame` to the columns, order and types of `kind`.

    Missing columns become null; a column the schema does not know, or a value that does not
    fit its type, is a mistake of the caller and raises a Polars error.
    """
    schema = SCHEMAS[kind]
    unknown = set(frame.columns) - set(schema)
    if unknown:
        raise pl.exceptions.ColumnNotFoundError(f"not in {kind.value}: {sorted(unknown)}")
    return frame.select(
        pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in schema.items()
    )


def money_columns(kind: Kind) -> list[str]:
    """Names of the amounts of `kind`, each in minor units of the row's currency."""
    return [name for name in SCHEMAS[kind] if name.endswith("_minor")]


def time_columns(kind: Kind) -> list[str]:
    """Names of the times of `kind`, provenance included."""
    return [name for name, dtype in SCHEMAS[kind].items() if dtype == TIME]
