"""``shopwarden evaluate`` from a file to its last line."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

MAPPING = """
kind = "orders"
platform = "bank"
shop = "main"
[fields]
id = "no"
buyer = "customer"
terminal = "terminal"
amount = "amount"
created_at = { column = "at", format = "%Y-%m-%d %H:%M:%S", zone = "Europe/Berlin" }
label = "fraud"
"""
LAST = re.compile(
    r"auc (\d\.\d{3}) ap (\d\.\d{3}) p100 (\d\.\d{3}) precision (\d\.\d{3}) recall (\d\.\d{3})"
)
TIMES = ["--train-until", "2026-03-10", "--test-from", "2026-03-17", "--test-until", "2026-03-24"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A month of payments; those at one terminal are bad, and so are large ones."""
    chance = np.random.default_rng(11)
    size = 6000
    day = np.sort(chance.random(size) * 30)
    terminal = chance.integers(0, 40, size)
    amount = np.round(chance.gamma(4, 10, size), 2)
    seconds = pl.Series((day * 86_400).astype(np.int64) * 1_000_000 + 1_771_891_200_000_000)
    pl.DataFrame({
        "no": np.arange(size), "customer": chance.integers(0, 900, size), "terminal": terminal,
        "amount": amount, "fraud": ((terminal == 7) | (amount > 110)).astype(int),
        "at": seconds.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d %H:%M:%S"),
    }).write_csv(tmp_path / "payments.csv")  # fmt: skip
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path / "payments.csv"


def test_the_last_line_is_the_result(table, run) -> None:
    shown = run("evaluate", table, "--mapping", table.with_name("mapping.toml"), *TIMES)
    assert shown.exit_code == 0, shown.output
    found = LAST.fullmatch(shown.output.splitlines()[-1])
    assert found is not None
    auc, ap, _, precision, recall = map(float, found.groups())
    assert min(auc, ap, precision, recall) > 0.9


def test_the_most_suspicious_orders_are_shown_with_their_reasons(table, run) -> None:
    mapping = table.with_name("mapping.toml")
    shown = run("evaluate", table, "--mapping", mapping, *TIMES, "--lang", "zh", "--rows", "1")
    assert "读入 6,000 行，0 行读不了" in shown.output
    assert "最可疑的订单：" in shown.output
    assert len(re.findall("（几率 [×÷]", shown.output)) == 4
    none = run("evaluate", table, "--mapping", mapping, *TIMES, "--lang", "en", "--rows", "0")
    assert "Most suspicious" not in none.output
    assert none.output.splitlines()[-1] == shown.output.splitlines()[-1]


def test_labels_of_the_future_are_refused_before_the_file_is_read(table, run) -> None:
    table.unlink()
    mapping = table.with_name("mapping.toml")
    late = ["--label-delay", "8d", "--lang", "en"]
    shown = run("evaluate", table, "--mapping", mapping, *TIMES, *late)
    assert shown.exit_code == 2
    assert "The test begins at 2026-03-17 00:00" in shown.output
    assert "known at 2026-03-18 00:00 only" in shown.output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('label = "fraud"', "An evaluation needs label"),
        ('created_at = { column = "at"', "An evaluation needs created_at"),
    ],
)
def test_a_mapping_without_label_or_time_is_refused(table, run, line, said) -> None:
    mapping = table.with_name("mapping.toml")
    kept = [one for one in MAPPING.splitlines() if not one.startswith(line)]
    mapping.write_text("\n".join(kept), encoding="utf-8")
    shown = run("evaluate", table, "--mapping", mapping, *TIMES, "--lang", "en")
    assert (shown.exit_code, said in shown.output) == (2, True)


def test_only_orders_are_evaluated(table, run) -> None:
    mapping = table.with_name("mapping.toml")
    fields = '[fields]\nid = "no"\nhappened_at = "at"'
    mapping.write_text(f'kind = "status_events"\n{fields}', encoding="utf-8")
    shown = run("evaluate", table, "--mapping", mapping, *TIMES, "--lang", "en")
    assert (shown.exit_code, "Only orders can be evaluated" in shown.output) == (2, True)


@pytest.mark.parametrize("delay", ["7", "week", "-1d", "7.5d"])
def test_a_delay_nobody_can_read_is_refused(table, run, delay) -> None:
    mapping = table.with_name("mapping.toml")
    given = [*TIMES, f"--label-delay={delay}", "--lang", "en"]
    shown = run("evaluate", table, "--mapping", mapping, *given)
    assert (shown.exit_code, "Cannot read the delay" in shown.output) == (2, True)
