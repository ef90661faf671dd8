from __future__ import annotations

import pytest

from shopwarden.sources import SourceError, read_bad_list, read_list


def test_columns_of_each_kind(write_file) -> None:
    text = (
        "手机,收货人,旺旺,备注\n'13800000001,张三,买家一,x\n１３８０００００００２,,,\n,,买家二,\n"
    )
    assert read_bad_list(write_file(text, encoding="gb18030")).rows() == [
        ("phone", "13800000001", 2),
        ("receiver", "张三", 2),
        ("buyer", "买家一", 2),
        ("phone", "13800000002", 3),
        ("buyer", "买家二", 4),
    ]


@pytest.mark.parametrize("name", ["phone", "电话", "Phone ", "手机号"])
def test_names_of_the_phone_column(write_file, name) -> None:
    rows = read_bad_list(write_file(f"{name}\n13800000001\n"))
    assert rows.rows() == [("phone", "13800000001", 2)]


def test_kind_and_value(write_file) -> None:
    text = "kind,value\nphone,13800000001\nbuyer,买家一\n收货人,张三\n别的,x\nphone,\n"
    assert read_bad_list(write_file(text)).rows() == [
        ("phone", "13800000001", 2),
        ("buyer", "买家一", 3),
        ("receiver", "张三", 4),
    ]


def test_one_column_without_a_name(write_file) -> None:
    rows = read_bad_list(write_file("13800000001\n+86 13800000002\n\n0571-88880000\n"))
    assert rows.select("value", "row").rows() == [
        ("13800000001", 1), ("+86 13800000002", 2), ("0571-88880000", 4),
    ]  # fmt: skip
    assert rows["kind"].unique().to_list() == ["phone"]


def test_list_in_a_workbook(write_xlsx) -> None:
    path = write_xlsx({"名单": [["电话"], [13800000001], ["13800000002"]]})
    assert read_bad_list(path)["value"].to_list() == ["13800000001", "13800000002"]


def test_file_that_says_nothing_about_itself(write_file) -> None:
    with pytest.raises(SourceError) as caught:
        read_bad_list(write_file("甲,乙\n1,2\n"))
    assert caught.value.code == "bad_list.unrecognised"
    assert set(caught.value.data) == {"file"}


def test_a_list_of_any_kind(write_file) -> None:
    text = "运单号,设备,原因,到期\nYT1,dev-1,两次,2026-12-31\n,dev-2,,\n"
    assert read_list(write_file(text)).rows() == [
        ("waybill", "YT1", 2, "两次", "2026-12-31"),
        ("device", "dev-1", 2, "两次", "2026-12-31"),
        ("device", "dev-2", 3, None, None),
    ]
    text = "kind,value\nip,10.0.0.1\nphone,13800000001\n"
    assert read_list(write_file(text)).select("kind", "reason").rows() == [
        ("ip", None), ("phone", None),
    ]  # fmt: skip
    # A scan looks for phones, receivers and buyers only.
    assert read_bad_list(write_file(text)).rows() == [("phone", "13800000001", 3)]
