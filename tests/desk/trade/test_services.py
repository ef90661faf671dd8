from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shopwarden.desk.common.bulk import Stale
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade import services
from shopwarden.desk.trade.frames import normal
from shopwarden.desk.trade.models import Order, Report
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.desk.trade.services import Tally
from shopwarden.records import Kind, conform, merge_records

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 11, 2, 8, tzinfo=UTC)
CONTENT = ("platform", "id", "status", "phone", "address", "amount_minor", "modified_at")


def test_a_first_report_is_new(shop: Shop, report: Any, keep: Any) -> None:
    assert keep(shop.id, report()) == Tally(new=1, changed=0, unchanged=0)
    order = Order.objects.get()
    assert (order.external_id, order.status, order.amount_minor) == (
        "3510000000000001",
        "paid",
        12800,
    )
    assert not order.is_checked
    assert Report.objects.count() == 0


def test_the_same_report_again_changes_nothing(shop: Shop, report: Any, keep: Any) -> None:
    keep(shop.id, report())
    before = Order.objects.values().get()
    again = report(source_file="b.csv", source_row=9, seen_at=LATER)
    assert keep(shop.id, again) == Tally(new=0, changed=0, unchanged=1)
    assert Order.objects.values().get() == before
    assert Report.objects.count() == 0


def test_a_newer_report_changes_the_order_and_both_are_kept(
    shop: Shop, report: Any, keep: Any
) -> None:
    keep(shop.id, report())
    Order.objects.update(is_checked=True)
    shipped = report(status="shipped", shipped_at=LATER)
    assert keep(shop.id, shipped) == Tally(new=0, changed=1, unchanged=0)
    order = Order.objects.get()
    assert (order.status, order.is_checked) == ("shipped", False)
    assert Report.objects.count() == 2
    assert keep(shop.id, shipped) == Tally(new=0, changed=0, unchanged=1)
    assert keep(shop.id, report()) == Tally(new=0, changed=0, unchanged=1)
    assert Report.objects.count() == 2


def test_a_missing_value_does_not_lower_a_filled_one(shop: Shop, report: Any, keep: Any) -> None:
    keep(shop.id, report())
    keep(shop.id, report(status="shipped", shipped_at=LATER, phone=None, amount_minor=None))
    frame = load_frame(shop.id, Kind.ORDERS)
    assert frame.select("status", "phone", "amount_minor").row(0) == (
        "shipped",
        "13800000001",
        12800,
    )


def test_who_shares_a_phone_that_was_left_is_judged_again(
    shop: Shop, report: Any, keep: Any
) -> None:
    keep(shop.id, pl.concat([report("1"), report("2"), report("3", phone="13800000003")]))
    Order.objects.update(is_checked=True)
    keep(shop.id, report("1", phone="13800000009", modified_at=LATER))
    waiting = Order.objects.filter(is_checked=False).values_list("external_id", flat=True)
    assert set(waiting) == {"1", "2"}


def test_a_step_that_was_done_writes_nothing(shop: Shop, report: Any) -> None:
    [chunk] = services.chunks(report(), Kind.ORDERS, shop.id)
    done = services.store(shop_id=shop.id, kind=Kind.ORDERS, chunk=chunk, claim=lambda _: False)
    assert done is None
    assert Order.objects.count() == 0


def test_a_change_somebody_else_was_faster_with_is_not_written(
    shop: Shop, report: Any, keep: Any
) -> None:
    keep(shop.id, report())
    [chunk] = services.chunks(report(phone="13800000002", modified_at=LATER), Kind.ORDERS, shop.id)
    change = services._change(shop.id, Kind.ORDERS, chunk)
    keep(shop.id, report(status="shipped", shipped_at=LATER - timedelta(hours=1)))
    with pytest.raises(Stale):
        services._write(change)
    keep(shop.id, report(phone="13800000002", modified_at=LATER))
    frame = load_frame(shop.id, Kind.ORDERS)
    assert frame.select("status", "phone").row(0) == ("paid", "13800000002")
    assert frame["shipped_at"][0] == LATER - timedelta(hours=1)
    assert Report.objects.count() == 3


def test_chunks_keep_the_reports_of_a_record_together(shop: Shop, report: Any) -> None:
    numbers = [f"{number:05}" for number in range(services.CHUNK + 5)]
    orders = conform(
        pl.DataFrame({"platform": "jd", "shop": "店", "id": numbers * 2}).with_row_index(
            "amount_minor"
        ),
        Kind.ORDERS,
    )
    parts = services.chunks(orders, Kind.ORDERS, shop.id)
    assert [part["id"].n_unique() for part in parts] == [services.CHUNK, 5]
    assert [part.height for part in parts] == [2 * services.CHUNK, 10]


def test_other_kinds_are_stored_too(shop: Shop, keep: Any) -> None:
    refund = conform(
        pl.DataFrame(
            {
                "platform": "taobao", "shop": "店", "id": "71", "order_id": "35",
                "kind": "refund_only", "status": "success", "buyer": "qinghe",
                "amount_minor": 100, "is_automatic": True,
                "description": "没收到", "seen_at": LATER,
            }
        ),
        Kind.REFUNDS,
    )  # fmt: skip
    assert keep(shop.id, refund, Kind.REFUNDS) == Tally(1, 0, 0)
    stored = load_frame(shop.id, Kind.REFUNDS).drop("row_id", "content_key")
    assert_frame_equal(stored, normal(refund, Kind.REFUNDS, shop.id))


REPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.sampled_from(["1", "2"]),
            "status": st.sampled_from(["paid", "shipped", "closed_refunded", "unknown"]),
            "phone": st.sampled_from([None, "13800000001", "13800000002"]),
            "address": st.sampled_from([None, "杭州市西湖区", "广东省西湖区"]),
            "modified_at": st.sampled_from([LATER + timedelta(hours=hour) for hour in range(3)]),
        }
    ),
    min_size=1,
    max_size=6,
)


@given(reports=REPORTS, order=st.randoms(use_true_random=False), cut=st.integers(0, 6))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_order_gives_what_all_reports_together_give(
    db: None,
    report: Callable[..., pl.DataFrame],
    keep: Callable[..., Tally],
    reports: list[dict[str, Any]],
    order: Any,
    cut: int,
) -> None:
    shop = create_shop(name="店")
    frames = [report(**facts) for facts in reports]
    arriving = frames + frames
    order.shuffle(arriving)
    for part in (arriving[:cut], arriving[cut:]):
        if part:
            keep(shop.id, pl.concat(part))
    stored = load_frame(shop.id, Kind.ORDERS).sort("id").select(CONTENT)
    together = merge_records(normal(pl.concat(frames), Kind.ORDERS, shop.id), Kind.ORDERS)
    assert_frame_equal(stored, together.sort("id").select(CONTENT))
