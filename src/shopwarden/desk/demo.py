"""A made-up shop to look around in: four people with the four roles."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

PASSWORD: Final = "shopwarden-demo"  # noqa: S105 - printed on purpose
_SHOP: Final = "青禾家居（演示）"


class LogIn(NamedTuple):
    """A person of the demo, printed for who started it."""

    role: str
    email: str
    password: str


def load(data_dir: Path) -> list[LogIn]:
    """Fill an empty desk and return the log-ins; a desk with people is left as it is.

    Parameters
    ----------
    data_dir
        The folder of the data, for files to upload.
    """
    from shopwarden.desk.accounts.models import User
    from shopwarden.desk.accounts.services import set_password
    from shopwarden.desk.common.db import writing
    from shopwarden.desk.common.roles import Role
    from shopwarden.desk.common.scope import system_scope
    from shopwarden.desk.shops.services import add_member, create_shop

    people = {
        Role.OWNER: ("林店主", "owner"),
        Role.MANAGER: ("周主管", "manager"),
        Role.AGENT: ("小陈", "agent"),
        Role.AUDITOR: ("吴审计", "auditor"),
    }
    log_ins = [LogIn(role, f"{name}@demo.example", PASSWORD) for role, (_, name) in people.items()]
    if User.objects.exists():
        return log_ins if User.objects.filter(email=log_ins[0].email).exists() else []
    with writing():
        shop_id = create_shop(name=_SHOP).id
        scope = system_scope(shop_id)
        for (role, (name, _)), log_in in zip(people.items(), log_ins, strict=True):
            email = log_in.email
            joined = add_member(scope=scope, shop_id=shop_id, email=email, name=name, role=role)
            set_password(user=joined.member.user, password=PASSWORD)
    return log_ins
