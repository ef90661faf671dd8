"""Fifty rules on 10,000,000 orders from Parquet, and on one order, beside other engines.

Every engine counts the hits of every rule, from the same files and for the same expressions,
in a process of its own; rounds are interleaved and medians shown. The hits have to be equal.
zen-engine and rule-engine judge row by row: 10,000 rows, extrapolated; their nulls have a logic
of their own, so that their hits may differ and are shown.

``python benchmarks/rules.py [orders] [rounds]``. zen-engine and rule-engine are installed into
a cache folder of the user the first time.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

RULES = 50
FILES = 10
ROWS = 10_000
EVENTS = 20_000
PROVINCES = [f"省份{number:02d}" for number in range(31)]
CITIES = [f"城市{number:03d}" for number in range(340)]
STATUSES = ["unpaid", "paid", "shipped", "signed", "finished", "closed_refunded"]
PEERS = {"zen-engine": ("zen-engine",), "rule-engine": ("rule-engine",)}
BATCH = ("shopwarden", "polars", "polars in memory", "duckdb")
# column -> type, and the numbers rules compare it with.
NUMBERS: dict[str, tuple[str, Sequence[float]]] = {
    "amount_minor": ("integer", (5_000, 10_000, 20_000, 50_000, 100_000)),
    "refunded_minor": ("integer", (1, 1_000, 5_000)),
    "post_fee_minor": ("integer", (0, 1_000)),
    "quantity": ("integer", (2, 3, 5, 10)),
    "buyer_orders_24h": ("integer", (2, 3, 5)),
    "buyer_orders_30d": ("integer", (5, 10, 20)),
    "buyer_refunds_30d": ("integer", (1, 2, 3)),
    "buyer_refund_only_90d": ("integer", (1, 2)),
    "phone_buyers_30d": ("integer", (3, 4)),
    "place_buyers_30d": ("integer", (3, 5)),
    "device_buyers_30d": ("integer", (2, 3)),
    "buyer_refund_rate_90d": ("number", (0.3, 0.5, 0.8)),
    "amount_against_buyer_365d": ("number", (2, 3, 5)),
    "buyer_known_days_365d": ("number", (1, 7, 30)),
}
Count = Callable[[], list[int]]
TEXTS = ("province", "city", "status", "item", "title", "address")


class Said(NamedTuple):
    """One text per language: SQL, and what the two engines that go row by row have instead."""

    sql: str
    zen: str
    rule_engine: str


def rules(language: str = "sql", number: int = RULES) -> list[str]:
    """Return made-up rules of two to five comparisons, as a shop would write them."""
    pick = random.Random(20261124)  # noqa: S311 - repeatable, not secret

    def rule() -> Said:
        parts = [_comparison(pick) for _ in range(pick.randint(2, 5))]
        if len(parts) > 3:
            parts[:2] = [_put("({} or {})", parts[:2])]
        elif len(parts) == 3:
            parts[1:] = [_put("not ({} and {})", parts[1:])]
        return _put(" and ".join(["{}"] * len(parts)), parts)

    return [getattr(rule(), language) for _ in range(number)]


def _put(form: str, parts: Sequence[Said]) -> Said:
    return Said(*(form.format(*texts) for texts in zip(*parts, strict=True)))


def _comparison(pick: random.Random) -> Said:
    if pick.random() < 0.65:
        column, (_, numbers) = pick.choice(list(NUMBERS.items()))
        text = f"{column} {pick.choice(['>=', '>', '<'])} {pick.choice(numbers)}"
        # Neither engine compares null with a number.
        return Said(text, *[f"({column} != null and {text})"] * 2)
    text = pick.choice(["in", "city", "status", "item", "title", "address", "product", "between",
                        "coalesce", "null", "flag"])  # fmt: skip
    match text:
        case "in":
            chosen = ", ".join(map(repr, pick.sample(PROVINCES, 3)))
            return Said(f"province in ({chosen})", *[f"province in [{chosen}]"] * 2)
        case "city":
            city = pick.choice(CITIES)
            return Said(f"city = '{city}'", *[f"city == '{city}'"] * 2)
        case "status":
            return Said("status in ('paid', 'shipped')", *["status in ['paid', 'shipped']"] * 2)
        case "item":
            start = f"item{pick.randint(0, 19):02d}"
            return Said(f"item like '{start}%'", f"startsWith(item, '{start}')",
                        f"item.starts_with('{start}')")  # fmt: skip
        case "title":
            return _contains("title", f"型号{pick.randint(1, 9)}号")
        case "address":
            return _contains("address", pick.choice(["建设路1", "99号", "3幢"]))
        case "product":
            return Said(*[f"amount_minor * quantity > {pick.choice([100_000, 300_000])}"] * 3)
        case "between":
            both = "(refunded_minor >= 1 and refunded_minor <= 5000)"
            return Said("refunded_minor between 1 and 5000", both, both)
        case "coalesce":
            least = pick.choice([2, 3])
            guarded = f"(device_buyers_30d != null and device_buyers_30d >= {least})"
            return Said(f"coalesce(device_buyers_30d, 0) >= {least}", guarded, guarded)
        case "null":
            return Said("post_fee_minor is null", *["post_fee_minor == null"] * 2)
    return Said(*["needs_review"] * 3)


def _contains(column: str, text: str) -> Said:
    return Said(
        f"{column} like '%{text}%'",
        f"({column} != null and contains({column}, '{text}'))",
        f"({column} != null and '{text}' in {column})",
    )


def main() -> None:
    """Print the tables."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        # Not here: what this process has held would count in the peak of every child.
        subprocess.run([sys.executable, __file__, "--write", folder, str(orders)], check=True)
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in BATCH}
        for _ in range(rounds):
            for name in BATCH:
                found[name].append(_child(sys.executable, name, folder))
        _show_batch(found, orders)
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("one event", *PEERS)}
        pythons = {name: _python(name) for name in rows}
        for _ in range(rounds):
            for name in rows:
                rows[name].append(_child(pythons[name], name, folder))
        _show_rows(rows, found["shopwarden"][0]["hits_of_rows"])


def _python(name: str) -> str:
    from peers import python_with

    return python_with(name, PEERS[name]) if name in PEERS else sys.executable


def _child(python: str, name: str, folder: str) -> dict[str, Any]:
    """Run one engine to its end; it prints what it found as the last line."""
    command = [python, __file__, "--run", name, folder]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    answer: dict[str, Any] = json.loads(shown.splitlines()[-1])
    return answer


def _show_batch(found: dict[str, list[dict[str, Any]]], orders: int) -> None:
    middle = {
        name: [statistics.median(one[key] for one in runs) for key in ("seconds", "cpu")]
        for name, runs in found.items()
    }
    best = [min(middle[name][key] for name in BATCH[1:]) for key in (0, 1)]
    hits = {name: runs[0]["hits"] for name, runs in found.items()}
    print(f"{orders:,} orders x {RULES} rules from Parquet, {sum(hits['duckdb']):,} hits")
    print(f"{'':18}{'wall s':>8}{'to best':>9}{'cpu s':>8}{'to best':>9}{'peak GB':>9}{'same':>6}")
    for name, runs in found.items():
        wall, cpu = middle[name]
        peak = max(one["peak"] for one in runs) / 1e9
        same = "yes" if hits[name] == hits["duckdb"] else "NO"
        print(f"{name:18}{wall:8.2f}{wall / best[0]:9.2f}{cpu:8.2f}{cpu / best[1]:9.2f}"
              f"{peak:9.2f}{same:>6}")  # fmt: skip


def _show_rows(rows: dict[str, list[dict[str, Any]]], expected: list[int]) -> None:
    print(f"\nrow by row, {ROWS:,} rows x {RULES} rules")
    print(f"{'':18}{'p50 us':>9}{'p99 us':>9}{'10 M orders':>14}{'same hits':>11}")
    for name, runs in rows.items():
        p50, p99 = (statistics.median(one[key] for one in runs) for key in ("p50", "p99"))
        mean = statistics.median(one["mean"] for one in runs)
        same = sum(a == b for a, b in zip(runs[0]["hits"], expected, strict=True))
        print(f"{name:18}{p50:9.1f}{p99:9.1f}{mean * 10:12,.0f} s{same:>8}/{RULES}")
    print(f"read and compile all {RULES} rules: "
          f"{statistics.median(one['compile'] for one in rows['one event']):.1f} ms")  # fmt: skip


def write(folder: Path, orders: int) -> None:
    """Write made-up orders, and the first few as JSON for engines that have no Parquet."""
    import polars as pl

    for number in range(FILES):
        frame = _orders(orders // FILES, number)
        frame.write_parquet(folder / f"{number:02d}.parquet")
        if number == 0:
            few = frame.head(ROWS).select(pl.exclude("created_at"))
            (folder / "rows.json").write_text(json.dumps(few.to_dicts()), encoding="utf-8")


def _orders(rows: int, seed: int) -> Any:
    import numpy as np
    import polars as pl

    draw = np.random.default_rng(seed)
    item = draw.integers(0, 20_000, rows)
    spread = {
        "buyer_orders_30d": 0.15, "place_buyers_30d": 0.5, "phone_buyers_30d": 0.7,
        "buyer_orders_24h": 0.5, "quantity": 0.6,
    }  # fmt: skip
    frame = pl.DataFrame(
        {
            "_province": np.minimum(draw.geometric(0.12, rows) - 1, 30),
            "_city": draw.integers(0, 340, rows),
            "_status": draw.integers(0, 6, rows),
            "_road": draw.integers(1, 3_000, rows),
            "_item": item,
            "amount_minor": draw.lognormal(9, 1, rows).astype(np.int64),
            "refunded_minor": np.where(draw.random(rows) < 0.05, draw.integers(0, 9_000, rows), 0),
            "post_fee_minor": draw.integers(0, 3_000, rows),
            **{name: draw.geometric(share, rows) for name, share in spread.items()},
            "buyer_refunds_30d": draw.geometric(0.6, rows) - 1,
            "buyer_refund_only_90d": draw.geometric(0.7, rows) - 1,
            "device_buyers_30d": draw.geometric(0.7, rows),
            "buyer_refund_rate_90d": draw.random(rows),
            "amount_against_buyer_365d": draw.lognormal(0, 0.7, rows),
            "buyer_known_days_365d": draw.exponential(90, rows),
            "needs_review": draw.random(rows) < 0.03,
            "created_at": 1_764_000_000_000_000 + np.sort(draw.integers(0, 2_592 * 10**9, rows)),
            **{f"_null_{number}": draw.random(rows) < 0.05 for number in range(8)},
        }
    )
    named = {
        name: pl.Series(values) for name, values in
        (("province", PROVINCES), ("city", CITIES), ("status", STATUSES))
    }  # fmt: skip
    nulls = (
        "province",
        "city",
        "post_fee_minor",
        "buyer_refunds_30d",
        "device_buyers_30d",
        "buyer_refund_rate_90d",
        "amount_against_buyer_365d",
        "buyer_known_days_365d",
    )
    return (
        frame.with_columns(
            pl.lit(values).gather(pl.col(f"_{name}")).alias(name) for name, values in named.items()
        )
        .with_columns(
            item=pl.format("item{}", pl.col("_item").cast(pl.String).str.zfill(5)),
            title=pl.format("秋季新款男女同款轻便运动鞋 型号{}号", "_item"),
            address=pl.format(
                "{}{}建设路{}号{}幢", "province", "city", "_road", pl.col("_road") % 17
            ),
            created_at=pl.col("created_at").cast(pl.Datetime("us", "UTC")),
        )
        .with_columns(
            pl.when(~pl.col(f"_null_{number}")).then(name).alias(name)
            for number, name in enumerate(nulls)
        )
        .select(pl.exclude("^_.*$"))
    )


def run(name: str, folder: str) -> dict[str, Any]:
    """Judge the orders in `folder` by one engine; what a child process does."""
    if name in PEERS or name == "one event":
        return _run_rows(name, Path(folder))
    work = {"shopwarden": _shopwarden, "duckdb": _duckdb}.get(name, _polars)
    count = work(f"{folder}/*.parquet", is_streamed=name == "polars")
    begin, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    hits = count()
    seconds, now = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    answer = {"seconds": seconds, "cpu": cpu, "peak": now.ru_maxrss * 1024, "hits": hits}
    if name == "shopwarden":
        answer["hits_of_rows"] = _shopwarden(f"{folder}/00.parquet", rows=ROWS)()
    return answer


def _ruleset() -> Any:
    from shopwarden.rules import RuleSet, Term, Type, Vocabulary, check_rule

    terms = [Term(name=name, type=Type(kind)) for name, (kind, _) in NUMBERS.items()]
    terms += [Term(name=name, type=Type.TEXT) for name in TEXTS]
    shop = Vocabulary([*terms, Term(name="needs_review", type=Type.FLAG)])
    return RuleSet({f"r{number}": check_rule(text, shop) for number, text in enumerate(rules())})


def _shopwarden(files: str, rows: int | None = None, **_: bool) -> Count:
    import polars as pl

    ruleset = _ruleset()

    def count() -> list[int]:
        orders = pl.scan_parquet(files)
        flags = ruleset.flags(orders.head(rows) if rows else orders)
        return list(flags.sum().collect(engine="streaming").row(0))

    return count


def _polars(files: str, *, is_streamed: bool) -> Count:
    import polars as pl

    engine = "streaming" if is_streamed else "in-memory"

    def count() -> list[int]:
        fires = [pl.sql_expr(text).sum().alias(str(number)) for number, text in enumerate(rules())]
        return list(pl.scan_parquet(files).select(fires).collect(engine=engine).row(0))

    return count


def _duckdb(files: str, **_: bool) -> Count:
    import duckdb

    def count() -> list[int]:
        counts = ", ".join(f"count(*) filter (where {text})" for text in rules())
        found = duckdb.execute(f"select {counts} from read_parquet('{files}')").fetchone()  # noqa: S608
        return list(found or ())

    return count


def _run_rows(name: str, folder: Path) -> dict[str, Any]:
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    makers: dict[str, Callable[[], Callable[[dict[str, Any]], Sequence[bool]]]] = {
        "one event": lambda: _ruleset().judge,
        "zen-engine": _zen,
        "rule-engine": _rule_engine,
    }
    # Once for what is imported, once for the clock.
    makers[name]()
    begin = time.perf_counter()
    judge = makers[name]()
    judge(rows[0])
    compiled = time.perf_counter() - begin
    hits = [0] * RULES
    taken = []
    for row in rows:
        begin = time.perf_counter()
        fires = judge(row)
        taken.append(time.perf_counter() - begin)
        hits = [count + bool(one) for count, one in zip(hits, fires, strict=True)]
    taken.sort()
    return {
        "p50": taken[len(taken) // 2] * 1e6,
        "p99": taken[len(taken) * 99 // 100] * 1e6,
        "mean": sum(taken) / len(taken) * 1e6,
        "compile": compiled * 1e3,
        "hits": hits,
    }


def _zen() -> Callable[[dict[str, Any]], Sequence[bool]]:
    import zen  # type: ignore[import-not-found]

    compiled = [zen.compile_expression(text) for text in rules("zen")]
    return lambda row: [one.evaluate(row) for one in compiled]


def _rule_engine() -> Callable[[dict[str, Any]], Sequence[bool]]:
    import rule_engine  # type: ignore[import-not-found]

    compiled = [rule_engine.Rule(text) for text in rules("rule_engine")]
    return lambda row: [one.matches(row) for one in compiled]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(sys.argv[2], sys.argv[3])))
    elif sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
