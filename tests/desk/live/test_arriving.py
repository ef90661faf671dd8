"""One order alone becomes what it becomes in a frame."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.live.arriving import arrival
from shopwarden.desk.live.keys import columns_of
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade import frames
from shopwarden.records import Kind, conform

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 8, 30, 1, 5, tzinfo=UTC)
BEIJING = timezone(timedelta(hours=8))
times = st.sampled_from([None, NOW, NOW.astimezone(BEIJING), NOW.replace(microsecond=0)])
words = ["青山 77", "a\x00b", "", "小**", "\uff21\uff22", "unknown", "0", "林", "\u3000x\u3000"]
texts = st.none() | st.sampled_from(words)
orders = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["taobao", "own"]),
        "id": st.sampled_from(["1", "3510"]),
        "status": st.sampled_from([None, "paid", "unpaid"]),
        "buyer": texts,
        "receiver_name": texts,
        "phone": st.sampled_from([None, "13800000001", "138****0001", "10086", "010-62345678"]),
        "address": st.sampled_from(
            [
                None,
                "",
                "浙江省杭州市余杭区文一西路969号3幢2单元501室",
                "广东省西湖区",
                "浙江省杭州市****",
            ]
        ),
        "device": texts,
        "ip": st.sampled_from([None, "203.0.113.5", "192.168.1.2", "::1"]),
        "payment_account": texts,
        "item": texts,
        "title": texts,
        "quantity": st.sampled_from([None, 3]),
        "amount_minor": st.sampled_from([None, 0, 12800]),
        "ship_deadline_assumed": st.sampled_from([None, True, False]),
        "label": st.sampled_from([None, 1]),
        "created_at": times,
        "paid_at": times,
        "modified_at": times,
        "buyer_message": texts,
    }
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=orders)
def test_one_order(db: None, order: dict[str, Any]) -> None:
    shop = Shop.objects.first() or create_shop(name="店")
    alone = arrival(shop.id, order, NOW)
    table = conform(
        pl.DataFrame([order | {"shop": "s", "seen_at": NOW}], infer_schema_length=None),
        Kind.ORDERS,
    )
    frame = frames.normal(table, Kind.ORDERS, shop.id)
    content = pl.Series("_content", frames.content_keys(frame, shop.id), dtype=pl.String)
    frame = frame.with_columns(content)
    rows = frames.rows(frame, Kind.ORDERS, shop.id, [alone.row_id])
    event = columns_of(frame, Kind.ORDERS, shop.id, rows)
    assert alone.event == {name: values[0] for name, values in event.items()}
    sealed = {"personal"}
    assert {name: value for name, value in alone.row.items() if name not in sealed} == {
        name: values[0] for name, values in rows.items() if name not in sealed
    }
    fetched = [[alone.row[name]] for name in frames.column_names(Kind.ORDERS)]
    stored = frames.frame(fetched, Kind.ORDERS, shop.id)
    assert stored.drop("row_id", "content_key").equals(frame.drop("_content"))
