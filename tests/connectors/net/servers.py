"""Real servers on this machine that answer as they please."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Handler = Callable[[socket.socket], None]
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server(NamedTuple):
    """A server that runs: its port, and the requests it has read so far."""

    port: int
    requests: list[bytes]
    # The names TLS asked for.
    names: list[str | None]


@contextmanager
def serving(
    answer: bytes | Handler = FINE,
    *,
    tls: ssl.SSLContext | None = None,
    host: str = "127.0.0.1",
    listens: bool = True,
) -> Iterator[Server]:
    """Serve on this machine until the block ends; who does not listen answers at once."""
    listener = socket.create_server((host, 0), family=_family(host))
    server = Server(listener.getsockname()[1], [], [])
    if tls:
        tls.sni_callback = lambda _, name, __: server.names.append(name)
    # Whoever still talks when the test is over is cut off.
    talking: list[socket.socket] = []
    talk = partial(_talk, answer=answer, tls=tls, server=server, listens=listens)
    threading.Thread(target=_accept, args=(listener, talk, talking), daemon=True).start()
    try:
        yield server
    finally:
        for one in [listener, *talking]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _accept(listener: socket.socket, talk: Handler, talking: list[socket.socket]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        talking.append(connection)
        threading.Thread(target=talk, args=(connection,), daemon=True).start()


def _talk(
    connection: socket.socket,
    answer: bytes | Handler,
    tls: ssl.SSLContext | None,
    server: Server,
    *,
    listens: bool,
) -> None:
    with suppress(OSError), connection:
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        if listens:
            server.requests.append(_request(connection))
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)
        connection.close()


def _request(connection: socket.socket) -> bytes:
    """Read one request whose length is said."""
    data = b""
    while b"\r\n\r\n" not in data and (part := connection.recv(65536)):
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    wanted = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < wanted and (part := connection.recv(65536)):
        body += part
    return head + b"\r\n\r\n" + body


class Authority:
    """Signs certificates for names on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
        self._own = self._sign(self._name, self._key.public_key(), None, days=2)

    def trust(self) -> ssl.SSLContext:
        """Return what a client needs to believe this authority."""
        text = self._own.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=text)

    def server(self, name: str, *, days: int = 2) -> ssl.SSLContext:
        """Return what a server needs to be `name`, for as many days from yesterday."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._sign(subject, key.public_key(), name, days=days)
        path = self._folder / f"{name}-{days}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        return context

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, name: str | None, *, days: int
    ) -> x509.Certificate:
        began = datetime.now(UTC) - timedelta(days=1)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(began)
            .not_valid_after(began + timedelta(days=days, minutes=1))
            .add_extension(x509.BasicConstraints(ca=name is None, path_length=None), critical=True)
        )
        if name:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([_general(name)]), critical=False
            )
        return builder.sign(self._key, hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
