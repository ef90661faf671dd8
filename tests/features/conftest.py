from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from shopwarden.features import Feature, Plan, compute_features, make_plan
from shopwarden.records import Kind, conform

DAY = datetime(2026, 11, 1, tzinfo=UTC)
Rows = Iterable[dict[str, object]]


def records_of(kind: Kind, rows: Rows) -> pl.DataFrame:
    """Records of one shop; ids are 1, 2, … and keys not of the schema stay beside it."""
    known = [
        {"platform": "taobao", "shop": "demo", "id": str(number)} | row
        for number, row in enumerate(rows, start=1)
    ]
    frame = pl.DataFrame(known, infer_schema_length=None)
    extra = [name for name in frame.columns if name.endswith("_key")]
    return conform(frame.drop(extra), kind).hstack(frame.select(extra))


@pytest.fixture
def values() -> Callable[..., list[object]]:
    """Compute one feature, by name or as declared, of orders (hours from the first of November).

    Other kinds are given by their names.
    """

    def compute(feature: str | Feature, orders: Rows, **others: Rows) -> list[object]:
        tables = {Kind.ORDERS: orders} | {Kind(name): rows for name, rows in others.items()}
        records = {kind: records_of(kind, map(_timed, rows)) for kind, rows in tables.items()}
        plan = make_plan([feature]) if isinstance(feature, str) else Plan((feature,))
        return compute_features(records, plan).to_series().to_list()

    return compute


def _timed(row: dict[str, object]) -> dict[str, object]:
    """Read ``created_at`` and ``shipped_at`` as hours."""
    return {
        name: DAY + timedelta(hours=value)
        if name.endswith("_at") and isinstance(value, int | float)
        else value
        for name, value in row.items()
    }
