"""Orders taken over HTTP by ``POST /events``: stored, encrypted, judged by all rules.

The desk and the orders are those of ``decisions.py``. One program sends requests of many rows
one after the other; the time ends when every request is answered, and again when no order
waits to be judged any more.

``python benchmarks/events.py [--orders 40000] [--rows 5000] [--history 20000]``
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from decisions import environment_of, order, prepare, served

_PATIENCE: Final = 600


def main() -> None:
    """Serve a desk, send orders, print what came of it."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="events-") as name:
        environment = environment_of(Path(name), threads=8)
        os.environ.update(environment)
        token = prepare(asked.history)
        with served(environment, {}) as port:
            bodies = _bodies(asked.orders, asked.rows)
            begin = time.perf_counter()
            for body in bodies:
                _send(port, token, body)
            answered = time.perf_counter() - begin
            _wait_until_judged()
            judged = time.perf_counter() - begin
    print(
        f"{asked.orders:,} orders, {asked.rows:,} a request: answered in {answered:.1f} s "
        f"({asked.orders / answered:,.0f}/s), judged in {judged:.1f} s "
        f"({asked.orders / judged:,.0f}/s)"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=40_000)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--history", type=int, default=20_000)
    return parser.parse_args()


def _bodies(orders: int, rows: int) -> list[bytes]:
    seed, now = random.Random(9), datetime.now(UTC)  # noqa: S311
    told = [
        {"kind": "order"} | order(f"e{number}", seed, now - timedelta(seconds=orders - number))
        for number in range(orders)
    ]
    lines = [json.dumps(one, ensure_ascii=False).encode() for one in told]
    return [b"\n".join(lines[start : start + rows]) for start in range(0, orders, rows)]


def _send(port: int, token: str, body: bytes) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    line.request("POST", "/api/v1/events", body, headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != http.HTTPStatus.OK or json.loads(said)["wrong"]:
        raise SystemExit(f"{answer.status}: {said[:500]!r}")
    line.close()


def _wait_until_judged() -> None:
    from shopwarden.desk.trade.models import Order

    for _ in range(_PATIENCE * 5):
        if not Order.objects.filter(is_checked=False).exists():
            return
        time.sleep(0.2)
    raise SystemExit("orders still wait to be judged")


if __name__ == "__main__":
    main()
