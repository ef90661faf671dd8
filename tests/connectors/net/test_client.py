"""Requests to real servers on this machine, which the tests allow by name."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from shopwarden.connectors.net import Client, Endpoint, Limits, NetError, Place
from tests.connectors.net.servers import FINE, Authority, Server, serving

SECRET = "/hook/s3cr3t?token=t0k3n"
QUICK = Limits(connect=0.5, read=0.5, total=1.0, answer=1000)


def _at(*addresses: str) -> Callable[[str, int], list[Endpoint]]:
    """Return a resolver by which every name stands for these addresses."""
    families = [socket.AF_INET6 if ":" in one else socket.AF_INET for one in addresses]
    return lambda _, port: [
        Endpoint(family, (one, port)) for family, one in zip(families, addresses, strict=True)
    ]


def _client(server: Server, host: str = "127.0.0.1", **more: object) -> Client:
    return Client(allowed={Place(host, server.port)}, limits=QUICK, **more)  # type: ignore[arg-type]


def _refusal(client: Client, url: str) -> str:
    with pytest.raises(NetError) as refusal:
        client.send("POST", url, body=b"{}")
    shown = "".join(traceback.format_exception(refusal.value))
    assert "s3cr3t" not in shown
    assert "t0k3n" not in shown
    return refusal.value.code


def test_a_request_arrives_as_it_was_sent() -> None:
    with serving(b"HTTP/1.1 201 Created\r\nX-Seen: yes\r\nContent-Length: 4\r\n\r\nbody") as server:
        answer = _client(server).send(
            "POST",
            f"http://127.0.0.1:{server.port}{SECRET}",
            body="内容".encode(),
            headers={"Content-Type": "application/json", "webhook-id": "one"},
        )
    assert (answer.status, answer.body, answer.is_cut) == (201, b"body", False)
    assert answer.headers["x-seen"] == "yes"
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.decode().split("\r\n") == [
        f"POST {SECRET} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Content-Length: 6",
        "Accept-Encoding: identity",
        "User-Agent: shopwarden",
        "Content-Type: application/json",
        "webhook-id: one",
    ]
    assert body.decode() == "内容"


def test_this_machine_is_closed_to_whom_nobody_allowed() -> None:
    with serving() as server:
        client = Client(limits=QUICK, allowed={Place("other.lan", server.port)})
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
            assert _refusal(client, f"http://{host}:{server.port}{SECRET}") == "net.not_allowed"
            assert _refusal(client, f"https://{host}{SECRET}") == "net.not_public"
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1",
    ],
)
def test_a_public_name_of_a_private_address_is_refused(address: str) -> None:
    client = Client(limits=QUICK, resolver=_at(address))
    assert _refusal(client, f"https://example.com{SECRET}") == "net.not_public"


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1"])
def test_permission_for_a_name_does_not_open_the_machine_room(address: str) -> None:
    client = Client(limits=QUICK, resolver=_at(address), allowed={Place("push.lan", 80)})
    assert _refusal(client, "http://push.lan/") == "net.not_public"


def test_a_name_that_changes_its_mind_is_asked_once() -> None:
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])
    with serving() as server:
        client = Client(
            limits=QUICK,
            resolver=lambda host, port: _at(*next(answers))(host, port),
            allowed={Place("other.lan", server.port)},
        )
        assert _refusal(client, "https://rebinding.example/") == "net.not_public"
    assert (list(answers), server.requests) == ([["127.0.0.1"]], [])


def test_of_several_addresses_only_those_one_may_reach_are_tried() -> None:
    with serving() as server:
        place = Place("push.lan", server.port)
        client = Client(
            limits=QUICK, allowed={place}, resolver=_at("169.254.169.254", "127.0.0.2", "127.0.0.1")
        )
        assert client.send("GET", f"http://push.lan:{server.port}/").status == 200
    assert server.requests[0].startswith(b"GET / HTTP/1.1\r\nHost: push.lan:")


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with serving() as inside:
        location = f"http://127.0.0.1:{inside.port}/".encode()
        moved = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
        with serving(moved) as server:
            client = Client(
                limits=QUICK,
                allowed={Place("127.0.0.1", port) for port in (server.port, inside.port)},
            )
            answer = client.send("GET", f"http://127.0.0.1:{server.port}/")
    assert (answer.status, inside.requests) == (302, [])


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy, serving() as server:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert _client(server).send("GET", f"http://127.0.0.1:{server.port}/").status == 200
    assert proxy.requests == []


def _drip(connection: socket.socket) -> None:
    for byte in FINE * 100:
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def _drip_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.1)


def _silence(connection: socket.socket) -> None:
    time.sleep(5)


def _interim(connection: socket.socket) -> None:
    for _ in range(100):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.1)


@pytest.mark.parametrize("handler", [_drip, _drip_body, _silence, _interim])
def test_who_is_slow_is_given_up(handler: Callable[[socket.socket], None]) -> None:
    with serving(handler) as server:
        began = time.monotonic()
        url = f"http://127.0.0.1:{server.port}{SECRET}"
        assert _refusal(_client(server), url) == "net.timed_out"
        assert time.monotonic() - began < 3


def test_a_name_nobody_can_find_in_time_is_given_up() -> None:
    given_up = threading.Event()

    def slow(host: str, port: int) -> list[Endpoint]:
        given_up.wait(10)
        return []

    client = Client(limits=QUICK, resolver=slow)
    assert _refusal(client, "https://slow.example/") == "net.timed_out"
    given_up.set()


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def test_an_endless_answer_is_cut() -> None:
    with serving(_endless) as server:
        answer = _client(server).send("GET", f"http://127.0.0.1:{server.port}/")
    assert (answer.status, len(answer.body), answer.is_cut) == (200, 1000, True)


def test_a_packed_answer_stays_packed() -> None:
    packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08"
    with serving(packed) as server:
        answer = _client(server).send("GET", f"http://127.0.0.1:{server.port}/")
    assert answer.body == b"\x1f\x8b\x08"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_said_to_be_broken(answer: bytes) -> None:
    with serving(answer) as server:
        url = f"http://127.0.0.1:{server.port}{SECRET}"
        assert _refusal(_client(server), url) == "net.broken"


def test_nobody_there_and_no_such_name() -> None:
    with serving() as server:
        port = server.port
    client = Client(allowed={Place("127.0.0.1", port)}, limits=QUICK)
    assert _refusal(client, f"http://127.0.0.1:{port}{SECRET}") == "net.unreachable"

    def nobody(host: str, port: int) -> list[Endpoint]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert _refusal(Client(resolver=nobody), f"https://gone.example{SECRET}") == "net.unknown_host"


def test_nothing_secret_gets_into_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    from shopwarden.desk.logs import configuration

    quiet = configuration("DEBUG")["loggers"]["urllib3"]["level"]
    caplog.set_level(logging.DEBUG)
    with serving(b"HTTP/1.1 200 OK\r\n: s3cr3t\r\nContent-Length: 0\r\n\r\n") as server:
        url = f"http://127.0.0.1:{server.port}{SECRET}"
        caplog.set_level(quiet, logger="urllib3")
        _client(server).send("GET", url)
        assert caplog.records == []


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_tls_and_host_ask_for_the_name(authority: Authority) -> None:
    with serving(tls=authority.server("hooks.example")) as server:
        client = _client(
            server, "hooks.example", resolver=_at("127.0.0.1"), trust=authority.trust()
        )
        answer = client.send("POST", f"https://hooks.example:{server.port}/", body=b"{}")
    assert answer.status == 200
    assert server.names == ["hooks.example"]
    assert f"Host: hooks.example:{server.port}".encode() in server.requests[0]


def _old(authority: Authority) -> ssl.SSLContext:
    return authority.server("hooks.example", days=0)


def _other(authority: Authority) -> ssl.SSLContext:
    return authority.server("other.example")


@pytest.mark.parametrize("broken", [_old, _other])
def test_a_wrong_certificate_is_not_trusted(
    broken: Callable[[Authority], ssl.SSLContext], authority: Authority
) -> None:
    with serving(tls=broken(authority)) as server:
        client = _client(
            server, "hooks.example", resolver=_at("127.0.0.1"), trust=authority.trust()
        )
        url = f"https://hooks.example:{server.port}{SECRET}"
        assert _refusal(client, url) == "net.untrusted"
    assert server.requests == []


def test_an_unknown_authority_is_not_trusted(authority: Authority) -> None:
    with serving(tls=authority.server("hooks.example")) as server:
        client = _client(server, "hooks.example", resolver=_at("127.0.0.1"))
        url = f"https://hooks.example:{server.port}{SECRET}"
        assert _refusal(client, url) == "net.untrusted"


def _plain_words(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def _dripping_handshake(connection: socket.socket) -> None:
    connection.sendall(b"\x16\x03\x03\x40\x00\x02")
    for _ in range(100):
        connection.sendall(b"\x00")
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("words", "code"),
    [(_plain_words, "net.untrusted"), (_dripping_handshake, "net.timed_out")],
)
def test_a_handshake_that_is_none(words: Callable[[socket.socket], None], code: str) -> None:
    with serving(words, listens=False) as server:
        client = _client(server, "hooks.example", resolver=_at("127.0.0.1"))
        began = time.monotonic()
        assert _refusal(client, f"https://hooks.example:{server.port}{SECRET}") == code
        assert time.monotonic() - began < 3


def test_ipv6_works_where_it_is_allowed() -> None:
    with serving(host="::1") as server:
        answer = _client(server, "::1").send("GET", f"http://[::1]:{server.port}/")
    assert answer.status == 200
    assert f"Host: [::1]:{server.port}".encode() in server.requests[0]
