"""Sending one request and reading one answer, within limits."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from typing import NamedTuple

from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as LateError
from urllib3.response import HTTPResponse

from shopwarden.connectors.net.addresses import Endpoint, Resolver, is_own, is_public, resolve
from shopwarden.connectors.net.connections import PlainConnection, SecureConnection
from shopwarden.connectors.net.deadline import Deadline
from shopwarden.connectors.net.errors import NetError
from shopwarden.connectors.net.targets import Place, Target, target_of


@dataclass(frozen=True)
class Limits:
    """How long (seconds) and how much (bytes) an exchange may take."""

    connect: float = 5.0
    # Between two bytes, and on the whole.
    read: float = 10.0
    total: float = 15.0
    answer: int = 65_536


class Answer(NamedTuple):
    """What came back; a body that is larger than the limit is cut there."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool


class Client:
    """Sends requests to public addresses, and to places the owner allowed.

    Parameters
    ----------
    allowed
        Hosts and ports that may be private, speak plain http, or be no usual port.
    limits
        Of each exchange.
    resolver
        What a name stands for; asked once for each connection.
    trust
        Whose certificates count; those the system trusts.
    """

    def __init__(
        self,
        *,
        allowed: Collection[Place] = (),
        limits: Limits | None = None,
        resolver: Resolver = resolve,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.allowed = allowed
        self.limits = limits or Limits()
        self.resolver = resolver
        self.trust = trust or ssl.create_default_context()

    def send(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request; redirects come back as they are.

        Raises
        ------
        NetError
            Nothing usable came back in time, or the address may not be asked.
        """
        target = target_of(url)
        target.check(self.allowed)
        facts = {"host": target.place.host, "port": target.place.port}
        with Deadline(self.limits.total) as deadline:
            try:
                return self._exchange(target, method, body, headers or {}, deadline)
            except (OSError, HTTPError, HTTPException, UnicodeError) as error:
                code = "net.timed_out" if deadline.is_over else _code(error)
                # Not chained: what the libraries say quotes the whole address.
                raise NetError(code, **facts) from None

    def _exchange(
        self,
        target: Target,
        method: str,
        body: bytes,
        headers: Mapping[str, str],
        deadline: Deadline,
    ) -> Answer:
        connection = self._connection(target)
        connection.dial = partial(self._dial, target.place, deadline)
        try:
            connection.connect()
            connection.timeout = self.limits.read
            # Packed answers could be bombs.
            connection.request(
                method,
                target.path,
                body=body,
                headers={"Accept-Encoding": "identity", "User-Agent": "shopwarden", **headers},
                preload_content=False,
                decode_content=False,
            )
            return self._read(connection.getresponse(), deadline)
        finally:
            connection.close()

    def _connection(self, target: Target) -> PlainConnection | SecureConnection:
        host, port = target.place
        if target.scheme == "http":
            return PlainConnection(host, port, timeout=self.limits.connect)
        return SecureConnection(
            host,
            port,
            timeout=self.limits.connect,
            ssl_context=self.trust,
            cert_reqs="CERT_REQUIRED",
        )

    def _dial(self, place: Place, deadline: Deadline) -> socket.socket:
        """Return a socket connected to an address that was checked, or raise ``OSError``."""
        found = deadline.wait_for(partial(self.resolver, *place))
        usable = [one for one in found if self._may_reach(one, place)]
        if not usable:
            raise NetError("net.not_public", host=place.host, port=place.port)
        problem: OSError | None = None
        for endpoint in usable:
            try:
                return _connected(endpoint, deadline, self.limits.connect)
            except OSError as error:
                problem = error
        raise problem or OSError

    def _may_reach(self, endpoint: Endpoint, place: Place) -> bool:
        address = endpoint.address
        return is_public(address) or (place in self.allowed and is_own(address))

    def _read(self, response: HTTPResponse, deadline: Deadline) -> Answer:
        most = self.limits.answer
        body = b""
        while len(body) <= most and (part := response.read(most + 1 - len(body))):
            body += part
        if deadline.is_over:
            # A connection that was cut looks like one that has ended.
            raise TimeoutError
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, body[:most], len(body) > most)


def _connected(endpoint: Endpoint, deadline: Deadline, seconds: float) -> socket.socket:
    connection = socket.socket(endpoint.family, socket.SOCK_STREAM)
    try:
        connection.settimeout(deadline.left(seconds))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect(endpoint.place)
        deadline.watch(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _code(error: Exception) -> str:
    match error:
        case TimeoutError() | LateError():
            return "net.timed_out"
        case socket.gaierror() | UnicodeError():
            return "net.unknown_host"
        case ssl.SSLError():
            return "net.untrusted"
        case ConnectionResetError() | BrokenPipeError() | HTTPError() | HTTPException():
            return "net.broken"
        case _:
            return "net.unreachable"
