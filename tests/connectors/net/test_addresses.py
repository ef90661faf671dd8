from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from shopwarden.connectors.net.addresses import Endpoint, is_own, is_public, resolve


def _address(text: str) -> object:
    return Endpoint(socket.AF_INET6 if ":" in text else socket.AF_INET, (text, 443)).address


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.32.0.1",
        "203.0.112.255",
        "223.255.255.254",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
    ],
)
def test_the_open_internet_may_be_reached(text: str) -> None:
    assert is_public(_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::101:101",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:101:101::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_nothing_else_may_be_reached(text: str) -> None:
    assert not is_public(_address(text))


@pytest.mark.parametrize("text", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd12::1"])
def test_own_addresses_are_what_an_owner_can_allow(text: str) -> None:
    assert is_own(ip_address(text))


@pytest.mark.parametrize(
    "text", ["169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "ff02::1", "1.1.1.1"]
)
def test_nobody_can_allow_link_local_or_groups(text: str) -> None:
    assert not is_own(ip_address(text))


@pytest.mark.parametrize("spelling", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_odd_spellings_are_the_address_they_stand_for(spelling: str) -> None:
    assert {str(one.address) for one in resolve(spelling, 443)} == {"127.0.0.1"}
