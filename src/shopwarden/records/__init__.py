"""Canonical records: what every source is turned into and every detector reads."""

from __future__ import annotations

from shopwarden.records.enums import (
    GoodsState,
    OrderStatus,
    RatingResult,
    RechargeStatus,
    RefundKind,
    RefundPhase,
    RefundStatus,
    Severity,
    ShipmentDirection,
    StatusSubject,
    TraceAction,
)
from shopwarden.records.merge import merge_records
from shopwarden.records.money import minor_digits
from shopwarden.records.schemas import (
    KINDS,
    SCHEMAS,
    Kind,
    conform,
    empty,
    money_columns,
    time_columns,
)

__all__ = [
    "KINDS",
    "SCHEMAS",
    "GoodsState",
    "Kind",
    "OrderStatus",
    "RatingResult",
    "RechargeStatus",
    "RefundKind",
    "RefundPhase",
    "RefundStatus",
    "Severity",
    "ShipmentDirection",
    "StatusSubject",
    "TraceAction",
    "conform",
    "empty",
    "merge_records",
    "minor_digits",
    "money_columns",
    "time_columns",
]
