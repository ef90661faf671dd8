from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl

from shopwarden.detectors import AddressDetector, Context

CONTEXT = Context(now=datetime(2026, 11, 20, tzinfo=UTC))
Orders = Callable[..., pl.DataFrame]


def detect(frame: pl.DataFrame) -> pl.DataFrame:
    return AddressDetector().detect(frame, CONTEXT)


def test_contradiction_names_both_levels_and_where_they_stand(orders: Orders) -> None:
    text = "广东省西湖区文一西路969号"
    row = detect(orders({"address": text})).row(0, named=True)
    assert (row["code"], row["severity"], row["field"]) == ("contradiction", "wrong", "address")
    assert [text[span["start"] : span["end"]] for span in row["spans"]] == ["广东省", "西湖区"]
    assert row["levels"] == ["province", "district"]
    assert row["related"][0] == "440000"


def test_good_missing_and_masked_addresses_ask_for_nobody(orders: Orders) -> None:
    frame = orders(
        {"address": "浙江省杭州市余杭区五常街道文一西路969号"},
        {"address": None},
        {"address": "   "},
        {"address": "浙江省杭州市余杭区五常街道****"},
        {"address": "##aBcD1234==##"},
    )
    assert set(detect(frame)["severity"]) <= {"note"}


def test_own_phone_pasted_into_the_address_is_only_noted(orders: Orders) -> None:
    address = "浙江省杭州市余杭区五常街道文一西路969号 13800000001"
    frame = orders(
        {"address": address, "phone": "138-0000-0001"},
        {"address": address, "phone": "13900000002"},
        {"address": address, "phone": None},
    )
    found = detect(frame).sort("subject_id")
    assert found.select("code", "severity").rows() == [
        ("receiver_inside", "note"),
        ("contact_inside", "check"),
        ("receiver_inside", "note"),
    ]


def test_each_reason_is_a_finding_of_its_own(orders: Orders) -> None:
    findings = detect(orders({"address": "广东省西湖区文一西路969号加微信abc12345返现"}))
    assert {"contradiction", "contact_inside"} <= set(findings["code"])
    assert findings["subject_id"].unique().to_list() == ["o1"]
