"""Members: who may add, change and remove whom, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import Http404

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.shops import services
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of

Join = Callable[..., Membership]


def _add(scope: Scope, shop_id: UUID, email: str = "chen@shop.example") -> services.Invited:
    facts = {"email": email, "name": "小陈", "role": Role.AGENT}
    return services.add_member(scope=scope, shop_id=shop_id, **facts)


def _records() -> list[tuple[str, dict[str, object]]]:
    rows = AuditRow.objects.order_by("sequence")
    return [(row.action, row.record["changes"]) for row in rows]


def test_add_a_new_person(shop: Shop, by_owner: Scope) -> None:
    before = AuditRow.objects.count()
    member, link = _add(by_owner, shop.id, " Chen@Shop.example ")
    assert member.user.email == "chen@shop.example"
    assert member.role == Role.AGENT
    assert link is not None
    assert link.startswith(f"/welcome/{member.user_id}/")
    row = AuditRow.objects.latest("sequence")
    assert row.sequence == before + 1
    assert row.actor == by_owner.actor
    assert (row.action, row.subject_id) == ("member.added", str(member.id))
    assert row.record["changes"] == {
        "role": {"from": None, "to": "agent"},
        "user": {"from": None, "to": str(member.user_id)},
    }
    assert b"chen@" not in bytes(row.body)


def test_add_twice(shop: Shop, by_owner: Scope) -> None:
    _add(by_owner, shop.id)
    before = AuditRow.objects.count()
    with pytest.raises(Refused) as refusal:
        _add(by_owner, shop.id)
    assert refusal.value.code == "member.exists"
    assert AuditRow.objects.count() == before


def test_add_somebody_with_a_log_in_gives_no_link(
    shop: Shop, other_shop: Shop, by_owner: Scope, join: Join
) -> None:
    known = join(other_shop, Role.AGENT)
    member, link = _add(by_owner, shop.id, known.user.email)
    assert member.user == known.user
    assert member.user.name == known.user.name
    assert link is None


def test_a_person_invited_elsewhere_cannot_be_taken_over(
    shop: Shop, other_shop: Shop, by_owner: Scope, join: Join
) -> None:
    invited = _add(scope_of(join(other_shop, Role.OWNER).user), other_shop.id)
    assert invited.link is not None
    assert _add(by_owner, shop.id).link is None


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.AUDITOR])
def test_others_may_not(role: Role, shop: Shop, owner: Membership, join: Join) -> None:
    scope = scope_of(join(shop, role).user)
    people, records = User.objects.count(), AuditRow.objects.count()
    with pytest.raises(Forbidden):
        _add(scope, shop.id)
    with pytest.raises(Forbidden):
        services.change_role(scope=scope, member=owner, role=Role.AGENT)
    with pytest.raises(Forbidden):
        services.remove_member(scope=scope, member=owner)
    with pytest.raises(Forbidden):
        services.renew_link(scope=scope, member=owner)
    owner.refresh_from_db()
    assert owner.role == Role.OWNER
    assert (User.objects.count(), AuditRow.objects.count()) == (people, records)


def test_another_shop_does_not_exist(other_shop: Shop, by_owner: Scope) -> None:
    with pytest.raises(Http404):
        _add(by_owner, other_shop.id)


def test_change_role(shop: Shop, by_owner: Scope, join: Join) -> None:
    member = join(shop, Role.AGENT)
    services.change_role(scope=by_owner, member=member, role=Role.MANAGER)
    member.refresh_from_db()
    assert member.role == Role.MANAGER
    expected = ("member.role_changed", {"role": {"from": "agent", "to": "manager"}})
    assert _records()[-1] == expected
    services.change_role(scope=by_owner, member=member, role=Role.MANAGER)
    assert len([action for action, _ in _records() if action == "member.role_changed"]) == 1


def test_remove(shop: Shop, by_owner: Scope, join: Join) -> None:
    member = join(shop, Role.AGENT)
    services.remove_member(scope=by_owner, member=member)
    assert not Membership.objects.filter(pk=member.pk).exists()
    assert User.objects.filter(pk=member.user_id).exists()
    assert _records()[-1][0] == "member.removed"
    with pytest.raises(Http404):
        services.remove_member(scope=by_owner, member=member)


def test_the_last_owner_stays(owner: Membership, by_owner: Scope, shop: Shop, join: Join) -> None:
    join(shop, Role.MANAGER)
    for act in (
        lambda: services.remove_member(scope=by_owner, member=owner),
        lambda: services.change_role(scope=by_owner, member=owner, role=Role.MANAGER),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "owner.last"
    second = join(shop, Role.OWNER)
    services.change_role(scope=by_owner, member=owner, role=Role.MANAGER)
    assert [row.user for row in Membership.objects.filter(role=Role.OWNER)] == [second.user]


def test_renew_link(shop: Shop, by_owner: Scope) -> None:
    invited = _add(by_owner, shop.id)
    link = services.renew_link(scope=by_owner, member=invited.member)
    assert link != invited.link
    assert _records()[-1][0] == "member.link_renewed"


def test_no_link_for_who_works_elsewhere_too(
    shop: Shop, other_shop: Shop, by_owner: Scope, join: Join
) -> None:
    member = join(shop, Role.AGENT)
    join(other_shop, Role.AGENT, user=member.user)
    before = AuditRow.objects.count()
    with pytest.raises(Refused) as refusal:
        services.renew_link(scope=by_owner, member=member)
    assert refusal.value.code == "member.elsewhere"
    assert AuditRow.objects.count() == before


@pytest.mark.django_db
def test_create_owner_makes_what_is_missing() -> None:
    first = services.create_owner(shop_name="青禾家居", email="lin@shop.example")
    again = services.create_owner(shop_name="青禾家居", email="Lin@shop.example")
    assert again.member == first.member
    assert first.member.role == Role.OWNER
    assert again.link is not None
    assert Shop.objects.count() == User.objects.count() == 1


def test_create_owner_raises_a_member(shop: Shop, owner: Membership, join: Join) -> None:
    member = join(shop, Role.AGENT)
    services.create_owner(shop_name=shop.name, email=member.user.email)
    member.refresh_from_db()
    assert member.role == Role.OWNER
