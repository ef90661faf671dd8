from __future__ import annotations

import pytest

from shopwarden.sources import SOURCES
from shopwarden.sources.registry import nearest, recognise
from shopwarden.sources.tables import Header, normal

KNOWN = {
    "taobao_orders": "taobao_orders",
    "taobao_orders_2019": "taobao_orders",
    "taobao_orders_qianniu": "taobao_orders",
    "taobao_lines": "taobao_lines",
    "taobao_refunds": "taobao_refunds",
    "pinduoduo": "pinduoduo",
    "douyin": "douyin",
    "jd": "jd",
    "alibaba_1688": "alibaba_1688",
}


@pytest.mark.parametrize(("name", "source"), KNOWN.items())
def test_every_known_header_is_one_source_only(header_of, name, source) -> None:
    header = Header(tuple(header_of(name)))
    assert [one.name for one in SOURCES.values() if one.fits(header.places)] == [source]


def test_padding_brackets_and_capitals_do_not_count(header_of) -> None:
    names = [f" {name.replace('(', '（').replace(')', '）')}\t" for name in header_of("pinduoduo")]
    found = recognise(Header(tuple(names)))
    assert found is not None
    assert found.name == "pinduoduo"
    assert normal('="商品 ID"') == normal("商品id")


def test_columns_chosen_by_the_user() -> None:
    found = recognise(Header(("订单状态", "商品标题", "订单编号")))
    assert found is not None
    assert found.name == "taobao_orders"


def test_shop_file_of_packages_is_nothing_we_know() -> None:
    header = Header(("订单号", "商家编码", "商品名称", "SKU件数", "快递单号", "快递公司"))
    assert recognise(header) is None
    assert nearest(header).missing != []


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
def test_sources_declare_what_they_are(source) -> None:
    assert source.fields[0].name == "id"
    assert source.fields[0].is_required
    names = [field.name for field in source.fields]
    assert len(names) == len(set(names))
    assert set(source.fill_down) <= set(names)
