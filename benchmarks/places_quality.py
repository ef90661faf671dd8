"""What parsers flag of wrong and of right addresses, ours beside those peers that can flag.

Wrong ones have an error injected into a made-up address, right ones are written as people write
them. ``--lines FILE`` judges the addresses of a file as well, one a line; they are only read.
A peer that gives no verdict is taken to doubt an address when it leaves a level empty.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from addresses.atlas import chains
from addresses.engine import CLEAN, CONTRADICTORY
from addresses.faults import Faults
from addresses.peers import Child, installed
from addresses.texts import varied

FAULTY_ROWS, RIGHT_ROWS = 2_000, 20_000
# jionlp reads some hundred addresses a second.
PEER_SHARE = {"jionlp": 10}
OURS = "ours: everything"
NOTE = {
    OURS: "verdict and reasons",
    "cpca": "a level is empty",
    "addressparser": "a level is empty",
    "cpca-linch": "status 待核验",
    "jionlp": "a level is empty",
}


def main() -> None:
    """Measure and print."""
    given = _arguments()
    every = chains()
    sets = {one.name: one.texts for one in Faults(every).injected(given.rows, 20261121)}
    faulty = [*sets]
    sets["right"] = varied(given.rows * RIGHT_ROWS // FAULTY_ROWS, 20261121, every)
    if given.lines:
        lines = given.lines.read_text(encoding="utf-8").splitlines()
        sets["given"] = [line for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        children = {OURS: stack.enter_context(Child(OURS))}
        children |= {
            peer.name: stack.enter_context(Child(peer.name, peer.folder)) for peer in installed()
        }
        found = {
            name: {
                kind: _judged(child, Path(folder), texts[:: PEER_SHARE.get(name, 1)])
                for kind, texts in sets.items()
            }
            for name, child in children.items()
        }
    _print_recall(found, faulty)
    for kind in [name for name in sets if name not in faulty]:
        _print_flagged(found, kind, len(sets[kind]))
    if given.show:
        _print_examples(sets, found[OURS], faulty, given.show)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lines", type=Path, help="a file of addresses to judge, one a line")
    parser.add_argument("--rows", type=int, default=FAULTY_ROWS, help="texts of every fault")
    parser.add_argument("--show", type=int, default=0, help="print so many of our errors a kind")
    return parser.parse_args()


def _judged(child: Child, folder: Path, texts: list[str]) -> list[int]:
    file = folder / "texts.txt"
    file.write_text("\n".join(texts), encoding="utf-8")
    return list(child.ask("judge", file=str(file))["verdicts"])


def _share(verdicts: list[int], least: int) -> str:
    return f"{sum(one >= least for one in verdicts) / len(verdicts):.2%}"


def _print_recall(found: dict[str, dict[str, list[int]]], faulty: list[str]) -> None:
    print("Flagged as contradictory:\n")
    print(f"| engine | flag | {' | '.join(faulty)} | all | texts of each |")
    print("|---|---|" + "---|" * (len(faulty) + 2))
    for name, judged in found.items():
        every = [one for kind in faulty for one in judged[kind]]
        each = [*(judged[kind] for kind in faulty), every]
        shares = " | ".join(_share(verdicts, CONTRADICTORY) for verdicts in each)
        print(f"| {name} | {NOTE[name]} | {shares} | {len(judged[faulty[0]]):,} |")


def _print_flagged(found: dict[str, dict[str, list[int]]], kind: str, rows: int) -> None:
    print(f"\nFlagged of {rows:,} {kind} addresses:\n")
    print("| engine | contradictory | contradictory, wrong or to be checked | texts |")
    print("|---|---|---|---|")
    for name, judged in found.items():
        shares = f"{_share(judged[kind], CONTRADICTORY)} | {_share(judged[kind], CLEAN + 1)}"
        print(f"| {name} | {shares} | {len(judged[kind]):,} |")


def _print_examples(
    sets: dict[str, list[str]], judged: dict[str, list[int]], faulty: list[str], count: int
) -> None:
    for kind, texts in sets.items():
        missed = kind in faulty
        wrong = [
            text
            for text, verdict in zip(texts, judged[kind], strict=True)
            if (verdict < CONTRADICTORY if missed else verdict > CLEAN)
        ]
        print(f"\n{'Missed' if missed else 'Flagged'}, {kind}: {len(wrong):,}")
        print("\n".join(wrong[:count]))


if __name__ == "__main__":
    main()
