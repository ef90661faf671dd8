"""Pinduoduo order files: ``orders_export*.csv``.

Identity card names and numbers are never read.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources.cells import CODE, COUNT, ID, MONEY, PHRASE, REMARK, TEXT
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.shapes import (
    pick,
    shipments,
    with_full_address,
    with_review,
    with_ship_deadline,
)
from shopwarden.sources.statuses import (
    PINDUODUO_ORDERS,
    read_order_status,
    read_refund_status,
)
from shopwarden.sources.times import TIME_CELL

FIELDS: Final = (
    Field("id", ID, ("订单号",), is_required=True),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("订单状态",)),
    Field("status_text", PHRASE, ("订单状态",)),
    Field("after_sale", PHRASE, ("售后状态",)),
    Field("title", TEXT, ("商品", "商品名称")),
    Field("item", ID, ("商品id",)),
    Field("quantity", COUNT, ("商品数量(件)", "商品数量")),
    Field("amount_minor", MONEY, ("用户实付金额(元)", "商家实收金额(元)", "商品总价(元)")),
    Field("post_fee_minor", MONEY, ("邮费(元)",)),
    Field("receiver_name", TEXT, ("收货人", "收货人姓名")),
    Field("phone", CODE, ("手机", "收货人手机")),
    Field("province", TEXT, ("省",)),
    Field("city", TEXT, ("市",)),
    Field("district", TEXT, ("区",)),
    # The column named after the street holds the whole detail of the address.
    Field("address", TEXT, ("街道", "详细地址")),
    Field("flag_text", REMARK, ("是否异常",)),
    Field("created_at", TIME_CELL, ("拼单成功时间", "订单成交时间")),
    Field("paid_at", TIME_CELL, ("支付时间",)),
    Field("shipped_at", TIME_CELL, ("发货时间",)),
    Field("finished_at", TIME_CELL, ("确认收货时间",)),
    Field("ship_deadline", TIME_CELL, ("承诺发货时间",)),
    Field("buyer_message", TEXT, ("买家留言",)),
    Field("seller_memo", TEXT, ("商家备注",)),
    Field("waybill", ID, ("快递单号",)),
    Field("carrier", TEXT, ("快递公司",)),
)


def build(rows: Rows) -> Frames:
    """Orders, and a shipment for every waybill."""
    status = read_order_status("status_text", PINDUODUO_ORDERS, paid_known="paid_at" in rows.has)
    masked = pl.col("address").str.contains(r"\*|^[#$~]")
    flag = pl.col("flag_text")
    orders = rows.frame.with_columns(
        status.alias("status"),
        read_refund_status(_refund_text()).alias("refund_status"),
        pl.when(~masked).then(pl.col("address")).alias("address"),
        pl.when(~flag.is_in(["否", "正常"])).then(flag).alias("platform_flag"),
    )
    orders = with_review(with_full_address(orders), "status", "refund_status")
    parcels = rows.frame.with_columns(pl.col("id").alias("order_id"))
    return {
        Kind.ORDERS: pick(with_ship_deadline(orders, rows.settings), Kind.ORDERS),
        Kind.SHIPMENTS: shipments(parcels, carry=["shipped_at"]),
    }


def _refund_text() -> pl.Expr:
    """The refund half of the order's status text; else the after-sale column."""
    inside = pl.col("status_text").str.extract(r",(退款.*)$")
    return pl.coalesce(inside, "after_sale")


SOURCE: Final = Source(
    name="pinduoduo",
    platform="pinduoduo",
    needs=(
        ("订单号",),
        ("订单状态",),
        (
            "用户实付金额(元)", "商家实收金额(元)", "商品总价(元)", "拼单成功时间", "承诺发货时间",
            "订单成交时间",
        ),
    ),
    lacks=("京东价", "下单帐号", "子订单编号"),
    fields=FIELDS,
    build=build,
)  # fmt: skip
