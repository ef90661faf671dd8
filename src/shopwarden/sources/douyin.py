"""抖店 (Douyin) order files: a row per sub-order, receivers as cipher text."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources.cells import CODE, COUNT, ID, MONEY, PHRASE, REMARK, TEXT
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.shapes import (
    finish_lines,
    or_refunded,
    pick,
    shipments,
    with_full_address,
    with_review,
    with_ship_deadline,
)
from shopwarden.sources.statuses import DOUYIN_ORDERS, read_order_status, read_refund_status
from shopwarden.sources.times import TIME_CELL

_TEXTS_OF_A_LINE: Final = ("title", "sku", "merchant_code", "item")
_FIGURES_OF_A_LINE: Final = ("quantity", "amount_minor", "post_fee_minor")

FIELDS: Final = (
    Field("id", ID, ("子订单编号",), is_required=True),
    Field("order_id", ID, ("主订单编号",), is_required=True),
    Field("shop", TEXT, ("店铺名称",)),
    Field("raw_status", TEXT, ("订单状态",)),
    Field("status_text", PHRASE, ("订单状态",)),
    Field("after_sale", PHRASE, ("售后状态",)),
    Field("title", TEXT, ("选购商品",)),
    Field("sku", TEXT, ("商品规格",)),
    Field("item", ID, ("商品ID",)),
    Field("merchant_code", CODE, ("商家编码",)),
    Field("quantity", COUNT, ("商品数量",)),
    Field("amount_minor", MONEY, ("订单应付金额", "商品金额")),
    Field("post_fee_minor", MONEY, ("运费",)),
    Field("receiver_name", TEXT, ("收件人",)),
    Field("phone", CODE, ("收件人手机号",)),
    Field("province", TEXT, ("省",)),
    Field("city", TEXT, ("市",)),
    Field("district", TEXT, ("区",)),
    Field("town", TEXT, ("街道",)),
    Field("address", TEXT, ("详细地址",)),
    Field("created_at", TIME_CELL, ("订单提交时间",)),
    Field("paid_at", TIME_CELL, ("支付完成时间",)),
    Field("shipped_at", TIME_CELL, ("发货时间",)),
    Field("finished_at", TIME_CELL, ("订单完成时间",)),
    Field("ship_deadline", TIME_CELL, ("承诺发货时间",)),
    Field("buyer_message", TEXT, ("买家留言",)),
    Field("seller_memo", TEXT, ("商家备注",)),
    Field("close_reason", REMARK, ("取消原因",)),
    Field("parcel", CODE, ("快递信息",)),
)


def prepare(cells: pl.DataFrame) -> pl.DataFrame:
    """Take sub-orders that one row joins by ``;`` apart.

    Cells with as many parts as there are sub-orders are dealt out. Other texts belong to
    every sub-order, other figures stay with the first, so that they add up to the same.
    """
    cells = cells.with_columns(pl.exclude("_at").cast(pl.String))
    joints = pl.col("id").str.count_matches(";", literal=True).fill_null(0)
    if not cells.select((joints > 0).any()).item():
        return cells
    part = pl.int_range(pl.len(), dtype=pl.Int64).over("_at")
    apart = (
        cells.with_columns(joints.alias("_joints"), pl.col("id").str.split(";"))
        .explode("id")
        .with_columns(part.alias("_part"))
    )
    dealt = [_dealt(name, is_text=True) for name in _TEXTS_OF_A_LINE if name in cells.columns]
    dealt += [_dealt(name, is_text=False) for name in _FIGURES_OF_A_LINE if name in cells.columns]
    return apart.with_columns(dealt).drop("_joints", "_part")


def _dealt(name: str, *, is_text: bool) -> pl.Expr:
    whole = pl.col(name)
    matches = whole.str.count_matches(";", literal=True) == pl.col("_joints")
    kept = whole if is_text else pl.when(pl.col("_part") == 0).then(whole)
    own = whole.str.split(";").list.get(pl.col("_part"), null_on_oob=True)
    return pl.when(matches).then(own).otherwise(kept).alias(name)


def build(rows: Rows) -> Frames:
    """Order lines, the orders they belong to, and shipments."""
    status = read_order_status("status_text", DOUYIN_ORDERS, paid_known=True)
    lines = rows.frame.with_columns(read_refund_status(pl.col("after_sale")).alias("refund_status"))
    lines = lines.with_columns(or_refunded(status).alias("status"))
    lines = with_review(with_full_address(lines), "status", "refund_status")
    lines = with_ship_deadline(lines, rows.settings)
    return {
        Kind.ORDER_LINES: pick(lines, Kind.ORDER_LINES),
        Kind.ORDERS: pick(lines.with_columns(id="order_id"), Kind.ORDERS),
        Kind.SHIPMENTS: shipments(_parcels(rows.frame), carry=["shipped_at"]),
    }


def _parcels(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per parcel of ``SF1234-顺丰速运``."""
    parcel = pl.col("parcel")
    return (
        frame.with_columns(parcel.str.replace_all("[；，;]", ",").str.split(","))
        .explode("parcel")
        .with_columns(
            parcel.str.extract(r"([A-Za-z0-9]*\d[A-Za-z0-9]*)").alias("waybill"),
            parcel.str.extract(r"[-－]\s*([^-－]+)$").alias("carrier"),
        )
    )


SOURCE: Final = Source(
    name="douyin",
    platform="douyin",
    needs=(("主订单编号",), ("子订单编号",), ("选购商品", "订单应付金额", "订单提交时间")),
    fields=FIELDS,
    build=build,
    prepare=prepare,
    # Each line pays its own share.
    finish=partial(finish_lines, sums=["quantity", "amount_minor"]),
)
