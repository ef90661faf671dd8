from __future__ import annotations

import polars as pl

from shopwarden.demo import hard
from shopwarden.demo.columns import stream
from shopwarden.demo.places import places


def _made(make, size=300):
    return make(stream(6, make.__name__), size)


def test_abolished_names_stand_in_the_address() -> None:
    frame = _made(hard.abolished_name)
    old = set(places("old").table["district"])
    assert set(frame["district"]) <= old
    assert all(row["district"] in row["address"] for row in frame.to_dicts())


def test_villages_have_no_number() -> None:
    frame = _made(hard.no_number_village)
    bare = frame["address"].str.replace(" (000000)", "", literal=True)
    assert not bare.str.contains(r"\d").any()
    assert frame["town"].str.contains("[镇乡]$").all()


def test_a_family_shares_phone_home_and_surname() -> None:
    frame = _made(hard.family_phone)
    by_phone = frame.group_by("phone").agg("nick", "address", "name")
    assert set(by_phone["nick"].list.len()) == {2, 3}
    assert by_phone["address"].list.n_unique().unique().to_list() == [1]
    surnames = by_phone["name"].list.eval(pl.element().str.head(1))
    assert surnames.list.n_unique().max() == 1


def test_a_dormitory_has_many_rooms_and_phones() -> None:
    frame = _made(hard.dormitory)
    house = frame["detail"].str.extract(r"^(.*号楼)")
    assert house.n_unique() == 10
    assert frame["phone"].n_unique() == 300
    assert frame["address"].n_unique() > 250


def test_an_office_shares_one_address() -> None:
    frame = _made(hard.office, 90)
    assert frame["detail"].n_unique() == 10
    assert frame["phone"].n_unique() == 90


def test_masked_receivers_hide_name_phone_and_door() -> None:
    frame = _made(hard.masked)
    assert frame["name"].str.contains(r"^.{1,2}\*{1,2}$").all()
    assert frame["phone"].str.contains(r"\*{4}").all()
    assert frame["address"].str.contains(r"\*{3,4}( \(000000\))?$").all()


def test_landlines_have_the_area_code_of_their_city() -> None:
    frame = _made(hard.landline)
    assert frame["phone"].str.contains(r"^0\d{2,3}-\d{8}(-\d{3})?$").all()
    beijing = frame.filter(city="北京市")
    assert beijing["phone"].str.starts_with("010-").all()


def test_extension_phones_have_an_extension() -> None:
    assert _made(hard.extension_phone)["phone"].str.contains(r"^1\d{10}[-转,]\d{4}$").all()


def test_traditional_characters_appear() -> None:
    text = "".join(_made(hard.traditional_characters)["address"])
    assert "號" in text
    assert "區" in text
    assert "区" not in text


def test_minority_names_keep_their_dot() -> None:
    names = _made(hard.minority_name)["name"]
    assert 0.4 < names.str.contains("·", literal=True).mean() < 0.8
