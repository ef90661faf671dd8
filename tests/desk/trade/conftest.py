from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import polars as pl
import pytest

from shopwarden.desk.trade.services import Tally, chunks, store
from shopwarden.records import Kind, conform

START = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def report() -> Callable[..., pl.DataFrame]:
    """Return a function that makes one report of an order."""

    def make(number: str = "3510000000000001", **columns: Any) -> pl.DataFrame:
        usual = {
            "platform": "taobao",
            "shop": "店",
            "id": number,
            "status": "paid",
            "buyer": "qinghe",
            "receiver_name": "林小青",
            "phone": "13800000001",
            "address": "浙江省杭州市余杭区五常街道文一西路969号",
            "amount_minor": 12800,
            "currency": "CNY",
            "created_at": START,
            "paid_at": START,
            "source": "taobao_orders",
            "source_file": "a.csv",
            "source_row": 2,
            "seen_at": START,
        }
        row = {name: [value] for name, value in (usual | columns).items()}
        return conform(pl.DataFrame(row, strict=False), Kind.ORDERS)

    return make


@pytest.fixture(scope="session")
def keep() -> Callable[..., Tally]:
    """Return a function that stores reports and adds up what they did."""

    def keep(shop_id: UUID, reports: pl.DataFrame, kind: Kind = Kind.ORDERS) -> Tally:
        parts = [
            store(shop_id=shop_id, kind=kind, chunk=chunk, claim=lambda _: True)
            for chunk in chunks(reports, kind, shop_id)
        ]
        return Tally(*(sum(column) for column in zip(*parts, strict=True)))

    return keep
