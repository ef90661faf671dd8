"""Keeping and sharing filters of the inbox."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from django.http import Http404, QueryDict

from shopwarden.desk.alerts.models import SavedView
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common.db import one_at_a_time, writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused

MOST_VIEWS: Final = 20


def save_view(*, scope: Scope, name: str, query: str, shop_id: UUID | None = None) -> SavedView:
    """Keep a set of filters; with a shop, for everybody who works there (``ASSIGN``).

    Raises
    ------
    Refused
        ``view.too_many``: the person keeps as many as a list can show.
    """
    if shop_id:
        require(scope, shop_id, Permission.ASSIGN)
    view = SavedView(
        id=uuid4(),
        owner=scope.actor,
        name=name.strip(),
        query=query,
        shop_id=shop_id,
        is_shared=shop_id is not None,
    )
    with writing():
        # Counted in turn, or two requests at once both find room for one more.
        one_at_a_time(f"views {scope.actor.id if scope.actor else ''}")
        if SavedView.objects.filter(owner=scope.actor).count() >= MOST_VIEWS:
            raise Refused("view.too_many")
        view.save(force_insert=True)
        if shop_id:
            plain, sought = _parts(query)
            changes, personal = {"query": (None, plain)}, {"search": (None, sought)}
            act = Act(Action.VIEW_SHARED, view, shop_id, changes, personal if sought else {})
            record(scope=scope, act=act)
    return view


def remove_view(*, scope: Scope, view: SavedView) -> None:
    """Remove a person's own view; a shared one may be removed by who may share.

    Raises
    ------
    Http404
        It is somebody else's.
    """
    is_own = scope.actor is not None and view.owner_id == scope.actor.id
    if not is_own and view.shop_id is None:
        raise Http404
    if not is_own and view.shop_id:
        require(scope, view.shop_id, Permission.ASSIGN)
    with writing():
        if view.shop_id:
            plain, sought = _parts(view.query)
            changes, personal = {"query": (plain, None)}, {"search": (sought, None)}
            act = Act(Action.VIEW_REMOVED, view, view.shop_id, changes, personal if sought else {})
            record(scope=scope, act=act)
        view.delete()


def _parts(query: str) -> tuple[str, str]:
    """Return a query without what is searched for, a name or a phone, and that by itself."""
    asked = QueryDict(query, mutable=True)
    sought = " ".join(asked.pop("q", []))
    return asked.urlencode(), sought
