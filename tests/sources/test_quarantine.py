from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.records import Kind, merge_records
from shopwarden.sources import SourceResult, parse_mapping, read_file, write_quarantine

MARKS = ["隔离来源", "隔离文件", "隔离行", "隔离列", "隔离原因", "隔离说明", "隔离原文"]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def merged(*results: SourceResult) -> dict[Kind, pl.DataFrame]:
    kinds = sorted({kind for result in results for kind in result.records})
    return {
        kind: merge_records(
            pl.concat([one.records[kind] for one in results if kind in one.records]), kind
        )
        for kind in kinds
    }


def same(left: dict[Kind, pl.DataFrame], right: dict[Kind, pl.DataFrame]) -> bool:
    filled = [{kind: frame for kind, frame in one.items() if frame.height} for one in (left, right)]
    return filled[0].keys() == filled[1].keys() and all(
        filled[0][kind].equals(filled[1][kind]) for kind in filled[0]
    )


def test_bad_rows_are_named_and_good_rows_go_on(write_csv, taobao_order) -> None:
    rows = [taobao_order | {"订单编号": f'="{number}"'} for number in range(1, 1001)]
    rows[499]["买家实际支付金额"] = "一百"
    result = read_file(write_csv("taobao_orders", rows))
    assert result.rows == 1000
    assert result.records[Kind.ORDERS].height == 999
    assert result.quarantine.drop("raw").rows() == [
        ("export.csv", 501, "买家实际支付金额", "cell.money", "一百")
    ]
    assert result.quarantine["raw"][0].startswith('="500",买家一,')


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"订单编号": ""}, "订单编号", "cell.id_empty"),
        ({"订单编号": "3.51E+18"}, "订单编号", "cell.id_damaged"),
        ({"订单编号": "3510000000000000000"}, "订单编号", "cell.id_damaged"),
        ({"订单付款时间": "昨天"}, "订单付款时间", "cell.time"),
        ({"买家应付邮费": "八元"}, "买家应付邮费", "cell.money"),
        ({"宝贝总数量": "两个"}, "宝贝总数量", "cell.number"),
        ({"买家实际支付金额": "", "买家应付货款": "x"}, "买家应付货款", "cell.money"),
        ({"物流单号": "7.8E+13"}, "物流单号", "cell.id_damaged"),
    ],
)
def test_cells_that_cannot_be_used(write_csv, taobao_order, cells, column, reason) -> None:
    result = read_file(write_csv("taobao_orders", [taobao_order | cells]))
    assert result.quarantine.select("column", "reason").rows() == [(column, reason)]
    assert result.records.get(Kind.ORDERS, pl.DataFrame()).height == 0


def test_mended_file_gives_the_records_of_an_undamaged_one(write_csv, taobao_order, tmp_path):
    rows = [taobao_order | {"订单编号": f'="{number}"'} for number in range(1, 9)]
    whole = read_file(write_csv("taobao_orders", rows))

    broken = [dict(row) for row in rows]
    broken[1]["买家实际支付金额"] = "¥一百"
    broken[2]["订单编号"] = ""
    broken[3]["买家留言"] = "=HYPERLINK(1)"
    broken[3]["订单付款时间"] = "后天"
    path = write_csv("taobao_orders", broken)
    lines = path.read_bytes().split(b"\r\n")
    lines[5] = lines[5].replace("张三".encode("gbk"), b"\xff\xff")
    lines[6] = lines[6].replace("保温杯".encode("gbk"), '"保温杯'.encode("gbk"))
    lines[7] += b",extra"
    path.write_bytes(b"\r\n".join(lines))
    first = read_file(path)
    assert first.records[Kind.ORDERS].height == 2
    assert first.quarantine["reason"].to_list() == [
        "cell.money", "cell.id_empty", "cell.time", "row.encoding", "row.quotes", "row.fields",
    ]  # fmt: skip

    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [first])
    held = table(file)
    assert list(held[0])[: len(MARKS)] == MARKS
    assert held[0]["订单编号"] == "'2"
    assert held[2]["买家留言"] == "'=HYPERLINK(1)"
    assert held[2]["联系手机"] == "'13800000001"
    assert [row["隔离行"] for row in held] == ["3", "4", "5", "6", "7", "8"]
    assert oct(file.stat().st_mode & 0o777) == "0o600"

    again = read_file(file)
    assert again.rows == 6
    assert again.quarantine.height == 6

    held[0]["买家实际支付金额"] = "128.00"
    held[1]["订单编号"] = "3"
    held[2] |= {"订单付款时间": "2026-11-01 10:02:00", "买家留言": "请尽快"}
    held[3]["隔离原文"] = held[3]["隔离原文"].replace("\\xff\\xff", "张三")
    held[4]["隔离原文"] = held[4]["隔离原文"].replace('"保温杯', "保温杯")
    held[5]["隔离原文"] = held[5]["隔离原文"].removesuffix(",extra")
    mended = read_file(rewrite(file, held))
    assert mended.quarantine.height == 0
    assert mended.source == "taobao_orders"
    assert same(merged(first, mended), merged(whole))


def test_row_that_is_still_wrong_keeps_its_place(write_csv, taobao_order, tmp_path) -> None:
    first = read_file(write_csv("taobao_orders", [taobao_order | {"订单付款时间": "昨天"}]))
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [first])
    second = read_file(file)
    assert second.quarantine.drop("raw").rows() == first.quarantine.drop("raw").rows()
    write_quarantine(file, [second])
    held = table(file)
    held[0]["订单付款时间"] = "2026-11-01 10:02:00"
    third = read_file(rewrite(file, held))
    orders = third.records[Kind.ORDERS]
    assert orders.select("source_file", "source_row").rows() == [("export.csv", 2)]


def test_damaged_id_is_not_waved_through_by_the_guard(write_csv, taobao_order, tmp_path) -> None:
    rows = [taobao_order | {"订单编号": text} for text in ("3510000000000000000", "3.51E+18")]
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [read_file(write_csv("taobao_orders", rows))])
    again = read_file(file)
    assert again.quarantine["reason"].to_list() == ["cell.id_damaged"] * 2
    held = table(file)
    held[0]["订单编号"] = "'3510000000000000000"
    held[1]["订单编号"] = "3510000000000000007"
    mended = read_file(rewrite(file, held))
    assert mended.records[Kind.ORDERS]["id"].to_list() == [
        "3510000000000000000", "3510000000000000007",
    ]  # fmt: skip


def test_rows_of_several_sources_share_one_file(
    write_csv, taobao_order, header_of, tmp_path
) -> None:
    pdd = {"订单号": "1-1", "订单状态": "待发货", "用户实付金额(元)": "x", "收货人": "李四"}
    results = [
        read_file(write_csv("taobao_orders", [taobao_order | {"退款金额": "x"}], name="a.csv")),
        read_file(write_csv("pinduoduo", [pdd], name="b.csv", encoding="utf-8")),
    ]
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, results)
    held = table(file)
    held[0]["退款金额"] = "0"
    held[1]["用户实付金额(元)"] = "5"
    held.append(dict(held[1]) | {"隔离行": "9", "隔离原因": "row.fields"})
    for name in list(held[2])[len(MARKS) : -1]:
        held[2][name] = ""
    held[2]["隔离原文"] = "保温杯,2-2"
    mended = read_file(rewrite(file, held))
    assert mended.quarantine.select("source_file", "source_row", "reason").rows() == [
        ("b.csv", 9, "row.fields")
    ]
    write_quarantine(file, [mended])
    again = table(file)
    again[0]["隔离原文"] += ",待发货" + "," * (len(header_of("pinduoduo")) - 3)
    assert read_file(rewrite(file, again)).records[Kind.ORDERS]["id"].to_list() == ["2-2"]
    assert mended.source == "pinduoduo+taobao_orders"
    orders = mended.records[Kind.ORDERS].sort("platform")
    assert orders.select("platform", "id", "source_file", "receiver_name").rows() == [
        ("pinduoduo", "1-1", "b.csv", "李四"),
        ("taobao", "1000000000000000001", "a.csv", "张三"),
    ]


def test_nothing_to_hold_is_a_file_without_rows(write_csv, taobao_order, tmp_path) -> None:
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [read_file(write_csv("taobao_orders", [taobao_order]))])
    assert table(file) == []
    assert read_file(file).rows == 0


def test_damaged_order_of_1688_comes_back_with_its_rows(write_csv, tmp_path) -> None:
    head = {"订单编号": "2000000000000000001", "订单状态": "等待卖家发货", "实付款(元)": "10",
            "货品标题": "保温杯", "SKU ID": "41", "数量": "1", "单价(元)": "5"}  # fmt: skip
    below = {"货品标题": "茶杯", "SKU ID": "42", "数量": "1", "单价(元)": "5"}
    other = head | {"订单编号": "2000000000000000002"}
    path = write_csv("alibaba_1688", [other, head, below, other | {"SKU ID": "43"}])
    whole = read_file(path)
    lines = path.read_bytes().split(b"\r\n")
    lines[2] += b",,"
    path.write_bytes(b"\r\n".join(lines))
    first = read_file(path)
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [first])
    held = table(file)
    assert [row["隔离原因"] for row in held] == ["row.fields", "row.orphan"]
    held[0]["隔离原文"] = held[0]["隔离原文"].removesuffix(",,")
    mended = read_file(rewrite(file, held))
    assert mended.quarantine.height == 0
    assert same(merged(first, mended), merged(whole))
    rewrite(file, held[1:])
    assert read_file(file).quarantine["reason"].to_list() == ["row.orphan"]


def test_lines_of_json_come_back(write_file, tmp_path) -> None:
    mapping = parse_mapping(
        {"kind": "orders", "fields": {"id": "no", "amount": "pay.total", "paid_at": "at"}}
    )
    good = '{"no":"%s","pay":{"total":1.5},"at":"2026-11-01 10:00:00"}\n'
    path = write_file(good % 1 + (good % 2).replace("1.5", '"x"') + "{broken\n")
    first = read_file(path, mapping=mapping)
    assert first.quarantine.select("source_row", "reason").rows() == [
        (2, "cell.money"), (3, "row.json"),
    ]  # fmt: skip
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [first])
    held = table(file)
    held[0]["pay.total"] = "1.5"
    held[1]["隔离原文"] = (good % 3).strip()
    mended = read_file(rewrite(file, held), mapping=mapping)
    assert mended.records[Kind.ORDERS].select("id", "amount_minor").rows() == [
        ("2", 150), ("3", 150),
    ]  # fmt: skip


_CELL = st.text(st.sampled_from("张三ab1,;\"'=+-@ \t\n０，"), max_size=6)


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=6),
    bad=st.sets(st.integers(0, 5), min_size=1),
)
def test_any_text_survives_quarantine(write_csv, taobao_order, tmp_path, texts, bad) -> None:
    rows = [
        taobao_order | {"订单编号": f'="{number}"', "买家留言": left, "订单备注": right}
        for number, (left, right) in enumerate(texts, 1)
    ]
    whole = read_file(write_csv("taobao_orders", rows))
    broken = [row | ({"退款金额": "?"} if number in bad else {}) for number, row in enumerate(rows)]
    first = read_file(write_csv("taobao_orders", broken))
    file = tmp_path / "quarantine.csv"
    write_quarantine(file, [first])
    held = table(file)
    mended = rewrite(file, [row | {"退款金额": "无退款申请"} for row in held]) if held else file
    assert same(merged(first, read_file(mended)), merged(whole))
