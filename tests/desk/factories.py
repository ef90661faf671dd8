"""Rows for tests, made the way the desk makes them: orders are stored, judged, alerted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.utils import timezone

from shopwarden.desk.alerts.choices import ContactResult, ContactWay
from shopwarden.desk.alerts.models import Alert, ContactAttempt, Disposition
from shopwarden.desk.alerts.services import decide, record_contact
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.intake.checking import check_waiting
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.services import chunks, store
from shopwarden.records import Kind, conform

WRONG_ADDRESS = "广东省西湖区文一西路9号"
RIGHT_ADDRESS = "浙江省杭州市西湖区文一西路9号3幢201室"


def store_orders(shop: Shop, *orders: dict[str, Any]) -> None:
    """Store orders; what is left out is usual, and the address is right."""
    now = timezone.now()
    usual = {
        "platform": "taobao",
        "shop": shop.name,
        "status": "paid",
        "raw_status": "买家已付款，等待卖家发货",
        "buyer": "青山在望77",
        "receiver_name": "李小满",
        "phone": "13800000001",
        "address": RIGHT_ADDRESS,
        "title": "手工陶瓷马克杯 大容量",
        "quantity": 1,
        "amount_minor": 12800,
        "currency": "CNY",
        "created_at": now - timedelta(hours=3),
        "paid_at": now - timedelta(hours=3),
        "ship_deadline": now + timedelta(hours=45),
        "ship_deadline_assumed": True,
        "seen_at": now,
    }
    rows = [usual | order for order in orders]
    frame = conform(pl.DataFrame(rows, infer_schema_length=None, strict=False), Kind.ORDERS)
    for chunk in chunks(frame, Kind.ORDERS, shop.id):
        store(shop_id=shop.id, kind=Kind.ORDERS, chunk=chunk, claim=lambda _: True)


def judge(shop: Shop, now: datetime | None = None) -> None:
    """Open the alerts of what was stored."""
    check_waiting(scope=system_scope(shop.id), shop_id=shop.id, now=now or timezone.now())


def make_alert(shop: Shop, number: str = "1001", **order: Any) -> Alert:
    """Return the alert of a paid order whose address contradicts itself."""
    store_orders(shop, {"id": number, "address": WRONG_ADDRESS} | order)
    judge(shop)
    return Alert.objects.get(shop=shop, external_id=number)


def make_order(shop: Shop, number: str = "2001", **order: Any) -> Order:
    """Return a stored order nobody has judged yet."""
    store_orders(shop, {"id": number} | order)
    return Order.objects.get(shop=shop, external_id=number)


def make_contact(scope: Scope, alert: Alert, note: str = "") -> ContactAttempt:
    """Return a call nobody answered."""
    return record_contact(
        scope=scope, alert=alert, way=ContactWay.CALL, result=ContactResult.NO_ANSWER, note=note
    )


def make_decision(scope: Scope, alert: Alert, label: str, **facts: str) -> Disposition:
    """Return a decision on an open alert."""
    return decide(scope=scope, alert=alert, version=alert.version, label=label, **facts)
