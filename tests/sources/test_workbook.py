from __future__ import annotations

import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from shopwarden.records import Kind
from shopwarden.sources import Limits, SourceError, read_file

HEADER = ["订单编号", "订单状态", "订单创建时间", "买家实付金额"]
NOON = datetime(2026, 11, 1, 12, 0, 0)  # noqa: DTZ001  (a cell has no zone)


def rewrite(path: Path, part: str, content: bytes) -> Path:
    """Put other content into one part of an xlsx file."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, old in parts.items():
            book.writestr(name, content if name == part else old)
    return path


def test_title_above_the_header_and_several_sheets(write_xlsx) -> None:
    order = ["1000000000000000001", "交易成功", NOON, 128]
    line = ["11", "1000000000000000001", "杯", 64]
    path = write_xlsx(
        {
            "说明": [["导出说明"], ["无"]],
            "订单报表": [["2026年11月订单"], [], HEADER, order],
            "销售明细": [["子订单编号", "主订单编号", "商品标题", "商品价格"], line],
            "空": [],
        }
    )
    result = read_file(path)
    assert result.source == "taobao_lines+taobao_orders"
    assert result.rows == 2
    orders = result.records[Kind.ORDERS]
    assert orders.select("id", "amount_minor", "source_file", "source_row").rows() == [
        ("1000000000000000001", 12800, "book.xlsx#订单报表", 4)
    ]
    assert result.records[Kind.ORDER_LINES]["price_minor"].to_list() == [6400]
    assert result.skipped == ("book.xlsx#说明",)


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_number_cells_as_ids(write_xlsx, write_xls, form) -> None:
    rows = [
        HEADER,
        ["1000000000000000001", "交易成功", NOON, 1],
        [123456789012345, "交易成功", NOON, 1],
        [1000000000000000001, "交易成功", NOON, 1],
        [3510000000000000123, "交易成功", NOON, 1],
    ]
    result = read_file(write_xlsx({"表": rows}) if form == "xlsx" else write_xls(rows))
    assert result.records[Kind.ORDERS]["id"].to_list() == ["1000000000000000001", "123456789012345"]
    assert result.quarantine.select("source_row", "column", "reason").rows() == [
        (4, "订单编号", "cell.id_damaged"),
        (5, "订单编号", "cell.id_damaged"),
    ]
    assert result.quarantine["detail"].to_list() == [
        "1.00000000000000E+18", "3.51000000000000E+18",
    ]  # fmt: skip


def test_amounts_of_workbooks_are_exact(write_xlsx) -> None:
    amounts = [0.1 + 0.2, 1.005, 19.99, 4.35, 1e-9, 123456789.12]
    rows = [[str(n), "交易成功", NOON, amount] for n, amount in enumerate(amounts)]
    orders = read_file(write_xlsx({"表": [HEADER, *rows]})).records[Kind.ORDERS]
    assert orders["amount_minor"].to_list() == [30, 101, 1999, 435, 0, 12345678912]


def test_csv_named_xls_is_read_as_what_it_is(write_csv, taobao_order) -> None:
    result = read_file(write_csv("taobao_orders", [taobao_order], name="orders.xls"))
    assert result.records[Kind.ORDERS].height == 1


def test_xlsx_named_csv_is_read_as_what_it_is(write_xlsx) -> None:
    rows = [HEADER, ["1", "交易成功", NOON, 1]]
    assert read_file(write_xlsx({"表": rows}, name="orders.csv")).rows == 1


def test_raw_text_of_a_quarantined_row(write_xlsx) -> None:
    rows = [HEADER, ["1", "交易成功", "明天", 1.5]]
    result = read_file(write_xlsx({"表": rows}))
    assert result.quarantine.rows() == [
        ("book.xlsx", 2, "订单创建时间", "cell.time", "明天", "1,交易成功,明天,1.5")
    ]


def test_damaged_workbook_is_refused(write_xlsx) -> None:
    path = rewrite(write_xlsx({"表": [HEADER]}), "xl/workbook.xml", b"<broken")
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert (caught.value.code, caught.value.data["why"]) == ("file.unreadable", "damaged")


def test_workbook_without_any_known_sheet(write_xlsx) -> None:
    with pytest.raises(SourceError) as caught:
        read_file(write_xlsx({"表": [["甲", "乙"], ["1", "2"]]}))
    assert caught.value.code == "file.unrecognised"
    assert caught.value.data["header"] == ["甲", "乙"]


def test_workbook_with_empty_sheets_is_empty(write_xlsx) -> None:
    with pytest.raises(SourceError, match=r"file\.empty"):
        read_file(write_xlsx({"表": []}))


_SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    b'2006/main"><sheetData>%s</sheetData></worksheet>'
)


def test_cell_at_the_far_end_does_not_take_the_memory(write_xlsx) -> None:
    cells = _SHEET % (
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    path = rewrite(write_xlsx({"表": [HEADER]}), "xl/worksheets/sheet1.xml", cells)
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert (caught.value.code, caught.value.data["what"]) == ("workbook.limits", "memory")


def test_rows_without_end_are_stopped(write_xlsx) -> None:
    cells = _SHEET % (b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 400_000)
    path = rewrite(write_xlsx({"表": [HEADER]}), "xl/worksheets/sheet1.xml", cells)
    with pytest.raises(SourceError) as caught:
        read_file(path, limits=Limits(workbook_bytes=10_000_000))
    assert (caught.value.code, caught.value.data["what"]) == ("file.bomb", "expanded")


def test_part_that_is_larger_than_it_says_is_stopped_by_the_limits(write_xlsx) -> None:
    cells = _SHEET % (b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 6_000_000)
    path = rewrite(write_xlsx({"表": [HEADER]}), "xl/worksheets/sheet1.xml", cells)
    data = bytearray(path.read_bytes())
    true_size = struct.pack("<I", len(cells))
    assert data.count(true_size) == 2
    path.write_bytes(bytes(data).replace(true_size, struct.pack("<I", 1000)))
    with pytest.raises(SourceError) as caught:
        read_file(path, limits=Limits(workbook_memory=1 << 30))
    assert caught.value.code in {"workbook.limits", "file.unreadable"}


def test_entities_are_not_expanded(write_xlsx) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">'
    bomb += b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 9)
    )
    bomb += b"]>" + (_SHEET % b'<row><c t="inlineStr"><is><t>&a8;</t></is></c></row>')[21:]
    path = rewrite(write_xlsx({"表": [HEADER]}), "xl/worksheets/sheet1.xml", bomb)
    with pytest.raises(SourceError):
        read_file(path)


def test_encrypted_workbook_is_said_to_be_encrypted(write_file) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    path = write_file(head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "x.xlsx")
    with pytest.raises(SourceError, match=r"file\.encrypted"):
        read_file(path)
