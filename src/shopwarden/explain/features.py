"""Features in words: what a rule's number counts, over how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from shopwarden.explain.language import Language, Text
from shopwarden.features import FEATURES, Feature, Unit, ValueType

# By stem; the window is put in.
_STEMS: Final = {
    "buyer_orders": Text("该买家近 {window}内的订单数", "Orders of the buyer within {window}"),
    "buyer_amount": Text(
        "该买家近 {window}内的订单金额", "Amount of the buyer's orders within {window}"
    ),
    "buyer_largest_amount": Text(
        "该买家近 {window}内此前最大一单的金额", "The buyer's largest earlier order within {window}"
    ),
    "amount_against_buyer": Text(
        "本单金额是该买家近 {window}内平均的几倍",
        "Amount, in times the buyer's mean within {window}",
    ),
    "buyer_known_days": Text(
        "距该买家首单的天数（只看近 {window}内）",
        "Days since the buyer's first order within {window}",
    ),
    "buyer_idle_days": Text(
        "距该买家上一单的天数（只看近 {window}内）",
        "Days since the buyer's previous order within {window}",
    ),
    "buyer_refunds": Text("该买家近 {window}内的退款数", "Refunds of the buyer within {window}"),
    "buyer_refund_only": Text(
        "该买家近 {window}内的仅退款数", "Refunds without return of the buyer within {window}"
    ),
    "buyer_refund_amount": Text(
        "该买家近 {window}内的退款金额", "Amount the buyer asked back within {window}"
    ),
    "buyer_refund_rate": Text(
        "该买家近 {window}内退款数与订单数之比", "The buyer's refunds per order within {window}"
    ),
    "buyer_refund_days": Text(
        "距该买家上次退款的天数（只看近 {window}内）",
        "Days since the buyer's last refund within {window}",
    ),
    "buyer_bad_ratings": Text(
        "该买家近 {window}内的差评数", "Bad ratings of the buyer within {window}"
    ),
    "buyer_places": Text(
        "该买家近 {window}内的不同收货地点数", "Different places of the buyer within {window}"
    ),
    "buyer_phones": Text(
        "该买家近 {window}内的不同收货电话数", "Different phones of the buyer within {window}"
    ),
    "buyer_receivers": Text(
        "该买家近 {window}内的不同收货人数", "Different receivers of the buyer within {window}"
    ),
    "buyer_devices": Text(
        "该买家近 {window}内的不同设备数", "Different devices of the buyer within {window}"
    ),
    "buyer_ips": Text(
        "该买家近 {window}内的不同 IP 数", "Different IP addresses of the buyer within {window}"
    ),
    "buyer_payment_accounts": Text(
        "该买家近 {window}内的不同付款账号数",
        "Different payment accounts of the buyer within {window}",
    ),
    "phone_buyers": Text("该电话近 {window}内的不同买家数", "Buyers on the phone within {window}"),
    "phone_places": Text(
        "该电话近 {window}内的不同收货地点数", "Different places of the phone within {window}"
    ),
    "phone_orders": Text("该电话近 {window}内的订单数", "Orders to the phone within {window}"),
    "phone_refunds": Text("该电话近 {window}内的退款数", "Refunds on the phone within {window}"),
    "receiver_buyers": Text(
        "该收货人近 {window}内的不同买家数", "Buyers with this receiver within {window}"
    ),
    "place_buyers": Text("该地点近 {window}内的不同买家数", "Buyers at the place within {window}"),
    "place_orders": Text("该地点近 {window}内的订单数", "Orders to the place within {window}"),
    "place_refunds": Text("该地点近 {window}内的退款数", "Refunds at the place within {window}"),
    "place_refund_rate": Text(
        "该地点近 {window}内退款数与订单数之比", "Refunds per order at the place within {window}"
    ),
    "device_buyers": Text(
        "该设备近 {window}内的不同买家数", "Buyers on the device within {window}"
    ),
    "device_orders": Text("该设备近 {window}内的订单数", "Orders from the device within {window}"),
    "device_known_days": Text(
        "距该设备首单的天数（只看近 {window}内）",
        "Days since the first order from the device within {window}",
    ),
    "ip_buyers": Text(
        "该 IP 近 {window}内的不同买家数", "Buyers on the IP address within {window}"
    ),
    "ip_orders": Text("该 IP 近 {window}内的订单数", "Orders from the IP address within {window}"),
    "payment_account_buyers": Text(
        "该付款账号近 {window}内的不同买家数", "Buyers on the payment account within {window}"
    ),
    "payment_account_refunds": Text(
        "该付款账号近 {window}内的退款数", "Refunds on the payment account within {window}"
    ),
    "item_orders": Text("该商品近 {window}内的订单数", "Orders of the item within {window}"),
    "item_refund_rate": Text(
        "该商品近 {window}内退款数与订单数之比", "Refunds per order of the item within {window}"
    ),
    "item_smallest_amount": Text(
        "该商品近 {window}内此前最小一单的金额",
        "Smallest earlier order of the item within {window}",
    ),
    "amount_against_item": Text(
        "本单金额是该商品近 {window}内平均的几倍",
        "Amount, in times the item's mean within {window}",
    ),
    "carrier_refund_rate": Text(
        "该快递公司近 {window}内退款数与发货数之比",
        "Refunds per parcel of the carrier within {window}",
    ),
    "shop_orders": Text("本店近 {window}内的订单数", "Orders of the shop within {window}"),
    "shop_refund_rate": Text(
        "本店近 {window}内退款数与订单数之比", "Refunds per order of the shop within {window}"
    ),
}
UNITS: Final = {
    Unit.ORDERS: Text("单", "orders"),
    Unit.REFUNDS: Text("笔退款", "refunds"),
    Unit.RATINGS: Text("条评价", "ratings"),
    Unit.SHIPMENTS: Text("个包裹", "parcels"),
    Unit.BUYERS: Text("个买家", "buyers"),
    Unit.PHONES: Text("个电话", "phones"),
    Unit.RECEIVERS: Text("个收货人", "receivers"),
    Unit.PLACES: Text("个地点", "places"),
    Unit.DEVICES: Text("台设备", "devices"),
    Unit.IPS: Text("个 IP", "IP addresses"),
    Unit.PAYMENT_ACCOUNTS: Text("个付款账号", "payment accounts"),
    Unit.MINOR: Text("金额", "money"),
    Unit.SHARE: Text("比例", "share"),
    Unit.TIMES: Text("倍", "times"),
    Unit.DAYS: Text("天", "days"),
}
VALUE_TYPES: Final = {
    ValueType.INTEGER: Text("整数", "whole number"),
    ValueType.NUMBER: Text("小数", "number"),
    ValueType.MONEY: Text("金额", "money"),
}
_HOURS: Final = Text("{count} 小时", "{count} hours")
_ONE_HOUR: Final = Text("1 小时", "an hour")
_DAYS: Final = Text("{count} 天", "{count} days")
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def feature_label(feature: Feature, language: Language) -> str:
    """Say in one line what `feature` counts."""
    return _STEMS[feature.stem].in_(language, window=window_words(feature.window, language))


def window_words(window: timedelta, language: Language) -> str:
    """Say how long a window is: ``24 hours``, ``30 days``."""
    if window == _HOUR:
        return _ONE_HOUR.in_(language)
    if window <= _DAY or window % _DAY:
        return _HOURS.in_(language, count=window // _HOUR)
    return _DAYS.in_(language, count=window // _DAY)


def feature_rows() -> list[tuple[str, str, str, str, str]]:
    """Return name, both labels, type and unit of every feature, as the documentation shows them."""
    return [
        (
            name,
            feature_label(feature, Language.EN),
            feature_label(feature, Language.ZH),
            VALUE_TYPES[feature.type].en,
            UNITS[feature.unit].en,
        )
        for name, feature in FEATURES.items()
    ]
