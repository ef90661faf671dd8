from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shopwarden.demo import generate
from shopwarden.desk.demo.exports import Export

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
WALL_CLOCK = "2026-05-20 12:00:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports")
    generate(path, orders=3000, seed=3, until=NOW + timedelta(days=1))
    return path


def _rows(content: bytes) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(content.decode("gb18030"), newline=""))
    return {row["订单编号"]: row for row in rows}


def test_an_earlier_export_ends_earlier_and_has_less_shipped(folder: Path) -> None:
    since = NOW - timedelta(days=10)
    shipped = Export.read(folder / "taobao-items.csv", since=since).shipping_times()
    final = _rows((folder / "taobao-orders.csv").read_bytes())
    export = Export.read(folder / "taobao-orders.csv", since=since)
    earlier = _rows(export.as_of(NOW, shipped))
    real = {number: row for number, row in earlier.items() if number in final}
    expected = {
        number
        for number, row in final.items()
        if "2026-05-10 12:00:00" <= row["订单创建时间"] <= WALL_CLOCK
    }
    # An open quote in a damaged row swallows the row behind it.
    assert len(expected - set(real)) <= 1
    moved = {number for number in expected & set(real) if real[number] != final[number]}
    assert moved == {
        number for number in expected & set(real) if shipped.get(number[2:-1], "") > WALL_CLOCK
    }
    assert len(moved) >= 5
    for number in moved:
        assert "等待卖家发货" in real[number]["订单状态"]
        assert real[number]["物流单号 "] == ""
        assert real[number]["收货地址 "] == final[number]["收货地址 "]


def test_rows_that_cannot_be_read_are_in_every_export(folder: Path) -> None:
    export = Export.read(folder / "taobao-orders.csv", since=NOW)
    assert export.as_of(NOW, {}).decode("gb18030").count('="3599') == 4
