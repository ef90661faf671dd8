"""Six window features of 5,000,000 events, beside Polars, DuckDB and chdb.

Count, sum and number of different items over 24 hours and 30 days, on cold keys (500,000
buyers) and hot ones (5,000). Every engine starts from a table in its own memory and ends with
six columns in memory, in a process of its own; rounds are interleaved and medians shown. The
sums of the six columns are compared, so that all answer the same question.

``python benchmarks/features.py [events] [rounds]``. DuckDB and chdb are installed into a
cache folder of the user the first time.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__)
KEYS = {"buyer": 500_000, "device": 5_000}
DAYS = 60
WINDOWS = {"24h": 1, "30d": 30}
# The clock of the made-up events ticks ten times a second; chdb wants window ends in 32 bits.
TICK = 100_000
DAY = 864_000
PEERS = {"duckdb": ("duckdb", "numpy", "pyarrow"), "chdb": ("chdb", "numpy", "pyarrow")}
MEASURES = ("count", "sum", "distinct")


class Cost(NamedTuple):
    """Seconds on the wall and of processor."""

    wall: float
    cpu: float


Costs = dict[tuple[str, str], list[Cost]]
# What is timed, and the sums of the six columns of its result.
Prepared = tuple[Callable[[], Any], Callable[[Any], list[int]]]


def main() -> None:
    """Print the table of medians and their ratios."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    python = {"shopwarden": sys.executable, "polars": sys.executable, **_peers()}
    costs: Costs = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "events.parquet")
        _write(path, events)
        for _ in range(rounds):
            for key in KEYS:
                answers = {}
                for engine, program in python.items():
                    command = [program, HERE, "--run", engine, key, path]
                    shown = subprocess.run(command, check=True, capture_output=True, text=True)
                    *cost, answers[engine] = json.loads(shown.stdout.splitlines()[-1])
                    costs.setdefault((engine, key), []).append(Cost(*cost))
                if any(answer != answers["shopwarden"] for answer in answers.values()):
                    raise SystemExit(f"the engines do not agree: {answers}")
    _show(events, list(python), costs)


def _show(events: int, engines: list[str], costs: Costs) -> None:
    walls = {run: statistics.median(cost.wall for cost in found) for run, found in costs.items()}
    busy = {run: statistics.median(cost.cpu for cost in found) for run, found in costs.items()}
    print(f"{events:,} events, {DAYS} days, six features; median seconds, of processor in brackets")
    for engine in engines:
        cells = [f"{key} {walls[engine, key]:6.2f} ({busy[engine, key]:6.2f})" for key in KEYS]
        print(f"{engine:12} {'   '.join(cells)}")
    for key in KEYS:
        others = [engine for engine in engines if engine != "shopwarden"]
        wall, cpu = (
            table["shopwarden", key] / min(table[engine, key] for engine in others)
            for table in (walls, busy)
        )
        print(f"{key}: {wall:.2f} x the best of the others (processor {cpu:.2f} x)")
    ours = [walls["shopwarden", key] for key in KEYS]
    print(f"slower key / faster key: {max(ours) / min(ours):.2f}")


def _peers() -> dict[str, str]:
    """Return an interpreter for each engine that is no dependency of ours."""
    import venv

    from platformdirs import user_cache_path

    found = {}
    for engine, packages in PEERS.items():
        folder = user_cache_path("shopwarden") / "benchmarks" / engine
        program, done = folder / "bin" / "python", folder / "installed"
        if not done.exists():
            venv.create(folder, with_pip=True, clear=True)
            install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*install, *packages], check=True)
            done.touch()
        found[engine] = str(program)
    return found


def _write(path: Path, events: int) -> None:
    """Write made-up events in the order of time, no two at the same moment."""
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(20261121)
    tick = np.cumsum(chance.integers(1, 2 * DAYS * DAY // events, events))
    columns = {name: chance.integers(0, many, events) for name, many in KEYS.items()}
    pl.DataFrame(
        {
            "id": np.arange(events).astype(str),
            "tick": tick,
            **columns,
            "item": chance.integers(0, 50_000, events),
            "amount_minor": chance.integers(1, 100_000, events),
        }
    ).write_parquet(path)


def run(engine: str, key: str, path: Path) -> None:
    """Print the seconds of one run and the sums of its six columns."""
    prepared: Prepared = globals()[f"_{engine}"](key, path)
    work, sums = prepared
    begin, busy = time.perf_counter(), time.process_time()
    found = work()
    wall, cpu = time.perf_counter() - begin, time.process_time() - busy
    print(json.dumps([wall, cpu, sums(found)]))


def _shopwarden(key: str, path: Path) -> Prepared:
    import polars as pl

    from shopwarden.features import Aggregate, Feature, Key, Measure, Plan, Unit, compute_features
    from shopwarden.records import Kind

    day = __import__("datetime").timedelta(days=1)
    columns = {"count": None, "sum": "amount_minor", "distinct": "item"}
    features = [
        Feature(
            stem=name,
            key=Key(key),
            unit=Unit.TIMES,
            measures=(
                Measure(
                    event=Kind.ORDERS,
                    aggregate=Aggregate(name),
                    window=days * day,
                    column=columns[name],
                ),
            ),
        )
        for days in WINDOWS.values()
        for name in MEASURES
    ]
    orders = pl.read_parquet(path).with_columns(
        platform=pl.lit("p"),
        shop=pl.lit("s"),
        created_at=(pl.col("tick") * TICK).cast(pl.Datetime("us", "UTC")),
    )

    records, plan = {Kind.ORDERS: orders}, Plan(tuple(features))
    return lambda: compute_features(records, plan), lambda found: list(found.sum().row(0))


def _polars(key: str, path: Path) -> Prepared:
    import polars as pl

    events = pl.read_parquet(path).with_columns((pl.col("tick") * TICK).cast(pl.Datetime("us")))
    events = events.set_sorted("tick")

    def work() -> list[pl.DataFrame]:
        return [
            events.rolling("tick", period=window, closed="right", group_by=key).agg(
                count=pl.len(), sum=pl.col("amount_minor").sum(), distinct=pl.col("item").n_unique()
            )
            for window in WINDOWS
        ]

    def sums(found: list[pl.DataFrame]) -> list[int]:
        return [int(frame[name].sum()) for frame in found for name in MEASURES]

    return work, sums


def _duckdb(key: str, path: Path) -> Prepared:
    duckdb: Any = import_module("duckdb")
    base = duckdb.connect()
    base.execute(f"CREATE TABLE events AS FROM '{path}'")
    text = _sql(key, "count(DISTINCT item)", "count(*)")

    compute: Any = import_module("pyarrow.compute")
    return (
        lambda: base.sql(text).to_arrow_table(),
        lambda found: [int(compute.sum(found[name]).as_py()) for name in _names()],
    )


def _chdb(key: str, path: Path) -> Prepared:
    session: Any = import_module("chdb.session").Session()
    session.query("CREATE DATABASE b ENGINE = Atomic")
    table = f"SELECT * FROM file('{path}', Parquet)"  # noqa: S608
    session.query(f"CREATE TABLE b.events ENGINE = Memory AS {table}")
    text = _sql(key, "uniqExact(item)", "count()").replace("FROM events", "FROM b.events")

    def sums(_: Any) -> list[int]:
        names = ", ".join(f"toInt64(sum({name}))" for name in _names())
        found = str(session.query(f"SELECT {names} FROM b.found"))  # noqa: S608
        return [int(one) for one in found.split(",")]

    return lambda: session.query(f"CREATE TABLE b.found ENGINE = Memory AS {text}"), sums


def _names() -> list[str]:
    return [f"{name}_{window}" for window in WINDOWS for name in MEASURES]


def _sql(key: str, distinct: str, count: str) -> str:
    """Both windows reach back to, and not at, their beginning."""
    columns, frames = [], []
    for window, days in WINDOWS.items():
        forms = {"count": count, "sum": "sum(amount_minor)", "distinct": distinct}
        columns += [f"{form} OVER w{days} AS {name}_{window}" for name, form in forms.items()]
        frames.append(
            f"w{days} AS (PARTITION BY {key} ORDER BY tick "
            f"RANGE BETWEEN {days * DAY - 1} PRECEDING AND CURRENT ROW)"
        )
    return f"SELECT {', '.join(columns)} FROM events WINDOW {', '.join(frames)}"  # noqa: S608


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        main()
