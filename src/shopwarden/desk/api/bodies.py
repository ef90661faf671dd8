"""What programs send: read and checked at once, unknown fields and mistakes refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from shopwarden.records.enums import OrderStatus, RefundStatus

_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
# A hundred billion yuan: sums of all orders of a shop stay far from where numbers end.
_LARGEST: Final = 10**13

Number = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
# ``$`` also stands before a line's end here, though not where JSON schemas are read.
Platform = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,40}$(?!\n)")]
Text = Annotated[str, Meta(max_length=2000)]
Moment = Annotated[datetime, Meta(tz=True)]
Minor = Annotated[int, Meta(ge=-_LARGEST, le=_LARGEST)]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]


class OrderIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One order as its platform or shop system tells it."""

    platform: Platform
    id: Number
    status: OrderStatus | None = None
    raw_status: Text | None = None
    refund_status: RefundStatus | None = None
    type: Text | None = None
    buyer: Text | None = None
    receiver_name: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    province: Text | None = None
    city: Text | None = None
    district: Text | None = None
    town: Text | None = None
    device: Text | None = None
    ip: Text | None = None
    payment_account: Text | None = None
    card: Text | None = None
    terminal: Text | None = None
    item: Text | None = None
    title: Text | None = None
    quantity: Count | None = None
    amount_minor: Minor | None = None
    post_fee_minor: Minor | None = None
    refunded_minor: Minor | None = None
    currency: Currency | None = None
    created_at: Moment | None = None
    paid_at: Moment | None = None
    shipped_at: Moment | None = None
    signed_at: Moment | None = None
    finished_at: Moment | None = None
    ship_deadline: Moment | None = None
    buyer_message: Text | None = None
    seller_memo: Text | None = None
    close_reason: Text | None = None
    platform_flag: Text | None = None
    modified_at: Moment | None = None

    def __post_init__(self) -> None:
        check_moments(self)


class UnusableTime(ValueError):
    """A time no order has; databases and zones cannot reckon at the edges of time."""


def check_moments(body: Struct) -> None:
    """Refuse times before 1970 and after 2200."""
    for name in body.__struct_fields__:
        value = getattr(body, name)
        if isinstance(value, datetime) and not _FIRST <= value <= _LAST:
            raise UnusableTime(f"{name} is before 1970 or after 2200")


def columns_of(body: Struct) -> dict[str, Any]:
    """Return a body as columns of the canonical schema."""
    values = ((name, getattr(body, name)) for name in body.__struct_fields__)
    return {name: str(one) if isinstance(one, StrEnum) else one for name, one in values}


def schema_of(body: type[Struct]) -> dict[str, Any]:
    """Return the JSON schema of a body, whole by itself."""
    _, schemas = msgspec.json.schema_components([body])
    found: dict[str, Any] = _inlined(schemas[body.__name__], schemas)
    return found


def _inlined(schema: Any, schemas: Mapping[str, Any]) -> Any:
    """Put what is referred to where it is referred to."""
    if isinstance(schema, list):
        return [_inlined(one, schemas) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return {name: _inlined(one, schemas) for name, one in schema.items()}


ORDER: Final = msgspec.json.Decoder(OrderIn)
