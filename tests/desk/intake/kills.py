"""Kill the worker while it imports and compare the tables with an undisturbed run.

``python -m tests.desk.intake.kills --kills 20 --rows 50000`` runs it by hand; the test beside
it kills a few times on a smaller file. Every kill is ``SIGKILL`` at a random moment.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

_ENDED = ("done", "failed")

# In a process of its own: the settings read the data folder when they are imported.
_PRELUDE = """
import json, sys
from pathlib import Path
from shopwarden.desk import start
start.configure(Path(sys.argv[1]))
"""
_PREPARE = """
start.prepare()
from uuid import uuid4
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.intake import services, vault
from shopwarden.desk.shops.services import create_shop
shop = create_shop(name="shop")
writer = vault.Writer(uuid4(), shop.id)
writer.write(Path(sys.argv[2]).read_bytes())
run = services.start_import(
    scope=system_scope(shop.id), shop_id=shop.id, name="orders.csv", received=writer.finish()
)
print(run.id)
"""
_TABLES = """
from collections import Counter
from hashlib import sha256
from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.intake.models import ImportRun, QuarantineRow
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order, Report
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.records import Kind

shop = Shop.objects.get()

def digest(rows):
    return sha256("\\n".join(sorted(map(repr, rows))).encode()).hexdigest()

frames = {
    kind.value: load_frame(shop.id, kind).drop("shop", "row_id", "content_key", "seen_at")
    for kind in (Kind.ORDERS, Kind.SHIPMENTS)
}
numbers = dict(Order.objects.values_list("id", "external_id"))
counts = ("state", "rows", "new", "changed", "unchanged", "quarantined", "alerts", "by_kind")
print(json.dumps({
    **{name: digest(frame.rows()) for name, frame in frames.items()},
    "unchecked": Order.objects.filter(is_checked=False).count(),
    "reports": Report.objects.count(),
    "alerts": digest(
        (numbers[subject], *rest)
        for subject, *rest in Alert.objects.values_list(
            "subject_id", "kind", "state", "round", "version", "severity", "score", "headline",
            "amount_minor", "deadline",
        )
    ),
    "findings": digest(
        (numbers[subject], *rest)
        for subject, *rest in AlertFinding.objects.values_list(
            "alert__subject_id", "detector", "code", "severity", "score", "field", "evidence",
        )
    ),
    "quarantine": digest(
        (row.number, row.source_row, row.reason, sealed.read(row, "raw"))
        for row in QuarantineRow.objects.all()
    ),
    "run": [getattr(ImportRun.objects.get(), name) for name in counts],
    "acts": Counter(AuditRow.objects.values_list("action", flat=True)),
    "gaps": AuditRow.objects.count() - AuditRow.objects.latest("sequence").sequence,
}))
"""


def write_export(path: Path, rows: int, seed: int = 3) -> None:
    """Write an order export in GBK: wrong addresses, shared phones, unreadable rows."""
    chance = random.Random(seed)
    paid = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 6 * 3600))
    names = (
        "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,收货人姓名,收货地址 ,联系手机,"
        "订单创建时间,订单付款时间 ,宝贝标题,物流单号 ,物流公司,宝贝总数量,店铺名称"
    )
    with path.open("w", encoding="gb18030", newline="") as file:
        file.write(names + "\r\n")
        for number in range(rows):
            wrong = chance.random()
            address = f"浙江省杭州市余杭区五常街道文一西路{number}号"
            if wrong < 0.05:
                address = f"广东省杭州市西湖区文一西路{number}号"
            phone = "13800007777" if 0.05 < wrong < 0.052 else f"138{number:08d}"
            amount = "很多" if 0.06 < wrong < 0.062 else f"{number % 900}.50"
            cells = (
                f"3510000{number:011d}1", f"buyer{number}", amount, amount,
                "买家已付款，等待卖家发货", "林小青", address, f"'{phone}", paid, paid, "棉袜",
                f"No:7700{number}" if number % 3 == 0 else "", "中通快递", "1", "店",
            )  # fmt: skip
            file.write(",".join(cells) + "\r\n")


def undisturbed(folder: Path, export: Path) -> dict[str, Any]:
    """Import once from beginning to end; return what the tables hold and the seconds."""
    before = _prepare(folder, export)
    worker = _worker(folder)
    _wait_for_progress(folder, before)
    began = time.monotonic()
    while _progress(folder)[0] not in _ENDED:
        time.sleep(0.01)
    seconds = time.monotonic() - began
    _end(worker)
    return _tables(folder) | {"seconds": seconds}


def disturbed(folder: Path, export: Path, kills: int, within: float, seed: int) -> dict[str, Any]:
    """Import while the worker is killed `kills` times; return what the tables hold."""
    chance = random.Random(seed)
    before = _prepare(folder, export)
    done = 0
    while before[0] not in _ENDED:
        worker = _worker(folder)
        _wait_for_progress(folder, before)
        if done < kills:
            time.sleep(chance.uniform(0, 1.2 * within / (kills + 1)))
            done += 1
        else:
            while _progress(folder)[0] not in _ENDED:
                time.sleep(0.1)
        _end(worker)
        before = _progress(folder)
        logger.info("killed in %s", before)
    return _tables(folder) | {"kills": done}


def _wait_for_progress(folder: Path, before: tuple[Any, ...]) -> None:
    """Return as soon as a worker has moved the run on."""
    until = time.monotonic() + 120
    while _progress(folder) == before and time.monotonic() < until:
        time.sleep(0.005)


def _progress(folder: Path) -> tuple[Any, ...]:
    connection = sqlite3.connect(f"file:{folder}/desk.sqlite3?mode=ro", uri=True)
    try:
        found: tuple[Any, ...] = connection.execute(
            "SELECT state, step, alerts, (SELECT count(*) FROM trade_order WHERE is_checked) "
            "FROM intake_importrun"
        ).fetchone()
        return found
    finally:
        connection.close()


def _worker(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "shopwarden.desk.worker"],
        env=os.environ | {"SHOPWARDEN_DATA": str(folder)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def _prepare(folder: Path, export: Path) -> tuple[Any, ...]:
    _run(folder, _PREPARE, str(export))
    return _progress(folder)


def _tables(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_run(folder, _TABLES).splitlines()[-1])
    return found


def _run(folder: Path, script: str, *arguments: str) -> str:
    outcome = subprocess.run(
        [sys.executable, "-c", _PRELUDE + script, str(folder), *arguments],
        env=os.environ | {"SHOPWARDEN_DATA": str(folder)},
        capture_output=True,
        check=False,
        text=True,
    )
    if outcome.returncode:
        raise RuntimeError(outcome.stderr)
    return outcome.stdout


def compare(kills: int, rows: int, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables of an undisturbed run and of one that was killed."""
    with tempfile.TemporaryDirectory(prefix="desk-kills-") as name:
        folder = Path(name)
        export = folder / "orders.csv"
        write_export(export, rows)
        calm = undisturbed(folder / "calm", export)
        within, wild = calm["seconds"], {"kills": -1}
        while wild["kills"] < kills:
            # A run may end before its last kill where the machine was busier while the
            # undisturbed one was timed: then once more from the start, killed sooner.
            wild = disturbed(folder / f"wild-{within}", export, kills, within, seed)
            within /= 2
    return calm, wild


def main() -> None:
    """Run it by hand."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    calm, wild = compare(wanted.kills, wanted.rows, wanted.seed)
    seconds, kills = calm.pop("seconds"), wild.pop("kills")
    for name in calm:
        logger.info("%s %s %s", "same" if calm[name] == wild[name] else "DIFFERS", name, calm[name])
    logger.info("%s rows in %.1f s undisturbed; %s kills", wanted.rows, seconds, kills)
    sys.exit(calm != wild)


if __name__ == "__main__":
    main()
