"""The outbox in a real worker, which is killed while a message is on its way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from queue import Queue

import pytest

from tests.connectors.net.servers import FINE, serving

# The first run makes shop, receiver and message; the second one goes on, some minutes later.
_WORKER = """
import os, sys, time
from shopwarden.desk import start
start.configure()
start.prepare()
from django.utils import timezone
from shopwarden.desk import durable
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.notices import services
from shopwarden.desk.notices.choices import CHOSEN
from shopwarden.desk.notices.models import Delivery, Endpoint
from shopwarden.desk.shops.services import create_shop

port = int(sys.argv[1])
durable.prepare()
if not Endpoint.objects.exists():
    shop = create_shop(name="店")
    scope = system_scope(shop.id)
    services.allow_place(scope=scope, shop_id=shop.id, host="127.0.0.1", port=port)
    made = services.add_endpoint(
        scope=scope, shop_id=shop.id, name="r", url=f"http://127.0.0.1:{port}/", events=CHOSEN
    )
    services.send_test(scope=scope, endpoint=made.endpoint)
else:
    Endpoint.objects.update(free_at=timezone.now())
    Delivery.objects.update(next_at=timezone.now())
durable.launch()
for _ in range(400):
    found = Delivery.objects.get()
    if found.state == "sent":
        print(found.id, found.attempts, found.status)
        break
    time.sleep(0.05)
durable.destroy()
os._exit(0)
"""


@pytest.mark.slow
def test_a_message_survives_a_kill_and_keeps_its_id(tmp_path: Path) -> None:
    running: Queue[subprocess.Popen[str]] = Queue()

    def kill_the_first(connection: socket.socket) -> None:
        if not killed:
            killed.append(running.get(timeout=60))
            killed[0].send_signal(signal.SIGKILL)
            killed[0].wait()
        connection.sendall(FINE)

    killed: list[subprocess.Popen[str]] = []
    environment = os.environ | {"SHOPWARDEN_DATA": str(tmp_path / "data")}
    with serving(kill_the_first) as server:
        command = [sys.executable, "-c", _WORKER, str(server.port)]
        first = subprocess.Popen(command, env=environment, text=True)
        running.put(first)
        assert first.wait(60) == -9
        again = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    message_id, attempts, status = again.stdout.split()
    assert (attempts, status, again.returncode) == ("2", "200", 0)
    ids = [request.partition(b"webhook-id: ")[2][:36].decode() for request in server.requests]
    assert ids == [message_id] * 2
