"""Saved views: one's own, and those of a shop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import Http404

from shopwarden.desk.alerts import saved, selectors
from shopwarden.desk.alerts.models import SavedView
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]


def test_a_view_is_its_owners(by: By) -> None:
    mine, theirs = by(Role.AGENT), by(Role.MANAGER)
    view = saved.save_view(scope=mine, name=" 急的 ", query="due=soon")
    assert (view.name, view.is_shared) == ("急的", False)
    assert list(selectors.saved_views(mine)) == [view]
    assert list(selectors.saved_views(theirs)) == []
    with pytest.raises(Http404):
        saved.remove_view(scope=theirs, view=view)
    saved.remove_view(scope=mine, view=view)
    assert not SavedView.objects.exists()


def test_a_shared_view_is_seen_in_its_shop_only(
    shop: Shop, other_shop: Shop, by: By, join: Callable[..., Membership]
) -> None:
    view = saved.save_view(scope=by(Role.MANAGER), name="错", query="severity=3", shop_id=shop.id)
    assert list(selectors.saved_views(by(Role.AGENT))) == [view]
    stranger = scope_of(join(other_shop, Role.OWNER).user)
    assert list(selectors.saved_views(stranger)) == []
    with pytest.raises(Http404):
        saved.remove_view(scope=stranger, view=view)
    with pytest.raises(Forbidden):
        saved.remove_view(scope=by(Role.AGENT), view=view)
    saved.remove_view(scope=by(Role.OWNER), view=view)
    rows = AuditRow.objects.filter(shop=shop, action__startswith="view.").order_by("sequence")
    assert list(rows.values_list("action", flat=True)) == ["view.shared", "view.removed"]


def test_an_agent_does_not_share(shop: Shop, by_agent: Scope) -> None:
    with pytest.raises(Forbidden):
        saved.save_view(scope=by_agent, name="错", query="", shop_id=shop.id)
    assert not SavedView.objects.exists()


def test_what_a_shared_view_searches_for_is_not_recorded(shop: Shop, by_owner: Scope) -> None:
    query = "severity=3&q=欧阳丑测13800001111"
    view = saved.save_view(scope=by_owner, name="找人", query=query, shop_id=shop.id)
    saved.remove_view(scope=by_owner, view=view)
    shared, removed = AuditRow.objects.filter(action__startswith="view.").order_by("sequence")
    assert shared.record["changes"] == {"query": {"from": None, "to": "severity=3"}}
    assert removed.record["changes"] == {"query": {"from": "severity=3", "to": None}}
    for row in (shared, removed):
        assert list(row.record["commitments"]) == ["search"]
        assert "13800001111" not in bytes(row.body).decode()


def test_there_is_room_for_twenty(by_agent: Scope) -> None:
    for number in range(saved.MOST_VIEWS):
        saved.save_view(scope=by_agent, name=str(number), query="")
    with pytest.raises(Refused, match=r"view\.too_many"):
        saved.save_view(scope=by_agent, name="one more", query="")
    assert SavedView.objects.count() == saved.MOST_VIEWS
