"""Pages of the inbox at a million alerts on SQLite, as the server answers them.

Milliseconds on the wall, and of processor where other work shares the machine.
``python benchmarks/inbox.py [alerts] [share of open ones]``
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SHOPS, PEOPLE, ROUNDS, BATCH = 4, 6, 40, 50_000
NOW = datetime.now(UTC)
KINDS = {"address": 60, "order_risk": 20, "linked": 10, "refund": 9.9, "status": 0.1}
FILTERS = {
    "all open, by deadline": "",
    "by weight": "sort=weight",
    "longest waiting": "sort=oldest",
    "newest": "sort=newest",
    "by amount": "sort=amount",
    "kind": "kind=address",
    "rare kind": "kind=status",
    "severity": "severity=3",
    "one shop": "shop={shop}",
    "mine": "assignee=me",
    "a colleague's": "assignee={person}",
    "nobody's": "assignee=none",
    "under an hour old": "age=hour",
    "under an hour old, by amount": "age=hour&sort=amount",
    "over three days old": "age=oldest",
    "amount": "least=300&most=400",
    "amount, by weight": "least=900&sort=weight",
    "due within 4 hours": "due=soon",
    "late": "due=late",
    "five filters": "kind=refund&severity=3&assignee=none&least=100&due=today",
    "nothing matches": "kind=rating&least=99999",
    "handled": "state=handled",
    "handled, rare kind": "state=handled&kind=status",
    "handled by one person": "state=handled&assignee={person}",
    "handled, amount": "state=handled&least=500",
    "expired": "state=expired",
    "order number, exact": "q={number}",
    "order number, beginning": "q={beginning}",
}


def main() -> None:
    """Seed a desk in a temporary folder and time its pages."""
    alerts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    open_share = float(sys.argv[2]) if len(sys.argv) > 2 else 0.1
    with tempfile.TemporaryDirectory(prefix="inbox-") as folder:
        os.environ["SHOPWARDEN_LOG_LEVEL"] = "ERROR"
        _prepare(Path(folder) / "data")
        begin = time.perf_counter()
        facts = _seed(alerts, open_share)
        print(f"{alerts:,} alerts, {open_share:.0%} open, {SHOPS} shops, 3 of them the reader's;")
        print(f"seeded in {time.perf_counter() - begin:.0f} s\n")
        _measure(facts)


def _prepare(data: Path) -> None:
    from shopwarden.desk import start

    start.configure(data)
    start.prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]


def _seed(alerts: int, open_share: float) -> dict[str, Any]:
    from django.db import connection, transaction

    from shopwarden.desk.accounts.services import create_user
    from shopwarden.desk.common.roles import Role
    from shopwarden.desk.shops.models import Membership, Shop

    shops = [Shop(name=f"店铺{number}") for number in range(SHOPS)]
    Shop.objects.bulk_create(shops)
    people = [create_user(email=f"p{n}@shop.example", name=f"同事{n}") for n in range(PEOPLE)]
    Membership.objects.bulk_create(
        Membership(shop=shop, user=person, role=Role.MANAGER)
        for person in people
        for shop in shops[:-1]
    )
    ids = ([shop.id.hex for shop in shops], [person.id.hex for person in people])
    with transaction.atomic(), connection.cursor() as cursor:
        indexes = _drop_indexes(cursor)
        chance = random.Random(7)  # noqa: S311
        for size in _batches(alerts):
            rows = list(_rows(size, open_share, chance, *ids))
            for table, columns in _tables().items():
                names = ", ".join(columns)
                marks = ", ".join(["%s"] * len(columns))
                parts = [[row[name] for name in columns.values()] for row in rows]
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", parts)  # noqa: S608
        for sql in indexes:
            cursor.execute(sql)
        cursor.execute("SELECT external_id FROM alerts_alert LIMIT 1 OFFSET 5000")
        number = cursor.fetchone()[0]
    with connection.cursor() as cursor:
        # One transaction wrote it all; in life the log is folded back as it grows.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    facts = {"shop": shops[0].id, "person": people[1].id, "number": number}
    return facts | {"beginning": number[:7], "reader": people[0]}


def _tables() -> dict[str, dict[str, str]]:
    """Return the tables with every text of an order that may be empty."""
    from shopwarden.desk.trade.models import Order

    texts = [one.column for one in Order._meta.concrete_fields if one.default == ""]
    return TABLES | {"trade_order": dict.fromkeys(texts, "empty") | TABLES["trade_order"]}


def _drop_indexes(cursor: Any) -> list[str]:
    """Building an index over sorted rows is many times faster than growing it."""
    tables = ", ".join(f"'{table}'" for table in TABLES)
    cursor.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''"  # noqa: S608
        f" AND tbl_name IN ({tables})"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _batches(total: int) -> Iterator[int]:
    while total > 0:
        yield min(BATCH, total)
        total -= BATCH


# Table → its columns, and the fact each holds.
_SAME = {"shop_id": "shop", "severity": "severity", "score": "score"}
TABLES = {
    "trade_order": {
        "id": "order",
        "shop_id": "shop",
        "platform": "platform",
        "external_id": "number",
        "status": "paid",
        "needs_review": "no",
        "is_checked": "yes",
        "currency": "currency",
        "amount_minor": "amount",
        "seen_at": "opened",
    },
    "alerts_alert": {
        "id": "alert",
        "kind": "kind",
        "state": "state",
        "subject_kind": "subject",
        "subject_id": "order",
        "platform": "platform",
        "external_id": "number",
        "round": "yes",
        "version": "yes",
        "headline": "headline",
        "amount_minor": "amount",
        "currency": "currency",
        "deadline": "deadline",
        "deadline_assumed": "no",
        "assignee_id": "assignee",
        "opened_at": "opened",
        "closed_at": "closed",
        **_SAME,
    },
    "alerts_alertfinding": {
        "id": "finding",
        "alert_id": "alert",
        "fingerprint": "finding",
        "round": "yes",
        "detector": "detector",
        "code": "code",
        "metric": "empty",
        "field": "detector",
        "evidence": "evidence",
        "found_at": "opened",
        **_SAME,
    },
}
_EVIDENCE = (
    '{"spans": [[0, 3], [3, 6]], "levels": ["province", "district"],'
    ' "related": ["440000", "330106"]}'
)


def _rows(
    size: int, open_share: float, chance: random.Random, shops: list[str], people: list[str]
) -> Iterator[dict[str, Any]]:
    noise = os.urandom(48 * size).hex()
    for number in range(size):
        ids = noise[number * 96 : number * 96 + 96]
        is_open = chance.random() < open_share
        opened = NOW - timedelta(days=chance.expovariate(1 / (2 if is_open else 200)))
        closed = None if is_open else opened + timedelta(hours=chance.uniform(0.1, 40))
        is_taken = chance.random() < (0.2 if is_open else 0.95)
        has_deadline = chance.random() < 0.95
        yield {
            "alert": ids[:32],
            "order": ids[32:64],
            "finding": ids[64:],
            "shop": chance.choice(shops),
            "kind": chance.choices(list(KINDS), list(KINDS.values()))[0],
            "state": "open" if is_open else chance.choice(["handled"] * 4 + ["expired"]),
            "subject": "order",
            "platform": "taobao",
            "number": f"39{chance.randrange(10**16, 10**17)}",
            "severity": chance.choice([2, 2, 3]),
            "score": round(chance.random(), 3),
            "headline": "address.contradiction",
            "detector": "address",
            "code": "contradiction",
            "evidence": _EVIDENCE,
            "amount": None if chance.random() < 0.02 else int(chance.expovariate(1 / 9000)),
            "currency": "CNY",
            "deadline": _text(opened + timedelta(hours=48)) if has_deadline else None,
            "assignee": chance.choice(people) if is_taken else None,
            "opened": _text(opened),
            "closed": closed and _text(closed),
            "paid": "paid",
            "yes": 1,
            "no": 0,
            "empty": "",
        }


def _text(moment: datetime) -> str:
    return str(moment.replace(tzinfo=None))


def _measure(facts: dict[str, Any]) -> None:
    from django.test import Client

    browser = Client(headers={"accept-language": "zh-CN"})
    browser.force_login(facts["reader"])
    pages = {name: f"/alerts/?{query.format(**facts)}" for name, query in FILTERS.items()}
    browser.get("/alerts/")
    print(f"{'page':34}{'p50':>8}{'p95':>8}{'max':>8}{'cpu p50':>10}{'cpu p95':>10}")
    everything = []
    for name, path in pages.items():
        everything += _show(name, [_time(browser, path)[:2] for _ in range(ROUNDS)])
    everything += _show("next page, 40 in a row", list(_walk(browser, "/alerts/")))
    _show("next page of handled", list(_walk(browser, "/alerts/?state=handled")))
    since = NOW.isoformat().replace("+", "%2B")
    _show("news", [_time(browser, f"/alerts/news/?since={since}")[:2] for _ in range(ROUNDS)])
    _show("badge", [_time(browser, "/counts/")[:2] for _ in range(ROUNDS)])
    _show("overview", [_time(browser, "/")[:2] for _ in range(ROUNDS)])
    _show("everything listed", everything)


def _walk(browser: Any, path: str) -> Iterator[tuple[float, ...]]:
    """Time one page after the other, as the button leads."""
    query = path
    for _ in range(ROUNDS):
        *spent, text = _time(browser, query)
        yield tuple(spent)
        onward = text.partition('class="pager"><a class="button" href="')[2].partition('"')[0]
        query = "/alerts/" + onward.replace("&amp;", "&")


def _time(browser: Any, path: str) -> tuple[float, float, str]:
    begin, cpu = time.perf_counter(), time.process_time()
    answer = browser.get(path)
    spent, worked = time.perf_counter() - begin, time.process_time() - cpu
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return spent * 1000, worked * 1000, answer.content.decode()


def _show(name: str, spent: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    walls, works = (
        statistics.quantiles(one, n=20, method="inclusive") for one in zip(*spent, strict=True)
    )
    longest = max(wall for wall, _ in spent)
    shown = f"{walls[9]:8.1f}{walls[18]:8.1f}{longest:8.1f}{works[9]:10.1f}{works[18]:10.1f}"
    print(f"{name:34}{shown}", flush=True)
    return spent


if __name__ == "__main__":
    main()
