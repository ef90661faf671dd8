from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

RULES = """
format: 1
rules:
  - id: often
    title: {zh: 一小时两单, en: Two within an hour}
    expression: buyer_orders_1h >= 2
    severity: check
    score: 0.5
  - id: dear
    title: {zh: 大额, en: Large}
    expression: amount > 200
    severity: note
    score: 0.2
    state: shadow
  - id: never
    title: {zh: 停用, en: Not used}
    expression: amount > 0
    severity: note
    score: 0.2
    state: 'off'
"""
MAPPING = """
kind = "orders"
platform = "own"
shop = "s"
[fields]
id = "no"
buyer = "who"
amount = { column = "total", currency = "USD" }
created_at = { column = "at", zone = "America/New_York" }
label = "bad"
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return rulebook, orders and mapping."""
    rules, orders, mapping = (tmp_path / name for name in ("r.yaml", "f.parquet", "m.toml"))
    rules.write_text(RULES, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    pl.DataFrame(
        {
            "no": ["1", "2", "3", "4"],
            "who": ["a", "a", "b", "a"],
            "total": [100.0, 300.0, 250.0, 300.5],
            "at": [
                "2026-11-01 10:00:00", "2026-11-01 10:30:00", "2026-11-02 09:00:00",
                "2026-11-01 10:40:00",
            ],
            "bad": [0, 1, 0, 1],
        }
    ).write_parquet(orders)  # fmt: skip
    return rules, orders, mapping


def test_hits_days_amount_overlaps_outcomes_and_examples(run, files) -> None:
    rules, orders, mapping = files
    shown = run(
        "backtest", "--rules", rules, "--orders", orders, "--mapping", mapping, "--lang", "en"
    )
    assert shown.exit_code == 0, shown.output
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in shown.output.splitlines()
        if line.startswith("│")
    ]
    assert rows == [
        ["dear", "Large", "shadow", "3", "75.00%", "850.50", "2", "2026-11-01 (2)"],
        ["often", "Two within an hour", "on", "2", "50.00%", "600.50", "1", "2026-11-01 (2)"],
    ]
    lines = [line.strip() for line in shown.output.splitlines()]
    assert "4 orders, 2 rules" in lines
    assert "Both fire: often and dear, 2 orders" in lines
    assert "often: Label (0/1): 1 (2)" in lines
    assert "dear: Label (0/1): 0 (1), 1 (2)" in lines
    assert "For example often: 4, 2" in lines
    assert "For example dear: 3, 4, 2" in lines


def test_chinese_is_complete(run, files) -> None:
    rules, orders, mapping = files
    shown = run(
        "backtest", "--rules", rules, "--orders", orders, "--mapping", mapping, "--lang", "zh"
    )
    assert "4 单，2 条规则" in shown.output
    assert "同时命中：often 与 dear，2 单" in shown.output
    assert "一小时两单" in shown.output


def test_a_mistake_in_a_rule_is_shown_with_its_place(run, files) -> None:
    rules, orders, mapping = files
    rules.write_text(RULES.replace("amount > 0", "amout > 0"), encoding="utf-8")
    for command in (
        ["backtest", "--rules", rules, "--orders", orders, "--mapping", mapping],
        ["scan", orders, "--rules", rules, "--mapping", mapping],
    ):
        shown = run(*command, "--lang", "en")
        assert shown.exit_code == 2
        assert "r.yaml" in shown.output
        assert "amount" in shown.output
        assert "never" in shown.output


def test_files_without_orders_are_refused(run, files, tmp_path) -> None:
    rules, _, _ = files
    (tmp_path / "r.csv").write_text("no,order\n1,2\n", encoding="utf-8")
    (tmp_path / "m2.toml").write_text(
        'kind = "refunds"\nplatform = "own"\nshop = "s"\n[fields]\nid = "no"\norder_id = "order"\n'
    )
    shown = run(
        "backtest", "--rules", rules, "--orders", tmp_path / "r.csv",
        "--mapping", tmp_path / "m2.toml", "--lang", "en",
    )  # fmt: skip
    assert shown.exit_code == 2
    assert "There are no orders in these files" in shown.output


def test_a_scan_takes_the_rules_of_a_file(run, files, tmp_path) -> None:
    rules, orders, mapping = files
    out = tmp_path / "found.parquet"
    shown = run(
        "scan", orders, "--rules", rules, "--mapping", mapping, "--out", out, "--lang", "en"
    )
    assert shown.exit_code == 0, shown.output
    found = pl.read_parquet(out)
    assert found["sentence"].to_list() == [
        "Rule “Two within an hour”: Orders of the buyer within an hour 2 (≥ 2)",
        "Rule “Two within an hour”: Orders of the buyer within an hour 3 (≥ 2)",
    ]
    assert "rules: check 2" in shown.output
    assert (
        "Not in the files: Receiver, Receiver's phone, Address, Device, IP address, "
        "Payment account, Item number; what needs them was not checked" in shown.output
    )
