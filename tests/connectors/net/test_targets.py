from __future__ import annotations

import pytest

from shopwarden.connectors.net import NetError, Place, target_of


@pytest.mark.parametrize(
    ("url", "scheme", "place", "path"),
    [
        ("https://Example.com", "https", Place("example.com", 443), "/"),
        ("https://example.com/a%20b?c=d", "https", Place("example.com", 443), "/a%20b?c=d"),
        ("http://push.lan:8080/x", "http", Place("push.lan", 8080), "/x"),
        ("https://[2606:4700::1]/", "https", Place("2606:4700::1", 443), "/"),
        ("https://店哨.中国/", "https", Place("xn--nwr38t.xn--fiqs8s", 443), "/"),
        ("https://１２７.0.0.1/", "https", Place("127.0.0.1", 443), "/"),
    ],
)
def test_an_address_has_parts(url: str, scheme: str, place: Place, path: str) -> None:
    assert target_of(url) == (scheme, place, path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/x",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://user:word@example.com/",
        "https://@example.com/",
        "https://example.com/#part",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:x/",
        "https://exa mple.com/",
        "https://example.com/a b",
        "https://example.com/路径",
        "https://example.com/\r\nHost: inside",
        "https://exam\tple.com/",
        "https://example..com/",
        "https://[fe80::1%25eth0]/",
        "https://exa%6dple.com/",
    ],
)
def test_anything_odd_is_refused(url: str) -> None:
    with pytest.raises(NetError) as refusal:
        target_of(url)
    assert (refusal.value.code, refusal.value.data) == ("net.bad_url", {})


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.com/", set()),
        ("http://push.lan/", {Place("push.lan", 80)}),
        ("https://push.lan:8443/", {Place("push.lan", 8443)}),
    ],
)
def test_what_may_be_asked(url: str, allowed: set[Place]) -> None:
    target_of(url).check(allowed)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://example.com/", set()),
        ("https://example.com:8443/", set()),
        ("http://push.lan/", {Place("push.lan", 8080)}),
        ("http://push.lan.evil.example:8080/", {Place("push.lan", 8080)}),
    ],
)
def test_what_nobody_allowed(url: str, allowed: set[Place]) -> None:
    with pytest.raises(NetError) as refusal:
        target_of(url).check(allowed)
    assert refusal.value.code == "net.not_allowed"


def test_a_place_reads_as_it_is_written() -> None:
    assert str(Place("push.lan", 8080)) == "push.lan:8080"
    assert str(Place("::1", 8080)) == "[::1]:8080"
