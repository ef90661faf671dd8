"""The child process: one address engine, asked by lines of JSON on stdin.

``engine.py NAME FOLDER`` answers first with the seconds its import and first address took, then
to ``time`` (a file, one text a line), ``single``, ``judge`` and ``peak``.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN = time.perf_counter()
FIRST = "浙江省杭州市余杭区五常街道文一西路969号"
# What `judge` answers for a text.
CLEAN, FLAGGED, CONTRADICTORY = 0, 1, 2


class Ours:
    """A column of Polars in, a table out."""

    def __init__(self, entry: str) -> None:
        from shopwarden import places

        self._places = places
        # A version without the faster entry is measured with the only one it has.
        self.run = getattr(places, entry, places.parse_addresses)

    def prepare(self, texts: Sequence[str]) -> Any:
        # Not on import: reading one address may do without.
        import polars as pl

        return pl.Series(texts)

    def first(self) -> None:
        self.single(FIRST)

    def single(self, text: str) -> None:
        self._places.parse_address(text)

    def judge(self, texts: Sequence[str]) -> list[int]:
        return [_ours(*row) for row in self.run(self.prepare(texts))["verdict", "reasons"].rows()]


def _ours(verdict: str, reasons: Sequence[Mapping[str, Any]]) -> int:
    if any(reason["code"] == "contradiction" for reason in reasons):
        return CONTRADICTORY
    return FLAGGED if verdict in {"check", "wrong"} else CLEAN


class Scan:
    """Polars looks for the names and says where they are: no reading, no verdict."""

    def __init__(self, method: str) -> None:
        import polars as pl

        self._series = pl.Series
        self._method = method
        self._names: list[str] = []

    def names(self, file: str) -> None:
        self._names = read(file)

    def prepare(self, texts: Sequence[str]) -> Any:
        return self._series(texts)

    def first(self) -> None:
        self._series([FIRST]).str.find_many(["杭州市"], overlapping=True)

    def run(self, column: Any) -> object:
        return getattr(column.str, self._method)(self._names, overlapping=True)


class Frames:
    """cpca and its kin: a list in, a pandas frame out."""

    def __init__(self, module: str) -> None:
        self._module = __import__(module)

    def prepare(self, texts: Sequence[str]) -> Any:
        return texts

    def first(self) -> None:
        self.run([FIRST])

    def run(self, texts: Sequence[str]) -> Any:
        return self._module.transform(texts)

    def judge(self, texts: Sequence[str]) -> list[int]:
        found = self.run(texts)
        levels = zip(found["省"], found["市"], found["区"], strict=True)
        # An empty level is "", None or NaN.
        return [
            CLEAN if all(name and isinstance(name, str) for name in names) else CONTRADICTORY
            for names in levels
        ]


class Statuses(Frames):
    """cpca-linch says itself what it doubts."""

    def judge(self, texts: Sequence[str]) -> list[int]:
        found = self.run(texts)
        said = zip(found["识别状态"], found["说明"], strict=True)
        return [
            (CONTRADICTORY if "矛盾" in note else FLAGGED) if status == "待核验" else CLEAN
            for status, note in said
        ]


class Jionlp:
    """One dictionary for one text."""

    def __init__(self) -> None:
        import jionlp

        self._read = jionlp.parse_location

    def prepare(self, texts: Sequence[str]) -> Any:
        return texts

    def first(self) -> None:
        self.run([FIRST])

    def run(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        return [self._read(text, town_village=True) for text in texts]

    def judge(self, texts: Sequence[str]) -> list[int]:
        levels = ("province", "city", "county")
        found = self.run(texts)
        return [CLEAN if all(one[n] for n in levels) else CONTRADICTORY for one in found]


ENGINES: dict[str, Callable[[], Any]] = {
    "ours: divisions": lambda: Ours("parse_divisions"),
    "ours: everything": lambda: Ours("parse_addresses"),
    "find_many": lambda: Scan("find_many"),
    "extract_many": lambda: Scan("extract_many"),
    "cpca": lambda: Frames("cpca"),
    "addressparser": lambda: Frames("addressparser"),
    "cpca-linch": lambda: Statuses("cpca"),
    "jionlp": Jionlp,
}


def read(file: str) -> list[str]:
    """Return the lines of `file`."""
    return Path(file).read_text(encoding="utf-8").split("\n")


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Return the seconds one call takes, on the clock and of all this process's threads.

    What the call returns is freed within them.
    """
    begin, worked = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - begin, "worked": time.process_time() - worked}


def peak() -> int:
    """Return the largest resident size of this process so far, in bytes."""
    status = Path("/proc/self/status")
    # Where there is no such file; its figure starts with that of the parent process.
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    peaks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(peaks[0].split()[1]) * 1024


def answer(engine: Any, question: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer to one question."""
    kind, file = question["ask"], question.get("file", "")
    if kind == "names":
        return timed(lambda: engine.names(file))
    if kind == "time":
        ready = engine.prepare(read(file))
        return timed(lambda: engine.run(ready))
    if kind == "single":
        return {"each": [timed(lambda text=text: engine.single(text)) for text in read(file)]}
    if kind == "judge":
        return {"verdicts": engine.judge(read(file))}
    return {"bytes": peak()}


def main(name: str, folder: str) -> None:
    """Answer until stdin ends."""
    # What a package prints on import must not get among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if folder:
        sys.path.insert(0, folder)
    engine = ENGINES[name]()
    engine.first()
    print(json.dumps({"seconds": time.perf_counter() - BEGIN}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(engine, json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
