from __future__ import annotations

import re

import polars as pl
import pytest

from shopwarden.demo import attacks
from shopwarden.demo.columns import stream
from shopwarden.demo.contacts import FINISHED
from shopwarden.demo.patterns import ATTACKS, HARD
from shopwarden.demo.places import places

PARENTS = {
    (row["city"], row["district"]): row["province"] for row in places("now").table.to_dicts()
}


def _made(make, size=200):
    return make(stream(4, make.__name__), size)


@pytest.mark.parametrize("pattern", [*ATTACKS, *HARD], ids=lambda pattern: pattern.name)
def test_makes_whole_buyers(pattern) -> None:
    frame = pattern.make(stream(9, pattern.name), 40)
    assert tuple(frame.columns) == FINISHED
    assert frame.height == 40
    assert frame.null_count().sum_horizontal().item() == 0
    assert (frame["address"].str.len_chars() >= 4).all()
    assert not frame["address"].str.contains(r"^[ ，]|[ ，]$|\{[a-z]\}").any()


def test_wrong_province_keeps_city_and_district() -> None:
    frame = _made(attacks.wrong_province)
    for row in frame.to_dicts():
        assert PARENTS[row["city"], row["district"]] != row["province"]
        assert row["address"].startswith(row["province"])
        assert row["city"] + row["district"] in row["address"].replace(" ", "")


def test_foreign_district_lies_in_another_province() -> None:
    provinces = {district: province for (_, district), province in PARENTS.items()}
    for row in _made(attacks.foreign_district).to_dicts():
        assert provinces[row["district"]] != row["province"]
        assert (row["city"], row["district"]) not in PARENTS
        assert row["city"] + row["district"] in row["address"].replace(" ", "")


def test_nothing_follows_the_district() -> None:
    frame = _made(attacks.nothing_below)
    assert all(row["address"].endswith(row["district"]) for row in frame.to_dicts())


def test_gibberish_is_as_long_as_said() -> None:
    rows = _made(attacks.gibberish_tail).to_dicts()
    roads = set(places("now").roads.values)
    tails = [
        row["detail"].removeprefix(
            next((r for r in roads if r and row["detail"].startswith(r)), "")
        )
        for row in rows
    ]
    assert all(5 <= len(tail) <= 8 for tail in tails)
    assert len(set(tails)) == len(tails)


def test_impossible_phones_are_no_numbers() -> None:
    for phone in _made(attacks.phone_impossible)["phone"]:
        assert not re.fullmatch(r"1[3-9]\d{9}|0[1-9]\d{8,10}", phone)


def test_a_ring_shares_one_phone() -> None:
    frame = _made(attacks.phone_many_buyers, 21)
    assert frame["phone"].value_counts()["count"].sort().to_list() == [8, 13]
    assert frame["nick"].n_unique() == 21
    assert frame["address"].n_unique() == 21


def test_bad_list_hits_use_the_list() -> None:
    known = attacks.bad_list()
    by_kind = {kind: set(known.filter(kind=kind)["value"]) for kind in known["kind"].unique()}
    frame = _made(attacks.bad_list_hit, 300)
    hits = pl.DataFrame(
        {
            "phone": frame["phone"].is_in(list(by_kind["phone"])),
            "receiver": frame["name"].is_in(list(by_kind["receiver"])),
            "buyer": frame["nick"].is_in(list(by_kind["buyer"])),
        }
    )
    assert hits.sum_horizontal().unique().to_list() == [1]
    assert all(count > 30 for count in hits.sum().row(0))


def test_attack_texts_stand_in_the_address() -> None:
    marks = {
        attacks.contact_inside: r"微|薇|威|[vV]|VX|wx|QQ|q\d|扣扣|www|http|1\d{10}|一三八",
        attacks.forwarding_warehouse: r"集运|转运|货代|集货",
        attacks.template_leftover: r"null|undefined|None|安检|\{\{|请选择|请输入|NaN|\$\{|\[object",
    }
    for make, mark in marks.items():
        assert _made(make)["address"].str.contains(mark).all()
