"""Changes to shops and to who works in them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.shortcuts import get_object_or_404

from shopwarden.desk.accounts.models import User
from shopwarden.desk.accounts.services import create_user, new_password_link
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common.db import one_at_a_time, writing
from shopwarden.desk.common.roles import Permission, Role
from shopwarden.desk.common.scope import Scope, require, system_scope
from shopwarden.desk.errors import Refused
from shopwarden.desk.shops.models import Membership, Shop


class Invited(NamedTuple):
    """A new member, and the path to set a password if they have none yet."""

    member: Membership
    link: str | None


def create_shop(*, name: str) -> Shop:
    """Make a shop; the command line, the first-owner page and the demo do."""
    shop = Shop(name=name.strip())
    with writing():
        shop.save(force_insert=True)
        record(scope=system_scope(), act=Act(Action.SHOP_CREATED, shop, shop.id))
    return shop


def create_first_owner(*, shop_name: str, name: str, email: str, password: str) -> User:
    """Make the first person and their shop.

    Raises
    ------
    Refused
        ``owner.exists``: the desk already has people.
    ValidationError
        The password is weak.
    """
    validate_password(password, User(email=email, name=name))
    with writing():
        one_at_a_time("first_owner")
        if User.objects.exists():
            raise Refused("owner.exists")
        shop = create_shop(name=shop_name)
        user = create_user(email=email, name=name)
        user.set_password(password)
        user.save(update_fields=["password"])
        _join(system_scope(shop.id), shop.id, user, Role.OWNER)
    return user


def create_owner(*, shop_name: str, email: str) -> Invited:
    """Make a person the owner of a shop, making either where it is missing."""
    with writing():
        shop = Shop.objects.filter(name=shop_name).first() or create_shop(name=shop_name)
        scope = system_scope(shop.id)
        user = _person(email, email.partition("@")[0][:60])
        member = Membership.objects.filter(shop=shop, user=user).first()
        if member is None:
            member = _join(scope, shop.id, user, Role.OWNER)
        elif member.role != Role.OWNER:
            change_role(scope=scope, member=member, role=Role.OWNER)
        record(scope=scope, act=Act(Action.MEMBER_LINK_RENEWED, member, shop.id))
        return Invited(member, new_password_link(user=user))


def add_member(*, scope: Scope, shop_id: UUID, email: str, name: str, role: Role) -> Invited:
    """Add a person to a shop; one who already has a log-in keeps it.

    Raises
    ------
    Refused
        ``member.exists``: the person is a member of the shop.
    """
    require(scope, shop_id, Permission.MEMBERS)
    with writing():
        user = _person(email, name)
        if Membership.objects.filter(shop_id=shop_id, user=user).exists():
            raise Refused("member.exists")
        member = _join(scope, shop_id, user, role)
        needs_link = not user.has_usable_password() and _works_for(scope, user.id)
        return Invited(member, new_password_link(user=user) if needs_link else None)


def change_role(*, scope: Scope, member: Membership, role: Role) -> None:
    """Give a member another role; raises ``Refused`` as `remove_member`."""
    require(scope, member.shop_id, Permission.MEMBERS)
    with writing():
        member = _locked(member)
        if member.role == role:
            return
        _keep_an_owner(member)
        act = Act(Action.MEMBER_ROLE_CHANGED, member, member.shop_id, {"role": (member.role, role)})
        member.role = role
        member.save(update_fields=["role"])
        record(scope=scope, act=act)


def remove_member(*, scope: Scope, member: Membership) -> None:
    """Take a person out of a shop; their log-in and their records stay.

    Raises
    ------
    Refused
        ``owner.last``: a shop always has an owner.
    """
    require(scope, member.shop_id, Permission.MEMBERS)
    with writing():
        member = _locked(member)
        _keep_an_owner(member)
        changes = {"role": (member.role, None), "user": (member.user_id, None)}
        act = Act(Action.MEMBER_REMOVED, member, member.shop_id, changes)
        record(scope=scope, act=act)
        member.delete()


def renew_link(*, scope: Scope, member: Membership) -> str:
    """Return a fresh link with which a member sets a new password.

    Raises
    ------
    Refused
        ``member.elsewhere``: the person also works in a shop of somebody else, whose data
        the link would open.
    """
    require(scope, member.shop_id, Permission.MEMBERS)
    if not _works_for(scope, member.user_id):
        raise Refused("member.elsewhere")
    with writing():
        record(scope=scope, act=Act(Action.MEMBER_LINK_RENEWED, member, member.shop_id))
        return new_password_link(user=member.user)


def _person(email: str, name: str) -> User:
    known = User.objects.filter(email=email.strip().lower()).first()
    return known or create_user(email=email, name=name)


def _join(scope: Scope, shop_id: UUID, user: User, role: Role) -> Membership:
    member = Membership(shop_id=shop_id, user=user, role=role)
    member.save(force_insert=True)
    act = Act(
        Action.MEMBER_ADDED,
        member,
        shop_id,
        {"role": (None, role), "user": (None, user.id)},
        {"email": (None, user.email)},
    )
    record(scope=scope, act=act)
    return member


def _works_for(scope: Scope, user_id: UUID) -> bool:
    """Return whether the actor owns every shop the person works in.

    Who sets a person's password can sign in as them, in all their shops.
    """
    shops = Membership.objects.filter(user=user_id).values_list("shop_id", flat=True)
    return all(scope.may(Permission.MEMBERS, shop_id) for shop_id in shops)


def _locked(member: Membership) -> Membership:
    """Return the member as it is now; two owners removing each other take turns."""
    one_at_a_time(f"members {member.shop_id}")
    return get_object_or_404(Membership, pk=member.pk)


def _keep_an_owner(member: Membership) -> None:
    owners = Membership.objects.filter(shop_id=member.shop_id, role=Role.OWNER)
    if member.role == Role.OWNER and owners.count() == 1:
        raise Refused("owner.last")
