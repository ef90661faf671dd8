"""One value alone is read as it is in a column."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.places import (
    check_name,
    check_names,
    check_phone,
    check_phones,
    place_key,
    place_keys,
)

FOLDER = Path(__file__).parent
WORDS = [
    "张三",
    "乐乐乐乐",
    "哈哈哈",
    "aaa",
    "测试",
    "微信",
    "vx",
    "abc12345",
    "13800000001",
    "骗子",
    "asdf",
    "加微信",
    "收货人",
    "***",
    "İ",
]
PHONES = [
    "13800000001",
    "1380000000",
    "138****0001",
    "010-62345678",
    "400-800-1234",
    "无",
    "",
    "12",
]


@given(text=st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=4).map("".join))
def test_a_name(text: str) -> None:
    assert check_name(text) == check_names(pl.Series([text], dtype=pl.String))["reason"][0]


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone(phone: str) -> None:
    assert check_phone(phone) == check_phones(pl.Series([phone], dtype=pl.String)).row(0)


@pytest.mark.parametrize("name", ["addresses", "flats", "houses", "parts"])
def test_a_place(name: str) -> None:
    with (FOLDER / f"golden_{name}.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    together = place_keys(pl.Series(texts, dtype=pl.String)).to_list()
    assert [place_key(text) for text in texts] == together


@given(
    text=st.lists(
        st.sampled_from(
            [
                "浙江省杭州市余杭区",
                "北京市朝阳区",
                "文一西路",
                "九百六十九号",
                "3十5",
                "B1层",
                "负一楼",
                "x东信大厦",
                "神华康城B区",
                "东村村委会",
                "二单元",
                "01室",
                "18楼",
                "A",
                "五常街道",
                "#",
                "3-2-501",
                "阳光社区",
                "号",
                "丙",
            ]
        ),
        max_size=9,
    ).map("".join)
)
def test_a_made_up_place(text: str) -> None:
    assert place_key(text) == place_keys(pl.Series([text], dtype=pl.String))[0]
