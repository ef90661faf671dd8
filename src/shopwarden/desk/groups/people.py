"""Who is in a group and what they share, masked, or in the clear after a recorded reveal.

An account and a shared value are read from one order each: the newest that says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from shopwarden.desk.alerts.addresses import segments
from shopwarden.desk.alerts.receivers import mask_name, mask_nick, mask_phone
from shopwarden.desk.common import sealed
from shopwarden.desk.groups.dealings import Deal
from shopwarden.desk.groups.linked import LinkedGroup
from shopwarden.desk.trade.models import Order
from shopwarden.links import FIELDS, LinkKind

_HIDDEN: Final = "••••"
_IP_TAIL: Final = re.compile(r"([.:])[^.:]*[.:][^.:]*$")


@dataclass(frozen=True)
class Who:
    """A member's name on the platform, who receives, and the order they are read from."""

    order: Order
    buyer: str
    name: str
    phone: str


def mask_place(address: str) -> str:
    """Keep the divisions of an address."""
    return "".join(
        _HIDDEN if part.is_hidden else part.text for part in segments(address, [], is_open=False)
    ).replace(_HIDDEN * 2, _HIDDEN)


def mask_ip(address: str) -> str:
    """Keep the network of an IP address: ``203.0.*.*``."""
    return _IP_TAIL.sub(r"\1*\1*", address)


_MASKS: Final[Mapping[LinkKind, Callable[[str], str]]] = MappingProxyType(
    {
        LinkKind.PHONE: mask_phone,
        LinkKind.RECEIVER: mask_name,
        LinkKind.PLACE: mask_place,
        LinkKind.IP: mask_ip,
    }
)


def samples(group: LinkedGroup, deals: Sequence[Deal]) -> dict[UUID, Order]:
    """Return the orders that members and shared values are read from, by their ids."""
    newest = _newest(deals)
    by_key = _newest_of_keys(deals)
    ids = {
        *(newest[buyer] for buyer in group.buyers),
        *(by_key[one.kind, one.value] for one in group.shared),
    }
    return Order.objects.in_bulk(ids)


def members_of(
    deals: Sequence[Deal], orders: Mapping[UUID, Order], *, is_open: bool
) -> dict[int, Who]:
    """Return who each account is, by its number."""
    return {
        buyer: _who(orders[order_id], is_open=is_open) for buyer, order_id in _newest(deals).items()
    }


def values_of(
    group: LinkedGroup, deals: Sequence[Deal], orders: Mapping[UUID, Order], *, is_open: bool
) -> dict[tuple[LinkKind, int], str]:
    """Return the text of each shared value."""
    by_key = _newest_of_keys(deals)
    return {
        (one.kind, one.value): _text(orders[by_key[one.kind, one.value]], one.kind, is_open=is_open)
        for one in group.shared
    }


def _newest(deals: Iterable[Deal]) -> dict[int, UUID]:
    found: dict[int, UUID] = {}
    for deal in deals:
        if not deal.is_refund:
            found.setdefault(deal.buyer, deal.id)
    return found


def _newest_of_keys(deals: Iterable[Deal]) -> dict[tuple[LinkKind, int], UUID]:
    found: dict[tuple[LinkKind, int], UUID] = {}
    for deal in deals:
        for key in deal.keys:
            found.setdefault(key, deal.id)
    return found


def _who(order: Order, *, is_open: bool) -> Who:
    told = _personal(order)
    buyer, name, phone = (told.get(one) or "" for one in ("buyer", "receiver_name", "phone"))
    if is_open:
        return Who(order, buyer, name, phone)
    return Who(order, mask_nick(buyer), mask_name(name), mask_phone(phone))


def _text(order: Order, kind: LinkKind, *, is_open: bool) -> str:
    text = _personal(order).get(FIELDS[kind]) or ""
    return text if is_open else _MASKS.get(kind, mask_nick)(text)


def _personal(order: Order) -> dict[str, str | None]:
    found: dict[str, str | None] = json.loads(sealed.read(order, "personal") or "{}")
    return found
