from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopwarden.records import Kind
from shopwarden.sources import read_file

ORDER = {
    "商品": "保温杯\t",
    "订单号": "261101-000000000000001\t",
    "订单状态": "待发货",
    "邮费(元)": "0.00",
    "用户实付金额(元)": "128.00",
    "商家实收金额(元)": "120.00",
    "商品数量(件)": "2",
    "身份证姓名": "不应读入",
    "身份证号码": "不应读入",
    "收货人": "张三",
    "手机": "13800000001",
    "是否异常": "否",
    "省": "浙江省",
    "市": "杭州市",
    "区": "余杭区",
    "街道": "五常街道文一西路969号",
    "支付时间": "\t2026-11-01 10:02:00",
    "拼单成功时间": "2026-11-01 10:03:00\t",
    "承诺发货时间": "2026-11-03 10:02:00",
    "商品id": "600000000001",
    "快递单号": "",
    "售后状态": "无售后或售后取消",
    "买家留言": "请尽快",
}


def order_of(path) -> dict[str, object]:
    result = read_file(path)
    assert (result.source, result.quarantine.height) == ("pinduoduo", 0)
    return result.records[Kind.ORDERS].to_dicts()[0]


def test_order(write_csv) -> None:
    found = order_of(write_csv("pinduoduo", [ORDER], encoding="utf-8"))
    assert {name: value for name, value in found.items() if value is not None} == {
        "platform": "pinduoduo",
        "shop": "",
        "id": "261101-000000000000001",
        "status": "paid",
        "raw_status": "待发货",
        "needs_review": False,
        "receiver_name": "张三",
        "phone": "13800000001",
        "address": "浙江省杭州市余杭区五常街道文一西路969号",
        "province": "浙江省",
        "city": "杭州市",
        "district": "余杭区",
        "item": "600000000001",
        "title": "保温杯",
        "quantity": 2,
        "amount_minor": 12800,
        "post_fee_minor": 0,
        "currency": "CNY",
        "created_at": datetime(2026, 11, 1, 2, 3, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 1, 2, 2, tzinfo=UTC),
        "ship_deadline": datetime(2026, 11, 3, 2, 2, tzinfo=UTC),
        "ship_deadline_assumed": False,
        "buyer_message": "请尽快",
        "source": "pinduoduo",
        "source_file": "export.csv",
        "source_row": 2,
    }


@pytest.mark.parametrize(
    ("text", "status", "refund"),
    [
        ("待发货", "paid", None),
        ("已发货，待签收", "shipped", None),
        ("已签收", "signed", None),
        ("未发货，退款成功", "closed_refunded", "success"),
        ("已发货，退款成功", "shipped", "success"),
        ("已签收,退款成功", "signed", "success"),
        ("已取消", "closed_refunded", None),
        ("待配货", "unknown", None),
    ],
)
def test_text_holds_order_and_refund_state(write_csv, text, status, refund) -> None:
    found = order_of(write_csv("pinduoduo", [ORDER | {"订单状态": text}], encoding="utf-8"))
    assert (found["status"], found["refund_status"]) == (status, refund)
    assert found["needs_review"] is (status == "unknown")
    assert found["raw_status"] == text


def test_cancelled_before_payment(write_csv) -> None:
    row = ORDER | {"订单状态": "已取消", "支付时间": ""}
    assert order_of(write_csv("pinduoduo", [row], encoding="utf-8"))["status"] == "closed_unpaid"


def test_state_of_the_after_sale_column(write_csv) -> None:
    row = ORDER | {"售后状态": "退款成功"}
    assert order_of(write_csv("pinduoduo", [row], encoding="utf-8"))["refund_status"] == "success"


@pytest.mark.parametrize("street", ["", "***", "五常街道****", "##abc##"])
def test_masked_or_missing_detail_leaves_the_regions(write_csv, street) -> None:
    found = order_of(write_csv("pinduoduo", [ORDER | {"街道": street}], encoding="utf-8"))
    assert found["address"] is None
    assert (found["province"], found["city"], found["district"]) == ("浙江省", "杭州市", "余杭区")


@pytest.mark.parametrize(
    "street", ["浙江省杭州市余杭区文一西路1号", "杭州市余杭区文一西路1号", "余杭区文一西路1号"]
)
def test_regions_are_not_repeated(write_csv, street) -> None:
    found = order_of(write_csv("pinduoduo", [ORDER | {"街道": street}], encoding="utf-8"))
    assert found["address"] == "浙江省杭州市余杭区文一西路1号"


def test_municipality_is_named_once(write_csv) -> None:
    row = ORDER | {"省": "北京市", "市": "北京市", "区": "海淀区", "街道": "中关村大街1号"}
    found = order_of(write_csv("pinduoduo", [row], encoding="utf-8"))
    assert found["address"] == "北京市海淀区中关村大街1号"


def test_identity_card_is_never_read(write_csv) -> None:
    found = order_of(write_csv("pinduoduo", [ORDER], encoding="utf-8"))
    assert "不应读入" not in found.values()


def test_flag_and_newer_names(write_file) -> None:
    text = (
        "订单号,订单状态,订单成交时间,商家实收金额（元）,是否异常\n"
        "1-1,待发货,2026-11-01 10:00:00,5,是\n"
    )
    found = order_of(write_file(text))
    assert (found["platform_flag"], found["amount_minor"]) == ("是", 500)
    assert found["created_at"] == datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
