"""What is done to a whole group, beside what is done to its alerts (``alerts.bulk``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import Http404

from shopwarden.desk.alerts.choices import RevealPurpose
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record_all
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.groups.linked import group_around
from shopwarden.desk.live.models import Event
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.entries import Added, add_entries
from shopwarden.desk.trade.models import Order


class Listed(NamedTuple):
    """What became of the members of a group; `gone` are members no more, and left alone."""

    added: Added
    gone: int


def reveal_members(*, scope: Scope, shop_id: UUID, orders: Iterable[Order]) -> None:
    """Record that a person looks at who the members of a group are, order by order."""
    require(scope, shop_id, Permission.REVEAL)
    changes = {
        "purpose": (None, RevealPurpose.GROUP.value),
        "fields": (None, ["name", "phone", "address", "buyer"]),
    }
    acts = [Act(Action.PERSONAL_REVEALED, order, shop_id, changes) for order in orders]
    with writing():
        record_all(scope=scope, acts=acts)


def list_members(
    *,
    scope: Scope,
    order: Order,
    chosen: Sequence[UUID],
    list_kind: ListKind,
    reason: str,
    expires_at: datetime | None = None,
) -> Listed:
    """Put the buyers of some orders on a list, those who are still in the group of `order`.

    Parameters
    ----------
    chosen
        An order of each member the person chose; whoever joined since is not among them.

    Raises
    ------
    Refused
        As ``rulebook.entries.add_entries``.
    """
    require(scope, order.shop_id, Permission.RULES)
    orders = list(Order.objects.filter(shop=order.shop_id, id__in=chosen))
    if len(orders) != len(set(chosen)):
        raise Http404
    group = group_around(order.shop_id, order.id)
    members = set(group.buyers) if group else set()
    placed = Event.objects.filter(id__in=chosen, rank=0).values_list("id", "buyer")
    inside = {row_id for row_id, buyer in placed if buyer in members}
    added = add_entries(
        scope=scope,
        shop_id=order.shop_id,
        list_kind=list_kind,
        kind=EntryKind.BUYER,
        values=[_buyer(one) for one in orders if one.id in inside],
        reason=reason,
        expires_at=expires_at,
    )
    return Listed(added, len(orders) - len(inside))


def _buyer(order: Order) -> str:
    return str(json.loads(sealed.read(order, "personal") or "{}").get("buyer") or "")
