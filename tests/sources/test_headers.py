from __future__ import annotations

import pytest

from shopwarden.sources.headers import holds_data, is_datum, looks_personal
from shopwarden.sources.tables import Header


@pytest.mark.parametrize(
    "line",
    [
        "欧阳丙测,浙江省杭州市西湖区测试路九号,nickbing,已付款",
        "A1,欧阳丙测,13811112222,浙江省杭州市西湖区测试路九号,手机",
        "A1,欧阳丙测,138 - 1111 - 2222,杯子",
        "A1,欧阳丙测,(138) 1111.2222,杯子",
        "手机,13811112222",
        "张三 13811112222,杯子",
        "北京市朝阳区,张三",
        "Li Wei,12 Hill Road,London",
        "li@shop.example,杯子",
    ],
)
def test_a_row_of_data_is_no_header(line: str) -> None:
    assert holds_data(Header(tuple(line.split(","))))


@pytest.mark.parametrize(
    "line",
    [
        "订单编号,退款金额,13800000001",
        "规格1,备注20261102,手机",
        "收货人省市区街道,收货城市区县,省/市/区",
        "目的地城市,分拨中心,所属区域经理",
        "单号,客户,收件人,联系电话,收货地址,实付,下单时间,状态",
        "甲,乙",
        "2026,2027",
    ],
)
def test_a_header_is_one(line: str) -> None:
    assert not holds_data(Header(tuple(line.split(","))))


def test_names_of_records_are_always_names() -> None:
    assert not holds_data(Header(("13811112222",), row=0))


def test_a_cell_as_long_as_its_file_is_judged_by_its_beginning() -> None:
    assert not holds_data(Header(("商" * 1_000_000, "省" * 1_000_000)))


@pytest.mark.parametrize(
    ("name", "is_personal"),
    [
        ("13811112222", True),
        ("备注 138-1111-2222", True),
        ("浙江省杭州市测试路九号", True),
        ("li@shop.example", True),
        ("手机", False),
        ("欧阳丙测", False),
        ("规格1", False),
    ],
)
def test_names_that_may_be_about_a_person(name: str, is_personal: bool) -> None:
    assert looks_personal(name) is is_personal


def test_digits_in_words_are_no_datum_as_a_whole() -> None:
    assert not is_datum("备注20261102")
    assert is_datum(" 2026-11-02 08:00 ")
    assert is_datum("128.00")
