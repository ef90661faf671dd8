"""Connections that go to the address that was checked, and ask for the name."""

from __future__ import annotations

import socket
from collections.abc import Callable

from urllib3.connection import HTTPConnection, HTTPSConnection

Dial = Callable[[], socket.socket]


class PlainConnection(HTTPConnection):
    """HTTP over a socket that `dial` connects."""

    dial: Dial

    def _new_conn(self) -> socket.socket:
        return self.dial()


class SecureConnection(HTTPSConnection):
    """HTTPS over a socket that `dial` connects; the certificate is checked for the name."""

    dial: Dial

    def _new_conn(self) -> socket.socket:
        return self.dial()
