"""Taobao: orders of 2017 and 2018-19 (GBK csv), today's 千牛 workbook, and order lines."""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.demo.formats.layout import Layout, as_formula, count, money, quoted, word, yuan
from shopwarden.demo.words import header

_HEADER_2017: Final = header("taobao_orders_2017")
_ADDED_2019: Final = header("taobao_orders_2019_added")
_HEADER_2019: Final = (
    *_HEADER_2017[:3],
    "支付单号",
    "支付详情",
    *_HEADER_2017[3 : _HEADER_2017.index("退款金额")],
    *_ADDED_2019,
)
_HEADER_TODAY: Final = header("taobao_orders_today")
_HEADER_LINES: Final = header("taobao_lines")
_PADDED: Final = frozenset({"收货地址", "联系电话", "订单付款时间", "物流单号"})

_STATUS: Final = {
    "unpaid": "等待买家付款",
    "paid": "买家已付款,等待卖家发货",
    "shipped": "卖家已发货，等待买家确认",
    "signed": "卖家已发货，等待买家确认",
    "finished": "交易成功",
    "closed_unpaid": "交易关闭",
    "closed_refunded": "交易关闭",
}
_REFUND: Final = {
    "": "没有申请退款",
    "applied": "买家已经申请退款，等待卖家同意",
    "agreed_wait_return": "卖家已经同意退款，等待买家退货",
    "returned_wait_confirm": "买家已经退货，等待卖家确认收货",
    "refused": "卖家拒绝退款",
    "closed": "退款关闭",
    "success": "退款成功",
    "unknown": "买家已经申请退款，等待卖家同意",
}
_IS_ODD: Final = pl.col("id").str.contains("[13579]$")
_LANDLINE: Final = pl.col("phone").str.contains(r"^0[1-9]\d{1,2}-")


def status() -> pl.Expr:
    """State of the order; half of the exports use a full-width comma."""
    text = word("status", _STATUS)
    return pl.when(_IS_ODD).then(text.str.replace(",", "，")).otherwise(text)


def _csv_status() -> pl.Expr:
    # The half-width comma of a status stands inside quotes.
    return pl.when(status().str.contains(",")).then('"' + status() + '"').otherwise(status())


def _waybill() -> pl.Expr:
    return pl.when(pl.col("waybill") == "").then(pl.lit("")).otherwise("No:" + pl.col("waybill"))


def _mobile() -> pl.Expr:
    # The quote stands before an empty cell too; an extension may be set off by a comma.
    phone = pl.when(_LANDLINE).then(pl.lit("'")).otherwise("'" + pl.col("phone"))
    return pl.when(phone.str.contains(",")).then('"' + phone + '"').otherwise(phone)


def _alipay() -> pl.Expr:
    return pl.concat_str(pl.col("pay_no").str.slice(20, 3), pl.lit("***@mail.example"))


def _close_reason() -> pl.Expr:
    return (
        pl.when(pl.col("status") == "closed_unpaid")
        .then("close_reason")
        .when(pl.col("status") == "closed_refunded")
        .then(pl.lit("退款"))
        .otherwise(pl.lit("订单未关闭"))
    )


_ORDER_CELLS: Final = {
    "订单编号": as_formula(pl.col("id")),
    "买家会员名": quoted("nick"),
    "买家支付宝账号": _alipay(),
    "买家应付货款": money(pl.col("goods") - pl.col("discount")),
    "买家应付邮费": yuan("post"),
    "买家支付积分": pl.lit("0"),
    "总金额": yuan("due"),
    "返点积分": pl.lit("0"),
    "买家实际支付金额": yuan("paid_amount"),
    "买家实际支付积分": pl.lit("0"),
    "订单状态": _csv_status(),
    "买家留言": quoted("message"),
    "收货人姓名": quoted("name"),
    "收货地址": quoted("address"),
    "运送方式": pl.lit("快递"),
    "联系电话": pl.when(_LANDLINE).then("'" + pl.col("phone")).otherwise(pl.lit("")),
    "联系手机": _mobile(),
    "订单创建时间": pl.col("created"),
    "订单付款时间": pl.col("paid"),
    "宝贝标题": quoted("titles"),
    "宝贝种类": count("kinds"),
    "物流单号": _waybill(),
    "物流公司": pl.col("carrier"),
    "订单备注": quoted("memo"),
    "宝贝总数量": count("quantity"),
    "店铺Id": pl.lit("0"),
    "店铺名称": pl.col("shop"),
    "订单关闭原因": _close_reason(),
    "卖家服务费": pl.lit("0"),
    "买家服务费": pl.lit("0元"),
    "是否手机订单": pl.col("is_mobile"),
    "是否代付": pl.lit("否"),
    "天猫卡券抵扣": pl.lit("0"),
    "集分宝抵扣": pl.lit("0"),
    "退款金额": yuan("given_back"),
    "支付单号": as_formula(pl.col("pay_no")),
    "确认收货时间": pl.col("finished"),
    "是否信用购": pl.lit("否"),
    "主订单编号": as_formula(pl.col("id")),
}

_TODAY_CELLS: Final = {
    "订单编号": pl.col("id"),
    "支付单号": pl.col("pay_no"),
    "买家应付货款": money(pl.col("goods") - pl.col("discount")),
    "买家应付邮费": yuan("post"),
    "总金额": yuan("due"),
    "买家实付金额": yuan("paid_amount"),
    "订单状态": status(),
    "订单创建时间": pl.col("created"),
    "订单付款时间": pl.col("paid"),
    "商品标题": pl.col("titles"),
    "店铺名称": pl.col("shop"),
    "发货时间": pl.col("shipped"),
    "确认收货时间": pl.col("finished"),
    "物流单号": _waybill(),
    "物流公司": pl.col("carrier"),
    "退款金额": yuan("given_back"),
    "是否主动赔付": pl.lit("否"),
    "商家备注": pl.col("memo"),
}

_LINE_CELLS: Final = {
    "子订单编号": as_formula(pl.col("line_id")),
    "主订单编号": as_formula(pl.col("id")),
    "商品标题": quoted("title"),
    "商品价格": yuan("price"),
    "购买数量": count("line_quantity"),
    "外部系统编号": pl.col("code"),
    "商品属性": pl.col("sku"),
    "订单状态": _csv_status(),
    "商家编码": pl.col("code"),
    "支付单号": as_formula(pl.col("pay_no")),
    "买家应付货款": yuan("line_paid"),
    "买家实付金额": pl.when(pl.col("paid") == "").then(pl.lit("0.00")).otherwise(yuan("line_paid")),
    "退款状态": word("refund_state", _REFUND),
    "退款金额": pl.when(pl.col("given_back") > 0)
    .then(money(pl.min_horizontal("given_back", "line_paid")))
    .otherwise(pl.lit("无退款申请")),
    "订单创建时间": pl.col("created"),
    "订单付款时间": pl.col("paid"),
    "商品ID": as_formula(pl.col("item_id")),
    "商家备注": quoted("memo"),
    "主订单买家留言": quoted("message"),
    "发货时间": pl.col("shipped"),
    "物流单号": _waybill(),
    "物流公司": pl.col("carrier"),
    "是否主动赔付": pl.lit("否"),
    "应发货时间": pl.col("deadline"),
}

ORDERS: Final = Layout("orders", _HEADER_2017, _ORDER_CELLS, _PADDED, "gb18030")
ORDERS_2019: Final = Layout("orders", _HEADER_2019, _ORDER_CELLS, _PADDED, "gb18030")
ORDERS_TODAY: Final = Layout("orders", _HEADER_TODAY, _TODAY_CELLS)
LINES: Final = Layout("lines", _HEADER_LINES, _LINE_CELLS, encoding="gb18030")
REFUND_STATUS: Final = _REFUND
