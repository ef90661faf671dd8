"""Reading alerts for pages, always within a scope."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import listing
from shopwarden.desk.alerts.choices import AlertState
from shopwarden.desk.alerts.listing import Wanted
from shopwarden.desk.alerts.models import Alert, AlertFinding, BulkAct, SavedView
from shopwarden.desk.alerts.services import UNDO_WITHIN
from shopwarden.desk.common.roles import GRANTS, Permission, Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.shops.models import Membership
from shopwarden.desk.trade.models import Order, Refund
from shopwarden.desk.trade.selectors import buyer_history

_OTHER_ORDERS: Final = 8
_MAY_HANDLE: Final = [role for role in Role if Permission.HANDLE in GRANTS[role]]


@dataclass(frozen=True)
class History:
    """What else the buyer of an order did in the shop."""

    orders: Sequence[Order]
    order_count: int
    refund_count: int


def findings_of(alert: Alert) -> list[AlertFinding]:
    """Return what is known against the subject now, weightiest first."""
    return findings_by_alert([alert])[alert.id]


def findings_by_alert(alerts: Sequence[Alert]) -> dict[UUID, list[AlertFinding]]:
    """Return what is known against each subject now, weightiest first, in one query."""
    found: dict[UUID, list[AlertFinding]] = {alert.id: [] for alert in alerts}
    rounds = {alert.id: alert.round for alert in alerts}
    rows = AlertFinding.objects.filter(alert__in=list(found), gone_at__isnull=True)
    for finding in rows.order_by("-severity", "-score", "detector", "code"):
        if finding.round == rounds[finding.alert_id]:
            found[finding.alert_id].append(finding)
    return found


def past_findings_of(alert: Alert) -> QuerySet[AlertFinding]:
    """Return what was found in earlier rounds, or is no longer so."""
    found = AlertFinding.objects.filter(alert=alert)
    return found.filter(Q(round__lt=alert.round) | Q(gone_at__isnull=False)).order_by("-found_at")


def order_of(alert: Alert) -> Order:
    """Return the order an alert is about."""
    return Order.objects.select_related("shop").get(id=alert.subject_id, shop=alert.shop_id)


def history_of(scope: Scope, order: Order) -> History:
    """Return the buyer's other orders in the shop, and how many they are."""
    orders = buyer_history(scope, order)
    known = bool(order.buyer_key)
    refunds = Refund.objects.filter(shop=order.shop_id, buyer_key=order.buyer_key)
    return History(
        orders=list(orders[:_OTHER_ORDERS]),
        order_count=orders.count(),
        refund_count=refunds.count() if known else 0,
    )


def next_alert(scope: Scope, wanted: Wanted, alert: Alert) -> Alert | None:
    """Return the alert behind this one in the list the person came from, or its first."""
    after = listing.place_of(alert, wanted.sort)
    found = listing.page(scope, wanted, after, rows=1)[0] or listing.page(scope, wanted, rows=2)[0]
    return next((other for other in found if other.id != alert.id), None)


def open_count(scope: Scope) -> int:
    """Return how many alerts are open, at most ``listing.COUNTED``; a second old at most."""
    return _count(tuple(scope.shop_ids()), AlertState.OPEN, int(time.monotonic()))


def state_counts(scope: Scope, shop: UUID | None) -> dict[str, int]:
    """Return how many alerts each list has, at most ``listing.COUNTED``.

    The open ones are a second old at most, the closed lists, which only grow, half a minute.
    """
    shops = tuple(one for one in scope.shop_ids() if shop in (None, one))
    now = int(time.monotonic())
    return {
        state.value: _count(shops, state, now if state == AlertState.OPEN else now // 30)
        for state in AlertState
    }


def forget_counts() -> None:
    """Count anew at the next look, because this person has just changed the numbers."""
    _count.cache_clear()


def assignees(scope: Scope, shop_ids: Iterable[UUID]) -> QuerySet[User]:
    """Return who can handle alerts of the given shops of the scope, by name."""
    mine = set(shop_ids) & set(scope.roles)
    members = Membership.objects.filter(shop__in=mine, role__in=_MAY_HANDLE)
    return User.objects.filter(id__in=members.values("user"), is_active=True).order_by("name", "id")


def saved_views(scope: Scope) -> QuerySet[SavedView]:
    """Return the person's own views and those shared in their shops."""
    shared = Q(is_shared=True, shop__in=scope.shop_ids())
    return SavedView.objects.filter(Q(owner=scope.actor) | shared).order_by("name", "id")


def fresh_bulk(scope: Scope, act_id: UUID) -> BulkAct | None:
    """Return what the person just did to several alerts, while it can be undone."""
    return BulkAct.objects.filter(
        id=act_id, made_by=scope.actor, undone_at=None, made_at__gt=timezone.now() - UNDO_WITHIN
    ).first()


@lru_cache(maxsize=512)
def _count(shop_ids: tuple[UUID, ...], state: AlertState, moment: int) -> int:
    sort = listing.Sort.DEADLINE if state == AlertState.OPEN else listing.Sort.CLOSED
    return listing.count(system_scope(*shop_ids), Wanted(state=state, sort=sort))
