"""Decisions over HTTP, durable before they are answered: rate and waiting time.

A desk with the twenty ready rules and some history is served as ``shopwarden serve`` does;
the load comes from a process of its own. Every order is new, with an address, a phone, a
device and so on; two in a hundred addresses are wrong.

``python benchmarks/decisions.py [--connections 8] [--seconds 10] [--threads 8]
[--fsync-delay 5] [--history 20000] [--import] [--postgres]``
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
#include <stdlib.h>
static void pause_(void) { usleep(atoi(getenv("FSYNC_DELAY_US"))); }
int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    pause_();
    return real(fd);
}
int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    pause_();
    return real(fd);
}
"""
BUYERS, ITEMS = 5000, 300
STREETS = ("文一西路", "文二路", "文三路", "古墩路", "莫干山路", "天目山路", "丰潭路", "教工路")
HISTORY_PART = 5000


def main() -> None:
    """Serve a desk, load it, print what came of it."""
    asked = _arguments()
    if asked.load:
        _print_load(asked)
        return
    with tempfile.TemporaryDirectory(prefix="decisions-") as name, _database(asked) as url:
        folder = Path(name)
        environment = environment_of(folder, threads=asked.threads, url=url)
        os.environ.update(environment)
        token = prepare(asked.history)
        with served(environment, _shim(folder, asked.fsync_delay)) as port:
            _load(asked, port, token, seconds=2)
            with _importing(environment, asked.importing):
                found = _load(asked, port, token, seconds=asked.seconds)
    place = "PostgreSQL" if url else f"SQLite, fsync +{asked.fsync_delay:g} ms"
    print(
        f"{place}, {asked.connections} connections, {asked.threads} threads"
        f"{', beside an import' if asked.importing else ''}: {found['rate']:.0f}/s, "
        f"p50 {found['p50']:.1f} ms, p95 {found['p95']:.1f} ms, p99 {found['p99']:.1f} ms, "
        f"longest {found['longest']:.0f} ms, {found['errors']} errors"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--fsync-delay", type=float, default=0, help="milliseconds")
    parser.add_argument("--history", type=int, default=20_000)
    parser.add_argument("--import", dest="importing", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--load", default="", help="used by the load process itself")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


def order(number: str, seed: random.Random, at: datetime) -> dict[str, Any]:
    """Return one made-up order; some buyers and items come far more often than others."""
    buyer = int(BUYERS * seed.random() ** 2)
    item = int(ITEMS * seed.random() ** 2)
    city = "浙江省杭州市" if seed.random() > 0.02 else "广东省"
    house = f"{buyer % 900 + 1}号{buyer % 40 + 1}幢{buyer % 25 + 1}0{buyer % 4 + 1}室"
    moment = at.isoformat()
    return {
        "platform": "own", "id": number, "status": "paid", "buyer": f"买家{buyer}",
        "receiver_name": f"李{chr(0x4E00 + buyer % 800)}", "phone": str(13_800_000_000 + buyer),
        "address": f"{city}西湖区{STREETS[buyer % len(STREETS)]}{house}",
        "device": f"d{buyer}", "ip": f"203.{buyer // 250 % 250}.{buyer % 250}.7",
        "payment_account": f"p{buyer}", "item": f"i{item}", "title": "手工陶瓷马克杯",
        "quantity": 1 + item % 3, "amount_minor": 1000 + item * 37, "currency": "CNY",
        "created_at": moment, "paid_at": moment,
        "ship_deadline": (at + timedelta(hours=48)).isoformat(),
    }  # fmt: skip


def environment_of(folder: Path, *, threads: int, url: str = "") -> dict[str, str]:
    """Return the settings of a desk in a folder."""
    found = {
        "SHOPWARDEN_DATA": str(folder / "data"),
        "SHOPWARDEN_THREADS": str(threads),
        "SHOPWARDEN_LOG_LEVEL": "ERROR",
    }
    return found | ({"SHOPWARDEN_DATABASE_URL": url} if url else {})


@contextmanager
def _database(asked: argparse.Namespace) -> Iterator[str]:
    if not asked.postgres:
        yield ""
        return
    import pgserver

    with tempfile.TemporaryDirectory(prefix="decisions-pg-") as folder:
        server = pgserver.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def prepare(history: int) -> str:
    """Make a desk with rules, a token and a history; return the token."""
    from shopwarden.desk import start

    start.configure()
    start.prepare()
    from django.utils import timezone

    from shopwarden.desk.api.choices import May
    from shopwarden.desk.api.services import make_token
    from shopwarden.desk.common.scope import system_scope
    from shopwarden.desk.intake.checking import check_waiting
    from shopwarden.desk.rulebook.book import take_rule
    from shopwarden.desk.shops.services import create_shop
    from shopwarden.rules import State, ready_rulebook

    shop = create_shop(name="店")
    scope = system_scope(shop.id)
    for rule in ready_rulebook().rules:
        take_rule(scope=scope, shop_id=shop.id, slug=rule.id, state=State.ON)
    seed, now = random.Random(7), datetime.now(UTC)  # noqa: S311
    for start_at in range(0, history, HISTORY_PART):
        rows = [
            order(f"h{number}", seed, now - timedelta(minutes=10 + 2 * (history - number)))
            for number in range(start_at, min(start_at + HISTORY_PART, history))
        ]
        _store(shop.id, rows, now)
    check_waiting(scope=scope, shop_id=shop.id, now=timezone.now())
    made = make_token(scope=scope, shop_id=shop.id, name="bench", may=tuple(May.values))
    return made.text


def _store(shop_id: Any, rows: list[dict[str, Any]], now: datetime) -> None:
    import polars as pl

    from shopwarden.desk.trade.services import chunks, store
    from shopwarden.records import Kind, conform

    times = ("created_at", "paid_at", "ship_deadline")
    frame = pl.DataFrame(rows).with_columns(
        pl.col(times).str.to_datetime(time_unit="us", time_zone="UTC"),
        shop=pl.lit("s"),
        seen_at=pl.lit(now),
    )
    for chunk in chunks(conform(frame, Kind.ORDERS), Kind.ORDERS, shop_id):
        store(shop_id=shop_id, kind=Kind.ORDERS, chunk=chunk, claim=lambda _: True)


def _shim(folder: Path, delay: float) -> dict[str, str]:
    """Compile what slows every fsync down; nothing without a delay."""
    if not delay:
        return {}
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(SHIM, encoding="ascii")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "FSYNC_DELAY_US": str(int(delay * 1000))}


@contextmanager
def served(environment: dict[str, str], preload: dict[str, str]) -> Iterator[int]:
    """Serve a desk; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [Path(sys.executable).with_name("shopwarden"), "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=os.environ | environment | preload, stdout=subprocess.DEVNULL
    ) as desk:
        try:
            _wait_for(port)
            yield port
        finally:
            desk.send_signal(signal.SIGTERM)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if b"200" in line.recv(100):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the desk did not start")


@contextmanager
def _importing(environment: dict[str, str], wanted: bool) -> Iterator[None]:
    """Store orders of another shop meanwhile, in chunks, as imports do."""
    if not wanted:
        yield
        return
    code = "import decisions; decisions.import_for_ever()"
    here = str(Path(__file__).parent)
    with subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | environment | {"PYTHONPATH": here}
    ) as child:
        try:
            yield
        finally:
            child.kill()


def import_for_ever() -> None:
    """Store made-up orders until somebody ends it."""
    from shopwarden.desk import start

    start.configure()
    from shopwarden.desk.shops.services import create_shop

    shop, seed, now, number = create_shop(name="another"), random.Random(8), datetime.now(UTC), 0  # noqa: S311
    while True:
        rows = [order(f"m{number + one}", seed, now) for one in range(HISTORY_PART)]
        number += HISTORY_PART
        _store(shop.id, rows, now)


def _load(asked: argparse.Namespace, port: int, token: str, *, seconds: float) -> dict[str, float]:
    command = [
        sys.executable, __file__, "--load", token, "--port", str(port),
        "--connections", str(asked.connections), "--seconds", str(seconds),
    ]  # fmt: skip
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(shown)
    return found


def _print_load(asked: argparse.Namespace) -> None:
    print(json.dumps(asyncio.run(_ask_all(asked))))


async def _ask_all(asked: argparse.Namespace) -> dict[str, float]:
    begin = time.perf_counter()
    end = begin + asked.seconds
    results = await asyncio.gather(
        *(_ask(asked, end, line, f"{os.getpid()}-{line}") for line in range(asked.connections))
    )
    took = time.perf_counter() - begin
    waits = sorted(wait for found, _ in results for wait in found)
    cuts = statistics.quantiles(waits, n=100)
    return {
        "rate": len(waits) / took,
        "p50": cuts[49] * 1000,
        "p95": cuts[94] * 1000,
        "p99": cuts[98] * 1000,
        "longest": waits[-1] * 1000,
        "errors": sum(errors for _, errors in results),
    }


async def _ask(
    asked: argparse.Namespace, end: float, line: int, name: str
) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", asked.port)
    seed, waits, errors, number = random.Random(line), [], 0, 0  # noqa: S311
    while (begin := time.perf_counter()) < end:
        body = json.dumps(order(f"{name}-{number}", seed, datetime.now(UTC))).encode()
        head = (
            f"POST /api/v1/decisions HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {asked.load}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {name}-{number}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        lines = answer.decode("latin-1").lower().split("\r\n")
        length = next(int(one[15:]) for one in lines if one.startswith("content-length:"))
        await reader.readexactly(length)
        waits.append(time.perf_counter() - begin)
        errors += " 200 " not in lines[0]
        number += 1
    writer.close()
    return waits, errors


if __name__ == "__main__":
    main()
