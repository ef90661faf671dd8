"""Single words and marks that several sentences share."""

from __future__ import annotations

from typing import Final

from shopwarden.explain.language import Text
from shopwarden.links import LinkKind
from shopwarden.records import Kind

SEPARATOR: Final = Text("、", ", ")
PARENTHESES: Final = Text("（{inside}）", " ({inside})")

LEVELS: Final = {
    "province": Text("省份", "province"),
    "city": Text("城市", "city"),
    "district": Text("区县", "district"),
    "town": Text("乡镇街道", "township"),
}
FIELDS: Final = {
    "address": Text("收货地址", "address"),
    "phone": Text("收货电话", "receiver phone"),
    "receiver_name": Text("收货人", "receiver"),
    "buyer": Text("买家", "buyer"),
    "device": Text("设备", "device"),
    "ip": Text("IP 地址", "IP address"),
    "payment_account": Text("付款账号", "payment account"),
}
# What accounts may share.
LINKS: Final = {
    LinkKind.DEVICE: FIELDS["device"],
    LinkKind.PAYMENT_ACCOUNT: FIELDS["payment_account"],
    LinkKind.PHONE: FIELDS["phone"],
    LinkKind.RECEIVER: FIELDS["receiver_name"],
    LinkKind.PLACE: Text("收货地点", "place"),
    LinkKind.IP: FIELDS["ip"],
}
# Why a text is no name, by the reason codes of ``places.check_names``.
NAME_REASONS: Final = {
    "no_letters": Text("只有数字或符号", "only digits or signs"),
    "repeated": Text("同一个字重复", "one character repeated"),
    "keyboard": Text("像随手敲的键盘", "looks like keys hit at random"),
    "placeholder": Text("是占位文字", "a placeholder"),
    "contact_inside": Text("夹带联系方式", "holds contact details"),
    "abuse": Text("有不当字样", "abusive words"),
    "advertising": Text("夹带广告", "advertising"),
    "too_long": Text("过长", "far too long"),
}
KINDS: Final = {
    Kind.ORDERS: Text("订单", "orders"),
    Kind.ORDER_LINES: Text("订单明细", "order lines"),
    Kind.REFUNDS: Text("退款", "refunds"),
    Kind.SHIPMENTS: Text("包裹", "shipments"),
    Kind.TRACE_EVENTS: Text("物流轨迹", "trace events"),
    Kind.RATINGS: Text("评价", "ratings"),
    Kind.RECHARGES: Text("充值", "top-ups"),
    Kind.STATUS_EVENTS: Text("状态", "status events"),
}
