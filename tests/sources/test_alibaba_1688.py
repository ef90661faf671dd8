from __future__ import annotations

from shopwarden.records import Kind
from shopwarden.sources import read_file

HEAD = {
    "订单编号": "2000000000000000001",
    "买家会员名": "买家一",
    "货品总价(元)": "100.00",
    "运费(元)": "8.00",
    "实付款(元)": "108.00",
    "订单状态": "等待卖家发货",
    "订单创建时间": "2026-11-01 10:00:00",
    "订单付款时间": "2026-11-01 10:02:00",
    "收货人姓名": "张三",
    "收货地址": "浙江省 杭州市 余杭区 五常街道 文一西路969号",
    "联系手机": "13800000001",
    "货品标题": "保温杯",
    "单价(元)": "10.00",
    "数量": "5",
    "Offer ID": "600000000001",
    "SKU ID": "4600000000001",
    "买家留言": "请尽快",
    "物流公司运单号": "中通快递(ZTO):75100000000001",
}
NEXT = {"货品标题": "茶杯", "单价(元)": "10.00", "数量": "5", "SKU ID": "4600000000002"}
OTHER = HEAD | {"订单编号": "2000000000000000002", "买家留言": "", "实付款(元)": "50.00"}


def test_rows_below_inherit_the_order(write_csv) -> None:
    result = read_file(write_csv("alibaba_1688", [HEAD, NEXT, {}, NEXT | {"SKU ID": "46"}, OTHER]))
    assert (result.source, result.rows, result.quarantine.height) == ("alibaba_1688", 4, 0)
    orders = result.records[Kind.ORDERS].sort("id")
    assert orders.select("id", "amount_minor", "quantity", "buyer_message").rows() == [
        ("2000000000000000001", 10800, 15, "请尽快"),
        ("2000000000000000002", 5000, 5, None),
    ]
    lines = result.records[Kind.ORDER_LINES].sort("source_row")
    assert lines.select("id", "order_id", "title", "status", "source_row").rows() == [
        ("2000000000000000001:4600000000001", "2000000000000000001", "保温杯", "paid", 2),
        ("2000000000000000001:4600000000002", "2000000000000000001", "茶杯", "paid", 3),
        ("2000000000000000001:46", "2000000000000000001", "茶杯", "paid", 5),
        ("2000000000000000002:4600000000001", "2000000000000000002", "保温杯", "paid", 6),
    ]
    shipments = result.records[Kind.SHIPMENTS].unique("id").sort("id")
    assert shipments.select("order_id", "waybill", "carrier").rows() == [
        ("2000000000000000001", "75100000000001", "中通快递"),
        ("2000000000000000002", "75100000000001", "中通快递"),
    ]


def test_rows_below_a_damaged_row_are_never_given_to_the_order_above(write_csv) -> None:
    path = write_csv("alibaba_1688", [HEAD, OTHER, NEXT, OTHER | {"订单编号": "2" * 19}, NEXT])
    lines = path.read_bytes().split(b"\r\n")
    lines[2] = lines[2] + b",,"
    path.write_bytes(b"\r\n".join(lines))
    result = read_file(path)
    assert result.quarantine.select("source_row", "reason").rows() == [
        (3, "row.fields"),
        (4, "row.orphan"),
    ]
    lines_read = result.records[Kind.ORDER_LINES]
    assert sorted(set(lines_read["order_id"])) == ["2000000000000000001", "2" * 19]
    assert lines_read.height == 3


def test_first_row_without_an_order_is_an_orphan(write_csv) -> None:
    result = read_file(write_csv("alibaba_1688", [NEXT, HEAD]))
    assert result.quarantine.select("source_row", "reason").rows() == [(2, "row.orphan")]


def test_quarantined_row_below_carries_its_order(write_csv) -> None:
    result = read_file(write_csv("alibaba_1688", [HEAD, NEXT | {"单价(元)": "十元"}]))
    row = result.quarantine.to_dicts()[0]
    assert (row["source_row"], row["column"], row["reason"]) == (3, "单价(元)", "cell.money")
    assert row["raw"].startswith("2000000000000000001,,买家一,")
    assert result.records[Kind.ORDER_LINES].height == 1


def test_blank_row_does_not_hide_the_damage_above_it(write_csv) -> None:
    path = write_csv("alibaba_1688", [HEAD, OTHER, {"买家留言": " "}, NEXT])
    lines = path.read_bytes().split(b"\r\n")
    lines[2] += b",,"
    path.write_bytes(b"\r\n".join(lines))
    result = read_file(path)
    assert result.quarantine.select("source_row", "reason").rows() == [
        (3, "row.fields"),
        (5, "row.orphan"),
    ]
