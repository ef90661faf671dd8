"""One key for one flat in all its writings, and different keys for neighbours."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from shopwarden.places import parse_addresses, place_key, place_keys

FLATS = pl.read_csv(Path(__file__).parent / "golden_flats.csv")
ALIKE = [
    ("文三路398号", "文三路398-1号"), ("文三路398号", "文三路甲398号"),
    ("文三路398号", "文三路附398号"), ("文三路398号", "文二路398号"),
    ("文一路398号", "文一西路398号"), ("文三路38号", "文三路3弄8号"),
    ("文三路12巷3号", "文三路3号"), ("文三路12-14号", "文三路12号"),
    ("文三路398号3幢", "文三路398号4幢"), ("文三路398号A座", "文三路398号B座"),
    ("文三路398号3幢", "文三路398号"), ("文三路398号东楼", "文三路398号西楼"),
    ("文三路398号3幢1单元", "文三路398号3幢2单元"), ("文三路398号5楼", "文三路398号6楼"),
    ("文三路398号1层", "文三路398号负1层"), ("文三路398号101", "文三路398号1001"),
    ("文三路398号5楼01室", "文三路398号5楼11室"), ("文三路398号1203", "文三路398号1203A"),
    ("翠苑三区12幢3单元402", "翠苑二区12幢3单元402"), ("阳光花园一期12幢", "阳光花园二期12幢"),
    ("阳光花园12幢", "阳光公寓12幢"), ("阳光花园东区12幢", "阳光花园西区12幢"),
    ("盛中村3组28号", "盛中村3组29号"), ("盛中村3组28号", "盛中村4组28号"),
    ("盛中村28号", "盛东村28号"), ("盛中村28号", "盛中路28号"),
    ("花园路一百二十号", "花园路一百零二号"), ("6号大街452号", "16号大街452号"),
]  # fmt: skip


def test_one_flat_has_one_key_however_it_is_written() -> None:
    keys = FLATS.with_columns(key=place_keys(FLATS["text"]))
    several = keys.filter(pl.col("key").n_unique().over("flat") > 1)
    assert several.rows() == []
    assert keys["key"].null_count() == 0


def test_different_flats_have_different_keys() -> None:
    assert place_keys(FLATS["text"]).n_unique() == FLATS["flat"].n_unique()


def test_the_table_holds_many_flats_in_many_writings() -> None:
    writings = FLATS.group_by("flat").len()["len"]
    assert len(writings) >= 40
    assert writings.min() >= 5


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_neighbours_stay_apart(one: str, other: str) -> None:
    first, second = place_key(f"杭州市西湖区{one}"), place_key(f"杭州市西湖区{other}")
    assert first is not None
    assert second is not None
    assert first != second


def test_the_same_door_in_another_county_is_another_place() -> None:
    keys = [place_key(f"杭州市{district}人民路12号") for district in ("西湖区", "上城区", "")]
    assert keys == ["330106/人民路/12///", "330102/人民路/12///", "330100/人民路/12///"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "杭州市西湖区",
        "浙江省文三路398号",
        "文三路398号",
        "杭州市西湖区文三路",
        "杭州市西湖区 放门口",
    ],
)
def test_no_key_without_city_or_place(text: str) -> None:
    assert place_key(text) is None


def test_a_door_right_below_the_township_is_of_the_township() -> None:
    assert place_key("杭州市余杭区五常街道12号") == "330110/5常/12///"
    assert place_key("杭州市余杭区12号") is None


def test_the_columns_of_parsed_addresses_and_one_address_give_the_same() -> None:
    parsed = parse_addresses(FLATS["text"])
    assert place_keys(parsed).to_list() == [place_key(text) for text in FLATS["text"]]


def test_a_column_may_be_empty_and_hold_nulls() -> None:
    assert place_keys(pl.Series([], dtype=pl.String)).to_list() == []
    assert place_keys(pl.Series([None, "杭州市西湖区文三路398号"])).to_list() == [
        None,
        "330106/文3路/398///",
    ]


def test_what_a_key_cannot_see() -> None:
    """An estate without its road, a unit left out, and a letter glued to a number."""
    road = place_key("杭州市西湖区文三路398号东信大厦1203")
    assert place_key("杭州市西湖区东信大厦1203") != road
    assert place_key("杭州市西湖区文三路398号3单元1203") != road
    assert place_key("杭州市西湖区文三路398号x1203") != road
