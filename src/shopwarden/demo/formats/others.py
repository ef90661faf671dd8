"""Pinduoduo, Douyin, JD and 1688: one layout each."""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.demo.formats.layout import Layout, count, money, quoted, quoted_text, word, yuan
from shopwarden.demo.words import header

_PINDUODUO: Final = header("pinduoduo")
_DOUYIN: Final = header("douyin")
_JD: Final = header("jd")
_ALIBABA: Final = header("alibaba")
_IS_PAID: Final = pl.col("paid") != ""


def _tabbed(name: str) -> pl.Expr:
    """Cell followed by a tab, so that a spreadsheet keeps it as text."""
    return pl.when(pl.col(name) == "").then(pl.lit("")).otherwise(pl.col(name) + "\t")


def _pinduoduo_status() -> pl.Expr:
    order = word("status", {
        "unpaid": "待支付", "paid": "待发货", "shipped": "已发货，待签收", "signed": "已签收",
        "finished": "已签收", "closed_unpaid": "已取消",
    })  # fmt: skip
    back = (
        pl.when(pl.col("shipped") == "")
        .then(pl.lit("未发货，退款成功"))
        .when(pl.col("signed") == "")
        .then(pl.lit("已发货，退款成功"))
        .otherwise(pl.lit("已签收，退款成功"))
    )
    return pl.when(pl.col("status") == "closed_refunded").then(back).otherwise(order)


PINDUODUO: Final = Layout(
    "orders",
    _PINDUODUO,
    {
        "商品": quoted("titles"),
        "订单号": pl.col("id") + "\t",
        "订单状态": _pinduoduo_status(),
        "商品总价(元)": yuan("goods"),
        "店铺优惠折扣(元)": yuan("discount"),
        "平台优惠折扣(元)": pl.lit("0.00"),
        "邮费(元)": yuan("post"),
        "用户实付金额(元)": yuan("paid_amount"),
        "商家实收金额(元)": yuan("paid_amount"),
        "商品数量(件)": count("quantity"),
        "收货人": quoted("name"),
        "手机": quoted("phone"),
        "是否异常": pl.lit("否"),
        "省": pl.col("province"),
        "市": pl.col("city"),
        "区": pl.col("district"),
        "街道": quoted_text(pl.concat_str("town", "detail")),
        "支付时间": _tabbed("paid"),
        "拼单成功时间": _tabbed("paid"),
        "订单确认时间": _tabbed("paid"),
        "承诺发货时间": _tabbed("deadline"),
        "发货时间": _tabbed("shipped"),
        "确认收货时间": _tabbed("finished"),
        "快递单号": _tabbed("waybill"),
        "快递公司": pl.col("carrier"),
        "支付方式": pl.when(_IS_PAID).then(pl.lit("微信支付")).otherwise(pl.lit("")),
        "是否抽奖或0元试用": pl.lit("否"),
        "是否顺丰加价": pl.lit("否"),
        "商家备注": quoted("memo"),
        "售后状态": word("refund_state", {
            "": "无售后或售后取消", "applied": "售后处理中", "unknown": "售后处理中",
            "agreed_wait_return": "售后处理中", "returned_wait_confirm": "售后处理中",
            "refused": "售后处理中", "closed": "无售后或售后取消", "success": "退款成功",
        }),
        "买家留言": quoted("message"),
        "是否门店自提": pl.lit("否"),
    },
)  # fmt: skip


def _cipher(name: str, mark: str) -> pl.Expr:
    hidden = pl.col("pay_no").str.encode("base64").str.slice(len(name), 24)
    return pl.concat_str(pl.lit(mark), hidden, pl.lit(mark))


def _tab_first(name: str) -> pl.Expr:
    return '"\t' + pl.col(name) + '"'


DOUYIN: Final = Layout(
    "lines",
    _DOUYIN,
    {
        "主订单编号": _tab_first("id"),
        "子订单编号": _tab_first("line_id"),
        "选购商品": quoted("title"),
        "商品规格": pl.col("sku"),
        "商品数量": count("line_quantity"),
        "商家编码": pl.col("code"),
        "订单应付金额": yuan("line_paid"),
        "运费": yuan("post"),
        "收件人": _cipher("name", "##"),
        "收件人手机号": _cipher("phone", "$$"),
        "详细地址": pl.concat_str("province", "city", "district", _cipher("address", "##")),
        "订单提交时间": _tab_first("created"),
        "商家备注": quoted("memo"),
        "订单完成时间": pl.col("finished"),
        "订单状态": word("status", {
            "unpaid": "待支付", "paid": "待发货", "shipped": "已发货", "signed": "已发货",
            "finished": "已完成", "closed_unpaid": "已关闭", "closed_refunded": "已关闭",
        }),
        "售后状态": pl.when(pl.col("given_back") > 0).then(pl.lit("退款成功"))
        .otherwise(pl.lit("-")),
        "取消原因": pl.col("close_reason"),
        "发货时间": pl.col("shipped"),
        "平台实际承担优惠金额": pl.lit("0"),
        "商家实际承担优惠金额": money(pl.col("line_goods") - pl.col("line_paid")),
        "达人实际承担优惠金额": pl.lit("0"),
    },
    encoding="utf-8-sig",
)  # fmt: skip

JD: Final = Layout(
    "lines",
    _JD,
    {
        "订单号": pl.col("id"),
        "商品ID": pl.col("sku_id"),
        "商品名称": quoted("title"),
        "订购数量": count("line_quantity"),
        "支付方式": pl.lit("在线支付"),
        "下单时间": pl.col("created"),
        "京东价": yuan("price"),
        "订单金额": money(pl.col("goods") + pl.col("post")),
        "结算金额": yuan("due"),
        "余额支付": pl.lit("0.00"),
        "应付金额": yuan("due"),
        "订单状态": word("status", {
            "unpaid": "等待付款", "paid": "等待出库", "shipped": "等待确认收货",
            "signed": "等待确认收货", "finished": "完成", "closed_unpaid": "已取消",
            "closed_refunded": "已取消",
        }),
        "订单类型": pl.lit("SOP"),
        "下单帐号": quoted("nick"),
        "客户姓名": quoted("name"),
        "客户地址": quoted("address"),
        "联系电话": quoted("phone"),
        "订单备注": quoted("message"),
        "发票类型": pl.lit("不需要开具发票"),
        "商家备注": quoted("memo"),
        "运费金额": yuan("post"),
        "付款确认时间": pl.col("paid"),
        "货号": pl.col("code"),
        "订单完成时间": pl.col("finished"),
        "订单渠道": pl.col("is_mobile"),
    },
    encoding="gb18030",
)  # fmt: skip


def _first(text: pl.Expr) -> pl.Expr:
    """Only on the first row of an order: the rows of its other goods leave it blank."""
    return pl.when(pl.col("rank") == 0).then(text).otherwise(pl.lit(""))


_ALIBABA_ORDER: Final = {
    "订单编号": pl.col("id"),
    "买家公司名": pl.lit(""),
    "买家会员名": quoted("nick"),
    "卖家公司名": pl.col("shop"),
    "卖家会员名": pl.lit("mianma_demo"),
    "货品总价(元)": yuan("goods"),
    "运费(元)": yuan("post"),
    "涨价或折扣(元)": pl.when(pl.col("discount") > 0).then("-" + yuan("discount"))
    .otherwise(pl.lit("0.00")),
    "实付款(元)": yuan("paid_amount"),
    "订单状态": word("status", {
        "unpaid": "等待买家付款", "paid": "等待卖家发货", "shipped": "等待买家确认收货",
        "signed": "等待买家确认收货", "finished": "交易成功", "closed_unpaid": "交易关闭",
        "closed_refunded": "交易关闭",
    }),
    "订单创建时间": pl.col("created"),
    "订单付款时间": pl.col("paid"),
    "发货方": pl.lit("卖家"),
    "收货人姓名": quoted("name"),
    "收货地址": quoted("address"),
    "联系手机": quoted("phone"),
    "买家留言": quoted("message"),
    "物流公司运单号": pl.when(pl.col("waybill") == "").then(pl.lit(""))
    .otherwise(pl.concat_str("carrier", pl.lit(":"), "waybill")),
}  # fmt: skip
_ALIBABA_LINE: Final = {
    "货品标题": quoted("title"),
    "单价(元)": yuan("price"),
    "数量": count("line_quantity"),
    "单位": pl.lit("件"),
    "货号": pl.col("code"),
    "型号": pl.col("sku"),
    "Offer ID": pl.col("item_id"),
    "SKU ID": pl.col("sku_id"),
    "单品货号": pl.col("code"),
}
ALIBABA: Final = Layout(
    "lines",
    _ALIBABA,
    {name: _first(text) for name, text in _ALIBABA_ORDER.items()} | _ALIBABA_LINE,
    encoding="gb18030",
)
