"""Where a request goes: the parts of an address, read strictly."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from shopwarden.connectors.net.errors import NetError

_PORTS: Final = {"http": 80, "https": 443}
# A host as it goes on the wire: names and IPv4 in ASCII, IPv6 without its brackets.
_HOST: Final = re.compile(r"[a-z0-9_.-]{1,253}|[0-9a-f:.]{2,45}")
_VISIBLE: Final = re.compile(r"[\x21-\x7e]*")


class Place(NamedTuple):
    """A host, in small letters, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class Target(NamedTuple):
    """The parts of an address."""

    scheme: str
    place: Place
    # Path and query.
    path: str

    def check(self, allowed: Collection[Place]) -> None:
        """Refuse plain http and odd ports of places nobody allowed.

        Raises
        ------
        NetError
            ``net.not_allowed``.
        """
        is_usual = self.scheme == "https" and self.place.port == _PORTS["https"]
        if not is_usual and self.place not in allowed:
            raise NetError("net.not_allowed", host=self.place.host, port=self.place.port)


def target_of(url: str) -> Target:
    """Return the parts of an address.

    Raises
    ------
    NetError
        ``net.bad_url``: no http or https, no host, a name and password in it, a fragment, or
        anything that has to be escaped.
    """
    try:
        parts = urlsplit(url)
        host = _wire_form(parts.hostname or "")
        port = _PORTS[parts.scheme] if parts.port is None else parts.port
    except (ValueError, KeyError) as error:
        raise NetError("net.bad_url") from error
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    is_odd = "@" in parts.netloc or "#" in url or port == 0
    # The parser drops tabs and line ends; what was sent must be what is meant.
    is_clean = not re.search(r"[\x00-\x20\x7f]", url) and _VISIBLE.fullmatch(path)
    if is_odd or not is_clean or not _HOST.fullmatch(host):
        raise NetError("net.bad_url")
    return Target(parts.scheme, Place(host, port), path)


def _wire_form(host: str) -> str:
    if ":" in host:
        return host.lower()
    return host.encode("idna").decode("ascii").lower()
