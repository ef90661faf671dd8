"""One order as it comes in: the row, the digests and the event it becomes.

The same as ``trade.frames`` and ``keys`` make of a column, one by one; tested to be equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from unicodedata import normalize
from uuid import UUID, uuid4

import msgspec

from shopwarden.desk.common import crypto, sealed
from shopwarden.desk.common.crypto import Purpose
from shopwarden.desk.live.keys import LINKING, number, plain_number
from shopwarden.desk.trade.frames import MASKED, NOT_CONTENT, NULL, RENAMED, SEPARATOR
from shopwarden.desk.trade.models import Order
from shopwarden.features.events import RANK
from shopwarden.features.model import Key
from shopwarden.links.keys import NOTHING, PHONE_KINDS, PRIVATE, SHORTEST_NAME
from shopwarden.links.model import LinkKind
from shopwarden.places import Address, check_phone, parse_address, place_key
from shopwarden.records import SCHEMAS, Kind
from shopwarden.records.merge import OWN_TIMES
from shopwarden.records.schemas import PERSONAL

_SCHEMA: Final = tuple(SCHEMAS[Kind.ORDERS])
_HIDDEN: Final = tuple(name for name in _SCHEMA if name in PERSONAL[Kind.ORDERS])
_SHOWN: Final = tuple(name for name in _SCHEMA if name not in _HIDDEN and name != "shop")
_CONTENT: Final = tuple(name for name in _SCHEMA if name not in NOT_CONTENT)
_TIMES: Final = tuple(name for name in OWN_TIMES if name in _SCHEMA)
_TEXTS: Final = frozenset(
    name
    for name, dtype in SCHEMAS[Kind.ORDERS].items()
    if str(dtype).startswith(("String", "Enum"))
)
_IDENTITY: Final = frozenset({"platform", "shop", "id"})
_MASKED: Final = re.compile(MASKED)
_PRIVATE: Final = re.compile(PRIVATE)
_NOTHING: Final = re.compile(NOTHING)
_BLANK: Final = re.compile(r"[^\S\x1c-\x1f]+")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Digest column -> what it is compared for, and the record's column.
_FOLDED: Final = {
    "buyer_key": (Purpose.BUYER, "buyer"),
    "receiver_key": (Purpose.RECEIVER, "receiver_name"),
    "device_key": (Purpose.DEVICE, "device"),
    "ip_key": (Purpose.IP, "ip"),
    "payment_account_key": (Purpose.PAYMENT_ACCOUNT, "payment_account"),
}


class Arrival(NamedTuple):
    """An order that has come in.

    Parameters
    ----------
    order
        The record in the canonical schema, None for what is missing.
    address
        What its address says.
    row, event
        The columns of its row and of its event.
    """

    row_id: UUID
    order: dict[str, Any]
    address: Address
    row: dict[str, Any]
    event: dict[str, Any]


def arrival(shop_id: UUID, told: Mapping[str, Any], seen_at: datetime) -> Arrival:
    """Return what an order becomes.

    Parameters
    ----------
    told
        Columns of the canonical schema; times aware.
    """
    order = _normal(shop_id, told, seen_at)
    address = parse_address(order["address"] or "")
    digests = _digests(shop_id, order, address)
    row_id = uuid4()
    content = SEPARATOR.join(_as_content(order[name]) for name in _CONTENT)
    personal = msgspec.json.encode({name: order[name] for name in _HIDDEN})
    place = sealed.place(Order, "personal", shop_id)
    row = {
        RENAMED.get(name, name): "" if order[name] is None and name in _TEXTS else order[name]
        for name in _SHOWN
    } | {
        "id": row_id,
        "shop": shop_id,
        "content_key": crypto.digest(shop_id, Purpose.CONTENT, content),
        "personal": crypto.seal_bytes(place, row_id, personal),
        **digests,
    }  # fmt: skip
    return Arrival(row_id, order, address, row, _event(shop_id, row_id, order, digests))


def _normal(shop_id: UUID, told: Mapping[str, Any], seen_at: datetime) -> dict[str, Any]:
    order: dict[str, Any] = dict.fromkeys(_SCHEMA)
    for name, value in told.items():
        if isinstance(value, str) and name not in _IDENTITY:
            value = value.replace("\x00", "") or None
        elif isinstance(value, datetime):
            value = value.astimezone(UTC)
        order[name] = value
    order["shop"] = str(shop_id)
    order["seen_at"] = seen_at
    order["needs_review"] = bool(order["needs_review"])
    if order["modified_at"] is None:
        order["modified_at"] = max(
            (order[name] for name in _TIMES if order[name] is not None), default=None
        )
    return order


def _as_content(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_microseconds(value) if isinstance(value, datetime) else value)


def _microseconds(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _digests(shop_id: UUID, order: Mapping[str, Any], address: Address) -> dict[str, str]:
    compared = {name: (purpose, _folded(order[of])) for name, (purpose, of) in _FOLDED.items()}
    compared["phone_key"] = (Purpose.PHONE, check_phone(order["phone"] or "")[0])
    compared["place_key"] = (Purpose.PLACE, place_key(address))
    return {
        name: crypto.digest(shop_id, purpose, value) if value else ""
        for name, (purpose, value) in compared.items()
    }


def _folded(text: str | None) -> str | None:
    if text is None or _MASKED.search(text):
        return None
    return _BLANK.sub("", normalize("NFKC", text)).lower()


def _event(
    shop_id: UUID, row_id: UUID, order: Mapping[str, Any], digests: Mapping[str, str]
) -> dict[str, Any]:
    platform, created = order["platform"], order["created_at"]
    keys = {name.removesuffix("_key"): number(one, platform) for name, one in digests.items()}
    used = order["created_at"] or order["paid_at"]
    return {
        "id": row_id,
        "shop": shop_id,
        "rank": RANK[Kind.ORDERS],
        "platform": platform,
        "external_id": order["id"],
        "order_external_id": "",
        "at": None if created is None else _microseconds(created),
        **keys,
        "item": plain_number(shop_id, Key.ITEM, order["item"], platform),
        "carrier": None,
        "amount_minor": order["amount_minor"],
        "word": "",
        "linking": _linking(order, keys),
        "used_at": 0 if used is None else _microseconds(used),
    }


def _linking(order: Mapping[str, Any], keys: Mapping[str, int | None]) -> int:
    if keys["buyer"] is None:
        return 0
    return sum(
        bit for kind, bit in LINKING.items() if keys[kind] is not None and _says(kind, order)
    )


def _says(kind: LinkKind, order: Mapping[str, Any]) -> bool:
    """Tell whether a value may be somebody's own."""
    if kind is LinkKind.PLACE:
        return True
    if kind is LinkKind.PHONE:
        return check_phone(order["phone"] or "")[1] in PHONE_KINDS
    if kind is LinkKind.RECEIVER:
        name = _folded(order["receiver_name"]) or ""
        return len(name) >= SHORTEST_NAME and not _NOTHING.search(name)
    text = str(order[kind.value]).strip()
    if _NOTHING.search(text):
        return False
    return kind is not LinkKind.IP or not _PRIVATE.search(text)
