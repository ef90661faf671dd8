"""Orders in Parquet to a findings file by the command itself, with everything a scan looks for.

Addresses, contacts, the ready rules with the features they read, and linked accounts, at
growing sizes. ``python benchmarks/scan_all.py [orders …]``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import run
from orders import write_orders

SIZES = (1_000_000, 10_000_000)
SHOPWARDEN = Path(sys.executable).with_name("shopwarden")


def main() -> None:
    """Print seconds, orders a second and peak memory per size, and how time grows."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    costs = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path, mapping = write_orders(Path(folder), size)
            out = Path(folder, "findings.parquet")
            cost = costs[size] = run([SHOPWARDEN, "scan", path, "--mapping", mapping, "--out", out])
        print(
            f"{size:>10,} orders  {cost.wall:6.1f} s (processor {cost.cpu:6.1f} s)  "
            f"{size / cost.wall:9,.0f} orders/s  peak {cost.peak / 1e9:.2f} GB",
            flush=True,
        )
    small, large = costs[sizes[0]], costs[sizes[-1]]
    print(
        f"time({sizes[-1]:,}) / time({sizes[0]:,}) = {large.wall / small.wall:.1f} "
        f"(processor {large.cpu / small.cpu:.1f}) for {sizes[-1] / sizes[0]:.0f} x orders"
    )


if __name__ == "__main__":
    main()
