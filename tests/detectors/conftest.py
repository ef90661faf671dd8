from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from shopwarden.records import Kind, conform

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def orders() -> Callable[..., pl.DataFrame]:
    """Build an orders frame from rows; ids are o1, o2, … unless given."""

    def build(*rows: dict[str, object]) -> pl.DataFrame:
        known = [
            {"platform": "taobao", "shop": "demo", "id": f"o{number}"} | row
            for number, row in enumerate(rows, start=1)
        ]
        return conform(pl.DataFrame(known, infer_schema_length=None), Kind.ORDERS)

    return build
