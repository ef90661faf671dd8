"""What is masked can be recognised, and is of no use to others."""

from __future__ import annotations

import pytest

from shopwarden.desk.groups.people import mask_ip, mask_place


@pytest.mark.parametrize(
    ("address", "shown"),
    [("203.0.113.5", "203.0.*.*"), ("2001:db8::1:2", "2001:db8::*:*"), ("", "")],
)
def test_the_network_of_an_address_stays(address: str, shown: str) -> None:
    assert mask_ip(address) == shown


def test_the_divisions_of_a_place_stay() -> None:
    assert mask_place("浙江省杭州市西湖区文一西路9号3幢201室") == "浙江省杭州市西湖区••••"
    assert mask_place("") == ""
