from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from shopwarden.records import Kind, conform
from shopwarden.scan import newest_time, scan

DAY = datetime(2026, 11, 1, tzinfo=UTC)
WRONG = "广东省西湖区文一西路969号"
GOOD = "浙江省杭州市余杭区五常街道文一西路969号"


def orders(*rows: dict[str, object]) -> pl.DataFrame:
    known = [{"platform": "taobao", "shop": "demo"} | row for row in rows]
    return conform(pl.DataFrame(known, infer_schema_length=None), Kind.ORDERS)


def test_the_newest_event_is_the_moment_of_judgement() -> None:
    frame = orders(
        {"id": "1", "created_at": DAY, "ship_deadline": DAY + timedelta(days=30)},
        {"id": "2", "created_at": DAY, "paid_at": DAY + timedelta(hours=2)},
    )
    assert newest_time({Kind.ORDERS: frame}) == DAY + timedelta(hours=2)
    assert scan({Kind.ORDERS: frame}).now == DAY + timedelta(hours=2)


def test_the_latest_report_of_an_order_is_the_one_that_is_judged() -> None:
    frame = orders(
        {"id": "1", "address": WRONG, "modified_at": DAY},
        {"id": "1", "address": GOOD, "modified_at": DAY + timedelta(hours=1)},
    )
    result = scan({Kind.ORDERS: frame})
    assert result.findings.is_empty()
    assert result.records[Kind.ORDERS].height == 1


def test_nothing_later_than_now_is_judged_or_counted() -> None:
    frame = orders(
        {"id": "1", "address": WRONG, "created_at": DAY},
        {"id": "2", "address": WRONG, "created_at": DAY + timedelta(days=1)},
        {"id": "3", "address": WRONG},
    )
    result = scan({Kind.ORDERS: frame}, now=DAY)
    assert result.findings["subject_id"].to_list() == ["1", "3"]
    assert result.later == 1


def test_records_without_a_detector_pass_through() -> None:
    refunds = conform(
        pl.DataFrame({"platform": "taobao", "shop": "demo", "id": "r1"}), Kind.REFUNDS
    )
    result = scan({Kind.REFUNDS: refunds})
    assert result.findings.is_empty()
    assert result.records[Kind.REFUNDS].height == 1


def test_nothing_to_read_gives_nothing() -> None:
    result = scan({})
    assert result.findings.is_empty()
    assert result.later == 0


def test_the_records_that_findings_are_about_are_at_hand() -> None:
    frame = orders({"id": "1", "address": WRONG}, {"id": "2", "address": GOOD})
    result = scan({Kind.ORDERS: frame})
    assert result.subjects[Kind.ORDERS]["id"].to_list() == ["1"]
    assert scan({Kind.ORDERS: frame.tail(1)}).subjects == {}


def test_every_detector_runs_in_one_pass() -> None:
    frame = orders(
        *(
            {"id": f"{number}", "buyer": f"b{number}", "device": "d", "created_at": DAY,
             "phone": "12345", "address": WRONG}
            for number in range(3)
        )
    )  # fmt: skip
    found = scan({Kind.ORDERS: frame}).findings
    assert sorted(set(found["detector"])) == ["address", "contact", "linked_accounts", "rules"]
    assert set(found["rule"].drop_nulls()) == {"device-shared"}
