"""Durable work: asked for once, done once, gone on with after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Two steps; the first run of the second one kills the whole process.
_WORKER = """
import os, signal, sys, time
from pathlib import Path
from uuid import UUID
from shopwarden.desk import start
start.configure()
start.prepare()
from dbos import DBOS
from shopwarden.desk import durable
from shopwarden.desk.durable import Queue

log = Path(sys.argv[1])

def note(line):
    with log.open("a", encoding="utf-8") as file:
        file.write(line + "\\n")

@durable.step
def first(row_id):
    note(f"first {row_id}")

@durable.step
def second(row_id):
    if not log.with_suffix(".killed").exists():
        log.with_suffix(".killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    note(f"second {row_id}")

@DBOS.workflow(name="test.two_steps")
def two_steps(row_id):
    first(row_id)
    second(row_id)
    note("done")

durable.launch()
for _ in range(2):
    durable.enqueue("test.two_steps", Queue.UPKEEP, UUID(int=7))
for _ in range(200):
    if log.exists() and "done" in log.read_text(encoding="utf-8"):
        break
    time.sleep(0.05)
time.sleep(0.3)
durable.destroy()
os._exit(0)
"""


@pytest.mark.slow
def test_work_goes_on_after_a_kill_and_is_done_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    environment = os.environ | {"SHOPWARDEN_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", _WORKER, str(log)]
    killed = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -9, killed.stderr.decode()
    again = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert again.returncode == 0, again.stderr.decode()
    row_id = "00000000-0000-0000-0000-000000000007"
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines == [f"first {row_id}", f"second {row_id}", "done"]
