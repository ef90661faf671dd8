from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl

from shopwarden.detectors import Context, LinkedAccountsDetector
from shopwarden.records import Kind

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Orders = Callable[..., pl.DataFrame]


def detect(frame: pl.DataFrame, **parameters: int) -> pl.DataFrame:
    findings = LinkedAccountsDetector(**parameters).detect(frame, Context(now=NOW))
    return findings.sort("subject_id")


def sharing(buyers: str, **keys: str) -> list[dict[str, object]]:
    return [
        {"buyer": buyer, "created_at": NOW - timedelta(hours=9 - number)} | keys
        for number, buyer in enumerate(buyers)
    ]


def test_two_accounts_are_no_finding(orders: Orders) -> None:
    assert detect(orders(*sharing("ab", device="d"))).is_empty()
    assert detect(orders(*sharing("ab", device="d")), accounts=2).height == 2


def test_the_third_account_brings_in_the_first_two(orders: Orders) -> None:
    found = detect(orders(*sharing("abc", device="d")))
    assert found["subject_id"].to_list() == ["o1", "o2", "o3"]
    facts = found.select("code", "severity", "metric", "value", "threshold", "field").unique()
    assert facts.rows() == [
        ("linked_accounts", "check", "accounts_in_group", 3.0, 3.0, "device"),
    ]
    assert found["levels"].to_list() == [["device"]] * 3
    assert found["related"].to_list() == [["o1", "o2", "o3"]] * 3
    assert found["spans"].to_list() == [[]] * 3


def test_all_orders_of_a_member_are_found_by_what_they_hold_themselves(orders: Orders) -> None:
    frame = orders(
        *sharing("abc", device="d"),
        {"buyer": "a", "payment_account": "p", "created_at": NOW},
        {"buyer": "d", "payment_account": "p", "created_at": NOW},
        {"buyer": "c", "created_at": NOW},
    )
    found = detect(frame)
    assert found.select("subject_id", "value", "field").rows() == [
        ("o1", 4.0, "device"),
        ("o2", 4.0, "device"),
        ("o3", 4.0, "device"),
        ("o4", 4.0, "payment_account"),
        ("o5", 4.0, "payment_account"),
        ("o6", 4.0, "buyer"),
    ]
    assert found["levels"].to_list()[0] == ["device", "payment_account"]


def test_a_larger_group_scores_higher(orders: Orders) -> None:
    small, large = (detect(orders(*sharing(names, device="d"))) for names in ("abc", "abcdefgh"))
    assert small["score"][0] < large["score"][0] < 1


def test_groups_come_from_all_known_orders(orders: Orders) -> None:
    frame = orders(*sharing("abc", device="d"))
    context = Context(now=NOW, records={Kind.ORDERS: frame})
    found = LinkedAccountsDetector().detect(frame.head(1), context)
    assert found.select("subject_id", "value").rows() == [("o1", 3.0)]


def test_findings_name_ten_orders_of_a_large_group_at_most(orders: Orders) -> None:
    found = detect(orders(*sharing("abcdefghijklmno", device="d")))
    assert found["related"].to_list() == [[f"o{number}" for number in range(1, 11)]] * 15


def test_rings_stand_out_from_accounts_that_met_on_a_device_by_chance(orders: Orders) -> None:
    chance = Random(5)
    year = 365 * 24

    def order(number: int, device: int, hour: float) -> dict[str, object]:
        at = NOW - timedelta(hours=hour)
        return {"buyer": f"b{number}", "device": f"d{device}", "created_at": at}

    # Some devices pass from hand to hand over the year, those of rings among them.
    honest = [order(n, chance.randrange(10_000), chance.uniform(0, year)) for n in range(2000)]
    rings = [
        order(2000 + n, n // 8, year * (n // 8) / 50 + chance.uniform(0, 24)) for n in range(400)
    ]
    found = detect(orders(*honest, *rings))
    caught = found["subject_id"].str.slice(1).cast(pl.Int64) > len(honest)
    assert caught.sum() == len(rings)
    assert caught.mean() > 0.97
