from __future__ import annotations

import pytest

from shopwarden.records import Kind
from shopwarden.sources import read_file

LINE = {
    "主订单编号": "\t6917000000000000001",
    "子订单编号": "\t6917000000000000001",
    "选购商品": "保温杯",
    "商品规格": "白",
    "商品数量": "2",
    "商家编码": "A-1",
    "订单应付金额": "128.00",
    "运费": "0",
    "收件人": "##abcdef##",
    "收件人手机号": "$$abcdef$$",
    "详细地址": "##ghijkl##",
    "订单提交时间": "2026-11-01 10:00:00",
    "订单状态": "已发货",
    "售后状态": "-",
    "取消原因": "",
    "发货时间": "2026-11-02 10:00:00",
    "商品ID": "3600000000000000001",
    "支付完成时间": "2026-11-01 10:02:00",
    "快递信息": "SF0000000001-顺丰速运",
}


def read(write_csv, *rows):
    result = read_file(write_csv("douyin", rows, encoding="utf-8-sig"))
    assert (result.source, result.quarantine.height) == ("douyin", 0)
    return result.records


def test_order_of_two_lines(write_csv) -> None:
    second = LINE | {"子订单编号": "\t6917000000000000002", "订单应付金额": "0.10", "商品数量": "1"}
    records = read(write_csv, LINE, second)
    lines = records[Kind.ORDER_LINES]
    assert lines.select("id", "order_id", "amount_minor", "quantity", "sku").rows() == [
        ("6917000000000000001", "6917000000000000001", 12800, 2, "白"),
        ("6917000000000000002", "6917000000000000001", 10, 1, "白"),
    ]
    order = records[Kind.ORDERS].to_dicts()[0]
    assert records[Kind.ORDERS].height == 1
    assert (order["id"], order["amount_minor"], order["quantity"]) == (
        "6917000000000000001", 12810, 3,
    )  # fmt: skip
    assert (order["status"], order["refund_status"]) == ("shipped", None)
    assert (order["receiver_name"], order["phone"]) == ("##abcdef##", "$$abcdef$$")
    assert order["address"] == "##ghijkl##"
    shipments = records[Kind.SHIPMENTS].unique("id")
    assert shipments.select("id", "waybill", "carrier").rows() == [
        ("6917000000000000001:SF0000000001", "SF0000000001", "顺丰速运")
    ]


def test_the_same_line_twice_counts_once(write_csv) -> None:
    order = read(write_csv, LINE, LINE)[Kind.ORDERS].to_dicts()[0]
    assert (order["amount_minor"], order["quantity"]) == (12800, 2)


@pytest.mark.parametrize(
    ("cells", "status", "refund", "review"),
    [
        ({"订单状态": "已完成"}, "finished", None, False),
        ({"订单状态": "已关闭", "支付完成时间": ""}, "closed_unpaid", None, False),
        ({"订单状态": "已关闭"}, "closed_refunded", None, False),
        ({"订单状态": "已关闭", "支付完成时间": "", "售后状态": "退款成功"}, "closed_refunded",
         "success", False),
        ({"订单状态": "备货中"}, "unknown", None, True),
        ({"售后状态": "神秘状态"}, "shipped", "unknown", True),
    ],
)  # fmt: skip
def test_states(write_csv, cells, status, refund, review) -> None:
    order = read(write_csv, LINE | cells)[Kind.ORDERS].to_dicts()[0]
    assert (order["status"], order["refund_status"]) == (status, refund)
    assert order["needs_review"] is review


def test_sub_orders_joined_in_one_row(write_csv) -> None:
    row = LINE | {
        "子订单编号": "\t6917000000000000001;6917000000000000002",
        "选购商品": "保温杯;茶杯",
        "商品数量": "2;1",
        "商品规格": "白",
    }
    records = read(write_csv, row)
    lines = records[Kind.ORDER_LINES].select("id", "title", "sku", "quantity", "amount_minor")
    assert lines.rows() == [
        ("6917000000000000001", "保温杯", "白", 2, 12800),
        ("6917000000000000002", "茶杯", "白", 1, None),
    ]
    assert records[Kind.ORDERS]["amount_minor"].to_list() == [12800]
    assert records[Kind.ORDERS]["quantity"].to_list() == [3]


def test_bad_part_of_a_joined_row_quarantines_the_row(write_csv) -> None:
    row = LINE | {"子订单编号": "\t691;692", "商品数量": "2;很多"}
    result = read_file(write_csv("douyin", [row, LINE], encoding="utf-8-sig"))
    assert result.quarantine.select("source_row", "column", "reason").rows() == [
        (2, "商品数量", "cell.number")
    ]
    assert result.records[Kind.ORDER_LINES]["id"].to_list() == ["6917000000000000001"]
    assert result.rows == 2


def test_partly_shipped_order(write_csv) -> None:
    unknown = LINE | {"子订单编号": "\t6917000000000000002", "订单状态": "已完成"}
    order = read(write_csv, LINE, unknown)[Kind.ORDERS].to_dicts()[0]
    assert (order["status"], order["raw_status"]) == ("shipped", "已发货；已完成")
