"""``serve`` as a person runs it: real processes, real signals."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow


class Desk(NamedTuple):
    """A running desk."""

    process: subprocess.Popen[str]
    port: int
    announced: list[str]


def _refusal(data: Path, *arguments: str, command: str = "serve") -> str:
    """Return what a command says that cannot start."""
    outcome = subprocess.run(
        _command(command, "--data", str(data), *arguments),
        env=os.environ | {"SHOPWARDEN_LANG": "en"},
        text=True,
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert outcome.returncode in (1, 2)
    assert "Traceback" not in outcome.stderr
    return outcome.stderr


def _command(name: str, *arguments: str) -> list[str]:
    code = f"from shopwarden.cli.{name} import command"
    # The guard is what a console script has: the web worker imports this file again.
    script = f"{code}\nif __name__ == '__main__':\n    command()\n"
    return [sys.executable, "-c", script, *arguments]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture
def start_desk(data: Path) -> Iterator[Callable[..., Desk]]:
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> Desk:
        port = _free_port()
        environment = os.environ | {"SHOPWARDEN_LANG": "en"}
        process = subprocess.Popen(
            _command("serve", "--data", str(data), "--port", str(port), *arguments),
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
        )
        running.append(process)
        assert process.stdout is not None
        announced = [process.stdout.readline()]
        return Desk(process, port, announced)

    yield run
    for process in running:
        process.kill()
        process.communicate()


def _family(data: Path) -> set[int]:
    """Return the processes that have the data folder in their environment or arguments."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if str(data).encode() in text and state != "Z":
            found.add(int(entry.name))
    return found


def _wait(until: Callable[[], bool], seconds: float) -> float:
    began = time.monotonic()
    while not until():
        assert time.monotonic() - began < seconds, "took too long"
        time.sleep(0.05)
    return time.monotonic() - began


def _healthy(desk: Desk) -> bool:
    with urlopen(f"http://127.0.0.1:{desk.port}/health", timeout=5) as answer:
        return bool(answer.read() == b"ok\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_starts_says_where_and_stops(
    number: signal.Signals, data: Path, start_desk: Callable[..., Desk]
) -> None:
    desk = start_desk()
    assert desk.announced == [f"The desk is ready: http://127.0.0.1:{desk.port}\n"]
    assert _healthy(desk)
    _wait(lambda: len(_family(data)) >= 3, 5)
    desk.process.send_signal(number)
    assert desk.process.wait(6) == 0
    _wait(lambda: _family(data) == set(), 1)


def test_a_second_desk_is_refused(
    data: Path, start_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = start_desk()
    taken = _refusal(tmp_path / "other", "--port", str(desk.port))
    assert f"Error: Port {desk.port} is taken." in taken
    in_use = f"Error: Another shopwarden is at work in {data}."
    assert in_use in _refusal(data, "--port", str(_free_port()))
    assert in_use in _refusal(data, command="work")
    assert _healthy(desk)


def test_a_name_and_an_address_of_version_6(start_desk: Callable[..., Desk]) -> None:
    desk = start_desk("--host", "localhost")
    assert desk.announced == [f"The desk is ready: http://localhost:{desk.port}\n"]
    desk.process.terminate()
    desk.process.wait(15)
    desk = start_desk("--host", "::1")
    assert desk.announced == [f"The desk is ready: http://[::1]:{desk.port}\n"]
    with urlopen(f"http://[::1]:{desk.port}/health", timeout=5) as answer:
        assert answer.read() == b"ok\n"


def test_open_to_others_it_says_how_they_reach_it(start_desk: Callable[..., Desk]) -> None:
    desk = start_desk("--host", "0.0.0.0")
    assert desk.announced == [f"The desk is ready: http://127.0.0.1:{desk.port}\n"]
    assert desk.process.stdout is not None
    line = desk.process.stdout.readline()
    assert re.fullmatch(rf"From other machines: http://\S+:{desk.port}\n", line)
    assert "127." not in line


def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert "99999 is not in the range" in _refusal(tmp_path, "--port", "99999")
    assert "Cannot listen at nowhere.invalid" in _refusal(tmp_path, "--host", "nowhere.invalid")
    (tmp_path / "desk.sqlite3").write_bytes(b"no database" * 1000)
    refusal = _refusal(tmp_path, "--port", str(_free_port()))
    assert "Error: The database cannot be used: file is not a database." in refusal
    assert (tmp_path / "desk.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("email", "shop", "said"),
    [
        ("bad", "青禾", "“bad” is no e-mail address"),
        ("a@shop.example", "", "A shop's name has 1 to 60 characters"),
        ("a@shop.example", "x" * 61, "A shop's name has 1 to 60 characters"),
        ("a@shop.example", "a\nb", "A shop's name has 1 to 60 characters"),
    ],
)
def test_an_owner_that_cannot_be_is_refused(email: str, shop: str, said: str, data: Path) -> None:
    arguments = ("--email", email, "--shop", shop)
    assert said in _refusal(data, *arguments, command="create_owner")


def test_a_killed_master_leaves_nothing(data: Path, start_desk: Callable[..., Desk]) -> None:
    desk = start_desk()
    _wait(lambda: len(_family(data)) >= 3, 5)
    desk.process.kill()
    desk.process.wait()
    _wait(lambda: _family(data) == set(), 4)


def test_a_killed_child_comes_back(data: Path, start_desk: Callable[..., Desk]) -> None:
    desk = start_desk()
    _wait(lambda: len(_family(data)) >= 3, 5)
    before = _family(data)
    worker = next(
        pid
        for pid in before
        if b"shopwarden.desk.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(worker, signal.SIGKILL)
    _wait(lambda: len(_family(data) - before) == 1, 6)
    assert _healthy(desk)


def test_slow_strangers_stop_nobody(start_desk: Callable[..., Desk]) -> None:
    desk = start_desk()
    promise = "POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\na=1"
    slow = [socket.create_connection(("127.0.0.1", desk.port)) for _ in range(20)]
    for line in slow:
        line.sendall(promise.encode())
    assert _wait(lambda: _healthy(desk), 2) < 2
    with urlopen(f"http://127.0.0.1:{desk.port}/login/", timeout=5) as answer:
        assert answer.status == 200
    for line in slow:
        line.close()


def test_first_owner_link_and_create_owner(
    data: Path, start_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = start_desk()
    assert desk.process.stdout is not None
    link = re.search(r"http://\S+/start/\?token=\S+", desk.process.stdout.readline())
    assert link is not None
    with urlopen(link[0], timeout=5) as answer:  # noqa: S310
        assert answer.status == 200
    made = subprocess.run(
        _command(
            "create_owner", "--data", str(data), "--email", "a@shop.example", "--shop", "青禾"
        ),
        env=os.environ | {"SHOPWARDEN_LANG": "en"},
        text=True,
        capture_output=True,
        check=True,
    )
    assert re.fullmatch(
        rf"Set the password \(works once\): http://127\.0\.0\.1:{desk.port}/welcome/\S+\n",
        made.stdout,
    )


def test_a_lost_key_is_said_in_a_sentence(data: Path) -> None:
    key = data.with_name("data.keys") / "data"
    away = key.rename(key.with_name("away"))
    refusal = _refusal(data, "--port", str(_free_port()))
    away.rename(key)
    assert f"Error: The data key {key} is missing" in refusal
