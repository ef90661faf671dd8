"""What the columns of an unknown table probably are; a person has the last word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from shopwarden.records import SCHEMAS, Kind, OrderStatus, RefundStatus
from shopwarden.sources import statuses
from shopwarden.sources.registry import SOURCES
from shopwarden.sources.tables import normal

# The exports whose column names say what a column of the kind is called.
_TEACHERS: Final = {
    Kind.ORDERS: ("taobao_orders", "pinduoduo", "douyin", "jd", "alibaba_1688"),
    Kind.ORDER_LINES: ("taobao_lines",),
    Kind.REFUNDS: ("taobao_refunds",),
}
_IDS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.ORDERS: ("order_no", "order_id", "order_sn", "order_number", "order", "订单号",
                      "订单编号", "单号", "id"),
        Kind.ORDER_LINES: ("line_id", "item_id", "子订单号", "子订单编号", "明细编号", "id"),
        Kind.REFUNDS: ("refund_no", "refund_id", "退款编号", "退款单号", "售后单号", "售后编号",
                       "id"),
        Kind.SHIPMENTS: ("waybill", "tracking_no", "tracking_number", "运单号", "快递单号",
                         "物流单号", "id"),
    }
)  # fmt: skip
# Words people name columns by, beside those of the exports.
_WORDS: Final = {
    "order_id": ("order_no", "order_id", "order_sn", "order_number", "订单号", "订单编号"),
    "buyer": ("buyer", "customer", "user", "nick", "nickname", "member", "买家", "客户", "会员名",
              "客人", "顾客", "昵称", "旺旺"),
    "receiver_name": ("receiver", "recipient", "consignee", "ship_name", "name", "收货人",
                      "收件人", "收货人姓名", "姓名", "收货", "收件人姓名", "联系人"),
    "phone": ("phone", "mobile", "tel", "telephone", "cellphone", "手机", "手机号", "电话",
              "联系电话", "收货人电话", "收件人电话"),
    "address": ("address", "addr", "ship_to", "shipping_address", "地址", "收货地址", "收件地址",
                "详细地址", "送货地址", "邮寄地址", "收货人地址"),
    "province": ("province", "省", "省份"),
    "city": ("city", "市", "城市"),
    "district": ("district", "county", "区", "区县"),
    "amount_minor": ("amount", "total", "paid", "pay_amount", "payment", "price", "金额", "实付",
                     "实付金额", "订单金额", "总金额", "退款金额", "refund_amount",
                     "实收", "实收金额", "应付", "收款", "价格", "总价", "成交价", "付款金额"),
    "currency": ("currency", "币种"),
    "quantity": ("quantity", "qty", "count", "数量", "件数"),
    "title": ("title", "product", "goods", "item_name", "商品", "商品名称", "宝贝标题"),
    "sku": ("sku", "规格"),
    "status": ("status", "state", "order_status", "状态", "订单状态", "退款状态",
               "进度", "订单进度", "交易状态", "发货状态"),
    "created_at": ("created_at", "created", "ts", "time", "date", "order_time", "下单时间",
                   "创建时间", "订单创建时间", "申请时间", "日期", "下单日期", "订单日期", "时间"),
    "paid_at": ("paid_at", "pay_time", "付款时间", "支付时间", "付款日期", "支付日期"),
    "shipped_at": ("shipped_at", "ship_time", "发货时间"),
    "finished_at": ("finished_at", "完成时间", "完结时间"),
    "waybill": ("waybill", "tracking_no", "运单号", "快递单号"),
    "carrier": ("carrier", "express", "快递公司", "物流公司"),
    "reason": ("reason", "原因", "退款原因"),
    "buyer_message": ("message", "remark", "买家留言", "留言"),
}  # fmt: skip
_CLOSED: Final = OrderStatus.CLOSED_REFUNDED
_STATUSES: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.ORDERS: {
        text: _CLOSED if status == statuses.CLOSED else status
        for table in (
            statuses.ALIBABA_ORDERS, statuses.DOUYIN_ORDERS, statuses.JD_ORDERS,
            statuses.PINDUODUO_ORDERS,
        )
        for text, status in table.items()
    }
    | {member.value: member for member in OrderStatus}
    | {"已付款": OrderStatus.PAID, "待付款": OrderStatus.UNPAID, "未付款": OrderStatus.UNPAID,
       "已取消": OrderStatus.CLOSED_UNPAID, "cancelled": OrderStatus.CLOSED_UNPAID,
       "completed": OrderStatus.FINISHED, "delivered": OrderStatus.SIGNED,
       "shipped out": OrderStatus.SHIPPED, "pending": OrderStatus.UNPAID},
    Kind.REFUNDS: statuses.REFUNDS | {member.value: member for member in RefundStatus},
}  # fmt: skip
_MOBILE: Final = re.compile(r"^\D{0,2}(?:\+?86)?[\s-]*1\d{10}(?:[-,转]\d+)?$")
_PLACE: Final = re.compile(r"[省市区县旗]")
_LONG: Final = 8


def guess_kind(names: Iterable[str]) -> Kind:
    """Return what the rows of a table with these columns probably are."""
    text = normal("".join(names))
    if "退款" in text or "售后" in text or "refund" in text:
        return Kind.REFUNDS
    is_parcel = any(word in text for word in ("运单", "快递单", "waybill", "tracking"))
    is_order = any(word in text for word in ("地址", "收货", "收件", "address", "ship_to"))
    return Kind.SHIPMENTS if is_parcel and not is_order else Kind.ORDERS


def is_known_name(name: str) -> bool:
    """Whether a column of some kind of record is called so."""
    bare = _bare(name)
    return any(bare in _known_names(kind) for kind in Kind)


def guess_fields(names: Sequence[str], rows: Sequence[Sequence[str]], kind: Kind) -> dict[str, str]:
    """Return column name -> field of the record, for the columns that say what they are.

    Parameters
    ----------
    names, rows
        The table's columns, and the cells of its first rows.
    """
    guessed: dict[str, str] = {}
    by_name = _known_names(kind)
    for name in names:
        field = by_name.get(_bare(name))
        if field and field not in guessed.values():
            guessed[name] = field
    for field, looks_so in (("phone", _is_phone), ("address", _is_address)):
        if field in SCHEMAS[kind] and field not in guessed.values():
            found = (
                name
                for place, name in enumerate(names)
                if name not in guessed and looks_so([row[place] for row in rows])
            )
            guessed |= dict.fromkeys(list(found)[:1], field)
    return guessed


def guess_status(text: str, kind: Kind) -> str:
    """Return what a text in the status column probably means; ``unknown`` if nothing does."""
    phrase = "".join(text.replace("，", ",").replace("、", ",").split())
    known = _STATUSES.get(kind, {})
    return known.get(phrase) or known.get(phrase.lower()) or "unknown"


@cache
def _known_names(kind: Kind) -> dict[str, str]:
    schema = SCHEMAS[kind]
    known = {_bare(name): "id" for name in _IDS.get(kind, ("id",))}
    taught = (
        (name, field.name)
        for teacher in _TEACHERS.get(kind, ())
        for field in SOURCES[teacher].fields
        for name in field.columns
    )
    own = ((name.removesuffix("_minor"), name) for name in schema)
    words = ((word, field) for field, listed in _WORDS.items() for word in listed)
    for name, field in (*taught, *words, *own):
        if field in schema and field not in ("shop", "raw_status", "source"):
            known.setdefault(_bare(name), field)
    return known


def _bare(name: str) -> str:
    """Return a name by which ``Order No`` and ``order_no`` are one."""
    return normal(name).replace("_", "").replace("-", "")


def _share(cells: Sequence[str], matches: Iterable[bool]) -> float:
    filled = sum(bool(cell.strip()) for cell in cells)
    return sum(matches) / filled if filled else 0


def _is_phone(cells: Sequence[str]) -> bool:
    return _share(cells, (bool(_MOBILE.match(cell.strip())) for cell in cells)) >= 0.7


def _is_address(cells: Sequence[str]) -> bool:
    long = (len(cell) >= _LONG and bool(_PLACE.search(cell)) for cell in cells)
    return _share(cells, long) >= 0.6
