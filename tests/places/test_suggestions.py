from __future__ import annotations

import polars as pl
import pytest

from shopwarden.places import parse_address, parse_addresses
from shopwarden.places.frames import SCHEMA, compiled_frame
from shopwarden.places.suggest import suggest

MEANT = [
    ("折江省杭州市余杭区文一西路969号", "浙江省杭州市余杭区文一西路969号"),
    ("广东省杭州市余杭区文一西路969号", "浙江省杭州市余杭区文一西路969号"),
    ("北京市昌平区小汤山跪建设东路12号", "北京市昌平区小汤山镇建设东路12号"),
    # Not sure enough for a reason.
    ("安徽省马鞍山市充县解放大道168号", "安徽省马鞍山市和县解放大道168号"),
    # Former names, the same once more with another street.
    ("浙江省杭州市下城区中山北路1号", "浙江省杭州市拱墅区中山北路1号"),
    ("浙江省杭州市下城区朝晖路208号", "浙江省杭州市拱墅区朝晖路208号"),
    ("杭州市江干区白杨街道1号", "杭州市钱塘区白杨街道1号"),
    # Nothing to ask, and nothing known to ask.
    ("浙江省杭州市余杭区五常街道文一西路969号", None),
    ("广东省广州市朝阳区建国路88号", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_an_address_brings_the_first_suggestion(text: str, meant: str | None) -> None:
    address = parse_address(text)
    found = suggest(text, address)
    assert address.suggestion == meant
    assert (found and found.text) == meant


def test_a_long_column_suggests_the_same() -> None:
    texts = pl.Series([text for text, _ in MEANT])
    frame = compiled_frame(texts, list(SCHEMA), is_whole=True)
    assert frame["suggestion"].to_list() == [meant for _, meant in MEANT]
    assert parse_addresses(texts)["suggestion"].to_list() == frame["suggestion"].to_list()


def test_what_is_not_sure_asks_but_flags_nothing() -> None:
    address = parse_address("安徽省马鞍山市充县解放大道168号")
    assert (address.verdict, address.reasons) == ("ok", ())
