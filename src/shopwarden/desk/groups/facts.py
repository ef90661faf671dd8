"""Everything the page of a group shows, put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from shopwarden.desk.alerts import words
from shopwarden.desk.alerts.choices import AlertKind
from shopwarden.desk.alerts.labels import labels_for_many
from shopwarden.desk.alerts.lines import Line, lines
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.selectors import assignees
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.groups import people, selectors
from shopwarden.desk.groups.choices import EntryList
from shopwarden.desk.groups.dealings import Deal, Sum, deals_of, sum_of
from shopwarden.desk.groups.graph import draw
from shopwarden.desk.groups.linked import RULES, LinkedGroup, Member, Shared
from shopwarden.desk.groups.people import Who
from shopwarden.desk.trade.models import Order, Refund
from shopwarden.detectors import LinkedAccountsDetector
from shopwarden.explain.words import LINKS
from shopwarden.links import LinkKind

FEWEST: Final = LinkedAccountsDetector().accounts
# Rows of each table; what else there is, is said.
_VALUES: Final = 50
_ORDERS: Final = 30
_REFUNDS: Final = 20
PICTURES: Final = {
    LinkKind.DEVICE: "smartphone",
    LinkKind.PAYMENT_ACCOUNT: "wallet",
    LinkKind.PHONE: "phone",
    LinkKind.RECEIVER: "user",
    LinkKind.PLACE: "map-pin",
    LinkKind.IP: "globe",
}


@dataclass(frozen=True)
class MemberLine:
    """A row of the members, also a circle of the drawing."""

    member: Member
    who: Who
    sum: Sum
    is_subject: bool
    open_alerts: int

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What it shares with others: pictures and words."""
        return [(PICTURES[kind], kind_name(kind)) for kind in self.member.kinds]


@dataclass(frozen=True)
class ValueLine:
    """A row of what is shared, also a point of the drawing."""

    shared: Shared
    text: str

    @property
    def picture(self) -> str:
        """Its icon."""
        return PICTURES[self.shared.kind]

    @property
    def name(self) -> str:
        """What it is."""
        return kind_name(self.shared.kind)

    @property
    def members(self) -> int:
        """How many of the group use it."""
        return len(self.shared.buyers)


class OrderLine(NamedTuple):
    """A row of the orders, with all its alerts."""

    order: Order
    buyer: str
    alerts: list[Alert]


def kind_name(kind: LinkKind) -> str:
    """Return what accounts share, in the reader's language."""
    return LINKS[kind].in_(words.language())


def facts_of(scope: Scope, order: Order, group: LinkedGroup, *, is_open: bool) -> dict[str, Any]:
    """Return what the page shows; `is_open` after a recorded reveal."""
    deals = deals_of(group.buyers)
    samples = people.samples(group, deals)
    who = people.members_of(deals, samples, is_open=is_open)
    texts = people.values_of(group, deals, samples, is_open=is_open)
    alerts = selectors.alerts_of(order.shop_id, group.buyers)
    waiting = [one for one in alerts if one.kind == AlertKind.LINKED and one.closed_at is None]
    members = _members(group, deals, who, waiting)
    shop_id = order.shop_id
    return {
        "order": order,
        "group": group,
        "zone": order.shop.time_zone,
        "total": sum_of(deals),
        "members": members,
        "values": [ValueLine(one, texts[one.kind, one.value]) for one in group.shared[:_VALUES]],
        "more_values": max(0, len(group.shared) - _VALUES),
        "strongest": _strongest(group),
        "graph": draw(group, {line.member.buyer: line.sum.amount_minor or 0 for line in members}),
        "least_strength": RULES.least_strength,
        "fewest": FEWEST,
        "is_large": len(group.members) >= FEWEST,
        "asking": _lines(waiting[: selectors.MOST]),
        "asking_count": len(waiting),
        **_orders(deals, who, alerts, shop_id),
        **_refunds(deals, shop_id),
        "is_open": is_open,
        "labels": labels_for_many(AlertKind.LINKED),
        "people": assignees(scope, [shop_id]),
        "lists": EntryList,
        "may_reveal": scope.may(Permission.REVEAL, shop_id),
        "may_bulk": scope.may(Permission.BULK, shop_id),
        "may_list": scope.may(Permission.RULES, shop_id),
    }


def _members(
    group: LinkedGroup, deals: Sequence[Deal], who: Mapping[int, Who], waiting: Sequence[Alert]
) -> list[MemberLine]:
    by_buyer: dict[int, list[Deal]] = defaultdict(list)
    for deal in deals:
        by_buyer[deal.buyer].append(deal)
    placed_by = {deal.id: deal.buyer for deal in deals if not deal.is_refund}
    asking = Counter(placed_by.get(alert.subject_id) for alert in waiting)
    return [
        MemberLine(
            member=member,
            who=who[member.buyer],
            sum=sum_of(by_buyer[member.buyer]),
            is_subject=member.buyer == group.subject,
            open_alerts=asking[member.buyer],
        )
        for member in group.members
    ]


def _strongest(group: LinkedGroup) -> ValueLine:
    """Return what most accounts share, for the title of the drawing."""
    return ValueLine(group.shared[0], "")


def _lines(alerts: Sequence[Alert]) -> list[Line]:
    return lines(alerts, timezone.now())


def _orders(
    deals: Sequence[Deal], who: Mapping[int, Who], alerts: Sequence[Alert], shop_id: UUID
) -> dict[str, Any]:
    placed = [deal for deal in deals if not deal.is_refund]
    shown = placed[:_ORDERS]
    rows = Order.objects.filter(shop=shop_id).in_bulk([deal.id for deal in shown])
    by_order: dict[UUID, list[Alert]] = defaultdict(list)
    for alert in alerts:
        by_order[alert.subject_id].append(alert)
    return {
        "orders": [
            OrderLine(rows[deal.id], who[deal.buyer].buyer, by_order[deal.id])
            for deal in shown
            if deal.id in rows
        ],
        "more_orders": len(placed) - len(shown),
    }


def _refunds(deals: Sequence[Deal], shop_id: UUID) -> dict[str, Any]:
    asked = [deal.id for deal in deals if deal.is_refund]
    rows = Refund.objects.filter(shop=shop_id).in_bulk(asked[:_REFUNDS])
    return {
        "refunds": [rows[one] for one in asked[:_REFUNDS] if one in rows],
        "more_refunds": max(0, len(asked) - _REFUNDS),
    }
