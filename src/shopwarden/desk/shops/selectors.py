"""Reading shops and their members, always within a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, QuerySet

from shopwarden.desk.common.roles import Permission, Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Membership, Shop

if TYPE_CHECKING:
    from shopwarden.desk.accounts.models import User


def scope_of(user: User) -> Scope:
    """Return what `user` may do, in one query."""
    pairs = Membership.objects.filter(user=user).values_list("shop_id", "role")
    return Scope(user, {shop_id: Role(role) for shop_id, role in pairs})


def shops(scope: Scope) -> QuerySet[Shop]:
    """Return the shops of the scope."""
    return Shop.objects.filter(id__in=list(scope.roles))


def shops_with_members(scope: Scope) -> QuerySet[Shop]:
    """Return the shops whose members the person manages, each with ``members`` counted."""
    return Shop.objects.filter(id__in=scope.shop_ids(Permission.MEMBERS)).annotate(
        members=Count("memberships")
    )


def members(shop_id: UUID) -> QuerySet[Membership]:
    """Return the members of one shop by name; the caller has checked the shop."""
    return Membership.objects.filter(shop_id=shop_id).select_related("user").order_by("user__name")
