"""Personal data at rest: sealing, and keyed digests for equality.

A value is sealed with AES-256-GCM under a key derived (HKDF-SHA256) from a data key for one
shop; the associated data name shop, table, column and row, so that a ciphertext copied to
another place does not open. A token is ``version | key number | nonce (12) | ciphertext``.

A digest is HMAC-SHA256, cut to 128 bits, under a key of its own per shop and purpose: equal
values are found without being readable, and two shops cannot compare theirs. Sealing uses
the newest data key; digests stay with the oldest, because they must stay equal.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shopwarden.desk import keys
from shopwarden.desk.errors import SealError

_VERSION: Final = 1
_NONCE: Final = 12
_HEAD: Final = 2 + _NONCE
DIGEST_CHARS: Final = 32


class Place(NamedTuple):
    """The column of one shop a value is sealed for; ``None`` belongs to no shop."""

    shop_id: UUID | None
    table: str
    column: str


class Purpose(StrEnum):
    """What a digest is compared for; digests of two purposes never match."""

    BUYER = "buyer"
    RECEIVER = "receiver"
    PHONE = "phone"
    PLACE = "place"
    DEVICE = "device"
    IP = "ip"
    PAYMENT_ACCOUNT = "payment_account"
    WAYBILL = "waybill"
    ITEM = "item"
    CARRIER = "carrier"
    # A record, or a value that was judged, as a whole.
    CONTENT = "content"
    FINDING = "finding"


def seal(place: Place, row_id: UUID, value: str) -> bytes:
    """Return `value`, readable at this place and row only."""
    return seal_bytes(place, row_id, value.encode())


def unseal(place: Place, row_id: UUID, token: bytes) -> str:
    """Return the text of a token.

    Raises
    ------
    SealError
        ``seal.broken`` (table, column) if the token was changed or sealed for another
        place; ``seal.unknown_key`` (number) if its data key is not in the key file.
    """
    return unseal_bytes(place, row_id, token).decode()


def seal_bytes(place: Place, row_id: UUID, value: bytes) -> bytes:
    """Return `value` sealed; for files and raw rows."""
    number = next(iter(_data_keys()))
    nonce = os.urandom(_NONCE)
    sealed = _cipher(number, place.shop_id).encrypt(nonce, value, _bound_to(place) + row_id.bytes)
    return bytes((_VERSION, number)) + nonce + sealed


def unseal_bytes(place: Place, row_id: UUID, token: bytes) -> bytes:
    """Return the bytes of a token; raises as `unseal`."""
    return _opened(place, _bound_to(place) + row_id.bytes, bytes(token))


def _opened(place: Place, bound_to: bytes, token: bytes) -> bytes:
    if len(token) <= _HEAD or token[0] != _VERSION:
        raise SealError("seal.broken", table=place.table, column=place.column)
    if token[1] not in _data_keys():
        raise SealError("seal.unknown_key", number=token[1])
    try:
        return _cipher(token[1], place.shop_id).decrypt(token[2:_HEAD], token[_HEAD:], bound_to)
    except InvalidTag as error:
        raise SealError("seal.broken", table=place.table, column=place.column) from error


def seal_all(
    place: Place, row_ids: Sequence[UUID], values: Iterable[str | None]
) -> list[bytes | None]:
    """Return a whole column sealed; an absent value stays absent."""
    number = next(iter(_data_keys()))
    head = bytes((_VERSION, number))
    encrypt = _cipher(number, place.shop_id).encrypt
    bound_to = _bound_to(place)
    nonces = os.urandom(_NONCE * len(row_ids))
    starts = range(0, len(nonces), _NONCE)
    return [
        None
        if value is None
        else head
        + (nonce := nonces[start : start + _NONCE])
        + encrypt(nonce, value.encode(), bound_to + row_id.bytes)
        for start, row_id, value in zip(starts, row_ids, values, strict=True)
    ]


def unseal_all(
    place: Place, row_ids: Sequence[UUID], tokens: Iterable[bytes | None]
) -> list[str | None]:
    """Return a whole column as text; raises as `unseal`."""
    bound_to = _bound_to(place)
    return [
        None if token is None else _opened(place, bound_to + row_id.bytes, token).decode()
        for row_id, token in zip(row_ids, tokens, strict=True)
    ]


def digest(shop_id: UUID, purpose: Purpose, value: str) -> str:
    """Return 32 hexadecimal characters that equal values of a shop share."""
    return hmac.digest(_digest_key(shop_id, purpose), value.encode(), "sha256").hex()[:DIGEST_CHARS]


def digest_all(shop_id: UUID, purpose: Purpose, values: Iterable[str | None]) -> list[str | None]:
    """Return the digests of a whole column; an absent value stays absent."""
    key = _digest_key(shop_id, purpose)
    return [
        None if value is None else hmac.digest(key, value.encode(), "sha256").hex()[:DIGEST_CHARS]
        for value in values
    ]


def answers() -> dict[int, str]:
    """Return what each data key answers to the check at the start, by its number."""
    return {number: _derive(number, "check").hex() for number in _data_keys()}


def forget_keys() -> None:
    """Read the key file again at the next use."""
    for cached in (_data_keys, _cipher, _digest_key):
        cached.cache_clear()


@cache
def _data_keys() -> dict[int, bytes]:
    return keys.read_data_keys()


@lru_cache(maxsize=4096)
def _cipher(number: int, shop_id: UUID | None) -> AESGCM:
    return AESGCM(_derive(number, f"seal|{shop_id}"))


@lru_cache(maxsize=4096)
def _digest_key(shop_id: UUID, purpose: Purpose) -> bytes:
    return _derive(min(_data_keys()), f"digest|{shop_id}|{purpose}")


def _derive(number: int, use: str) -> bytes:
    info = f"shopwarden|{use}".encode()
    return HKDF(SHA256(), keys.KEY_BYTES, salt=None, info=info).derive(_data_keys()[number])


def _bound_to(place: Place) -> bytes:
    return f"{place.shop_id}|{place.table}|{place.column}|".encode()
