"""The rows of ``POST /events``, told apart by ``kind``."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from shopwarden.desk.api.bodies import (
    Count,
    Currency,
    Minor,
    Moment,
    Number,
    OrderIn,
    Platform,
    Text,
    check_moments,
    columns_of,
    schema_of,
)
from shopwarden.records import Kind, RatingResult, RefundKind, ShipmentDirection
from shopwarden.records.enums import RefundStatus

Mark = Annotated[float, Meta(ge=0, le=1000)]
# Names this telling of the row, not the record.
RowKey = Annotated[str, Meta(min_length=1, max_length=255)]


class OrderRow(OrderIn, tag_field="kind", tag="order", forbid_unknown_fields=True):
    """An order."""

    key: RowKey | None = None


class RefundRow(Struct, tag_field="kind", tag="refund", forbid_unknown_fields=True):
    """A refund or after-sale request."""

    platform: Platform
    id: Number
    order_id: Number
    key: RowKey | None = None
    type: RefundKind | None = None
    status: RefundStatus | None = None
    reason: Text | None = None
    description: Text | None = None
    buyer: Text | None = None
    item: Text | None = None
    amount_minor: Minor | None = None
    order_amount_minor: Minor | None = None
    currency: Currency | None = None
    created_at: Moment | None = None
    returned_at: Moment | None = None
    finished_at: Moment | None = None
    deadline: Moment | None = None
    modified_at: Moment | None = None
    version: Count | None = None

    def __post_init__(self) -> None:
        check_moments(self)


class RatingRow(Struct, tag_field="kind", tag="rating", forbid_unknown_fields=True):
    """What a buyer wrote about an order."""

    platform: Platform
    id: Number
    order_id: Number
    key: RowKey | None = None
    buyer: Text | None = None
    item: Text | None = None
    result: RatingResult | None = None
    score: Mark | None = None
    content: Text | None = None
    created_at: Moment | None = None
    modified_at: Moment | None = None

    def __post_init__(self) -> None:
        check_moments(self)


class ShipmentRow(Struct, tag_field="kind", tag="shipment", forbid_unknown_fields=True):
    """A parcel, to the buyer or back."""

    platform: Platform
    id: Number
    order_id: Number
    key: RowKey | None = None
    direction: ShipmentDirection | None = None
    waybill: Text | None = None
    carrier: Text | None = None
    shipped_at: Moment | None = None
    signed_at: Moment | None = None
    modified_at: Moment | None = None

    def __post_init__(self) -> None:
        check_moments(self)


Row = OrderRow | RefundRow | RatingRow | ShipmentRow
KIND_OF: Final[dict[type[Struct], Kind]] = {
    OrderRow: Kind.ORDERS,
    RefundRow: Kind.REFUNDS,
    RatingRow: Kind.RATINGS,
    ShipmentRow: Kind.SHIPMENTS,
}
ROW: Final = msgspec.json.Decoder(Row)


def columns_of_row(row: Row) -> dict[str, Any]:
    """Return a row as columns of the canonical schema."""
    columns = columns_of(row)
    del columns["key"]
    if isinstance(row, RefundRow):
        # ``kind`` says what a row is; the column of that name is the kind of refund.
        columns["kind"] = columns.pop("type")
    return columns


def schema_of_rows() -> dict[str, Any]:
    """Return the JSON schema of one row."""
    return {"anyOf": [schema_of(kind) for kind in KIND_OF]}
