"""Taobao's refund workbook."""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.demo.formats.layout import Layout, word, yuan
from shopwarden.demo.formats.taobao import REFUND_STATUS
from shopwarden.demo.refunds import AFTER, BEFORE, EXCHANGE
from shopwarden.demo.words import header

_HEADER: Final = header("taobao_refunds")
_STAGE: Final = pl.col("stage")
_YES, _NO = pl.lit("是"), pl.lit("否")
_HAS_RETURN: Final = pl.col("sent") != ""


def _kind() -> pl.Expr:
    wants = pl.when(pl.col("wants_return")).then(pl.lit("退货退款")).otherwise(pl.lit("仅退款"))
    return pl.when(_STAGE == EXCHANGE).then(pl.lit("换货")).otherwise(wants)


def _goods() -> pl.Expr:
    received = pl.when(_HAS_RETURN).then(pl.lit("已退货")).otherwise(pl.lit("已收到货"))
    return pl.when(_STAGE < AFTER).then(pl.lit("未收到货")).otherwise(received)


def _status() -> pl.Expr:
    # Some requests only carry the platform's own message.
    text = word("refund_status", REFUND_STATUS)
    return pl.when(pl.col("refund_status") == "unknown").then("message").otherwise(text)


def _deadline() -> pl.Expr:
    asked = pl.col("asked").str.to_datetime("%Y-%m-%d %H:%M:%S")
    due = asked.dt.offset_by("2d").dt.to_string("%Y-%m-%d %H:%M:%S")
    return pl.when(pl.col("refunded") == "").then(due).otherwise(pl.lit(""))


def _if_returned(text: pl.Expr) -> pl.Expr:
    return pl.when(_HAS_RETURN).then(text).otherwise(pl.lit(""))


def _if_shipped(text: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("waybill") != "").then(text).otherwise(pl.lit(""))


_CELLS: Final = {
    "订单编号": pl.col("id"),
    "退款编号": pl.col("refund_id"),
    "支付单号": pl.col("pay_no"),
    "订单付款时间": pl.col("paid"),
    "退款完结时间": pl.col("refunded"),
    "买家会员名称": pl.col("nick"),
    "买家实际支付金额": yuan("paid_amount"),
    "宝贝标题": pl.col("titles"),
    "买家退款金额": yuan("refund_amount"),
    "手工退款/系统退款": pl.when(pl.col("is_instant")).then(pl.lit("系统退款"))
    .otherwise(pl.lit("手工退款")),
    "售后类型": _kind(),
    "是否需要退货": pl.when(pl.col("wants_return")).then(_YES).otherwise(_NO),
    "退款的申请时间": pl.col("asked"),
    "超时时间": _deadline(),
    "退款状态": _status(),
    "货物状态": pl.when(_STAGE == BEFORE).then(pl.lit("未收到货")).otherwise(_goods()),
    "发货物流信息": _if_shipped(pl.concat_str("carrier", pl.lit(" "), "waybill")),
    "客服介入状态": pl.lit("不需客服介入"),
    "退货物流单号": _if_returned(pl.col("return_waybill")),
    "退货物流公司": _if_returned(pl.lit("圆通速递")),
    "买家退款原因": pl.col("reason"),
    "买家退款说明": pl.col("words"),
    "买家退货时间": pl.col("sent"),
    "售中或售后": pl.when((pl.col("finished") != "") | (_STAGE == EXCHANGE))
    .then(pl.lit("售后")).otherwise(pl.lit("售中")),
    "商家备注": pl.col("memo"),
    "完结时间": pl.col("refunded"),
    "部分退款/全部退款": pl.when(pl.col("is_partial")).then(pl.lit("部分退款"))
    .otherwise(pl.lit("全部退款")),
    "举证超时": _NO,
    "是否零秒响应": pl.when(pl.col("is_instant")).then(_YES).otherwise(_NO),
    "是否帮他退款": _NO,
}  # fmt: skip

REFUNDS: Final = Layout("refunds", _HEADER, _CELLS)
