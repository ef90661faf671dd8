from __future__ import annotations

import polars as pl

from shopwarden.places import judge_places, parse_addresses, place_keys

ADDRESSES = [
    "浙江省杭州市余杭区文一西路969号3幢2单元501室",
    "广东省西湖区文一西路969号",
    "",
    None,
    "浙江省杭州市余杭区文一西路969号3幢2单元501室",
    "广东省广州市天河区加微信abc12345",
    "广东省西湖区文一西路969号",
]


def _agree(texts: pl.Series) -> None:
    judged, parsed = judge_places(texts), parse_addresses(texts)
    reasons = parsed["reasons"].to_list()
    assert judged["place_key"].to_list() == place_keys(texts).to_list()
    assert judged["reasons"].to_list() == [found or None for found in reasons]


def test_repeated_addresses_are_judged_as_each_alone() -> None:
    _agree(pl.Series(ADDRESSES))


def test_distinct_addresses_and_none_at_all_are_judged_too() -> None:
    _agree(pl.Series(ADDRESSES[:3]))
    _agree(pl.Series([], dtype=pl.String))


def test_a_column_of_several_pieces_keeps_its_order() -> None:
    roads = pl.select(pl.format("浙江省杭州市余杭区文一西路{}号", pl.int_range(150_000)))
    texts = roads.to_series().append(roads.to_series().reverse())
    judged = judge_places(texts)
    assert judged["place_key"][:150_000].equals(judged["place_key"][150_000:].reverse())
    assert judged["place_key"].n_unique() == 150_000
    assert judged["place_key"][7] == place_keys(texts[7:8]).item()
