"""The features that come with shopwarden.

Each line says whose history is read, what of it, and over which windows; a name is the stem
with the window behind it. What they mean in words is written in ``explain.features``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from shopwarden.features.model import (
    AMOUNT,
    DAY,
    HOUR,
    Aggregate,
    Feature,
    Form,
    Key,
    Measure,
    Unit,
    Where,
)
from shopwarden.records import Kind, RatingResult, RefundKind, ShipmentDirection

_WEEK: Final = timedelta(days=7)
_MONTH: Final = timedelta(days=30)
_QUARTER: Final = timedelta(days=90)
_YEAR: Final = timedelta(days=365)
_REFUND_ONLY: Final = Where("refund_kind", (RefundKind.REFUND_ONLY.value,))
_BAD: Final = Where("rating_result", (RatingResult.BAD.value,))
_OUTBOUND: Final = Where("direction", (ShipmentDirection.OUTBOUND.value,))
_COUNTED: Final = {
    Kind.ORDERS: Unit.ORDERS,
    Kind.REFUNDS: Unit.REFUNDS,
    Kind.RATINGS: Unit.RATINGS,
    Kind.SHIPMENTS: Unit.SHIPMENTS,
}
_TOLD_APART: Final = {
    Key.BUYER: Unit.BUYERS,
    Key.PHONE: Unit.PHONES,
    Key.RECEIVER: Unit.RECEIVERS,
    Key.PLACE: Unit.PLACES,
    Key.DEVICE: Unit.DEVICES,
    Key.IP: Unit.IPS,
    Key.PAYMENT_ACCOUNT: Unit.PAYMENT_ACCOUNTS,
}

_Features = Iterator[Feature]


def _count(
    stem: str, key: Key, event: Kind, *windows: timedelta, where: Where | None = None
) -> _Features:
    for window in windows:
        measure = Measure(event=event, aggregate=Aggregate.COUNT, window=window, where=where)
        yield Feature(stem=stem, key=key, measures=(measure,), unit=_COUNTED[event])


def _sum(stem: str, key: Key, event: Kind, *windows: timedelta) -> _Features:
    for window in windows:
        measure = Measure(event=event, aggregate=Aggregate.SUM, window=window, column=AMOUNT)
        yield Feature(stem=stem, key=key, measures=(measure,), unit=Unit.MINOR)


def _distinct(stem: str, key: Key, of: Key, *windows: timedelta) -> _Features:
    for window in windows:
        measure = Measure(
            event=Kind.ORDERS, aggregate=Aggregate.DISTINCT, window=window, column=of.value
        )
        yield Feature(stem=stem, key=key, measures=(measure,), unit=_TOLD_APART[of])


def _rate(
    stem: str, key: Key, window: timedelta, of: Kind = Kind.ORDERS, among: Where | None = None
) -> _Features:
    above = Measure(event=Kind.REFUNDS, aggregate=Aggregate.COUNT, window=window)
    below = Measure(event=of, aggregate=Aggregate.COUNT, window=window, where=among)
    yield Feature(stem=stem, key=key, measures=(above, below), form=Form.RATIO, unit=Unit.SHARE)


def _amount_against(stem: str, key: Key, window: timedelta) -> _Features:
    """The subject's amount by the mean of the key's earlier orders."""
    total, number = (
        Measure(
            event=Kind.ORDERS, aggregate=aggregate, window=window, column=AMOUNT, is_before=True
        )
        for aggregate in (Aggregate.SUM, Aggregate.COUNT)
    )
    yield Feature(stem=stem, key=key, measures=(total, number), form=Form.AGAINST, unit=Unit.TIMES)


def _extreme(stem: str, key: Key, aggregate: Aggregate, window: timedelta) -> _Features:
    measure = Measure(
        event=Kind.ORDERS, aggregate=aggregate, window=window, column=AMOUNT, is_before=True
    )
    yield Feature(stem=stem, key=key, measures=(measure,), unit=Unit.MINOR)


def _days_since(
    stem: str, key: Key, event: Kind, aggregate: Aggregate, *, is_before: bool = False
) -> _Features:
    measure = Measure(event=event, aggregate=aggregate, window=_YEAR, is_before=is_before)
    yield Feature(stem=stem, key=key, measures=(measure,), form=Form.SINCE, unit=Unit.DAYS)


def _catalogue() -> _Features:
    orders, refunds = Kind.ORDERS, Kind.REFUNDS
    yield from _count("buyer_orders", Key.BUYER, orders, HOUR, DAY, _MONTH, _YEAR)
    yield from _sum("buyer_amount", Key.BUYER, orders, DAY, _MONTH)
    yield from _extreme("buyer_largest_amount", Key.BUYER, Aggregate.MAX, _YEAR)
    yield from _amount_against("amount_against_buyer", Key.BUYER, _YEAR)
    yield from _days_since("buyer_known_days", Key.BUYER, orders, Aggregate.FIRST)
    yield from _days_since("buyer_idle_days", Key.BUYER, orders, Aggregate.LAST, is_before=True)
    yield from _count("buyer_refunds", Key.BUYER, refunds, _MONTH, _QUARTER)
    yield from _count("buyer_refund_only", Key.BUYER, refunds, _QUARTER, where=_REFUND_ONLY)
    yield from _sum("buyer_refund_amount", Key.BUYER, refunds, _QUARTER)
    yield from _rate("buyer_refund_rate", Key.BUYER, _QUARTER)
    yield from _days_since("buyer_refund_days", Key.BUYER, refunds, Aggregate.LAST)
    yield from _count("buyer_bad_ratings", Key.BUYER, Kind.RATINGS, _YEAR, where=_BAD)
    yield from _distinct("buyer_places", Key.BUYER, Key.PLACE, _MONTH)
    yield from _distinct("buyer_phones", Key.BUYER, Key.PHONE, _MONTH)
    yield from _distinct("buyer_receivers", Key.BUYER, Key.RECEIVER, _MONTH)
    yield from _distinct("buyer_devices", Key.BUYER, Key.DEVICE, _MONTH)
    yield from _distinct("buyer_ips", Key.BUYER, Key.IP, DAY)
    yield from _distinct("buyer_payment_accounts", Key.BUYER, Key.PAYMENT_ACCOUNT, _MONTH)
    yield from _distinct("phone_buyers", Key.PHONE, Key.BUYER, _MONTH, _QUARTER)
    yield from _distinct("phone_places", Key.PHONE, Key.PLACE, _MONTH)
    yield from _count("phone_orders", Key.PHONE, orders, DAY)
    yield from _count("phone_refunds", Key.PHONE, refunds, _QUARTER)
    yield from _distinct("receiver_buyers", Key.RECEIVER, Key.BUYER, _MONTH)
    yield from _distinct("place_buyers", Key.PLACE, Key.BUYER, _MONTH)
    yield from _count("place_orders", Key.PLACE, orders, DAY)
    yield from _count("place_refunds", Key.PLACE, refunds, _QUARTER)
    yield from _rate("place_refund_rate", Key.PLACE, _QUARTER)
    yield from _distinct("device_buyers", Key.DEVICE, Key.BUYER, DAY, _MONTH)
    yield from _count("device_orders", Key.DEVICE, orders, HOUR, DAY)
    yield from _days_since("device_known_days", Key.DEVICE, orders, Aggregate.FIRST)
    yield from _distinct("ip_buyers", Key.IP, Key.BUYER, HOUR, DAY)
    yield from _count("ip_orders", Key.IP, orders, HOUR)
    yield from _distinct("payment_account_buyers", Key.PAYMENT_ACCOUNT, Key.BUYER, _MONTH)
    yield from _count("payment_account_refunds", Key.PAYMENT_ACCOUNT, refunds, _QUARTER)
    yield from _count("item_orders", Key.ITEM, orders, HOUR, DAY)
    yield from _rate("item_refund_rate", Key.ITEM, _MONTH)
    yield from _extreme("item_smallest_amount", Key.ITEM, Aggregate.MIN, _MONTH)
    yield from _amount_against("amount_against_item", Key.ITEM, _QUARTER)
    yield from _rate("carrier_refund_rate", Key.CARRIER, _MONTH, Kind.SHIPMENTS, _OUTBOUND)
    yield from _count("shop_orders", Key.SHOP, orders, HOUR, DAY)
    yield from _rate("shop_refund_rate", Key.SHOP, _WEEK)


# Every feature by its name, in the order they are shown.
FEATURES: Final[dict[str, Feature]] = {feature.name: feature for feature in _catalogue()}
