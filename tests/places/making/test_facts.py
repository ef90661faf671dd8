"""The hand-made tables agree with the divisions in force."""

from __future__ import annotations

import pytest

from shopwarden.places import division_name, division_path
from shopwarden.places.gazetteer import format_code
from shopwarden.places.levels import level_of
from shopwarden.places.making.aliases import TOWNS, aliases
from shopwarden.places.making.english import ENGLISH
from shopwarden.places.making.former import RENAMED, SPLIT
from shopwarden.places.making.successors import SUCCESSORS


def _exists(code: int) -> bool:
    return division_name(format_code(code)) is not None


def test_every_code_of_the_tables_is_that_of_a_division() -> None:
    codes = [*aliases().values(), *TOWNS, *ENGLISH, *dict(RENAMED), *SUCCESSORS.values()]
    assert [code for code in codes if not _exists(code)] == []


def test_a_former_division_is_listed_once() -> None:
    former = [*SUCCESSORS, *dict(SPLIT)]
    assert len(former) == len(set(former))
    names = [name for _, name in RENAMED]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("第八师石河子市", ["新疆维吾尔自治区", "石河子市"]),
        ("农一师", ["新疆维吾尔自治区", "阿拉尔市"]),
        ("呼市", ["内蒙古自治区", "呼和浩特市"]),
        ("科左中旗", ["内蒙古自治区", "通辽市", "科尔沁左翼中旗"]),
        ("旺角", ["香港特别行政区", "油尖旺区"]),
        ("雨花区", ["江苏省", "南京市", "雨花台区"]),
    ],
)
def test_an_alias_stands_for_its_division(name: str, path: list[str]) -> None:
    assert [found for _, found in division_path(format_code(aliases()[name]))] == path


def test_the_kind_of_a_renamed_division_fits_its_level() -> None:
    for code, name in RENAMED:
        assert (name[-2:] == "地区" or name[-1] == "盟") == (level_of(code) == 1), name
