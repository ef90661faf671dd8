"""Taobao and Tmall refund files (xls and xlsx)."""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.records import Kind, RefundKind, RefundStatus, ShipmentDirection
from shopwarden.sources.cells import FLAG, ID, MONEY, PHRASE, REMARK, TEXT
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.shapes import pick, shipments, with_review
from shopwarden.sources.statuses import (
    GOODS_STATES,
    REFUND_KINDS,
    REFUND_PHASES,
    read_choice,
    read_refund_status,
)
from shopwarden.sources.times import TIME_CELL

# Where the platform says that it holds a refund back, instead of a state.
_MESSAGE: Final = "无法|不符合|不支持|不能|异常|失败|限制|风险|拦截"

FIELDS: Final = (
    Field("id", ID, ("退款编号", "退款单号"), is_required=True),
    Field("order_id", ID, ("订单编号",), is_required=True),
    Field("line_id", ID, ("子订单编号",)),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("退款状态",)),
    Field("status_text", PHRASE, ("退款状态",)),
    Field("kind_text", PHRASE, ("售后类型",)),
    Field("goods_text", PHRASE, ("货物状态",)),
    Field("phase_text", PHRASE, ("售中或售后",)),
    Field("automatic_text", TEXT, ("手工退款/系统退款",)),
    Field("partial_text", TEXT, ("部分退款/全部退款",)),
    Field("needs_return", FLAG, ("是否需要退货",)),
    Field("is_zero_second", FLAG, ("是否零秒响应",)),
    Field("reason", TEXT, ("买家退款原因",)),
    Field("description", TEXT, ("买家退款说明",)),
    Field(
        "platform_message",
        REMARK,
        ("平台提示", "平台消息", "平台提示信息", "平台消息提示", "异常信息", "退款异常信息",
         "提示信息", "系统提示"),
    ),
    Field("platform_case", REMARK, ("客服介入状态",)),
    Field("buyer", TEXT, ("买家会员名称", "买家会员名", "买家昵称")),
    Field("item", ID, ("商品id", "商品编码")),
    Field("title", TEXT, ("宝贝标题", "商品标题")),
    Field("amount_minor", MONEY, ("买家退款金额", "退款总额", "退给买家金额")),
    Field("order_amount_minor", MONEY, ("买家实际支付金额", "买家实付金额")),
    Field("paid_at", TIME_CELL, ("订单付款时间",)),
    Field("created_at", TIME_CELL, ("退款的申请时间", "退款申请时间")),
    Field("returned_at", TIME_CELL, ("买家退货时间",)),
    Field("finished_at", TIME_CELL, ("退款完结时间", "完结时间")),
    Field("deadline", TIME_CELL, ("超时时间",)),
    Field("waybill", ID, ("退货物流单号",)),
    Field("carrier", TEXT, ("退货物流公司",)),
    Field("outbound_trace", REMARK, ("发货物流信息",)),
    Field("return_trace", REMARK, ("退货物流信息",)),
    Field("responsible", REMARK, ("责任方",)),
)  # fmt: skip


def build(rows: Rows) -> Frames:
    """Refunds, and a return shipment where the buyer sent something back."""
    frame = rows.frame.with_columns(
        read_refund_status(pl.col("status_text")).alias("status"),
        read_choice(pl.col("goods_text"), GOODS_STATES, None).alias("goods_state"),
        read_choice(pl.col("phase_text"), REFUND_PHASES, None).alias("phase"),
        _kind().alias("kind"),
        _says("automatic_text", yes="系统|自动", no="手工|人工").alias("is_automatic"),
        _says("partial_text", yes="部分", no="全部|全额").alias("is_partial"),
        pl.col("waybill").alias("return_waybill"),
        pl.col("carrier").alias("return_carrier"),
    ).with_columns(_message().alias("platform_message"))
    parcels = frame.with_columns(refund_id="id", shipped_at="returned_at")
    back = shipments(parcels, ShipmentDirection.RETURN, carry=["refund_id", "shipped_at"])
    return {
        Kind.REFUNDS: pick(with_review(frame, "status"), Kind.REFUNDS),
        Kind.SHIPMENTS: back,
    }


def _kind() -> pl.Expr:
    """The kind the file names; else whether goods are to be sent back tells it."""
    named = read_choice(pl.col("kind_text"), REFUND_KINDS, RefundKind.OTHER.value)
    returns = pl.when(pl.col("needs_return")).then(pl.lit(RefundKind.RETURN_REFUND.value))
    only = pl.when(~pl.col("needs_return")).then(pl.lit(RefundKind.REFUND_ONLY.value))
    return pl.coalesce(named, returns, only)


def _message() -> pl.Expr:
    """The platform's message; a status text that is one, where it has no column."""
    unread = pl.col("status") == RefundStatus.UNKNOWN.value
    text = pl.col("raw_status")
    said = pl.when(unread & text.str.contains(_MESSAGE)).then(text)
    return pl.coalesce("platform_message", said)


def _says(text: str, *, yes: str, no: str) -> pl.Expr:
    said = pl.col(text)
    return pl.when(said.str.contains(yes)).then(True).when(said.str.contains(no)).then(False)


SOURCE: Final = Source(
    name="taobao_refunds",
    platform="taobao",
    needs=(("退款编号", "退款单号"), ("订单编号",), ("退款状态", "买家退款金额", "退款的申请时间")),
    lacks=("购买数量",),
    fields=FIELDS,
    build=build,
)
