from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from shopwarden.records import SCHEMAS, Kind
from shopwarden.sources import ShopSettings, read_file


def test_order_of_2017_becomes_one_record(write_csv, taobao_order) -> None:
    result = read_file(write_csv("taobao_orders", [taobao_order]))
    assert (result.source, result.rows, result.quarantine.height) == ("taobao_orders", 1, 0)
    orders = result.records[Kind.ORDERS]
    assert dict(orders.schema) == SCHEMAS[Kind.ORDERS]
    found = {name: value for name, value in orders.to_dicts()[0].items() if value is not None}
    assert found == {
        "platform": "taobao",
        "shop": "演示店铺",
        "id": "1000000000000000001",
        "status": "paid",
        "raw_status": "买家已付款，等待卖家发货",
        "needs_review": False,
        "buyer": "买家一",
        "payment_account": "buyer1@example.test",
        "receiver_name": "张三",
        "phone": "13800000001",
        "address": "浙江省 杭州市 余杭区 五常街道 文一西路969号",
        "title": "保温杯",
        "quantity": 2,
        "amount_minor": 12800,
        "post_fee_minor": 800,
        "currency": "CNY",
        "created_at": datetime(2026, 11, 1, 2, 0, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 1, 2, 2, tzinfo=UTC),
        "ship_deadline": datetime(2026, 11, 3, 2, 2, tzinfo=UTC),
        "ship_deadline_assumed": True,
        "buyer_message": "请尽快",
        "source": "taobao_orders",
        "source_file": "export.csv",
        "source_row": 2,
    }
    assert result.records[Kind.SHIPMENTS].height == 0


def one(result, name: str, kind: Kind = Kind.ORDERS) -> object:
    assert result.quarantine.height == 0
    return result.records[kind][name].cast(pl.String, strict=False)[0]


@pytest.mark.parametrize(
    ("text", "paid", "status", "review"),
    [
        ("等待买家付款", "", "unpaid", "false"),
        ("买家已付款,等待卖家发货", "2026-11-01 10:02:00", "paid", "false"),
        ("卖家已发货，等待买家确认", "2026-11-01 10:02:00", "shipped", "false"),
        ("交易成功", "2026-11-01 10:02:00", "finished", "false"),
        ("交易关闭", "", "closed_unpaid", "false"),
        ("交易关闭", "2026-11-01 10:02:00", "closed_refunded", "false"),
        ("退款成功", "2026-11-01 10:02:00", "closed_refunded", "false"),
        ("神秘状态", "2026-11-01 10:02:00", "unknown", "true"),
        ("", "2026-11-01 10:02:00", None, None),
    ],
)
def test_status_texts(write_csv, taobao_order, text, paid, status, review) -> None:
    row = taobao_order | {"订单状态": text, "订单付款时间": paid}
    result = read_file(write_csv("taobao_orders", [row]))
    assert one(result, "status") == status
    assert one(result, "raw_status") == (text or None)
    assert one(result, "needs_review") == review
    assert one(result, "ship_deadline_assumed") == ("true" if paid else None)


def test_closed_order_of_a_file_without_payment_times_asks_for_a_person(write_file) -> None:
    text = "订单编号,订单状态,订单创建时间\n10000001,交易关闭,2026-11-01 10:00:00\n"
    result = read_file(write_file(text))
    assert one(result, "status") == "unknown"
    assert one(result, "needs_review") == "true"


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"买家实际支付金额": ""}, "amount_minor", "12000"),
        ({"买家实际支付金额": "0.00"}, "amount_minor", "0"),
        ({"联系手机": "'"}, "phone", "0571-88880000"),
        ({"联系手机": "１３８００００００２２"}, "phone", "13800000022"),
        ({"联系手机": "138****0000"}, "phone", "138****0000"),
        ({"收货人姓名": "李**"}, "receiver_name", "李**"),
        ({"修改后的收货地址": "北京市 北京市 海淀区 新地址1号"}, "address",
         "北京市 北京市 海淀区 新地址1号"),
        ({"修改后的收货地址": "null"}, "address", "浙江省 杭州市 余杭区 五常街道 文一西路969号"),
        ({"店铺名称": ""}, "shop", "备用店"),
        ({"异常信息": "物流异常"}, "platform_flag", "物流异常"),
        ({"订单关闭原因": "买家不想要了"}, "close_reason", "买家不想要了"),
        ({"订单备注": "红旗"}, "seller_memo", "红旗"),
        ({"退款金额": "12.5"}, "refunded_minor", "1250"),
    ],
)  # fmt: skip
def test_what_a_cell_means(write_csv, taobao_order, cells, field, value) -> None:
    path = write_csv("taobao_orders", [taobao_order | cells])
    assert one(read_file(path, settings=ShopSettings(shop="备用店")), field) == value


def test_shop_is_never_null(write_csv, taobao_order) -> None:
    result = read_file(write_csv("taobao_orders", [taobao_order | {"店铺名称": ""}]))
    assert one(result, "shop") == ""


def test_waybills_become_shipments(write_csv, taobao_order) -> None:
    rows = [
        taobao_order | {"物流单号": "No:YT0000000001", "物流公司": "圆通速递"},
        taobao_order
        | {"订单编号": "22", "物流单号": "No:SF0000000002,No:SF0000000003", "物流公司": "顺丰速运"},
        taobao_order | {"订单编号": "33", "物流单号": "No:"},
    ]
    shipments = read_file(write_csv("taobao_orders", rows)).records[Kind.SHIPMENTS]
    assert dict(shipments.schema) == SCHEMAS[Kind.SHIPMENTS]
    assert shipments.select("id", "order_id", "waybill", "carrier", "direction").rows() == [
        ("1000000000000000001:YT0000000001", "1000000000000000001", "YT0000000001", "圆通速递",
         "outbound"),
        ("22:SF0000000002", "22", "SF0000000002", "顺丰速运", "outbound"),
        ("22:SF0000000003", "22", "SF0000000003", "顺丰速运", "outbound"),
    ]  # fmt: skip


def test_form_of_2019(write_csv, taobao_order) -> None:
    row = taobao_order | {
        "确认收货时间": "2026-11-09 08:00:00",
        "主订单编号": "1000000000000000001",
    }
    result = read_file(write_csv("taobao_orders_2019", [row]))
    assert result.source == "taobao_orders"
    assert one(result, "finished_at") == "2026-11-09 00:00:00.000000+00:00"
    assert one(result, "amount_minor") == "12800"


def test_workbook_of_the_work_app(write_xlsx) -> None:
    header = ["订单编号", "买家实付金额", "订单状态", "订单创建时间", "订单付款时间", "商品标题",
              "店铺名称", "发货时间", "商家备注"]  # fmt: skip
    times = [
        datetime(2026, 11, 1, 10, 0),  # noqa: DTZ001  (a cell has no zone)
        datetime(2026, 11, 1, 10, 2),  # noqa: DTZ001
        datetime(2026, 11, 2, 9, 0),  # noqa: DTZ001
    ]
    row = ["1000000000000000001", 128.1, "卖家已发货，等待买家确认", *times[:2], "保温杯",
           "演示店铺", times[2], "备注一"]  # fmt: skip
    result = read_file(write_xlsx({"订单报表": [header, row]}))
    assert (result.source, result.rows) == ("taobao_orders", 1)
    assert one(result, "amount_minor") == "12810"
    assert one(result, "paid_at") == "2026-11-01 02:02:00.000000+00:00"
    assert one(result, "shipped_at") == "2026-11-02 01:00:00.000000+00:00"
    assert one(result, "seller_memo") == "备注一"
    assert one(result, "source_row") == "2"


def test_platform_and_promise_come_from_the_settings(write_csv, taobao_order) -> None:
    settings = ShopSettings(platform="tmall", ship_within_hours=24)
    result = read_file(write_csv("taobao_orders", [taobao_order]), settings=settings)
    assert one(result, "platform") == "tmall"
    assert one(result, "ship_deadline") == "2026-11-02 02:02:00.000000+00:00"
