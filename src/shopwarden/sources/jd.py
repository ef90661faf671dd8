"""JD order files: a row per article of an order, amounts of the order on each."""

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
    with_review,
    with_ship_deadline,
)
from shopwarden.sources.statuses import JD_ORDERS, read_order_status
from shopwarden.sources.times import TIME_CELL

FIELDS: Final = (
    Field("id", ID, ("订单号",), is_required=True),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("订单状态",)),
    Field("status_text", PHRASE, ("订单状态",)),
    Field("item", ID, ("商品ID",)),
    Field("title", TEXT, ("商品名称",)),
    Field("merchant_code", CODE, ("货号",)),
    Field("quantity", COUNT, ("订购数量",)),
    Field("price_minor", MONEY, ("京东价",)),
    Field("amount_minor", MONEY, ("应付金额", "结算金额", "订单金额")),
    Field("post_fee_minor", MONEY, ("运费金额",)),
    Field("buyer", TEXT, ("下单帐号", "下单账号")),
    Field("receiver_name", TEXT, ("客户姓名",)),
    Field("address", TEXT, ("客户地址",)),
    Field("phone", CODE, ("联系电话",)),
    Field("created_at", TIME_CELL, ("下单时间",)),
    Field("paid_at", TIME_CELL, ("付款确认时间",)),
    Field("finished_at", TIME_CELL, ("订单完成时间",)),
    Field("ship_deadline", TIME_CELL, ("承诺发货时间",)),
    Field("buyer_message", TEXT, ("订单备注",)),
    Field("seller_memo", TEXT, ("商家备注",)),
)


def build(rows: Rows) -> Frames:
    """Order lines, and the orders they belong to."""
    # "(锁定)等待出库" is an order the platform holds back, whatever it waits for.
    status = read_order_status("status_text", JD_ORDERS, paid_known="paid_at" in rows.has)
    held = pl.col("status_text").str.extract(r"^[(（](锁定|暂停)[)）]")
    orders = rows.frame.with_columns(pl.coalesce(held, "status_text").alias("status_text"))
    orders = with_review(orders.with_columns(status.alias("status")), "status")
    orders = with_ship_deadline(orders, rows.settings)
    lines = orders.with_columns(
        order_id="id",
        id=pl.concat_str("id", pl.lit(":"), pl.col("item").fill_null("")),
        amount_minor=pl.col("price_minor") * pl.col("quantity"),
    )
    return {
        Kind.ORDER_LINES: pick(lines, Kind.ORDER_LINES),
        Kind.ORDERS: pick(orders, Kind.ORDERS),
    }


SOURCE: Final = Source(
    name="jd",
    platform="jd",
    needs=(("订单号",), ("订单状态",), ("京东价", "下单帐号", "下单账号", "订购数量")),
    fields=FIELDS,
    build=build,
    finish=partial(finish_lines, sums=["quantity"]),
)
