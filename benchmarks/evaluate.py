"""How well and how fast late labels are learnt from, beside a random forest.

Card payments of half a year (`evaluation/tables.py`), one row of the result for each seed and
week: both read the same csv, both are tested on the same payments. The forest learns from the
week that is published for it; ours from the whole history before.

    .venv/bin/python benchmarks/evaluate.py [--seeds 3] [--customers 5000]
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from evaluation.tables import Size, payments, shared_devices, write
from measure import KIB
from peers import python_with

HERE = Path(__file__).parent
SHOPWARDEN = Path(sys.executable).with_name("shopwarden")
LAST = re.compile(r"auc (\S+) ap (\S+) p100 (\S+) precision (\S+) recall (\S+)")
# First day of the training week; the test week begins a fortnight later.
WEEKS = (87, 115, 150)


class Outcome(NamedTuple):
    """What one run printed on its last line, and what it took."""

    figures: tuple[float, ...]
    wall: float
    cpu: float
    peak: int


def run(command: Sequence[object]) -> Outcome:
    """Run `command` to its end and read its last line."""
    begin = time.perf_counter()
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as child:
        said = child.stdout.read() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    found = LAST.search(said.splitlines()[-1]) if said else None
    if child.returncode or found is None:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    wall = time.perf_counter() - begin
    cpu = usage.ru_utime + usage.ru_stime
    return Outcome(tuple(map(float, found.groups())), wall, cpu, usage.ru_maxrss * KIB)


def ours(path: Path, mapping: Path, days: tuple[int, int, int]) -> Outcome:
    """Evaluate with shopwarden; `days` are the ends of training and the ends of the test."""
    until, start, end = (date(2026, 1, 1) + timedelta(days=day) for day in days)
    options = ["--train-until", until, "--test-from", start, "--test-until", end, "--rows", 0]
    return run([SHOPWARDEN, "evaluate", path, "--mapping", mapping, *options])


def show(name: str, found: Outcome) -> None:
    """Print one row."""
    auc, ap, p100, precision, recall = found.figures
    print(
        f"{name:<26} {auc:6.3f} {ap:6.3f} {p100:6.3f} {precision:6.3f} {recall:6.3f} "
        f"{found.wall:7.1f} {found.cpu:7.1f} {found.peak / 1e6:7.0f}",
        flush=True,
    )


def main() -> None:
    """Make the tables, run both on each, print the figures and their ratio."""
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--customers", type=int, default=Size().customers)
    given = options.parse_args()
    peer = python_with("forest", ["scikit-learn", "polars"])
    print(f"{'':<26} {'auc':>6} {'ap':>6} {'p100':>6} {'prec':>6} {'recall':>6} "
          f"{'wall s':>7} {'cpu s':>7} {'MB':>7}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "payments.csv"
        fields = {"buyer": "customer", "terminal": "terminal", "amount": "amount"}
        for seed in range(1, given.seeds + 1):
            table = payments(seed, Size(customers=given.customers))
            mapping = write(table, path, fields)
            print(f"{table.height:,} payments, {table['fraud'].mean():.2%} fraud")
            for week in WEEKS:
                forest = run(
                    [
                        peer,
                        HERE / "evaluation" / "forest.py",
                        path,
                        week,
                        week + 7,
                        week + 14,
                        week + 21,
                    ]
                )
                mine = ours(path, mapping, (week + 7, week + 14, week + 21))
                show(f"forest, seed {seed} day {week}", forest)
                show(f"ours,   seed {seed} day {week}", mine)
                ratios = " ".join(
                    f"{a / b:6.3f}" for a, b in zip(mine.figures, forest.figures, strict=True)
                )
                print(f"{'ratio':<26} {ratios}")
        path = Path(folder) / "shop.csv"
        table = shared_devices(1)
        mapping = write(
            table, path, {"buyer": "user", "device": "device", "ip": "ip", "amount": "value"}
        )
        print(f"{table.height:,} first orders on shared devices, {table['fraud'].mean():.2%} fraud")
        show("ours", ours(path, mapping, (240, 247, 354)))


if __name__ == "__main__":
    main()
