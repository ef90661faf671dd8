from __future__ import annotations

import re

import numpy as np
import pytest

from shopwarden.demo.columns import stream
from shopwarden.demo.shop import baskets, remarks, waybills

SHAPES = {
    "中通快递": r"78\d{12}",
    "圆通速递": r"YT\d{13}",
    "韵达快递": r"46\d{13}",
    "极兔速递": r"JT\d{13}",
    "申通快递": r"77\d{13}",
    "顺丰速运": r"SF\d{13}",
    "邮政快递包裹": r"98\d{11}",
}


@pytest.fixture(scope="module")
def goods():
    return baskets(stream(3, "goods"), 2000)


def test_lines_add_up(goods) -> None:
    lines = goods.lines
    assert (lines["price"] * lines["quantity"] == lines["goods"]).all()
    per_order = lines.group_by("order").agg("goods").sort("order")
    assert [sum(part) for part in per_order["goods"]] == goods.goods.tolist()
    assert lines["paid"].sum() == (goods.goods - goods.discount).sum()
    assert np.bincount(lines["order"]).tolist() == goods.kinds.tolist()


def test_most_orders_have_one_line(goods) -> None:
    assert 0.7 < (goods.kinds == 1).mean() < 0.78
    assert goods.kinds.max() == 4


def test_no_sku_comes_twice_in_an_order(goods) -> None:
    assert not goods.lines.select("order", "sku_id").is_duplicated().any()


def test_titles_name_every_line(goods) -> None:
    titles = goods.lines.group_by("order", maintain_order=True).agg("title")["title"]
    assert ["，".join(part) for part in titles] == goods.titles.to_list()


def test_small_orders_pay_postage(goods) -> None:
    assert set(goods.post[goods.goods < 5900]) == {600, 1000}
    assert set(goods.post[goods.goods >= 5900]) == {0}


def test_waybills_have_the_shape_of_their_carrier() -> None:
    carriers, numbers = waybills(stream(3, "waybills"), 500)
    assert set(carriers) == set(SHAPES)
    for carrier, number in zip(carriers, numbers, strict=True):
        assert re.fullmatch(SHAPES[carrier], number)


def test_few_orders_have_remarks() -> None:
    texts = remarks(stream(3, "remarks"), 4000, "messages", 0.06)
    assert 0.045 < (texts != "").mean() < 0.075
    assert texts.str.contains('[\n"]').any()
