from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopwarden.records import Kind
from shopwarden.sources import read_file

LINE = {
    "子订单编号": '="1000000000000000011"',
    "主订单编号": '="1000000000000000001"',
    "商品标题": "保温杯",
    "商品价格": "64.00",
    "购买数量": "2",
    "商品属性": "颜色：白",
    "订单状态": "卖家已发货，等待买家确认",
    "商家编码": "1E5",
    "买家应付货款": "128.00",
    "买家实付金额": "127.99",
    "退款状态": "没有申请退款",
    "退款金额": "无退款申请",
    "订单创建时间": "2026/11/1 10:00",
    "订单付款时间": "2026/11/1 10:02",
    "商品ID": "600000000001",
    "发货时间": "2026/11/2 9:00",
    "物流单号": "No:YT0000000001",
    "物流公司": "圆通速递",
    "应发货时间": "2026/11/3 10:02",
}


def test_line_and_its_parcel(write_csv) -> None:
    result = read_file(write_csv("taobao_lines", [LINE]))
    assert (result.source, result.rows, result.quarantine.height) == ("taobao_lines", 1, 0)
    line = {
        k: v for k, v in result.records[Kind.ORDER_LINES].to_dicts()[0].items() if v is not None
    }
    assert line == {
        "platform": "taobao",
        "shop": "",
        "id": "1000000000000000011",
        "order_id": "1000000000000000001",
        "status": "shipped",
        "raw_status": "卖家已发货，等待买家确认",
        "needs_review": False,
        "item": "600000000001",
        "sku": "颜色：白",
        "merchant_code": "1E5",
        "title": "保温杯",
        "quantity": 2,
        "price_minor": 6400,
        "amount_minor": 12799,
        "currency": "CNY",
        "created_at": datetime(2026, 11, 1, 2, 0, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 1, 2, 2, tzinfo=UTC),
        "shipped_at": datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
        "ship_deadline": datetime(2026, 11, 3, 2, 2, tzinfo=UTC),
        "ship_deadline_assumed": False,
        "source": "taobao_lines",
        "source_file": "export.csv",
        "source_row": 2,
    }
    assert result.records[Kind.SHIPMENTS]["id"].to_list() == ["1000000000000000001:YT0000000001"]
    assert Kind.ORDERS not in result.records


@pytest.mark.parametrize(
    ("text", "refund", "review"),
    [
        ("退款成功", "success", False),
        ("买家已经申请退款，等待卖家同意", "applied", False),
        ("没有申请退款", None, False),
        ("", None, False),
        ("该退款不符合条件", "unknown", True),
    ],
)
def test_refund_state_of_a_line(write_csv, text, refund, review) -> None:
    lines = read_file(write_csv("taobao_lines", [LINE | {"退款状态": text}])).records
    assert lines[Kind.ORDER_LINES]["refund_status"][0] == refund
    assert lines[Kind.ORDER_LINES]["needs_review"][0] is review


def test_old_column_names(write_file) -> None:
    text = (
        "子订单编号,主订单编号,标题,价格,购买数量,订单状态,商品 ID\n11,1,杯,9.9,1,交易成功,600001\n"
    )
    result = read_file(write_file(text))
    line = result.records[Kind.ORDER_LINES].to_dicts()[0]
    assert result.source == "taobao_lines"
    assert (line["title"], line["price_minor"], line["item"]) == ("杯", 990, "600001")
