from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopwarden.records import Kind
from shopwarden.sources import read_file

LINE = {
    "订单号": "300000000001",
    "商品ID": "100000000001",
    "商品名称": "保温杯",
    "订购数量": "2",
    "下单时间": "2026-11-01 10:00:00",
    "京东价": "64.00",
    "订单金额": "138.00",
    "应付金额": "128.00",
    "订单状态": "等待出库",
    "下单帐号": "jd_buyer1",
    "客户姓名": "张三",
    "客户地址": "浙江杭州市余杭区五常街道文一西路969号",
    "联系电话": "13800000001",
    "订单备注": "请尽快",
    "商家备注": "备注一",
    "运费金额": "6.00",
    "付款确认时间": "2026-11-01 10:02:00",
    "货号": "A-1",
}


def read(write_csv, *rows):
    result = read_file(write_csv("jd", rows))
    assert (result.source, result.quarantine.height) == ("jd", 0)
    return result.records


def test_order_amount_stands_on_every_line_and_counts_once(write_csv) -> None:
    records = read(write_csv, LINE, LINE | {"商品ID": "100000000002", "订购数量": "1"})
    order = records[Kind.ORDERS].to_dicts()[0]
    assert records[Kind.ORDERS].height == 1
    assert {name: value for name, value in order.items() if value is not None} == {
        "platform": "jd",
        "shop": "",
        "id": "300000000001",
        "status": "paid",
        "raw_status": "等待出库",
        "needs_review": False,
        "buyer": "jd_buyer1",
        "receiver_name": "张三",
        "phone": "13800000001",
        "address": "浙江杭州市余杭区五常街道文一西路969号",
        "item": "100000000001",
        "title": "保温杯",
        "quantity": 3,
        "amount_minor": 12800,
        "post_fee_minor": 600,
        "currency": "CNY",
        "created_at": datetime(2026, 11, 1, 2, 0, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 1, 2, 2, tzinfo=UTC),
        "ship_deadline": datetime(2026, 11, 3, 2, 2, tzinfo=UTC),
        "ship_deadline_assumed": True,
        "buyer_message": "请尽快",
        "seller_memo": "备注一",
        "source": "jd",
        "source_file": "export.csv",
        "source_row": 2,
    }
    lines = records[Kind.ORDER_LINES].sort("id")
    assert lines.select("id", "order_id", "price_minor", "amount_minor").rows() == [
        ("300000000001:100000000001", "300000000001", 6400, 12800),
        ("300000000001:100000000002", "300000000001", 6400, 6400),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("等待付款", "unpaid"),
        ("等待确认收货", "shipped"),
        ("完成", "finished"),
        ("(锁定)等待出库", "hold"),
        ("LOCKED", "hold"),
        ("已取消", "closed_refunded"),
        ("神秘状态", "unknown"),
    ],
)
def test_status_texts(write_csv, text, status) -> None:
    order = read(write_csv, LINE | {"订单状态": text})[Kind.ORDERS].to_dicts()[0]
    assert (order["status"], order["raw_status"]) == (status, text)


def test_the_same_article_twice_is_two_lines(write_csv) -> None:
    lines = read(write_csv, LINE, LINE | {"订购数量": "5"})[Kind.ORDER_LINES]
    again = read(write_csv, LINE | {"订购数量": "5"}, LINE)[Kind.ORDER_LINES]
    expected = [("300000000001:100000000001", 2), ("300000000001:100000000001:2", 5)]
    assert lines.sort("id").select("id", "quantity").rows() == expected
    assert again.sort("id").select("id", "quantity").rows() == expected
