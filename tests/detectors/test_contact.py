from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from shopwarden.detectors import ContactDetector, Context

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Orders = Callable[..., pl.DataFrame]


def found(frame: pl.DataFrame, *, bad_list: pl.DataFrame | None = None) -> list[tuple[str, str]]:
    findings = ContactDetector().detect(frame, Context(now=NOW, bad_list=bad_list))
    return findings.select("subject_id", "code").rows()


@pytest.mark.parametrize("phone", ["12345", "1380000", "11111111111", "138000000001234", "abc"])
def test_a_number_nobody_can_have_is_found(orders: Orders, phone: str) -> None:
    assert found(orders({"phone": phone})) == [("o1", "phone_impossible")]


@pytest.mark.parametrize(
    "phone",
    [
        "13800000001",
        "+86 138-0000-0001",
        "138****0001",
        "0571-88880001",
        "18877771111-123",
        "400-800-0001",
        "$$cipher$$",
        "",
        None,
    ],
)
def test_reachable_masked_and_missing_numbers_are_not(orders: Orders, phone: str | None) -> None:
    assert found(orders({"phone": phone})) == []


@pytest.mark.parametrize("name", ["123456", "asdfghjkl", "啊啊啊啊啊", "测试", "。。。"])
def test_a_name_that_is_no_name_is_found(orders: Orders, name: str) -> None:
    assert found(orders({"receiver_name": name})) == [("o1", "name_not_a_name")]


@pytest.mark.parametrize("name", ["李小姐", "李**", "阿卜杜·买买提", "Tom", "娜娜", "小明同学"])
def test_real_nick_and_masked_names_are_not(orders: Orders, name: str) -> None:
    assert found(orders({"receiver_name": name})) == []


def shared_phone(buyers: int, *, at: datetime = NOW) -> list[dict[str, object]]:
    return [
        {"phone": "138 0000 0001", "buyer": f"b{number}", "created_at": at}
        for number in range(buyers)
    ]


def test_three_buyers_on_one_phone_are_a_family(orders: Orders) -> None:
    assert found(orders(*shared_phone(3), *shared_phone(3))) == []


def test_from_four_buyers_every_order_of_the_phone_is_found(orders: Orders) -> None:
    findings = ContactDetector().detect(orders(*shared_phone(4)), Context(now=NOW))
    assert findings["subject_id"].sort().to_list() == ["o1", "o2", "o3", "o4"]
    facts = findings.select("code", "metric", "value", "threshold").unique().rows()
    assert facts == [("phone_many_buyers", "distinct_buyers_per_phone", 4.0, 4.0)]


def test_buyers_of_long_ago_do_not_count(orders: Orders) -> None:
    old = shared_phone(3, at=NOW - timedelta(days=91))
    fresh = [{"phone": "13800000001", "buyer": "b9", "created_at": NOW}]
    assert found(orders(*old, *fresh)) == []


def test_listed_values_are_compared_as_people_write_them(orders: Orders) -> None:
    listed = pl.DataFrame(
        {
            "kind": ["phone", "receiver", "buyer"],
            "value": ["+86 13800000001", "王 某某", "Bad_Buyer"],
        }
    )
    frame = orders(
        {"phone": "138-0000-0001"},
        {"receiver_name": "王某某"},
        {"buyer": "bad_buyer"},
        {"phone": "13800000002", "receiver_name": "王某", "buyer": "good"},
    )
    assert found(frame, bad_list=listed) == [
        ("o1", "bad_list"),
        ("o2", "bad_list"),
        ("o3", "bad_list"),
    ]
