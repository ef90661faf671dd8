"""A Taobao order csv in GBK to a findings file, at growing sizes, by the command itself."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import run

SIZES = (100_000, 1_000_000)
SHOPWARDEN = Path(sys.executable).with_name("shopwarden")


def main() -> None:
    """Print seconds, rows a second and peak memory per size, and how time grows."""
    walls = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            run([SHOPWARDEN, "demo-data", folder, "--orders", size, "--seed", 7])
            orders = Path(folder, "taobao-orders.csv")
            cost = run([SHOPWARDEN, "scan", orders, "--out", Path(folder, "findings.parquet")])
            walls[size] = cost.wall
            print(
                f"{size:>9,} orders  {orders.stat().st_size / 1e6:6.0f} MB  "
                f"{cost.wall:6.1f} s  {size / cost.wall:9,.0f} orders/s  "
                f"peak {cost.peak / 1e9:.2f} GB",
                flush=True,
            )
    small, large = SIZES
    print(f"time({large:,}) / time({small:,}) = {walls[large] / walls[small]:.1f} for 10 x rows")


if __name__ == "__main__":
    main()
