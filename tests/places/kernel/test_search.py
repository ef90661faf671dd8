from __future__ import annotations

import pytest

from shopwarden.places import parse_address


@pytest.mark.parametrize(
    ("text", "city", "district", "code"),
    [
        ("山东省青岛市南区东海中路16号", "青岛", "市南区", "370202"),
        ("山东省青岛市市南区东海中路16号", "青岛市", "市南区", "370202"),
        ("河南镇平县城关镇1号", None, "镇平县", "411324"),
        ("北京市崇文门外大街3号", "北京市", None, "110000"),
        ("北京市门头沟区新桥大街1号", "北京市", "门头沟区", "110109"),
    ],
)
def test_where_one_name_ends_and_the_next_begins(
    text: str, city: str | None, district: str | None, code: str
) -> None:
    parsed = parse_address(text)
    assert (parsed.city, parsed.district, parsed.code) == (city, district, code)


def test_a_township_named_like_a_province_stays_one_where_no_city_follows() -> None:
    assert parse_address("浙江省衢州市衢江区湖南镇1号").code == "330803113"


def test_a_new_town_is_no_township() -> None:
    assert parse_address("广州市珠江新城华穗路6号").town is None
    assert parse_address("云南省保山市腾冲县腾越街道凤山南路5号").code == "530581001"
