"""Which addresses may be connected to.

The tables of ``ipaddress`` differ between releases of Python and call some addresses global
that lead inside, so what is refused is listed here.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final, NamedTuple

_Address = IPv4Address | IPv6Address

# IANA's special-purpose registries, and what a machine may reach only from inside.
_CLOSED_4: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_6: Final = IPv6Network("2000::/3")
# Protocol assignments with Teredo, documentation, 6to4, AS112, segment routing.
_CLOSED_6: Final = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
# A translator's prefix: where there is no IPv4, every IPv4 host has such an address.
_NAT64: Final = IPv6Network("64:ff9b::/96")
# What the owner's permission opens: never link-local addresses, where clouds keep secrets.
_OWN: Final = tuple(
    IPv4Network(text)
    for text in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
) + tuple(IPv6Network(text) for text in ("::1/128", "fc00::/7"))


class Endpoint(NamedTuple):
    """An address a socket can connect to, as ``getaddrinfo`` gives it."""

    family: int
    place: tuple[Any, ...]

    @property
    def address(self) -> _Address:
        """The address the connection would go to in the end."""
        return _unwrapped(ip_address(self.place[0]))


Resolver = Callable[[str, int], Sequence[Endpoint]]


def resolve(host: str, port: int) -> list[Endpoint]:
    """Ask the system what a name stands for; raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [Endpoint(family, place) for family, _, _, _, place in found]


def is_public(address: _Address) -> bool:
    """Return whether an address belongs to one machine of the open internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return address in _GLOBAL_6 and not any(address in network for network in _CLOSED_6)


def is_own(address: _Address) -> bool:
    """Return whether an address is of this machine or of a private network."""
    return any(address in network for network in _OWN)


def _unwrapped(address: _Address) -> _Address:
    """Return the IPv4 address an IPv6 one stands for, where it does."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
