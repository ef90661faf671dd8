from __future__ import annotations

from collections.abc import Callable

import polars as pl

from shopwarden.detectors.prepared import prepared
from shopwarden.places import place_key

Orders = Callable[..., pl.DataFrame]
ADDRESS = "浙江省杭州市余杭区文一西路969号3幢2单元501室"


def test_only_what_is_asked_for_and_missing_is_added(orders: Orders) -> None:
    frame = orders({"address": ADDRESS, "phone": "138 0000 0001"}, {"phone": "10086"})
    found = prepared(frame, {"place_key", "phone_key"})
    assert found.columns == [*frame.columns, "place_key", "phone_key"]
    assert found["place_key"].to_list() == [place_key(ADDRESS), None]
    assert found["phone_key"].to_list() == ["+8613800000001", None]
    assert prepared(found, {"place_key"}) is found


def test_a_key_that_is_there_stays(orders: Orders) -> None:
    frame = orders({"address": ADDRESS, "phone": "1"}).with_columns(place_key=pl.lit("digest"))
    found = prepared(frame, {"place_key", "address_doubts", "phone_kind", "phone_form"})
    assert found.select("place_key", "address_doubts", "phone_kind", "phone_form").rows() == [
        ("digest", None, "impossible", None)
    ]
