"""1688 order files: a row per article, the columns of the order on its first row only."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources.cells import CODE, COUNT, ID, MONEY, PHRASE, TEXT
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.shapes import (
    finish_lines,
    pick,
    shipments,
    with_review,
    with_ship_deadline,
)
from shopwarden.sources.statuses import ALIBABA_ORDERS, read_order_status
from shopwarden.sources.times import TIME_CELL

ORDER_FIELDS: Final = (
    Field("id", ID, ("订单编号",), is_required=True),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("订单状态",)),
    Field("status_text", PHRASE, ("订单状态",)),
    Field("buyer", TEXT, ("买家会员名",)),
    Field("receiver_name", TEXT, ("收货人姓名",)),
    Field("address", TEXT, ("收货地址",)),
    Field("phone", CODE, ("联系手机", "联系电话")),
    Field("amount_minor", MONEY, ("实付款(元)",)),
    Field("post_fee_minor", MONEY, ("运费(元)",)),
    Field("created_at", TIME_CELL, ("订单创建时间",)),
    Field("paid_at", TIME_CELL, ("订单付款时间",)),
    Field("shipped_at", TIME_CELL, ("发货时间",)),
    Field("ship_deadline", TIME_CELL, ("应发货时间",)),
    Field("buyer_message", TEXT, ("买家留言",)),
    Field("parcel", CODE, ("物流公司运单号",)),
)
LINE_FIELDS: Final = (
    Field("title", TEXT, ("货品标题",)),
    Field("price_minor", MONEY, ("单价(元)",)),
    Field("quantity", COUNT, ("数量",)),
    Field("item", ID, ("Offer ID",)),
    Field("sku", ID, ("SKU ID",)),
    Field("merchant_code", CODE, ("单品货号", "货号")),
)


def build(rows: Rows) -> Frames:
    """Order lines, the orders they belong to, and shipments."""
    status = read_order_status("status_text", ALIBABA_ORDERS, paid_known="paid_at" in rows.has)
    orders = with_review(rows.frame.with_columns(status.alias("status")), "status")
    orders = with_ship_deadline(orders, rows.settings)
    article = pl.coalesce("sku", "item", "merchant_code", pl.lit(""))
    lines = orders.with_columns(
        order_id="id",
        id=pl.concat_str("id", pl.lit(":"), article),
        amount_minor=pl.col("price_minor") * pl.col("quantity"),
    )
    parcels = rows.frame.with_columns(
        order_id="id",
        waybill=pl.col("parcel").str.extract(r"([A-Za-z0-9-]*\d[A-Za-z0-9-]*)\W*$"),
        carrier=pl.col("parcel").str.extract(r"^([^\dA-Za-z\s:：(（]+)"),
    )
    return {
        Kind.ORDER_LINES: pick(lines, Kind.ORDER_LINES),
        Kind.ORDERS: pick(orders, Kind.ORDERS),
        Kind.SHIPMENTS: shipments(parcels, carry=["shipped_at"]),
    }


SOURCE: Final = Source(
    name="alibaba_1688",
    platform="1688",
    needs=(
        ("订单编号",),
        ("订单状态",),
        ("货品标题", "Offer ID", "货品总价(元)", "买家公司名", "卖家会员名", "实付款(元)"),
    ),
    lacks=("子订单编号", "退款编号"),
    fields=ORDER_FIELDS + LINE_FIELDS,
    build=build,
    finish=partial(finish_lines, sums=["quantity"]),
    fill_down=tuple(field.name for field in ORDER_FIELDS),
)
