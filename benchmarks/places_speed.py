"""Addresses per second of the parser on made-up distinct texts, beside cpca if installed.

Township names of every county, invented roads and numbers; the median of interleaved rounds.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import polars as pl

from shopwarden.places import division_path, parse_address, parse_addresses
from shopwarden.places.gazetteer import coded_names, format_code
from shopwarden.places.levels import Level, level_of
from shopwarden.places.text import read_texts
from shopwarden.places.walk import find_divisions

ROWS = 200_000
CPCA_ROWS = 20_000
ROUNDS = 5
ROADS = ("建设", "人民", "文一西", "祥园", "中山", "解放", "振宁", "通惠中", "杭海", "学院", "长江")
TAILS = ("", "3幢2单元501室", "阳光小区5栋", "B座1203")


def addresses(rows: int) -> list[str]:
    """Return `rows` made-up addresses of all parts of the country."""
    pick = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    towns = [format_code(code) for code, _ in coded_names() if level_of(code) is Level.TOWN]
    paths = [
        "".join(name for _, name in division_path(code)) for code in pick.choices(towns, k=rows)
    ]
    return [
        f"{path}{pick.choice(ROADS)}路{pick.randint(1, 2999)}号{pick.choice(TAILS)}"
        for path in paths
    ]


def rate(work: Callable[[], object], rows: int) -> float:
    """Return rows per second of one run of `work`."""
    begin = time.perf_counter()
    work()
    return rows / (time.perf_counter() - begin)


def main() -> None:
    """Print the table."""
    texts = addresses(ROWS)
    column = pl.Series(texts)
    chunks = [texts[first : first + 16_384] for first in range(0, ROWS, 16_384)]
    runs: dict[str, tuple[Callable[[], object], int]] = {
        "divisions": (lambda: [find_divisions(read_texts(chunk)) for chunk in chunks], ROWS),
        "everything": (lambda: parse_addresses(column), ROWS),
    }
    if find_spec("cpca"):
        cpca = import_module("cpca")
        runs["cpca"] = (lambda: cpca.transform(texts[:CPCA_ROWS]), CPCA_ROWS)
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (work, rows) in runs.items():
            rates[name].append(rate(work, rows))
    for name, found in rates.items():
        middle = statistics.median(found)
        print(f"{name:12} {middle:>12,.0f} addresses/s  ({min(found):,.0f} to {max(found):,.0f})")
    single = sorted(1 / rate(lambda: parse_address(texts[0]), 1) for _ in range(300))
    print(f"one address  {single[150] * 1e3:>12.2f} ms (median of 300)")


if __name__ == "__main__":
    main()
