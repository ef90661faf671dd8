"""Rings of accounts on one device, found in a table of somebody else's through a mapping."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.cli.rings import MAPPING, ring_table


@pytest.fixture
def linked(run, tmp_path: Path):
    """Scan a table; return it with whether each row was found by its links."""

    def scan(table: pl.DataFrame, ending: str) -> pl.DataFrame:
        path, mapping, out = (tmp_path / name for name in (f"t.{ending}", "m.toml", "f.parquet"))
        table.write_csv(path) if ending == "csv" else table.write_parquet(path)
        mapping.write_text(MAPPING, encoding="utf-8")
        shown = run("scan", path, "--mapping", mapping, "--out", out)
        assert shown.exit_code == 0, shown.output
        found = pl.read_parquet(out).filter(pl.col("detector") == "linked_accounts")
        flagged = pl.col("user_id").cast(pl.String).is_in(found["subject_id"].implode())
        return table.with_columns(flagged=flagged)

    return scan


@pytest.mark.parametrize(("ending", "seed"), [("csv", 1), ("parquet", 2)])
def test_rings_are_found_and_households_are_not(linked, ending: str, seed: int) -> None:
    judged = linked(ring_table(rings=300, honest=20_000, seed=seed), ending)
    caught = judged.filter("flagged")["class"]
    bad = judged.filter(pl.col("class") == 1)
    assert caught.mean() >= 0.90
    assert bad["flagged"].mean() >= 0.48


def test_two_on_a_device_are_no_finding_and_the_third_brings_in_the_first_two(linked) -> None:
    hours = ["2025-03-01 08:00:00", "2025-03-01 09:00:00", "2025-03-01 09:00:05"]
    usual = {"purchase_value": 20, "ip_address": "1.5", "class": 0, "device_id": "D1"}
    table = pl.DataFrame(
        [{"user_id": n, "purchase_time": at, **usual} for n, at in enumerate(hours)]
    )
    assert linked(table.head(2), "csv")["flagged"].to_list() == [False, False]
    assert linked(table, "csv")["flagged"].to_list() == [True, True, True]
