from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.sources import cells
from shopwarden.sources.cells import Context, Reader

YUAN = Context("Asia/Shanghai", 100)


def read(reader: Reader, *texts: object, context: Context = YUAN) -> list[object]:
    return reader.read(pl.Series("cell", list(texts)), context).values.to_list()


def bad(reader: Reader, *texts: object, context: Context = YUAN) -> list[bool]:
    return reader.read(pl.Series("cell", list(texts)), context).bad.to_list()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="138"', "138"),
        ('"138"', "138"),
        ("'138", "138"),
        ("\t138\t", "138"),
        ('="\t138"', "138"),
        ("　李 四 ", "李 四"),
        ("''", "''"),
        ("'好'吃", "'好'吃"),
        ('说"好"', '说"好"'),
        ('"a" 和 "b"', '"a" 和 "b"'),
        ("", None),
        ('=""', None),
        ("'", None),
        ("null", None),
        ("李**", "李**"),
        ("##abc##", "##abc##"),
    ],
)
def test_clean_takes_off_what_protects_a_cell(cell: str, text: str | None) -> None:
    assert cells.clean(pl.Series([cell])).to_list() == [text]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("128.00", 12800),
        ("128", 12800),
        ("¥1,280.5", 128050),
        ("￥1,280.50元", 128050),
        ("１２８．５０", 12850),
        ("-3.20", -320),
        (".5", 50),
        ("1.005", 101),
        ("1.0049999999999", 100),
        ("99999999999.99", 9999999999999),
        ("无退款申请", None),
        ("-", None),
        ("", None),
    ],
)
def test_money_is_exact(text: str, minor: int | None) -> None:
    assert read(cells.MONEY, text) == [minor]
    assert bad(cells.MONEY, text) == [False]


@pytest.mark.parametrize("text", ["abc", "1,5", "1.2.3", "12,34,567", "1e5", "9" * 19])
def test_money_that_cannot_be_read_is_bad(text: str) -> None:
    assert read(cells.MONEY, text) == [None]
    assert bad(cells.MONEY, text) == [True]


@settings(deadline=None)
@given(st.integers(0, 10**13), st.sampled_from([0, 2, 3]))
def test_money_text_round_trips_in_every_currency(minor: int, digits: int) -> None:
    scale = 10**digits
    text = str(minor) if digits == 0 else f"{minor // scale}.{minor % scale:0{digits}}"
    assert read(cells.MONEY, text, context=Context("UTC", scale)) == [minor]


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_money_in_a_float_column_rounds_to_what_is_shown(minor: int) -> None:
    assert read(cells.MONEY, minor / 100) == [minor]


def test_an_amount_of_more_than_a_hundred_billion_yuan_is_bad() -> None:
    for most in ("100000000000.00", "-100000000000", 10**11):
        assert bad(cells.MONEY, most) == [False]
    for more in ("100000000000.01", "-100000000000.5", 10**11 + 1):
        assert bad(cells.MONEY, more) == [True]
    assert bad(cells.MINOR, 10**13, 10**13 + 1) == [False, True]


def test_money_in_typed_columns() -> None:
    assert read(cells.MONEY, 1.005, 0.1 + 0.2, float("nan"), 1e-12) == [101, 30, None, 0]
    assert bad(cells.MONEY, 1.0, float("inf"), None) == [False, True, False]
    assert read(cells.MONEY, 5, None) == [500, None]
    assert read(cells.MINOR, 5, 7) == [5, 7]
    per_row = Context("UTC", pl.Series([1, 100, 1000]))
    assert read(cells.MONEY, "12", "12", "12.345", context=per_row) == [12, 1200, 12345]


@pytest.mark.parametrize(
    "text", ["3.51E+18", "1e+20", "3510000000000000000", "1234567890123400000"]
)
def test_id_that_a_spreadsheet_rounded_is_bad(text: str) -> None:
    assert bad(cells.ID, text, "1234567890123456789", "1234567890123456781") == [True, False, False]


def test_column_that_a_spreadsheet_cut_to_15_digits_is_bad() -> None:
    cut = ["1234567890123450000", "1234567890123460000", "987654321012345000"]
    assert bad(cells.ID, *cut) == [True, True, True]
    whole = ["1234567890123456789", "1234567890123456781", "1234567890123456782"]
    assert bad(cells.ID, cut[0], *whole) == [False, False, False, False]


@pytest.mark.parametrize(
    "text",
    [
        '="3510000000000000000"',
        "'3510000000000000000",
        "\t3510000000000000000",
        '"3510000000000000000"',
    ],
)
def test_id_protected_from_a_spreadsheet_is_exact(text: str) -> None:
    assert read(cells.ID, text) == ["3510000000000000000"]
    assert bad(cells.ID, text) == [False]


def test_id_in_typed_columns() -> None:
    assert read(cells.ID, 1.0, 300000000001.0, None) == ["1", "300000000001", None]
    assert bad(cells.ID, 1.0, 2.5, 1e18, float("nan"), None) == [False, True, True, False, False]
    assert read(cells.ID, 2**63 - 1) == ["9223372036854775807"]


def test_id_is_half_width_and_short_ones_are_never_judged() -> None:
    assert read(cells.ID, "１２３", "A-100000", "000") == ["123", "A-100000", "000"]
    assert bad(cells.ID, "１２３", "A-100000", "000") == [False, False, False]


def test_counts_and_numbers() -> None:
    assert read(cells.COUNT, "2", "3.0", "4.", "", "无") == [2, 3, 4, None, None]
    assert bad(cells.COUNT, "两件", "1.5") == [True, True]
    assert read(cells.COUNT, 2.0, float("nan")) == [2, None]
    assert read(cells.NUMBER, "4.8", "x") == [4.8, None]


def test_flags() -> None:
    said = read(cells.FLAG, "是", "否", "需要退货", "不需要退货", "true", "0", "也许", None)
    assert said == [True, False, True, False, True, False, None, None]


def test_code_is_half_width_and_text_is_not() -> None:
    assert read(cells.CODE, "１３８０００００００１", "138****0000", "无") == [
        "13800000001", "138****0000", None,
    ]  # fmt: skip
    assert read(cells.TEXT, "１号楼（东）", "无") == ["１号楼（东）", "无"]
