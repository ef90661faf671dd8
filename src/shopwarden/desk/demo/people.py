"""Who works in the shops of the demo."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from shopwarden.desk.accounts.models import User
from shopwarden.desk.accounts.services import set_password
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.demo import LogIn
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.desk.shops.services import add_member, create_shop

PASSWORD: Final = "shopwarden-demo"  # noqa: S105 - printed on purpose
FIRST_SHOP: Final = "棉麻小筑（演示）"
SECOND_SHOP: Final = "北岸茶行（演示）"


class Person(NamedTuple):
    """One person, and their role in each shop."""

    email: str
    name: str
    roles: dict[str, Role]


PEOPLE: Final = (
    Person("owner@demo.example", "林店主", {FIRST_SHOP: Role.OWNER}),
    Person("manager@demo.example", "周主管", {FIRST_SHOP: Role.MANAGER, SECOND_SHOP: Role.AGENT}),
    Person("agent@demo.example", "小陈", {FIRST_SHOP: Role.AGENT}),
    Person("auditor@demo.example", "吴审计", {FIRST_SHOP: Role.AUDITOR}),
    Person("other@demo.example", "何掌柜", {SECOND_SHOP: Role.OWNER}),
)


class Staff(NamedTuple):
    """The shops, and the people of the first one as they act."""

    first_shop: UUID
    second_shop: UUID
    owner: Scope
    manager: Scope
    agent: Scope


def log_ins() -> list[LogIn]:
    """Return everybody with what they may type to sign in."""
    return [
        LogIn(role.value, shop, person.email, PASSWORD)
        for person in PEOPLE
        for shop, role in list(person.roles.items())[:1]
    ]


def hire() -> Staff:
    """Make the shops and their people."""
    first, second = create_shop(name=FIRST_SHOP).id, create_shop(name=SECOND_SHOP).id
    shops = {FIRST_SHOP: first, SECOND_SHOP: second}
    for person in PEOPLE:
        for shop, role in person.roles.items():
            add_member(
                scope=system_scope(shops[shop]),
                shop_id=shops[shop],
                email=person.email,
                name=person.name,
                role=role,
            )
    users = [User.objects.get(email=person.email) for person in PEOPLE]
    for user in users:
        set_password(user=user, password=PASSWORD)
    owner, manager, agent = (scope_of(user) for user in users[:3])
    return Staff(first, second, owner, manager, agent)
