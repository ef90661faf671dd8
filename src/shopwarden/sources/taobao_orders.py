"""Taobao and Tmall order files: ``ExportOrderList*.csv`` of all years, and 千牛 workbooks."""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources.cells import CODE, COUNT, ID, MONEY, PHRASE, REMARK, TEXT
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.shapes import pick, shipments, with_review, with_ship_deadline
from shopwarden.sources.statuses import TAOBAO_ORDERS, read_order_status
from shopwarden.sources.times import TIME_CELL

_NOT_CLOSED: Final = "订单未关闭"

FIELDS: Final = (
    Field("id", ID, ("订单编号",), is_required=True),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("订单状态",)),
    Field("status_text", PHRASE, ("订单状态",)),
    Field("buyer", TEXT, ("买家会员名", "买家会员名称", "买家昵称")),
    Field("payment_account", TEXT, ("买家支付宝账号",)),
    Field("receiver_name", TEXT, ("收货人姓名", "收货人")),
    Field("phone", CODE, ("联系手机", "联系电话")),
    # The buyer's later correction is where the parcel really goes.
    Field("address", TEXT, ("修改后的收货地址", "收货地址")),
    Field("title", TEXT, ("宝贝标题", "商品标题")),
    Field("quantity", COUNT, ("宝贝总数量", "商品总数量")),
    Field("amount_minor", MONEY, ("买家实际支付金额", "买家实付金额", "买家应付货款", "总金额")),
    Field("post_fee_minor", MONEY, ("买家应付邮费",)),
    Field("refunded_minor", MONEY, ("退款金额",)),
    Field("created_at", TIME_CELL, ("订单创建时间",)),
    Field("paid_at", TIME_CELL, ("订单付款时间",)),
    Field("shipped_at", TIME_CELL, ("发货时间",)),
    Field("finished_at", TIME_CELL, ("确认收货时间",)),
    Field("ship_deadline", TIME_CELL, ("应发货时间",)),
    Field("buyer_message", TEXT, ("买家留言",)),
    Field("seller_memo", TEXT, ("订单备注", "商家备注")),
    Field("close_reason", TEXT, ("订单关闭原因",)),
    Field("platform_flag", REMARK, ("异常信息",)),
    Field("waybill", ID, ("物流单号",)),
    Field("carrier", TEXT, ("物流公司",)),
)


def build(rows: Rows) -> Frames:
    """Orders, and a shipment for every waybill."""
    status = read_order_status("status_text", TAOBAO_ORDERS, paid_known="paid_at" in rows.has)
    reason = pl.col("close_reason")
    orders = rows.frame.with_columns(
        status.alias("status"), pl.when(reason != _NOT_CLOSED).then(reason).alias("close_reason")
    )
    orders = with_ship_deadline(with_review(orders, "status"), rows.settings)
    parcels = rows.frame.with_columns(pl.col("id").alias("order_id"))
    return {
        Kind.ORDERS: pick(orders, Kind.ORDERS),
        Kind.SHIPMENTS: shipments(parcels, carry=["shipped_at"]),
    }


SOURCE: Final = Source(
    name="taobao_orders",
    platform="taobao",
    needs=(
        ("订单编号",),
        ("订单状态",),
        (
            "订单创建时间", "订单付款时间", "买家会员名", "买家实际支付金额", "买家实付金额",
            "买家应付货款", "宝贝标题", "商品标题",
        ),
    ),
    lacks=("子订单编号", "退款编号", "货品标题", "Offer ID", "卖家会员名"),
    fields=FIELDS,
    build=build,
)  # fmt: skip
