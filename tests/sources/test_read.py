from __future__ import annotations

import csv
import io
import random
import zipfile
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.records import Kind, merge_records
from shopwarden.sources import (
    Limits,
    SourceError,
    SourceResult,
    parse_mapping,
    read_file,
    sample_unknown,
    write_quarantine,
)

FIXTURE = [HealthCheck.function_scoped_fixture]


def merged(*results: SourceResult) -> dict[Kind, pl.DataFrame]:
    """Records of all results, merged, without where they came from."""
    found = {}
    for kind in sorted({kind for result in results for kind in result.records}):
        frames = [result.records[kind] for result in results if kind in result.records]
        origin = ["source_file", "source_row", "seen_at"]
        found[kind] = merge_records(pl.concat(frames), kind).drop(origin)
    return found


def equal(left: dict[Kind, pl.DataFrame], right: dict[Kind, pl.DataFrame]) -> bool:
    return left.keys() == right.keys() and all(left[kind].equals(right[kind]) for kind in left)


_TEXT = st.text(st.sampled_from("张三李四路号ab1 ,'\"\n"), max_size=8)
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "收货人姓名": _TEXT,
            "买家留言": _TEXT,
            "买家实际支付金额": st.decimals(0, 99999, places=2).map(str),
            "订单状态": st.sampled_from(["交易成功", "交易关闭", "卖家已发货，等待买家确认", "怪"]),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=12, suppress_health_check=FIXTURE)
@given(
    rows=_ROWS,
    encodings=st.permutations(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    seed=st.randoms(use_true_random=False),
)
def test_encoding_order_and_repetition_change_nothing(
    write_csv, taobao_order, rows: list[dict[str, str]], encodings: list[str], seed: random.Random
) -> None:
    full = [
        taobao_order | {"订单编号": f'="{number}"', "物流单号": f"No:YT{number}"} | row
        for number, row in enumerate(rows, 1)
    ]
    first = read_file(write_csv("taobao_orders", full, encoding=encodings[0], name="a.csv"))
    assert first.quarantine.height == 0
    seed.shuffle(full)
    second = read_file(write_csv("taobao_orders", full, encoding=encodings[1], name="b.csv"))
    assert equal(merged(first), merged(second))
    assert equal(merged(first, second, first), merged(first))


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(write_file, delimiter, ending) -> None:
    lines = ["订单编号,订单状态,订单创建时间", "1,交易成功,2026-11-01 10:00:00"]
    text = ending.join(line.replace(",", delimiter) for line in lines)
    result = read_file(write_file(text, encoding="gbk"))
    assert result.records[Kind.ORDERS].select("id", "status").rows() == [("1", "finished")]


def test_file_of_the_work_app_with_quoted_formulas(write_file) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["订单编号", "订单状态", "订单创建时间", "买家留言"])
    writer.writerow(['="1000000000000000001"', "交易成功", "2026-11-01 10:00:00", '说"好,\n快"'])
    result = read_file(write_file(text.getvalue(), encoding="gb18030"))
    assert result.records[Kind.ORDERS].select("id", "buyer_message").rows() == [
        ("1000000000000000001", '说"好,\n快"')
    ]


def test_files_of_many_blocks_are_read_like_one(write_csv, taobao_order) -> None:
    rows = [
        taobao_order | {"订单编号": f'="{number}"', "买家留言": "多行\n留言" if number % 7 else "?"}
        for number in range(1, 200)
    ]
    path = write_csv("taobao_orders", rows)
    lines = path.read_bytes().split(b"\r\n")
    lines[30] += b",x"
    lines[90] = b'"' + lines[90]
    lines[150] = b"\xff" + lines[150]
    path.write_bytes(b"\r\n".join(lines))
    whole = read_file(path)
    parts = read_file(path, limits=Limits(block_bytes=1500))
    assert whole.quarantine.height >= 3
    assert parts.quarantine.equals(whole.quarantine)
    assert parts.rows == whole.rows
    assert parts.records[Kind.ORDERS].equals(whole.records[Kind.ORDERS])


def test_one_bad_row_of_many_stops_nothing(write_csv, taobao_order) -> None:
    rows = [taobao_order | {"订单编号": f'="{number}"'} for number in range(1, 1001)]
    path = write_csv("taobao_orders", rows)
    lines = path.read_bytes().split(b"\r\n")
    lines[500] = lines[500].replace(b",", b',"', 1)
    path.write_bytes(b"\r\n".join(lines))
    result = read_file(path)
    assert (result.rows, result.records[Kind.ORDERS].height) == (1000, 999)
    assert result.quarantine.select("source_row", "reason").rows() == [(501, "row.quotes")]


def test_blank_rows_and_their_numbers(write_csv, taobao_order) -> None:
    path = write_csv("taobao_orders", [{}, taobao_order, {"买家留言": " "}, taobao_order])
    result = read_file(path)
    assert result.rows == 2
    assert result.records[Kind.ORDERS]["source_row"].to_list() == [3, 5]


def test_title_and_remarks_above_the_header(write_file) -> None:
    head = "#导出订单\n店铺：演示店铺\n\n"
    text = head + "订单编号,订单状态,订单创建时间\n1,交易成功,2026-11-01 10:00:00\n"
    result = read_file(write_file(text, encoding="gbk"))
    assert result.records[Kind.ORDERS]["source_row"].to_list() == [5]


def test_header_without_rows(write_csv) -> None:
    result = read_file(write_csv("taobao_orders", []))
    assert (result.source, result.rows, result.quarantine.height) == ("taobao_orders", 0, 0)


def test_unknown_header_names_the_nearest_source(write_file) -> None:
    with pytest.raises(SourceError) as caught:
        read_file(write_file("订单编号,退款金额,13800000001\n1,2,3\n"))
    assert caught.value.code == "file.unrecognised"
    assert caught.value.data == {
        "file": "table.csv",
        "header": ["订单编号", "退款金额"],
        "nearest": "taobao_orders",
        "missing": ["订单状态", "订单创建时间"],
    }


@pytest.mark.parametrize(
    "line",
    [
        "张三,13812340001,浙江省杭州市西湖区文三路1号",
        "3518000000000000001,交易成功,2026-11-01 10:00:00",
        "王五,浙江省杭州市,128.00",
        "李四,138-1234-0001",
    ],
)
def test_a_table_without_a_header_is_said_to_be_one(line: str, write_file) -> None:
    path = write_file(f"{line}\n{line}\n")
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert (caught.value.code, caught.value.data) == ("file.no_header", {"file": "table.csv"})
    assert sample_unknown(path) == []


@pytest.mark.parametrize("names", ["甲,乙", "2026,2027", "col_1,col_2", "规格1,备注20261102,手机"])
def test_odd_names_of_columns_are_still_names(names: str, write_file) -> None:
    path = write_file(f"{names}\n1,2\n")
    with pytest.raises(SourceError, match=r"file\.unrecognised"):
        read_file(path)
    assert sample_unknown(path)[0].names == tuple(names.split(","))


def test_progress_reaches_the_end(write_csv, taobao_order) -> None:
    path = write_csv("taobao_orders", [taobao_order] * 50)
    seen: list[tuple[int, int]] = []
    limits = Limits(block_bytes=2000)
    read_file(path, progress=lambda done, total: seen.append((done, total)), limits=limits)
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_seen_at_is_kept(write_csv, taobao_order) -> None:
    moment = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    result = read_file(str(write_csv("taobao_orders", [taobao_order])), seen_at=moment)
    assert result.records[Kind.ORDERS]["seen_at"].to_list() == [moment]


def test_a_table_nobody_knows_is_asked_about(tmp_path) -> None:
    mapping = parse_mapping(
        {
            "kind": "orders",
            "platform": "own",
            "fields": {"id": "no", "amount": {"column": "total", "currency": "JPY"}},
        }
    )
    known = "订单编号,订单状态,订单创建时间,总金额\n7,交易成功,2026-11-02 08:00:00,1.50\n"
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("known.csv", known)
        archive.writestr("own.csv", "no,total\n1,128\n,2\n")
        archive.writestr("other.csv", "what,ever\n1,2\n")
    asked = []

    def fallback(header):
        asked.append(header.names)
        return mapping if "no" in header.names else None

    result = read_file(path, fallback=fallback)
    orders = result.records[Kind.ORDERS].sort("id").select("id", "platform", "amount_minor")
    assert orders.rows() == [("1", "own", 128), ("7", "taobao", 150)]
    assert result.skipped == ("both.zip/other.csv",)
    assert ("no", "total") in asked
    # A row that waits is read by the same mapping once it is mended.
    assert result.quarantine["reason"].to_list() == ["cell.id_empty"]
    mended = tmp_path / "quarantine.csv"
    write_quarantine(mended, [result])
    mended.write_text(mended.read_text("utf-8-sig").replace(",,2,", ",3,2,"), "utf-8")
    again = read_file(mended, fallback=fallback).records[Kind.ORDERS]
    assert again.select("id", "platform", "amount_minor", "currency").rows() == [
        ("3", "own", 2, "JPY")
    ]
