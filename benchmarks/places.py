"""Addresses a second of our parser and of its peers, on the same made-up texts.

Every engine runs in a process of its own, one at a time, in interleaved rounds; a peer has an
install folder of its own, made on the first run. Prints a Markdown table and how time grows.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from addresses.atlas import chains, scanned_names
from addresses.peers import Child, Peer, installed
from addresses.texts import deliveries, lengthened

ROWS, WARM_ROWS, SINGLE_ROWS = 200_000, 20_000, 2_000
ROUNDS, STARTS = 7, 3
# Slow peers read fewer rows, so that a round takes seconds.
PEER_ROWS = {"cpca": ROWS, "addressparser": 20_000, "cpca-linch": 5_000, "jionlp": 200}
OURS = ("ours: divisions", "ours: everything")
SCANS = ("find_many", "extract_many")
BASE = "cpca"
MIB = 1 << 20


class Texts:
    """Made-up texts as files, one text a line."""

    def __init__(self, folder: Path) -> None:
        every = chains()
        self._folder = folder
        self._texts = deliveries(ROWS, 20261121, every)
        self._other = deliveries(WARM_ROWS, 4, every)
        self.names = self._write("names", scanned_names())
        self.length = statistics.mean(map(len, self._texts))
        self.single = self._write("single", self._texts[:SINGLE_ROWS])

    def first(self, rows: int) -> str:
        """Return the file of the first `rows` texts."""
        return self._write(f"texts-{rows}", self._texts[:rows])

    def other(self, rows: int) -> str:
        """Return a file of other texts, to warm up with."""
        return self._write(f"other-{rows}", self._other[:rows])

    def longer(self, rows: int) -> str:
        """Return the file of the first `rows` texts at double length."""
        return self._write(f"longer-{rows}", lengthened(self._texts[:rows], 5))

    def _write(self, name: str, lines: list[str]) -> str:
        file = self._folder / f"{name}.txt"
        if not file.exists():
            file.write_text("\n".join(lines), encoding="utf-8")
        return str(file)


class Taken(NamedTuple):
    """Seconds on the clock, and of the processor."""

    seconds: float
    worked: float


@dataclass
class Run:
    """One engine and what was measured of it."""

    name: str
    child: Child
    rows: int
    startup: float
    firsts: tuple[float, float]
    rounds: list[Taken] = field(default_factory=list)

    def take(self, file: str) -> Taken:
        """Return what the engine takes over all texts of `file`."""
        return Taken(**self.child.ask("time", file=file))


def main() -> None:
    """Measure and print."""
    peers = {peer.name: peer for peer in installed()}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        texts = Texts(Path(folder))
        # cpca right behind ours: what the machine does beside them changes from second to second.
        engines = (OURS[0], *(name for name in peers if name == BASE), OURS[1], *SCANS)
        names = dict.fromkeys((*engines, *peers))
        runs = [_started(stack, texts, name, peers.get(name)) for name in names]
        for number in range(ROUNDS):
            print(f"round {number + 1} of {ROUNDS}", file=sys.stderr)
            for run in runs:
                run.rounds.append(run.take(texts.first(run.rows)))
        print(f"{ROWS:,} distinct texts, {texts.length:.1f} characters on average.\n")
        _print_table(runs, peers)
        _print_single(runs, texts)
        for name in OURS:
            _print_growth(_named(runs, name), texts)


def _named(runs: list[Run], name: str) -> Run:
    return next(run for run in runs if run.name == name)


def _started(stack: ExitStack, texts: Texts, name: str, peer: Peer | None) -> Run:
    """Start an engine some times over, then for good, and warm it up."""
    rows, where = PEER_ROWS.get(name, ROWS), peer.folder if peer else None
    starts, firsts = [], []
    for _ in range(STARTS - 1):
        with Child(name, where) as child:
            starts.append(child.startup)
            firsts.append(_warmed(name, child, rows, texts))
    child = stack.enter_context(Child(name, where))
    last = _warmed(name, child, rows, texts)
    # The machine's other work only adds to a start: the shortest is nearest to the truth.
    return Run(name, child, rows, min(*starts, child.startup), (firsts[0], last))


def _warmed(name: str, child: Child, rows: int, texts: Texts) -> float:
    """Return the time a fresh engine takes over its first texts."""
    if name in SCANS:
        child.ask("names", file=texts.names)
    return float(child.ask("time", file=texts.other(min(rows, WARM_ROWS)))["seconds"])


def _print_table(runs: list[Run], peers: dict[str, Peer]) -> None:
    print(
        "| engine | rows | addresses/s (lowest to highest) | x cpca | x scan "
        "| by processor time: x cpca, x scan | peak | start-up |\n|---|---|---|---|---|---|---|---|"
    )
    for run in runs:
        name = f"{run.name} {peers[run.name].version}" if run.name in peers else run.name
        rates = sorted(run.rows / taken.seconds for taken in run.rounds)
        rate = f"{statistics.median(rates):,.0f} ({rates[0]:,.0f} to {rates[-1]:,.0f})"
        (cpca, cpca_worked), (scan, scan_worked) = (
            _ratios(run, runs, other) for other in (BASE, SCANS[0])
        )
        worked = f"{cpca_worked}, {scan_worked}"
        peak = f"{run.child.ask('peak')['bytes'] / MIB:,.0f} MiB"
        cells = (name, f"{run.rows:,}", rate, cpca, scan, worked, peak, f"{run.startup:.2f} s")
        print(f"| {' | '.join(cells)} |")


def _ratios(run: Run, runs: list[Run], base: str) -> list[str]:
    """Return how many times faster than `base` an engine is, by clock and by processor.

    The median of the ratios of the rounds: both sides of one ran under the same load.
    """
    others = [other for other in runs if other.name == base]
    if not others:
        return ["-", "-"]
    share = run.rows / others[0].rows
    pairs = list(zip(run.rounds, others[0].rounds, strict=True))
    times = [[its[n] / mine[n] * share for mine, its in pairs] for n in range(2)]
    return [f"{statistics.median(each):.2f}" for each in times]


def _print_single(runs: list[Run], texts: Texts) -> None:
    whole = _named(runs, OURS[1])
    taken = sorted(one["seconds"] for one in whole.child.ask("single", file=texts.single)["each"])
    middle, late = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    print(f"\nOne address: p50 {middle * 1e3:.2f} ms, p99 {late * 1e3:.2f} ms.")
    for run in (_named(runs, name) for name in OURS):
        first, later = run.firsts
        print(
            f"First {WARM_ROWS:,} rows of a fresh process, {run.name}: {first:.2f} s the first "
            f"time, {later:.2f} s when code is cached."
        )


def _print_growth(run: Run, texts: Texts) -> None:
    """Print time at four times the rows and at twice the length, as factors of the plain time."""
    rows = ROWS // 4
    files = (texts.first(rows), texts.first(ROWS), texts.longer(rows))
    rounds = [[run.take(file).worked for file in files] for _ in range(ROUNDS)]
    fourfold = statistics.median(more / plain for plain, more, _ in rounds)
    longer = statistics.median(long / plain for plain, _, long in rounds)
    print(
        f"Growth, {run.name}: 4x rows take {fourfold:.2f}x, 2x characters {longer:.2f}x the "
        "processor time."
    )


if __name__ == "__main__":
    main()
