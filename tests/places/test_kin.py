from __future__ import annotations

import pytest

from shopwarden.places.kin import (
    EVERYWHERE,
    below,
    bounds,
    chain,
    division,
    forms_of,
    is_whole_name,
    named,
    towns_named,
)
from shopwarden.places.levels import Level


def test_a_chain_leads_from_the_province_down() -> None:
    assert [one.name for one in chain(330_110_005).values()] == [
        "浙江省", "杭州市", "余杭区", "五常街道",
    ]  # fmt: skip
    # The county's city is a placeholder of the hierarchy.
    assert [one.name for one in chain(429_004_000).values()] == ["湖北省", "仙桃市"]
    assert chain(0) == {}


def test_names_below_a_division_are_found_with_a_slip() -> None:
    names = below(330_100_000, Level.DISTRICT)
    assert names.near("余航区") == {"余杭区"}
    assert names.near("余杭区") == {"余杭", "余杭市"}
    assert names.near("王府井") == set()
    assert [one.code for one in names.forms["余杭"]] == [330_110_000, 330_110_000]


def test_a_municipality_holds_its_districts_and_hong_kong_its_own() -> None:
    assert "朝阳区" in below(110_000_000, Level.DISTRICT).forms
    assert "沙田区" in below(810_300_000, Level.DISTRICT).forms
    assert "浙江" in below(EVERYWHERE, Level.PROVINCE).forms


def test_a_former_division_stands_for_what_it_became() -> None:
    former = division(330_103_000)
    assert former is not None
    assert (former.name, former.is_former, former.stands_for) == ("下城区", True, 330_105_000)
    split = division(320_283_000)
    assert split is not None
    assert (split.now, split.stands_for) == (0, 320_283_000)


def test_a_whole_name_means_no_variant_of_another() -> None:
    assert [one.name for one in named("锡山市")] == ["锡山市"]
    assert {one.code for one in named("鼓楼区")} >= {320_106_000, 350_102_000}
    assert named("王府井") == ()


def test_townships_are_known_by_name() -> None:
    assert 330_110_005 in towns_named("五常街道")
    assert towns_named("五长街道") == ()


@pytest.mark.parametrize(
    ("text", "whole"), [("余杭区", True), ("余杭", False), ("钱塘新区", True), ("余航区", False)]
)
def test_whole_names_are_those_of_divisions_and_zones(text: str, whole: bool) -> None:
    assert is_whole_name(text) is whole


@pytest.mark.parametrize(
    ("name", "level", "forms"),
    [
        ("凉山彝族自治州", Level.CITY, ["凉山彝族自治州", "凉山", "凉山州"]),
        ("长阳土家族自治县", Level.DISTRICT, ["长阳土家族自治县", "长阳", "长阳县"]),
        ("五常街道", Level.TOWN, ["五常街道", "五常"]),
        ("沛县", Level.DISTRICT, ["沛县"]),
    ],
)
def test_forms_of_a_name(name: str, level: Level, forms: list[str]) -> None:
    assert forms_of(name, level) == forms


def test_an_unknown_code_holds_nothing() -> None:
    assert bounds(999_999_000) == (999_999_000, 999_999_000)
    assert division(999_999_000) is None
