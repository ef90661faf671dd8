"""Run every benchmark, each in a process of its own: what ``make bench`` shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benchmarks in the order of their names; return the number that failed."""
    failed = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name in {"run.py", "measure.py", "peers.py", "orders.py"}:
            continue
        print(f"\n== benchmarks/{script.name}", flush=True)
        failed += subprocess.run([sys.executable, script], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
