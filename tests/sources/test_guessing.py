from __future__ import annotations

import pytest

from shopwarden.records import Kind
from shopwarden.sources import guess_fields, guess_kind, guess_status


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["单号", "收件人", "地址"], Kind.ORDERS),
        (["order_no", "ship_to", "tracking"], Kind.ORDERS),
        (["退款单号", "金额"], Kind.REFUNDS),
        (["refund_id", "order"], Kind.REFUNDS),
        (["快递单号", "发货时间"], Kind.SHIPMENTS),
        (["a", "b"], Kind.ORDERS),
    ],
)
def test_what_the_rows_are(names: list[str], kind: Kind) -> None:
    assert guess_kind(names) is kind


def test_columns_by_their_names() -> None:
    names = [
        "Order No",
        "客户",
        "ship_name",
        "手机号",
        "收货地址",
        "实付 金额",
        "下单时间",
        "备注2",
    ]
    assert guess_fields(names, [], Kind.ORDERS) == {
        "Order No": "id",
        "客户": "buyer",
        "ship_name": "receiver_name",
        "手机号": "phone",
        "收货地址": "address",
        "实付 金额": "amount_minor",
        "下单时间": "created_at",
    }


def test_a_field_is_one_column() -> None:
    assert guess_fields(["订单号", "order_no", "id"], [], Kind.ORDERS) == {"订单号": "id"}
    assert guess_fields(["退款编号", "订单号"], [], Kind.REFUNDS) == {
        "退款编号": "id",
        "订单号": "order_id",
    }


def test_phones_and_addresses_by_their_cells() -> None:
    rows = [
        ["1", "13800000001", "浙江省杭州市西湖区文一西路9号"],
        ["2", "+86 13800000002", "江苏省苏州市姑苏区平江路1号"],
        ["3", "", "广东省广州市天河区1号"],
    ]
    assert guess_fields(["no", "x", "y"], rows, Kind.ORDERS) == {"x": "phone", "y": "address"}
    assert guess_fields(["no", "x", "y"], rows, Kind.SHIPMENTS) == {}


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("已付款", Kind.ORDERS, "paid"),
        ("买家已付款，等待卖家发货", Kind.ORDERS, "paid"),
        ("Shipped", Kind.ORDERS, "shipped"),
        ("交易关闭", Kind.ORDERS, "closed_refunded"),
        ("退款成功", Kind.REFUNDS, "success"),
        ("什么", Kind.ORDERS, "unknown"),
        ("已付款", Kind.SHIPMENTS, "unknown"),
    ],
)
def test_what_a_status_means(text: str, kind: Kind, status: str) -> None:
    assert guess_status(text, kind) == status
