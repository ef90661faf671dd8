"""The closed vocabularies of the canonical records.

The order of the members of a status is its order of progress: of two reports with the
same source time the member further down is the truth (see ``records.merge``). ``unknown``
comes first, so that a text nobody can read never hides one that could be read.
"""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding asks for: nothing, a look, or a correction."""

    NOTE = "note"
    CHECK = "check"
    WRONG = "wrong"


class OrderStatus(StrEnum):
    """State of an order; ``hold`` is paid, but the platform forbids shipping."""

    UNKNOWN = "unknown"
    UNPAID = "unpaid"
    PAID = "paid"
    HOLD = "hold"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    SIGNED = "signed"
    FINISHED = "finished"
    CLOSED_UNPAID = "closed_unpaid"
    CLOSED_REFUNDED = "closed_refunded"


class RefundKind(StrEnum):
    """What the buyer asks for."""

    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESHIP = "reship"
    PRICE_GUARD = "price_guard"
    OTHER = "other"


class RefundStatus(StrEnum):
    """State of a refund or after-sale request."""

    UNKNOWN = "unknown"
    APPLIED = "applied"
    REFUSED = "refused"
    AGREED_WAIT_RETURN = "agreed_wait_return"
    RETURNED_WAIT_CONFIRM = "returned_wait_confirm"
    EXCHANGE_WAIT_SHIP = "exchange_wait_ship"
    EXCHANGE_WAIT_CONFIRM = "exchange_wait_confirm"
    REFUNDING = "refunding"
    CLOSED = "closed"
    SUCCESS = "success"


class RefundPhase(StrEnum):
    """Before or after the order was finished."""

    ONSALE = "onsale"
    AFTERSALE = "aftersale"


class GoodsState(StrEnum):
    """Where the goods are, as the buyer says."""

    NOT_SHIPPED = "not_shipped"
    NOT_RECEIVED = "not_received"
    RECEIVED = "received"
    RETURNED = "returned"


class ShipmentDirection(StrEnum):
    """To the buyer, or back to the seller."""

    OUTBOUND = "outbound"
    RETURN = "return"


class TraceAction(StrEnum):
    """One scan of a parcel."""

    UNKNOWN = "unknown"
    NO_INFO = "no_info"
    CREATED = "created"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    TRANSFERRED = "transferred"
    ARRIVED_CITY = "arrived_city"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PICKUP_POINT = "pickup_point"
    STALE = "stale"
    EXCEPTION = "exception"
    FAILED = "failed"
    REJECTED = "rejected"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"
    SIGNED_BY_OTHER = "signed_by_other"
    SIGNED = "signed"


class RatingResult(StrEnum):
    """A buyer's verdict; platforms without one give ``none``."""

    NONE = "none"
    BAD = "bad"
    NEUTRAL = "neutral"
    GOOD = "good"


class RechargeStatus(StrEnum):
    """State of a top-up; ``unknown`` is a result nobody can tell, neither failed nor done."""

    UNKNOWN = "unknown"
    CREATED = "created"
    SUBMITTED = "submitted"
    PROCESSING = "processing"
    PARTIAL = "partial"
    FAILED = "failed"
    SUCCESS = "success"
    REFUNDED = "refunded"


class StatusSubject(StrEnum):
    """Whose state a status event reports."""

    SHOP = "shop"
    ACCOUNT = "account"
    FUNDS = "funds"
    ORDERS = "orders"
    CONNECTOR = "connector"
