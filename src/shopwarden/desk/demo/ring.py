"""A ring of accounts at the demo's own web shop, which tells the desk of devices and payers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.demo.clock import at
from shopwarden.desk.demo.people import Staff
from shopwarden.desk.groups import finding
from shopwarden.desk.live.taking import take
from shopwarden.records import Kind

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_PLATFORM: Final = "own"
_TITLE: Final = "亚麻窗帘 成品遮光 客厅卧室"


class Account(NamedTuple):
    """Who orders how: each has something in common with some of the others."""

    buyer: str
    name: str
    phone: str
    address: str
    device: str
    payment_account: str


_ACCOUNTS: Final = (
    Account("晚风吹过山岗", "郑小雨", "13800006101", "江苏省苏州市姑苏区平江路188号6幢302室",
            "a91f-home", "pay-3307"),
    Account("吹过山岗的晚风", "郑小雨", "13800006102", "江苏省苏州市姑苏区平江路188号6幢302室",
            "a91f-home", "pay-3308"),
    Account("green_mountain_2026", "王秋月", "13800006103", "江苏省苏州市吴中区木渎镇中山路12号",
            "a91f-home", "pay-3309"),
    Account("小雨不打伞", "林间", "13800006104", "江苏省苏州市相城区元和街道阳澄湖中路9号",
            "a91f-home", "pay-3310"),
    Account("不打伞的小雨", "林间月", "13800006105", "江苏省苏州市虎丘区狮山街道塔园路30号",
            "c402-shop", "pay-3310"),
    Account("一只特别特别爱囤窗帘的搬家达人", "赵一鸣", "13800006106",
            "江苏省无锡市梁溪区中山路301号", "c402-shop", "pay-3311"),
    Account("tom_0611", "赵一鸣", "13800006107", "江苏省无锡市滨湖区蠡湖大道18号",
            "c402-shop", "pay-3312"),
)  # fmt: skip


class Bought(NamedTuple):
    """An order: by which account, when, for how much; what became of it."""

    account: int
    ago: timedelta
    amount_minor: int
    status: str
    refund: str = ""


_BOUGHT: Final = (
    Bought(0, 24 * _DAY, 25900, "finished", "refund_only"),
    Bought(1, 21 * _DAY, 19900, "finished", "refund_only"),
    Bought(2, 17 * _DAY, 32900, "finished"),
    Bought(3, 12 * _DAY, 28900, "finished", "refund_only"),
    Bought(4, 9 * _DAY, 25900, "shipped", "return_refund"),
    Bought(0, 6 * _HOUR, 45900, "paid"),
    Bought(2, 5 * _HOUR, 39900, "paid"),
    Bought(4, 3 * _HOUR, 58900, "paid"),
    Bought(5, 2 * _HOUR, 25900, "paid"),
    Bought(6, 1 * _HOUR, 62900, "paid"),
)


def come(staff: Staff, now: datetime) -> None:
    """Let the web shop tell of the ring, and the desk find the groups of both shops."""
    rows = {Kind.ORDERS: list(_orders(now)), Kind.REFUNDS: list(_refunds(now))}
    shops = (staff.first_shop, staff.second_shop)
    with at(now):
        take(scope=system_scope(*shops), shop_id=staff.first_shop, rows=rows, now=now)
        for shop_id in shops:
            finding.find(shop_id, now)


def _number(place: int) -> str:
    return f"1026{place:06}"


def _orders(now: datetime) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(_BOUGHT):
        account = _ACCOUNTS[one.account]
        begun = now - one.ago
        yield {
            "platform": _PLATFORM,
            "id": _number(place),
            "status": one.status,
            "buyer": account.buyer,
            "receiver_name": account.name,
            "phone": account.phone,
            "address": account.address,
            "device": account.device,
            "payment_account": account.payment_account,
            "title": _TITLE,
            "quantity": 1,
            "amount_minor": one.amount_minor,
            "currency": "CNY",
            "created_at": begun,
            "paid_at": begun,
            "shipped_at": None if one.status == "paid" else begun + _DAY,
            "ship_deadline": begun + 2 * _DAY,
        }


def _refunds(now: datetime) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(_BOUGHT):
        if one.refund:
            yield {
                "platform": _PLATFORM,
                "id": f"TK{_number(place)}",
                "order_id": _number(place),
                "buyer": _ACCOUNTS[one.account].buyer,
                "kind": one.refund,
                "status": "success",
                "raw_status": "退款成功",
                "amount_minor": one.amount_minor,
                "currency": "CNY",
                "created_at": now - one.ago + 4 * _DAY,
            }
