"""The status texts of the marketplaces and what they mean.

A text that is in no table becomes ``unknown`` and asks for a person; it never becomes a
default. An empty cell is null: the source did not say. Texts are looked up as phrases, which
have half-width commas and no spaces (see `cells.PHRASE`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from shopwarden.records import GoodsState, OrderStatus, RefundKind, RefundPhase, RefundStatus

CLOSED: Final = "closed"
"""Closed, before or after payment: the time of payment tells which."""

TAOBAO_ORDERS: Final = {
    "等待买家付款": OrderStatus.UNPAID,
    "买家已付款": OrderStatus.PAID,
    "买家已付款,等待卖家发货": OrderStatus.PAID,
    "等待卖家发货": OrderStatus.PAID,
    "卖家部分发货": OrderStatus.PART_SHIPPED,
    "部分发货": OrderStatus.PART_SHIPPED,
    "卖家已发货": OrderStatus.SHIPPED,
    "卖家已发货,等待买家确认": OrderStatus.SHIPPED,
    "卖家已发货,等待买家确认收货": OrderStatus.SHIPPED,
    "等待买家确认收货": OrderStatus.SHIPPED,
    "买家已签收": OrderStatus.SIGNED,
    "交易成功": OrderStatus.FINISHED,
    "交易关闭": CLOSED,
    "退款成功": OrderStatus.CLOSED_REFUNDED,
}
ALIBABA_ORDERS: Final = TAOBAO_ORDERS | {
    "等待买家确认": OrderStatus.SHIPPED,
    "等待买家收货": OrderStatus.SHIPPED,
    "已收货": OrderStatus.SIGNED,
    "交易取消": CLOSED,
}
DOUYIN_ORDERS: Final = {
    "已发货": OrderStatus.SHIPPED,
    "已完成": OrderStatus.FINISHED,
    "已关闭": CLOSED,
}
JD_ORDERS: Final = {
    "等待付款": OrderStatus.UNPAID,
    "等待出库": OrderStatus.PAID,
    "WAIT_SELLER_STOCK_OUT": OrderStatus.PAID,
    "WAIT_SELLER_DELIVERY": OrderStatus.PAID,
    "锁定": OrderStatus.HOLD,
    "暂停": OrderStatus.HOLD,
    "LOCKED": OrderStatus.HOLD,
    "PAUSE": OrderStatus.HOLD,
    "等待确认收货": OrderStatus.SHIPPED,
    "WAIT_GOODS_RECEIVE_CONFIRM": OrderStatus.SHIPPED,
    "完成": OrderStatus.FINISHED,
    "已完成": OrderStatus.FINISHED,
    "FINISHED_L": OrderStatus.FINISHED,
    "已取消": CLOSED,
    "TRADE_CANCELED": CLOSED,
}
# One text holds the state of the order and of its refund. An order refunded before it was
# shipped is closed; one refunded on its way is still a parcel on its way.
PINDUODUO_ORDERS: Final = {
    "待支付": OrderStatus.UNPAID,
    "待发货": OrderStatus.PAID,
    "已发货,待签收": OrderStatus.SHIPPED,
    "已发货,待收货": OrderStatus.SHIPPED,
    "已签收": OrderStatus.SIGNED,
    "已收货": OrderStatus.FINISHED,
    "已取消": CLOSED,
    "未发货,退款成功": OrderStatus.CLOSED_REFUNDED,
    "已发货,退款成功": OrderStatus.SHIPPED,
    "已签收,退款成功": OrderStatus.SIGNED,
}
NO_REFUND: Final = [
    "-", "无", "无退款", "无退款申请", "没有申请退款", "未申请退款", "无售后",
    "无售后或售后取消", "NO_REFUND",
]  # fmt: skip
REFUNDS: Final = {
    "买家已经申请退款,等待卖家同意": RefundStatus.APPLIED,
    "买家已申请退款,等待卖家同意": RefundStatus.APPLIED,
    "等待卖家同意": RefundStatus.APPLIED,
    "待卖家同意": RefundStatus.APPLIED,
    "待卖家处理": RefundStatus.APPLIED,
    "待商家处理": RefundStatus.APPLIED,
    "退款待处理": RefundStatus.APPLIED,
    "售后处理中": RefundStatus.APPLIED,
    "卖家已经同意退款,等待买家退货": RefundStatus.AGREED_WAIT_RETURN,
    "卖家已同意退款,等待买家退货": RefundStatus.AGREED_WAIT_RETURN,
    "卖家已经同意换货,等待买家退货": RefundStatus.AGREED_WAIT_RETURN,
    "等待买家退货": RefundStatus.AGREED_WAIT_RETURN,
    "待买家退货": RefundStatus.AGREED_WAIT_RETURN,
    "买家已经退货,等待卖家确认收货": RefundStatus.RETURNED_WAIT_CONFIRM,
    "买家已退货,等待卖家确认收货": RefundStatus.RETURNED_WAIT_CONFIRM,
    "等待卖家确认收货": RefundStatus.RETURNED_WAIT_CONFIRM,
    "待卖家确认收货": RefundStatus.RETURNED_WAIT_CONFIRM,
    "待卖家发货": RefundStatus.EXCHANGE_WAIT_SHIP,
    "等待卖家换货发货": RefundStatus.EXCHANGE_WAIT_SHIP,
    "卖家已换货,等待买家确认收货": RefundStatus.EXCHANGE_WAIT_CONFIRM,
    "等待买家确认换货": RefundStatus.EXCHANGE_WAIT_CONFIRM,
    "卖家拒绝退款": RefundStatus.REFUSED,
    "卖家不同意退款": RefundStatus.REFUSED,
    "卖家已拒绝": RefundStatus.REFUSED,
    "卖家已拒绝退款": RefundStatus.REFUSED,
    "卖家拒绝退款,等待买家修改": RefundStatus.REFUSED,
    "卖家不同意协议,等待买家修改": RefundStatus.REFUSED,
    "退款中": RefundStatus.REFUNDING,
    "退款处理中": RefundStatus.REFUNDING,
    "退款关闭": RefundStatus.CLOSED,
    "已关闭": RefundStatus.CLOSED,
    "售后关闭": RefundStatus.CLOSED,
    "已撤销": RefundStatus.CLOSED,
    "退款成功": RefundStatus.SUCCESS,
    "退款完成": RefundStatus.SUCCESS,
    "已退款": RefundStatus.SUCCESS,
    "部分退款成功": RefundStatus.SUCCESS,
}
REFUND_KINDS: Final = {
    "仅退款": RefundKind.REFUND_ONLY,
    "退款": RefundKind.REFUND_ONLY,
    "退货退款": RefundKind.RETURN_REFUND,
    "退款退货": RefundKind.RETURN_REFUND,
    "退货": RefundKind.RETURN_REFUND,
    "我要退货退款": RefundKind.RETURN_REFUND,
    "我要退款": RefundKind.REFUND_ONLY,
    "换货": RefundKind.EXCHANGE,
    "维修": RefundKind.REPAIR,
    "补寄": RefundKind.RESHIP,
    "补发": RefundKind.RESHIP,
    "价保": RefundKind.PRICE_GUARD,
    "价保退款": RefundKind.PRICE_GUARD,
}
GOODS_STATES: Final = {
    "未发货": GoodsState.NOT_SHIPPED,
    "卖家未发货": GoodsState.NOT_SHIPPED,
    "未收到货": GoodsState.NOT_RECEIVED,
    "买家未收到货": GoodsState.NOT_RECEIVED,
    "未收货": GoodsState.NOT_RECEIVED,
    "已收到货": GoodsState.RECEIVED,
    "买家已收到货": GoodsState.RECEIVED,
    "已收货": GoodsState.RECEIVED,
    "已退货": GoodsState.RETURNED,
    "买家已退货": GoodsState.RETURNED,
    "已寄回": GoodsState.RETURNED,
}
REFUND_PHASES: Final = {
    "售中": RefundPhase.ONSALE,
    "售中退款": RefundPhase.ONSALE,
    "售后": RefundPhase.AFTERSALE,
    "售后退款": RefundPhase.AFTERSALE,
}


def read_status(phrase: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """The status a phrase means; ``unknown`` for one that is in no table."""
    return read_choice(phrase, table, "unknown")


def read_order_status(phrase: str, table: Mapping[str, str], *, paid_known: bool) -> pl.Expr:
    """Status of an order; closed before payment, after it, or unknown where nobody says."""
    status = read_status(pl.col(phrase), table)
    paid = pl.col("paid_at").is_not_null()
    refunded = OrderStatus.CLOSED_REFUNDED.value
    unpaid = OrderStatus.CLOSED_UNPAID.value if paid_known else OrderStatus.UNKNOWN.value
    closed = pl.when(paid).then(pl.lit(refunded)).otherwise(pl.lit(unpaid))
    return pl.when(status == CLOSED).then(closed).otherwise(status)


def read_refund_status(phrase: pl.Expr) -> pl.Expr:
    """Status of a refund; phrases that say there is none are null."""
    return pl.when(~phrase.is_in(NO_REFUND)).then(read_status(phrase, REFUNDS))


def read_choice(phrase: pl.Expr, table: Mapping[str, str], otherwise: str | None) -> pl.Expr:
    """The member a phrase means; `otherwise` for one that is in no table."""
    members = [str(member) for member in table.values()]
    meaning = phrase.replace_strict(list(table), members, default=otherwise, return_dtype=pl.String)
    return pl.when(phrase.is_not_null()).then(meaning)
