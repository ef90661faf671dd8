"""The terms that are columns of records: what a rule about an order or a refund may name.

Amounts are named without ``_minor`` and written in major units. Left out is where a row came
from, and the label of an evaluation, which is never an input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Protocol

import polars as pl

from shopwarden.records import SCHEMAS, Kind
from shopwarden.rules.vocabulary import Term, Type

_MINOR: Final = "_minor"
# Columns a list is kept for.
_LISTED: Final = {
    "buyer": "buyer", "phone": "phone", "receiver_name": "receiver", "device": "device",
    "ip": "ip", "payment_account": "payment_account", "return_waybill": "waybill",
}  # fmt: skip
# What a person calls each column.
_WORDS: Final[Mapping[Kind, Mapping[str, tuple[str, str]]]] = {
    Kind.ORDERS: {
        "platform": ("平台", "platform"),
        "type": ("订单类型", "order type"),
        "status": ("订单状态", "order status"),
        "raw_status": ("平台状态文字", "the platform's status text"),
        "needs_review": ("状态待核对", "status needs a look"),
        "refund_status": ("退款状态", "refund status"),
        "buyer": ("买家", "buyer"),
        "receiver_name": ("收货人", "receiver"),
        "phone": ("收货电话", "receiver phone"),
        "address": ("收货地址", "address"),
        "province": ("省份", "province"),
        "city": ("城市", "city"),
        "district": ("区县", "district"),
        "town": ("乡镇街道", "township"),
        "device": ("设备", "device"),
        "ip": ("IP 地址", "IP address"),
        "payment_account": ("付款账号", "payment account"),
        "card": ("银行卡", "card"),
        "terminal": ("终端", "terminal"),
        "item": ("商品编号", "item"),
        "title": ("商品标题", "item title"),
        "quantity": ("件数", "quantity"),
        "amount_minor": ("金额", "amount"),
        "post_fee_minor": ("运费", "postage"),
        "refunded_minor": ("已退金额", "refunded amount"),
        "created_at": ("下单时间", "order time"),
        "paid_at": ("付款时间", "payment time"),
        "shipped_at": ("发货时间", "shipping time"),
        "signed_at": ("签收时间", "delivery time"),
        "finished_at": ("完成时间", "finishing time"),
        "ship_deadline": ("发货期限", "ship deadline"),
        "ship_deadline_assumed": ("发货期限为推算", "ship deadline is assumed"),
        "buyer_message": ("买家留言", "buyer's message"),
        "seller_memo": ("卖家备注", "seller's memo"),
        "close_reason": ("关闭原因", "reason of closing"),
        "platform_flag": ("平台标记", "the platform's flag"),
    },
    Kind.REFUNDS: {
        "platform": ("平台", "platform"),
        "kind": ("退款类型", "kind of refund"),
        "status": ("退款状态", "refund status"),
        "raw_status": ("平台状态文字", "the platform's status text"),
        "needs_review": ("状态待核对", "status needs a look"),
        "goods_state": ("货物状态", "state of the goods"),
        "phase": ("售中或售后", "before or after finishing"),
        "reason": ("退款原因", "refund reason"),
        "description": ("退款说明", "refund description"),
        "platform_message": ("平台消息", "the platform's message"),
        "buyer": ("买家", "buyer"),
        "item": ("商品编号", "item"),
        "title": ("商品标题", "item title"),
        "needs_return": ("需要退货", "needs a return"),
        "is_automatic": ("自动退款", "automatic refund"),
        "is_zero_second": ("秒退", "instant refund"),
        "is_partial": ("部分退款", "partial refund"),
        "amount_minor": ("退款金额", "refund amount"),
        "order_amount_minor": ("订单金额", "order amount"),
        "paid_at": ("付款时间", "payment time"),
        "created_at": ("申请时间", "request time"),
        "returned_at": ("退货时间", "return time"),
        "finished_at": ("完成时间", "finishing time"),
        "deadline": ("处理期限", "deadline"),
        "return_waybill": ("退货运单", "return waybill"),
        "return_carrier": ("退货快递", "return carrier"),
        "responsible": ("责任方", "who is responsible"),
    },
}
_PLACE: Final = Term(
    name="place", type=Type.TEXT, zh="收货地点", en="place", column="place_key", listed="place"
)


class FeatureLike(Protocol):
    """What a feature says of itself, wherever it is declared."""

    @property
    def name(self) -> str:
        """What a rule calls it; also the column it is found in."""
        ...

    @property
    def type(self) -> str:
        """``integer``, ``number`` or ``money`` (in minor units)."""
        ...

    @property
    def unit(self) -> str:
        """What the number counts; ``share``, ``days`` and ``times`` are shown as such."""
        ...


def record_terms(kind: Kind) -> tuple[Term, ...]:
    """Return the terms of the columns of ``orders`` or ``refunds``.

    Among those of an order is ``place``, read from ``place_key``: the address in a form that
    is the same for the same place, which whoever judges adds to the frame.
    """
    own = tuple(_term(kind, column, *words) for column, words in _WORDS[kind].items())
    return (*own, _PLACE) if kind is Kind.ORDERS else own


def feature_terms(
    features: Iterable[FeatureLike], words: Mapping[str, tuple[str, str]] | None = None
) -> Iterator[Term]:
    """Yield the terms of features; `words` has what each is called in Chinese and English."""
    for feature in features:
        zh, en = (words or {}).get(feature.name, ("", ""))
        yield Term(name=feature.name, type=Type(feature.type), zh=zh, en=en, unit=str(feature.unit))


def _term(kind: Kind, column: str, zh: str, en: str) -> Term:
    dtype = SCHEMAS[kind][column]
    return Term(
        name=column.removesuffix(_MINOR),
        type=Type.MONEY if column.endswith(_MINOR) else _type(dtype),
        zh=zh,
        en=en,
        column=column,
        choices=tuple(dtype.categories) if isinstance(dtype, pl.Enum) else (),
        listed=_LISTED.get(column, ""),
    )


def _type(dtype: object) -> Type:
    if isinstance(dtype, pl.Enum):
        return Type.CHOICE
    if isinstance(dtype, pl.Datetime):
        return Type.TIME
    if isinstance(dtype, pl.Boolean):
        return Type.FLAG
    return Type.INTEGER if isinstance(dtype, pl.Int64) else Type.TEXT
