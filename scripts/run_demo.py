"""What ``make run`` shows: the demo shop scanned on the command line, then the desk itself."""

from __future__ import annotations

import os
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


def main() -> None:
    """Generate and scan, then become the desk."""
    if not (FOLDER / "truth.csv").exists():
        make = [SHOPWARDEN, "demo-data", FOLDER, "--orders", "5000", "--seed", "1"]
        subprocess.run(make, check=True)
    scan = [SHOPWARDEN, "scan", *(FOLDER / name for name in FILES)]
    scan += ["--bad-list", FOLDER / "bad-list.csv", "--out", FOLDER / "findings.csv"]
    scan += ["--quarantine", FOLDER / "quarantine.csv"]
    subprocess.run(scan, check=False)
    # In the place of this process, so that a signal reaches the desk.
    serve = [SHOPWARDEN, "serve", "--demo", "--data", FOLDER / "desk", *sys.argv[1:]]
    os.execv(SHOPWARDEN, [str(part) for part in serve])  # noqa: S606 - our own command


if __name__ == "__main__":
    main()
