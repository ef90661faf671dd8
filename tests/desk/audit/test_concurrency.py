"""Many writers at once: the numbers have no gap and no row is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_WRITERS = 6
_EACH = 20

# Threads with connections of their own, in a process with a database of its own.
_SCRIPT = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from shopwarden.desk import start
start.configure()
start.prepare()
from django.db import connection
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.shops.services import create_shop

before = AuditRow.objects.count()
shop = create_shop(name="青禾家居")

def write(writer):
    for number in range({_EACH}):
        try:
            with writing():
                record(scope=system_scope(), act=Act(Action.SHOP_CREATED, shop, shop.id))
                if number % 5 == 4:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    connection.close()

with ThreadPoolExecutor({_WRITERS}) as pool:
    list(pool.map(write, range({_WRITERS})))
numbers = list(AuditRow.objects.order_by("sequence").values_list("sequence", flat=True))
assert numbers == list(range(1, before + 1 + {_WRITERS * _EACH * 4 // 5} + 1)), numbers
print("kept", len(numbers) - before)
connection.close()
"""


def test_no_gap_and_no_loss(tmp_path: Path) -> None:
    environment = os.environ | {"SHOPWARDEN_DATA": str(tmp_path / "data")}
    outcome = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env=environment,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert outcome.stdout == f"kept {_WRITERS * _EACH * 4 // 5 + 1}\n", outcome.stderr
