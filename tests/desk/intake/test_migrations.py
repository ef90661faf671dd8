"""What older versions kept in the clear is sealed by the migration."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

# In a process of its own, on a database of its own: migrations cannot be taken back beside
# an audit log, which nobody may empty.
_SCRIPT = """
import json, sys
from pathlib import Path
from shopwarden.desk import start
from shopwarden.desk.errors import ConfigurationError
start.configure(Path(sys.argv[1]))
start.prepare()
from django.core.management import call_command
from django.db import connection
from shopwarden.desk.common.models import KeyCheck
from shopwarden.desk.intake.models import ImportRun
from shopwarden.desk.intake.rows import origins_of
from shopwarden.desk.shops.services import create_shop
from tests.desk.intake.samples import run_of

def column():
    with connection.cursor() as cursor:
        cursor.execute("SELECT origins FROM intake_importrun")
        return cursor.fetchone()[0]

run_of(create_shop(name="shop"))
said = {}
call_command("migrate", "intake", "0003", verbosity=0)
said["before"] = json.loads(column())
answers = list(KeyCheck.objects.values_list("number", "answer"))
KeyCheck.objects.update(answer="other")
try:
    start.prepare()
except ConfigurationError as error:
    said["with another key"] = [error.code, json.loads(column()) == said["before"]]
for number, answer in answers:
    KeyCheck.objects.filter(number=number).update(answer=answer)
start.prepare()
said["is sealed"] = b"taobao" not in bytes(column())
said["after"] = origins_of(ImportRun.objects.get())
print(json.dumps(said))
"""


def test_column_names_are_sealed_and_come_back(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SCRIPT, str(tmp_path / "data")]
    # In a data folder of its own, whatever database the other tests are on.
    env = {name: value for name, value in os.environ.items() if name != "SHOPWARDEN_DATABASE_URL"}
    shown = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert json.loads(shown.stdout) == {
        "before": {"orders.csv": ["taobao_orders", ["订单编号", "买家会员名"]]},
        "with another key": ["keys.wrong", True],
        "is sealed": True,
        "after": {"orders.csv": ["taobao_orders", ["订单编号", "买家会员名"]]},
    }
