from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records import Kind, OrderStatus, conform, merge_records

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def orders(*rows: dict[str, object]) -> pl.DataFrame:
    known = [{"platform": "taobao", "shop": "demo", "id": "1"} | row for row in rows]
    return conform(pl.DataFrame(known, infer_schema_length=None), Kind.ORDERS)


def merged(*rows: dict[str, object]) -> dict[str, object]:
    result = merge_records(orders(*rows), Kind.ORDERS)
    assert result.height == 1
    return result.row(0, named=True)


def test_later_source_time_wins_whatever_the_order() -> None:
    early = {"status": "paid", "modified_at": DAY}
    late = {"status": "hold", "modified_at": DAY + timedelta(hours=1)}
    assert merged(early, late)["status"] == "hold"
    assert merged(late, early)["status"] == "hold"


def test_newer_source_time_may_leave_a_terminal_state() -> None:
    finished = {"status": "finished", "modified_at": DAY}
    reopened = {"status": "paid", "modified_at": DAY + timedelta(seconds=1)}
    assert merged(finished, reopened)["status"] == "paid"


def test_equal_source_times_keep_the_further_status() -> None:
    rows = [{"status": status, "modified_at": DAY} for status in ("shipped", "paid", "unknown")]
    assert {merged(*order)["status"] for order in itertools.permutations(rows)} == {"shipped"}


def test_without_source_time_the_latest_own_time_counts() -> None:
    paid = {"status": "hold", "created_at": DAY, "paid_at": DAY + timedelta(hours=1)}
    unpaid = {"status": "unpaid", "created_at": DAY}
    row = merged(paid, unpaid)
    assert row["status"] == "hold"
    assert row["modified_at"] == DAY + timedelta(hours=1)


def test_a_deadline_is_no_source_time() -> None:
    early = {"status": "unpaid", "created_at": DAY, "ship_deadline": DAY + timedelta(days=9)}
    late = {"status": "closed_unpaid", "created_at": DAY, "finished_at": DAY + timedelta(days=1)}
    assert merged(early, late)["status"] == "closed_unpaid"


def test_a_later_report_never_empties_a_field() -> None:
    full = {"buyer": "小明", "address": "杭州市", "modified_at": DAY}
    bare = {"buyer": None, "address": "宁波市", "modified_at": DAY + timedelta(days=1)}
    row = merged(full, bare)
    assert (row["buyer"], row["address"]) == ("小明", "宁波市")


def test_same_id_in_another_shop_is_another_record() -> None:
    rows = orders({"shop": "a"}, {"shop": "b"}, {"shop": "a"}, {"platform": "jd", "shop": "a"})
    assert merge_records(rows, Kind.ORDERS).height == 3


def test_unmapped_status_stays_null() -> None:
    assert merged({"buyer": "a"}, {"buyer": "a"})["status"] is None


def test_empty_frame_stays_empty() -> None:
    assert merge_records(orders().clear(), Kind.ORDERS).is_empty()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_merged(kind: Kind) -> None:
    row = pl.DataFrame({"platform": ["p"] * 2, "shop": ["s"] * 2, "id": ["1"] * 2})
    assert merge_records(conform(row, kind), kind).height == 1


reports = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["1", "2", "3"]),
            "status": st.sampled_from([None, *[member.value for member in OrderStatus]]),
            "buyer": st.sampled_from([None, "a", "b"]),
            "amount_minor": st.sampled_from([None, 1, 2]),
            "created_at": st.sampled_from([None, DAY, DAY + timedelta(days=1)]),
            "modified_at": st.sampled_from([None, DAY, DAY + timedelta(days=2)]),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(reports=reports, data=st.data())
def test_merge_depends_on_content_not_on_order(
    reports: list[dict[str, object]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(reports))
    once = merge_records(orders(*reports), Kind.ORDERS)
    assert merge_records(orders(*shuffled), Kind.ORDERS).equals(once)
    assert merge_records(orders(*reports, *reports), Kind.ORDERS).equals(once)
    assert merge_records(once, Kind.ORDERS).equals(once)


def test_equal_reports_that_differ_only_in_where_the_gaps_are_still_merge_one_way() -> None:
    first = {"buyer": None, "receiver_name": "a", "phone": "b", "modified_at": DAY}
    second = {"buyer": "a", "receiver_name": "b", "phone": None, "modified_at": DAY}
    numbered = [first | {"source_row": 2}, second | {"source_row": 3}]
    swapped = [second | {"source_row": 2}, first | {"source_row": 3}]
    assert merged(*numbered)["receiver_name"] == merged(*swapped)["receiver_name"]


def test_a_table_in_order_is_left_as_it_is_and_any_other_is_brought_into_order() -> None:
    frame = conform(
        pl.DataFrame({"platform": "p", "shop": "s", "id": ["1", "10", "2"]}), Kind.ORDERS
    )
    assert merge_records(frame, Kind.ORDERS).equals(frame)
    assert merge_records(frame.reverse(), Kind.ORDERS)["id"].to_list() == ["1", "10", "2"]
    twice = pl.concat([frame, frame])
    assert merge_records(twice, Kind.ORDERS)["id"].to_list() == ["1", "10", "2"]
    shops = frame.with_columns(shop=pl.Series(["b", "a", "b"]))
    assert merge_records(shops, Kind.ORDERS).select("shop", "id").rows() == [
        ("a", "10"), ("b", "1"), ("b", "2"),
    ]  # fmt: skip
    assert merge_records(frame.clear(), Kind.ORDERS).is_empty()
