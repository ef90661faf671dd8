"""What a learnt score looked at, in words."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Final

from shopwarden.explain.features import window_words
from shopwarden.explain.language import Language, Text
from shopwarden.explain.words import FIELDS
from shopwarden.risk.evaluation import Part
from shopwarden.risk.signals import Asked, Signal

_KEYS: Final = FIELDS | {
    "card": Text("卡", "card"),
    "terminal": Text("终端", "terminal"),
    "item": Text("商品", "item"),
}
_ASKED: Final = {
    Asked.AMOUNT: Text("本单金额（最小货币单位）", "Amount of the order (minor units)"),
    Asked.HOUR: Text("下单钟点", "Hour of the order"),
    Asked.WEEKDAY: Text("星期几", "Day of the week"),
    Asked.ORDERS: Text("同一{key}此前 {window}的订单数", "Earlier orders, {key}, {window}"),
    Asked.AGAINST: Text(
        "本单金额是同一{key}此前 {window}平均的几倍",
        "Amount in times the mean, {key}, {window}",
    ),
    Asked.AGAINST_OLDER: Text(
        "本单金额是同一{key} {window}以前平均的几倍",
        "Amount in times the mean before the last {window}, {key}",
    ),
    Asked.BUYERS: Text("同一{key} {window}内的不同买家数", "Different buyers, {key}, {window}"),
    Asked.KNOWN_DAYS: Text(
        "距同一{key}首单的天数（{window}内）", "Days since the first order, {key}, {window}"
    ),
    Asked.IDLE_DAYS: Text(
        "距同一{key}上一单的天数（{window}内）", "Days since the previous order, {key}, {window}"
    ),
    Asked.BAD: Text(
        "同一{key}：已知标签的最近 {window}里的坏单数",
        "Bad orders in the last {window} with known labels, {key}",
    ),
    Asked.BAD_SHARE: Text(
        "同一{key}：已知标签的最近 {window}里的坏单占比",
        "Share of bad orders in the last {window} with known labels, {key}",
    ),
    Asked.UNEXPLAINED: Text(
        "同一{key}：已知标签的最近 {window}里金额看不出的坏单数",
        "Bad orders of usual amounts in the last {window} with known labels, {key}",
    ),
    Asked.UNEXPLAINED_SHARE: Text(
        "同一{key}：已知标签的最近 {window}里金额看不出的坏单占比",
        "Share of bad orders of usual amounts in the last {window} with known labels, {key}",
    ),
    Asked.FIRST_BAD_DAYS: Text(
        "距同一{key}最早一个金额看不出的坏单的天数（{window}内）",
        "Days since the first bad order of a usual amount, {key}, {window}",
    ),
    Asked.LAST_BAD_DAYS: Text(
        "距同一{key}最近一个已知坏单的天数（{window}内）",
        "Days since the last known bad order, {key}, {window}",
    ),
    Asked.LAST_GOOD_DAYS: Text(
        "距同一{key}最近一个已知好单的天数（{window}内）",
        "Days since the last known good order, {key}, {window}",
    ),
    Asked.TURNED_DAYS: Text(
        "同一{key}最近的坏单比最近的好单晚几天（{window}内）",
        "Days from the last known good to the last bad order, {key}, {window}",
    ),
    Asked.DOUBT: Text(
        "同一{key}此前 {window}的订单单看金额有多可疑",
        "How odd the amounts of earlier orders were, {key}, {window}",
    ),
}
_PART: Final = Text(
    "{label} = {value}（几率 {sign}{times}）", "{label} = {value} (odds {sign}{times})"
)
# Odds beyond this are said as more than this.
_MANY: Final = 1000
_UNKNOWN: Final = Text("未知", "not known")


def signal_label(signal: Signal, language: Language) -> str:
    """Say what a signal is."""
    key = _KEYS[signal.key].in_(language) if signal.key else ""
    window = window_words(timedelta(days=signal.days), language)
    return _ASKED[signal.asked].in_(language, key=key, window=window)


def part_sentence(part: Part, language: Language) -> str:
    """Say what one signal of an order was, and by how much it moves the odds."""
    is_known = math.isfinite(part.value)
    value = _number(part.value) if is_known else _UNKNOWN.in_(language)
    weight = abs(part.weight)
    times = f"{math.exp(weight):.1f}" if weight < math.log(_MANY) else f"{_MANY}+"
    return _PART.in_(
        language,
        label=signal_label(part.signal, language),
        value=value,
        sign="×" if part.weight >= 0 else "÷",
        times=times,
    )


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
