"""Make the demo shop's exports and scan them: what ``make run`` shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path("demo")
SHOPWARDEN = Path(sys.executable).with_name("shopwarden")
FILES = (
    "taobao-orders.csv",
    "taobao-items.csv",
    "taobao-refunds.xlsx",
    "pinduoduo-orders.csv",
    "douyin-orders.csv",
    "jd-orders.csv",
    "1688-orders.csv",
)


def main() -> int:
    """Generate, scan, and say where the results are."""
    if not (FOLDER / "truth.csv").exists():
        make = [SHOPWARDEN, "demo-data", FOLDER, "--orders", "5000", "--seed", "1"]
        subprocess.run(make, check=True)
    scan = [SHOPWARDEN, "scan", *(FOLDER / name for name in FILES)]
    scan += ["--bad-list", FOLDER / "bad-list.csv", "--out", FOLDER / "findings.csv"]
    scan += ["--quarantine", FOLDER / "quarantine.csv"]
    return subprocess.run(scan, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
