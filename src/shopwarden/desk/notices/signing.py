"""Signatures as Standard Webhooks says: HMAC-SHA256 over id, moment and body.

::

    webhook-id: 0190…
    webhook-timestamp: 1764000000
    webhook-signature: v1,<base64> v1,<base64>

There are several signatures while a secret is being changed; one that fits is enough.
"""

from __future__ import annotations

import binascii
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

PREFIX: Final = "whsec_"
_BYTES: Final = 32
_VERSION: Final = "v1,"
# How far apart two clocks may be.
TOLERANCE: Final = timedelta(minutes=5)


def new_secret() -> str:
    """Return a fresh secret, as both sides write it."""
    return PREFIX + b64encode(secrets.token_bytes(_BYTES)).decode()


def signed(message_id: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """Return the headers that go with a message, one signature for each secret."""
    stamp = str(int(at.timestamp()))
    signatures = [_VERSION + _signature(message_id, stamp, body, key) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def is_genuine(headers: Mapping[str, str], body: bytes, keys: Sequence[str], now: datetime) -> bool:
    """Return whether a message was signed with one of the secrets, and just now."""
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    if not (message_id and stamp.isascii() and stamp.isdecimal() and len(stamp) <= len("9" * 12)):
        return False
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        return False
    expected = [(_VERSION + _signature(message_id, stamp, body, key)).encode() for key in keys]
    given = [one.encode() for one in headers.get("webhook-signature", "").split(" ")]
    # Every pair is compared, whichever fits: the time taken tells nothing.
    return sum(hmac.compare_digest(one, other) for one in given for other in expected) > 0


def _signature(message_id: str, stamp: str, body: bytes, key: str) -> str:
    content = f"{message_id}.{stamp}.".encode() + body
    return b64encode(hmac.digest(_bytes_of(key), content, "sha256")).decode()


def _bytes_of(key: str) -> bytes:
    """Return the bytes of a secret; raises ``ValueError`` if it is none."""
    try:
        return b64decode(key.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a secret") from error
