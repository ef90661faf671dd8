"""Taobao and Tmall line files: ``ExportItemList*.csv`` and the sheet 销售明细."""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources.cells import CODE, COUNT, ID, MONEY, PHRASE, TEXT
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.shapes import pick, shipments, with_review, with_ship_deadline
from shopwarden.sources.statuses import TAOBAO_ORDERS, read_order_status, read_refund_status
from shopwarden.sources.times import TIME_CELL

FIELDS: Final = (
    Field("id", ID, ("子订单编号",), is_required=True),
    Field("order_id", ID, ("主订单编号", "订单编号"), is_required=True),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("订单状态",)),
    Field("status_text", PHRASE, ("订单状态",)),
    Field("refund_text", PHRASE, ("退款状态",)),
    Field("refund_id", ID, ("退款编号",)),
    Field("item", ID, ("商品ID", "宝贝ID")),
    Field("sku", TEXT, ("商品属性", "商品属性SKU")),
    Field("merchant_code", CODE, ("商家编码", "外部系统编号")),
    Field("title", TEXT, ("商品标题", "宝贝标题", "标题")),
    Field("quantity", COUNT, ("购买数量",)),
    Field("price_minor", MONEY, ("商品价格", "价格")),
    Field("amount_minor", MONEY, ("买家实际支付金额", "买家实付金额", "买家应付货款")),
    Field("refunded_minor", MONEY, ("退款金额",)),
    Field("created_at", TIME_CELL, ("订单创建时间",)),
    Field("paid_at", TIME_CELL, ("订单付款时间",)),
    Field("shipped_at", TIME_CELL, ("发货时间",)),
    Field("ship_deadline", TIME_CELL, ("应发货时间",)),
    Field("waybill", ID, ("物流单号",)),
    Field("carrier", TEXT, ("物流公司",)),
)


def build(rows: Rows) -> Frames:
    """Order lines, and a shipment for every waybill of an order."""
    status = read_order_status("status_text", TAOBAO_ORDERS, paid_known="paid_at" in rows.has)
    lines = rows.frame.with_columns(
        status.alias("status"), read_refund_status(pl.col("refund_text")).alias("refund_status")
    )
    lines = with_ship_deadline(with_review(lines, "status", "refund_status"), rows.settings)
    return {
        Kind.ORDER_LINES: pick(lines, Kind.ORDER_LINES),
        Kind.SHIPMENTS: shipments(rows.frame, carry=["shipped_at"]),
    }


SOURCE: Final = Source(
    name="taobao_lines",
    platform="taobao",
    needs=(
        ("子订单编号",),
        ("主订单编号", "订单编号"),
        ("商品标题", "宝贝标题", "标题", "购买数量", "商品价格", "价格", "应发货时间"),
    ),
    lacks=("选购商品", "订单应付金额", "订单提交时间"),
    fields=FIELDS,
    build=build,
)
