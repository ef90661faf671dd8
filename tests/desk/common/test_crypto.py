"""Sealing and digests: what opens, what does not, what is equal."""

from __future__ import annotations

import base64
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.desk.common import crypto
from shopwarden.desk.common.crypto import Place, Purpose
from shopwarden.desk.errors import SealError

SHOP, ROW = uuid4(), uuid4()
HERE = Place(SHOP, "trade_order", "receiver_name")


@given(st.text())
def test_round_trip(text: str) -> None:
    assert crypto.unseal(HERE, ROW, crypto.seal(HERE, ROW, text)) == text


def test_the_text_is_not_in_the_token_and_no_token_is_made_twice() -> None:
    first, second = crypto.seal(HERE, ROW, "13800000001"), crypto.seal(HERE, ROW, "13800000001")
    assert b"13800000001" not in first
    assert first != second


@pytest.mark.parametrize(
    ("place", "row_id"),
    [
        (HERE._replace(shop_id=uuid4()), ROW),
        (HERE._replace(shop_id=None), ROW),
        (HERE._replace(table="trade_refund"), ROW),
        (HERE._replace(column="receiver_phone"), ROW),
        (HERE, uuid4()),
    ],
)
def test_a_token_opens_at_its_place_only(place: Place, row_id: UUID) -> None:
    token = crypto.seal(HERE, ROW, "张三")
    with pytest.raises(SealError) as refusal:
        crypto.unseal(place, row_id, token)
    assert refusal.value.code == "seal.broken"
    assert refusal.value.data == {"table": place.table, "column": place.column}


def test_every_changed_byte_is_noticed() -> None:
    token = crypto.seal(HERE, ROW, "张三")
    for position in range(len(token)):
        changed = bytearray(token)
        changed[position] ^= 1
        with pytest.raises(SealError):
            crypto.unseal(HERE, ROW, bytes(changed))


@pytest.mark.parametrize("token", [b"", b"\x01", b"\x01\x01" + bytes(12), b"\x02" + bytes(40)])
def test_what_is_no_token_is_refused(token: bytes) -> None:
    with pytest.raises(SealError) as refusal:
        crypto.unseal(HERE, ROW, token)
    assert refusal.value.code == "seal.broken"


def test_a_whole_column() -> None:
    ids = [uuid4() for _ in range(4)]
    texts = ["张三", None, "", "李四"]
    tokens = crypto.seal_all(HERE, ids, texts)
    assert tokens[1] is None
    assert crypto.unseal_all(HERE, ids, tokens) == texts
    with pytest.raises(SealError):
        crypto.unseal_all(HERE, ids[::-1], tokens)


def test_bytes() -> None:
    assert crypto.unseal_bytes(HERE, ROW, crypto.seal_bytes(HERE, ROW, b"\x00\xff")) == b"\x00\xff"


def test_digests_are_equal_within_shop_and_purpose_only() -> None:
    mine = crypto.digest(SHOP, Purpose.PHONE, "13800000001")
    assert len(mine) == crypto.DIGEST_CHARS
    assert crypto.digest(SHOP, Purpose.PHONE, "13800000001") == mine
    assert crypto.digest(SHOP, Purpose.PHONE, "13800000002") != mine
    assert crypto.digest(SHOP, Purpose.BUYER, "13800000001") != mine
    assert crypto.digest(uuid4(), Purpose.PHONE, "13800000001") != mine
    assert crypto.digest_all(SHOP, Purpose.PHONE, ["13800000001", None]) == [mine, None]


def _key_line(number: int) -> str:
    return f"{number} {base64.b64encode(bytes([number]) * 32).decode()}\n"


def test_an_old_key_opens_a_new_one_seals_and_digests_stay(data_key_file: Path) -> None:
    data_key_file.write_text(_key_line(1), encoding="ascii")
    crypto.forget_keys()
    old = crypto.seal(HERE, ROW, "张三")
    digest = crypto.digest(SHOP, Purpose.PHONE, "13800000001")

    data_key_file.write_text(_key_line(2) + _key_line(1), encoding="ascii")
    crypto.forget_keys()
    new = crypto.seal(HERE, ROW, "张三")
    assert (old[1], new[1]) == (1, 2)
    assert crypto.unseal(HERE, ROW, old) == crypto.unseal(HERE, ROW, new) == "张三"
    assert crypto.digest(SHOP, Purpose.PHONE, "13800000001") == digest

    data_key_file.write_text(_key_line(2), encoding="ascii")
    crypto.forget_keys()
    with pytest.raises(SealError) as refusal:
        crypto.unseal(HERE, ROW, old)
    assert refusal.value.code == "seal.unknown_key"
    assert refusal.value.data == {"number": 1}
