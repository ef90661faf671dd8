"""The processes of ``shopwarden serve``: a master, a web worker, a workflow worker.

The master is the web server's own; the workflow worker is its child in a session of its
own, started again with growing pauses when it dies. When the master dies, even by
``kill -9``, both notice within a second and end, so that nothing old keeps the port.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from shopwarden.desk.errors import ConfigurationError

MASTER: Final = "SHOPWARDEN_MASTER_PID"
_STOP_WITHIN: Final = 5.0
_LONGEST_PAUSE: Final = 30.0
_WATCH_EVERY: Final = 1.0
_ASK_EVERY: Final = 0.2


def address_of(host: str, port: int) -> str:
    """Return the address of a host name, if the port is free there.

    The web server itself would share a port with whoever also shares it.

    Raises
    ------
    ConfigurationError
        ``host.unusable`` (host, why), ``port.in_use`` or ``port.not_allowed`` (port).
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except PermissionError as error:
        raise ConfigurationError("port.not_allowed", port=port) from error
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise ConfigurationError("port.in_use", port=port) from error
        why = getattr(error, "strerror", None) or error
        raise ConfigurationError("host.unusable", host=host, why=str(why)) from error
    return str(place[0])


def serve(host: str, port: int, *, when_ready: Callable[[], None]) -> None:
    """Run web and worker until a signal ends them; returns when both have stopped."""
    os.environ[MASTER] = str(os.getpid())
    # A forked worker would share our database connection and half-loaded modules.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "shopwarden.desk.wsgi:gate",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        # One connection, one request at a time: what a visitor can hold stays countable.
        http=HTTPModes.http1,
        workers=1,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
    )
    keeper = WorkerKeeper()
    server.on_startup(keeper.start)
    server.on_startup(lambda: _in_background(partial(_say_when_up, host, port, when_ready)))
    try:
        server.serve()
    finally:
        keeper.stop()


class WorkerKeeper:
    """Keeps one workflow worker alive."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the worker and watch over it."""
        _in_background(self._keep)

    def stop(self) -> None:
        """End the worker: politely, then by force."""
        self._stopping.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "shopwarden.desk.worker"], start_new_session=True
            )
            self._process.wait()
            lived_long = time.monotonic() - began > _LONGEST_PAUSE
            pause = 1.0 if lived_long else min(pause * 2, _LONGEST_PAUSE)
            self._stopping.wait(pause)


def end_with_parent() -> None:
    """End this process when the master is gone; does nothing without one."""
    master = os.environ.get(MASTER)
    if master:
        _in_background(partial(_watch, int(master)))


def _watch(master: int) -> None:
    while os.getppid() == master:
        time.sleep(_WATCH_EVERY)
    os._exit(1)


def _say_when_up(host: str, port: int, say: Callable[[], None]) -> None:
    """Call `say` once the desk answers: the port is open before the pages are loaded."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    while True:
        connection = HTTPConnection(here, port, timeout=_STOP_WITHIN)
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            if connection.getresponse().status == HTTPStatus.OK:
                return say()
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(_ASK_EVERY)


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def wait_for_signal() -> None:
    """Return when somebody asks this process to end."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()
