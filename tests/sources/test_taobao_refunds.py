from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopwarden.records import Kind
from shopwarden.sources import read_file

REFUND = {
    "订单编号": "1000000000000000001",
    "退款编号": "500000000000000001",
    "订单付款时间": "2026-11-01 10:02:00",
    "商品编码": "600000000001",
    "退款完结时间": "2026-11-06 10:00:00",
    "买家会员名称": "买家一",
    "买家实际支付金额": "128.00",
    "宝贝标题": "保温杯",
    "买家退款金额": "64.00",
    "手工退款/系统退款": "系统退款",
    "售后类型": "退货退款",
    "是否需要退货": "是",
    "退款的申请时间": "2026-11-04 10:00:00",
    "超时时间": "2026-11-07 10:00:00",
    "退款状态": "退款成功",
    "货物状态": "已退货",
    "客服介入状态": "无需介入",
    "退货物流单号": "SF0000000001",
    "退货物流公司": "顺丰速运",
    "买家退款原因": "质量问题",
    "买家退款说明": "杯盖漏水",
    "买家退货时间": "2026-11-05 10:00:00",
    "责任方": "卖家",
    "售中或售后": "售中",
    "部分退款/全部退款": "部分退款",
    "是否零秒响应": "否",
}


@pytest.fixture
def refund_csv(write_file):
    """Write one refund with any columns."""

    def write(row: dict[str, str]):
        return write_file("\t".join(row) + "\n" + "\t".join(row.values()) + "\n")

    return write


def refund_of(result) -> dict[str, object]:
    assert result.quarantine.height == 0
    return result.records[Kind.REFUNDS].to_dicts()[0]


def test_old_workbook_with_a_refund_and_its_return_parcel(write_xls) -> None:
    result = read_file(write_xls([list(REFUND), list(REFUND.values())]))
    assert (result.source, result.rows) == ("taobao_refunds", 1)
    found = {name: value for name, value in refund_of(result).items() if value is not None}
    assert found == {
        "platform": "taobao",
        "shop": "",
        "id": "500000000000000001",
        "order_id": "1000000000000000001",
        "kind": "return_refund",
        "status": "success",
        "raw_status": "退款成功",
        "needs_review": False,
        "goods_state": "returned",
        "phase": "onsale",
        "reason": "质量问题",
        "description": "杯盖漏水",
        "platform_case": "无需介入",
        "buyer": "买家一",
        "item": "600000000001",
        "title": "保温杯",
        "needs_return": True,
        "is_automatic": True,
        "is_zero_second": False,
        "is_partial": True,
        "amount_minor": 6400,
        "order_amount_minor": 12800,
        "currency": "CNY",
        "paid_at": datetime(2026, 11, 1, 2, 2, tzinfo=UTC),
        "created_at": datetime(2026, 11, 4, 2, 0, tzinfo=UTC),
        "returned_at": datetime(2026, 11, 5, 2, 0, tzinfo=UTC),
        "finished_at": datetime(2026, 11, 6, 2, 0, tzinfo=UTC),
        "deadline": datetime(2026, 11, 7, 2, 0, tzinfo=UTC),
        "return_waybill": "SF0000000001",
        "return_carrier": "顺丰速运",
        "responsible": "卖家",
        "source": "taobao_refunds",
        "source_file": "book.xls",
        "source_row": 2,
    }
    parcel = result.records[Kind.SHIPMENTS].to_dicts()[0]
    assert parcel["id"] == "1000000000000000001:SF0000000001"
    assert (parcel["direction"], parcel["refund_id"]) == ("return", "500000000000000001")
    assert parcel["shipped_at"] == datetime(2026, 11, 5, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("买家已经申请退款，等待卖家同意", "applied"),
        ("买家已经申请退款, 等待卖家同意", "applied"),
        ("卖家已经同意退款，等待买家退货", "agreed_wait_return"),
        ("买家已经退货，等待卖家确认收货", "returned_wait_confirm"),
        ("卖家拒绝退款", "refused"),
        ("退款关闭", "closed"),
        ("退款成功", "success"),
    ],
)
def test_status_texts(refund_csv, text, status) -> None:
    found = refund_of(read_file(refund_csv(REFUND | {"退款状态": text})))
    assert (found["status"], found["needs_review"]) == (status, False)
    assert (found["raw_status"], found["platform_message"]) == (text, None)


@pytest.mark.parametrize("text", ["该退款不符合条件", "当前无法操作退款"])
def test_platform_message_in_place_of_a_status(refund_csv, text) -> None:
    found = refund_of(read_file(refund_csv(REFUND | {"退款状态": text})))
    assert (found["status"], found["needs_review"]) == ("unknown", True)
    assert found["platform_message"] == text


def test_unknown_status_that_is_no_message(refund_csv) -> None:
    found = refund_of(read_file(refund_csv(REFUND | {"退款状态": "神秘状态"})))
    assert (found["status"], found["platform_message"]) == ("unknown", None)


@pytest.mark.parametrize("column", ["平台提示", "异常信息", "提示信息"])
def test_column_for_messages(refund_csv, column) -> None:
    found = refund_of(read_file(refund_csv(REFUND | {column: "退款异常，请联系客服"})))
    assert (found["status"], found["platform_message"]) == ("success", "退款异常，请联系客服")


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"售后类型": "仅退款"}, "kind", "refund_only"),
        ({"售后类型": "换货"}, "kind", "exchange"),
        ({"售后类型": "别的"}, "kind", "other"),
        ({"售后类型": ""}, "kind", "return_refund"),
        ({"售后类型": "", "是否需要退货": "否"}, "kind", "refund_only"),
        ({"货物状态": "未收到货"}, "goods_state", "not_received"),
        ({"货物状态": "买家已收到货"}, "goods_state", "received"),
        ({"售中或售后": "售后"}, "phase", "aftersale"),
        ({"手工退款/系统退款": "手工退款"}, "is_automatic", False),
        ({"是否零秒响应": "是"}, "is_zero_second", True),
        ({"部分退款/全部退款": "全部退款"}, "is_partial", False),
        ({"买家退款金额": "¥1064.50"}, "amount_minor", 106450),
    ],
)
def test_what_a_cell_means(refund_csv, cells, field, value) -> None:
    assert refund_of(read_file(refund_csv(REFUND | cells)))[field] == value


def test_newer_workbook_with_real_dates_and_new_names(write_xlsx) -> None:
    row = {
        "订单编号": "1000000000000000001",
        "退款编号": "500000000000000001",
        "支付单号": "2026",
        "商品 id": "600000000001",
        "退款状态": "退款成功",
        "退款总额": 64.1,
        "退款的申请时间": datetime(2026, 11, 4, 10, 0, 1),  # noqa: DTZ001
    }
    found = refund_of(read_file(write_xlsx({"退款": [list(row), list(row.values())]})))
    assert (found["item"], found["amount_minor"]) == ("600000000001", 6410)
    assert found["created_at"] == datetime(2026, 11, 4, 2, 0, 1, tzinfo=UTC)
