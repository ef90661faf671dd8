"""Scopes: what exists for whom, and what may be done to it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import Http404

from shopwarden.desk.common.roles import Permission, Role
from shopwarden.desk.common.scope import Scope, get_or_404, require, system_scope
from shopwarden.desk.errors import Forbidden
from shopwarden.desk.shops.models import Membership, Shop

A, B = uuid4(), uuid4()
BOTH = Scope(None, {A: Role.AGENT, B: Role.OWNER})


def test_permissions_are_per_shop() -> None:
    assert BOTH.may(Permission.HANDLE, A)
    assert not BOTH.may(Permission.MEMBERS, A)
    assert BOTH.may(Permission.MEMBERS, B)
    assert not BOTH.may(Permission.VIEW, uuid4())
    assert BOTH.may_anywhere(Permission.MEMBERS)
    assert BOTH.shop_ids(Permission.MEMBERS) == [B]
    assert BOTH.shop_ids() == [A, B]


def test_nobody_may_nothing() -> None:
    assert not Scope(None).may_anywhere(Permission.VIEW)


def test_require_tells_another_shop_from_a_small_role() -> None:
    require(BOTH, B, Permission.MEMBERS)
    with pytest.raises(Forbidden) as refusal:
        require(BOTH, A, Permission.MEMBERS)
    assert refusal.value.data == {"permission": "members"}
    with pytest.raises(Http404):
        require(BOTH, uuid4(), Permission.VIEW)


def test_the_desk_itself_owns_what_it_is_given() -> None:
    assert system_scope(A).may(Permission.KEYS, A)
    assert not system_scope(A).may(Permission.VIEW, B)


def test_get_or_404(shop: Shop, other_shop: Shop, join: Callable[..., Membership]) -> None:
    mine, theirs = join(shop, Role.OWNER), join(other_shop, Role.OWNER)
    scope = Scope(None, {shop.id: Role.AGENT})
    assert get_or_404(Membership, scope, mine.id) == mine
    assert get_or_404(Membership.objects.select_related("user"), scope, mine.id) == mine
    assert get_or_404(Shop, scope, shop.id, shop="id") == shop
    with pytest.raises(Forbidden):
        get_or_404(Membership, scope, mine.id, Permission.MEMBERS)
    for row_id in (theirs.id, uuid4()):
        with pytest.raises(Http404):
            get_or_404(Membership, scope, row_id)
