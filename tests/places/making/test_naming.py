from __future__ import annotations

import pytest

from shopwarden.places.making.naming import (
    county_variants,
    is_town,
    is_zone,
    prefecture_variants,
    stem,
    town_name,
    town_stem,
    town_variants,
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浙江省", "浙江"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
        ("恩施土家族苗族自治州", "恩施"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("东乡族自治县", "东乡"),
        ("龙胜各族自治县", "龙胜"),
        ("阿拉善盟", "阿拉善"),
        ("浦东新区", "浦东"),
        ("神农架林区", "神农架"),
        ("西湖区", "西湖"),
        ("沛县", "沛县"),
        ("城区", "城区"),
    ],
)
def test_stems(name: str, short: str) -> None:
    assert stem(name) == short


@pytest.mark.parametrize(
    ("name", "short"),
    [("五常街道", "五常"), ("莫格气回族乡", "莫格气"), ("石镇", "石镇"), ("虎门镇", "虎门")],
)
def test_township_stems(name: str, short: str) -> None:
    assert town_stem(name) == short


def test_an_office_is_named_as_its_township() -> None:
    assert town_name("长久路街道办事处") == "长久路街道"
    assert town_name("南磨房地区办事处") == "南磨房地区"
    assert town_name("虎门镇") == "虎门镇"


def test_variants_carry_the_other_suffixes() -> None:
    assert town_variants("宁围街道") == {"宁围街道", "宁围镇", "宁围乡"}
    assert town_variants("石镇") == {"石镇"}
    assert county_variants("余杭区") == {"余杭市", "余杭县"}
    assert county_variants("沛县") == set()
    assert prefecture_variants("凉山彝族自治州") == {"凉山州"}
    assert prefecture_variants("杭州市") == set()


def test_zones_and_offices_are_no_townships() -> None:
    assert is_town("红山农场")
    assert not is_town("红山物流园区")
    assert not is_town("街道")
    assert is_zone("苏州工业园区")
    assert not is_zone("浦东新区")
