"""The gate as the web server runs it: real sockets, some of them slow on purpose."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from io import BufferedReader

import pytest
from django.core.exceptions import RequestDataTooBig

from shopwarden.desk.exchange import Environ, Patience, Upload
from shopwarden.desk.gate import Gate, Limits

LIMITS = Limits(
    threads=2, uploads=1, forms=20, form_bytes=1000, form_seconds=2.0, stalled_seconds=2.0,
    upload_rate=1000.0, waiting_seconds=5.0,
)  # fmt: skip
SERVER = """
import importlib.util, sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces

def load(_):
    spec = importlib.util.spec_from_file_location("gate_under_test", sys.argv[1])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.gate

if __name__ == "__main__":
    server = Granian(
        sys.argv[1], port=int(sys.argv[2]), interface=Interfaces.RSGI, http=HTTPModes.http1,
        websockets=False, log_enabled=False,
    )
    server.serve(target_loader=load)
"""


DECIDED: list[int] = []


def application(environ: Environ, start: Callable[..., object]) -> list[bytes]:
    """Answers with what it was asked; ``/large`` with more than a line holds."""
    if environ["PATH_INFO"] == "/large":
        start("200 OK", [("Content-Type", "text/plain")])
        return [bytes(1_000_000)] * 100
    if environ["PATH_INFO"] == "/alerts/1/decide/":
        DECIDED.append(1)
    try:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH", 0))).decode()
    except (TimeoutError, RequestDataTooBig) as error:
        body = type(error).__name__
    if environ["PATH_INFO"] == "/asked":
        body = str(len(DECIDED))
    lines = [environ["PATH_INFO"].encode("latin-1").decode(), environ["QUERY_STRING"], body]
    lines += [f"{name}={environ[name]}" for name in sorted(environ) if name.startswith("HTTP_X")]
    lines += [environ.get("HTTP_COOKIE", ""), environ["REMOTE_ADDR"]]
    answer = "\n".join(lines).encode()
    start("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


gate = Gate(application, LIMITS)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    script = tmp_path_factory.mktemp("gate") / "server.py"
    script.write_text(SERVER, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, str(script), __file__, str(free)])
    while True:
        try:
            ask(free, "/")
            break
        except OSError:
            time.sleep(0.05)
    yield free
    process.terminate()
    process.wait()


def ask(port: int, path: str, body: str | None = None, **headers: str) -> list[str]:
    """Return the lines of an answer, which may take less than a slow visitor has."""
    connection = HTTPConnection("127.0.0.1", port, timeout=1.8)
    method = "GET" if body is None else "POST"
    names = {name.replace("__", "-"): value for name, value in headers.items()}
    connection.request(method, path, body and body.encode(), names)
    lines = connection.getresponse().read().decode().split("\n")
    connection.close()
    return lines


def begin(port: int, path: str, length: int = 100) -> socket.socket:
    """Return the connection of a visitor who promises `length` bytes and sends three."""
    line = socket.create_connection(("127.0.0.1", port))
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    line.sendall(f"{head}Content-Length: {length}\r\n\r\nabc".encode())
    return line


def all_of(line: socket.socket) -> bytes:
    """Return what the other side sends until it hangs up, for ten seconds at most."""
    line.settimeout(10)
    parts = []
    while part := line.recv(4096):
        parts.append(part)
    line.close()
    return b"".join(parts)


def test_a_request_arrives_as_it_was_sent(port: int) -> None:
    lines = ask(port, "/%E5%BA%97?q=%20", "词", Cookie="a=1", X__Forwarded__For="10.0.0.1")
    assert lines == ["/店", "q=%20", "词", "HTTP_X_FORWARDED_FOR=10.0.0.1", "a=1", "127.0.0.1"]


def test_a_header_with_a_low_line_stays_outside(port: int) -> None:
    lines = ask(port, "/", X_Forwarded_For="10.6.6.6")
    assert lines == ["/", "", "", "", "127.0.0.1"]


def test_slow_forms_stop_nobody(port: int) -> None:
    slow = [begin(port, "/login/") for _ in range(10)]
    time.sleep(0.1)
    assert ask(port, "/health")[0] == "/health"
    assert ask(port, "/login/", "quick")[2] == "quick"
    assert all(all_of(line).startswith(b"HTTP/1.1 408 ") for line in slow)


def test_more_slow_forms_than_memory_allows_are_turned_away(port: int) -> None:
    slow = [begin(port, "/login/") for _ in range(21)]
    time.sleep(0.1)
    assert ask(port, "/health")[0] == "/health"
    answers = sorted(all_of(line)[:12] for line in slow)
    assert answers == [b"HTTP/1.1 408"] * 20 + [b"HTTP/1.1 503"]


@pytest.mark.parametrize("length", [1001, 1_000_000_000])
def test_a_form_that_is_too_large_is_not_received(port: int, length: int) -> None:
    line = begin(port, "/login/", length)
    assert all_of(line).split(b"\n")[-3] == b"RequestDataTooBig"


def test_an_upload_is_read_while_it_arrives(port: int) -> None:
    line = begin(port, "/imports/upload/1/", 2003)
    line.sendall(b"x" * 2000)
    assert b"\nabc" + b"x" * 2000 + b"\n" in all_of(line)


def test_half_a_file_does_not_pass_for_a_whole_one() -> None:
    async def two_parts() -> AsyncIterator[bytes]:
        yield b"abc"
        yield b""

    async def read() -> bytes:
        patience = Patience(asyncio.get_running_loop(), 1.0, 1000.0)
        upload = Upload(two_parts(), 100, patience)
        return await asyncio.to_thread(BufferedReader(upload).read)

    with pytest.raises(ConnectionResetError):
        asyncio.run(read())


@pytest.mark.parametrize("shut", [socket.SHUT_WR, socket.SHUT_RDWR])
def test_half_a_form_does_not_pass_for_a_whole_one(port: int, shut: int) -> None:
    line = begin(port, "/alerts/1/decide/")
    line.shutdown(shut)
    assert all_of(line)[:12] in (b"HTTP/1.1 400", b"")
    assert ask(port, "/asked")[2] == "0"


def test_a_body_of_unknown_length_is_refused(port: int) -> None:
    line = socket.create_connection(("127.0.0.1", port))
    head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    line.sendall(f"{head}3\r\nabc\r\n".encode())
    assert all_of(line).startswith(b"HTTP/1.1 411 ")


def test_who_dribbles_a_file_is_given_up(port: int) -> None:
    line = begin(port, "/shops/1/lists/upload/", 10_000)
    line.settimeout(0.25)
    answer = b""
    for _ in range(60):
        with suppress(TimeoutError):
            answer = line.recv(4096)
            break
        line.sendall(b"x" * 100)
    line.close()
    assert b"\nTimeoutError\n" in answer


def test_an_upload_that_waited_too_long_is_asked_to_come_again(port: int) -> None:
    first = begin(port, "/imports/upload/1/", 100_000)
    second = begin(port, "/imports/upload/2/")
    until = time.monotonic() + 6.5
    while time.monotonic() < until:
        first.sendall(b"x" * 500)
        time.sleep(0.2)
    assert all_of(second).startswith(b"HTTP/1.1 503 ")
    first.close()


def test_slow_uploads_stop_nobody_and_are_given_up(port: int) -> None:
    slow = [begin(port, "/imports/upload/1/") for _ in range(2)]
    time.sleep(0.1)
    assert ask(port, "/health")[0] == "/health"
    assert [b"\nTimeoutError\n" in all_of(line) for line in slow] == [True, True]


def test_who_takes_no_answer_stops_nobody(port: int) -> None:
    slow = []
    for _ in range(2):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        slow.append(line)
    time.sleep(2.5)
    assert ask(port, "/health")[0] == "/health"
    for line in slow:
        line.close()
