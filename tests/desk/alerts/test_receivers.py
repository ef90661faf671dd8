"""Masks and links of the person behind an order."""

from __future__ import annotations

import pytest

from shopwarden.desk.alerts.receivers import (
    Links,
    Receiver,
    links_of,
    mask_name,
    mask_nick,
    mask_phone,
    phone_link,
    receiver_of,
)
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from tests.desk.factories import RIGHT_ADDRESS, make_order


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("18877771111-123", "tel:18877771111,123"),
        ("18877771111转123", "tel:18877771111,123"),
        ("18877771111,123", "tel:18877771111,123"),
        ("0571-88888888", "tel:057188888888"),
        ("0571-88888888-801", "tel:057188888888,801"),
        ("+86 138 0000 0001", "tel:+8613800000001"),
        ("１３８００００００１", "tel:1380000001"),
        ("13800000001/0571-88888888", "tel:13800000001"),
        ("138****0001", ""),
        ("没有电话", ""),
        ("", ""),
    ],
)
def test_phone_link(phone: str, link: str) -> None:
    assert phone_link(phone) == link


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800000001", "138****0001"),
        ("18877771111-123", "188********-123"),
        ("12345", "*****"),
        ("138****0001", "138****0001"),
        ("13812340001*", "138*****001*"),
        ("13812340002 / **加急", "138*************加急"),
        ("", ""),
    ],
)
def test_mask_phone(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李小满", "李**"),
        ("李**", "李**"),
        ("*满", "*满"),
        ("欧阳秘一*", "欧**"),
        ("司马秘二(急##)", "司**"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked
    assert mask_name(masked) == masked


@pytest.mark.parametrize(
    ("nick", "masked"),
    [
        ("tb1234578", "t***8"),
        ("t**8", "t**8"),
        ("青**", "青**"),
        ("secretnick*", "s****"),
        ("nick$$secret", "n***t"),
        ("小鱼", "小***"),
        ("鱼", "***"),
        ("", ""),
    ],
)
def test_mask_nick(nick: str, masked: str) -> None:
    assert mask_nick(nick) == masked
    assert mask_nick(masked) == masked


def test_a_masked_person_has_no_address() -> None:
    masked = Receiver("李小满", "13800000001", RIGHT_ADDRESS, "青山在望77").masked
    assert masked == Receiver("李**", "138****0001", "", "青***7")


def test_receiver_of_a_stored_order(shop: Shop) -> None:
    assert receiver_of(make_order(shop)) == Receiver(
        "李小满", "13800000001", RIGHT_ADDRESS, "青山在望77"
    )


def test_links_of_a_taobao_buyer() -> None:
    links = links_of(Order(platform="taobao"), Receiver(phone="13800000001", buyer="青山 77"))
    assert links.phone == "tel:13800000001"
    assert links.chat == (
        "aliim:sendmsg?touid=cntaobao%E9%9D%92%E5%B1%B1%2077&siteid=cntaobao&status=1"
    )
    assert links.web_chat.endswith("&uid=%E9%9D%92%E5%B1%B1%2077&site=cntaobao")


@pytest.mark.parametrize(("platform", "nick"), [("taobao", "t**8"), ("taobao", ""), ("jd", "小李")])
def test_no_chat_where_the_nick_is_of_no_use(platform: str, nick: str) -> None:
    assert links_of(Order(platform=platform), Receiver(buyer=nick)) == Links()
