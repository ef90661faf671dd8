"""What the acting person can see and do: their shops, and their role in each.

Every read and every change starts from a scope. A shop outside it does not exist (404); a
shop inside it whose role is too small answers 403.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from shopwarden.desk.common.roles import GRANTS, Permission, Role
from shopwarden.desk.errors import Forbidden

if TYPE_CHECKING:
    from shopwarden.desk.accounts.models import User

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Scope:
    """One actor and their role per shop; without an actor the desk itself acts."""

    actor: User | None
    roles: Mapping[UUID, Role] = field(default_factory=dict)

    def may(self, permission: Permission, shop_id: UUID) -> bool:
        """Return whether the role in this shop includes the permission."""
        role = self.roles.get(shop_id)
        return role is not None and permission in GRANTS[role]

    def may_anywhere(self, permission: Permission) -> bool:
        """Return whether the role in any shop includes the permission."""
        return any(permission in GRANTS[role] for role in self.roles.values())

    def shop_ids(self, permission: Permission = Permission.VIEW) -> list[UUID]:
        """Return the shops whose role includes the permission."""
        return [shop_id for shop_id, role in self.roles.items() if permission in GRANTS[role]]


def system_scope(*shop_ids: UUID) -> Scope:
    """Return the scope of the desk itself: command line, schedules, demo."""
    return Scope(None, dict.fromkeys(shop_ids, Role.OWNER))


def require(scope: Scope, shop_id: UUID, permission: Permission) -> None:
    """Refuse an act the role does not include; called first by every service.

    Raises
    ------
    Http404
        The shop is not one of theirs.
    Forbidden
        ``role.too_small`` (permission).
    """
    if shop_id not in scope.roles:
        raise Http404
    if not scope.may(permission, shop_id):
        raise Forbidden("role.too_small", permission=str(permission))


def get_or_404(
    rows: type[M] | QuerySet[M],
    scope: Scope,
    row_id: UUID,
    permission: Permission = Permission.VIEW,
    *,
    shop: str = "shop_id",
) -> M:
    """Return one row of the scope's shops.

    Parameters
    ----------
    rows
        A model, or a query set with the joins the caller needs.
    shop
        The column that holds the shop, e.g. ``order__shop_id``; ``id`` for shops themselves.

    Raises
    ------
    Http404
        There is no such row, or it belongs to a shop outside the scope.
    Forbidden
        ``role.too_small`` (permission).
    """
    query = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    found = query.filter(id=row_id, **{f"{shop}__in": list(scope.roles)}).first()
    if found is None:
        raise Http404
    owner: object = found
    for part in shop.split("__"):
        owner = getattr(owner, part)
    assert isinstance(owner, UUID)  # noqa: S101 - our own models
    require(scope, owner, permission)
    return found
