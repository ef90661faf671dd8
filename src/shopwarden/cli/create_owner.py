"""``shopwarden create-owner``: an owner for a shop, from the machine the desk runs on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from shopwarden.cli.desk_options import HERE, data_option, start_or_say_why, text
from shopwarden.explain import Text

_HELP: Final = text(
    "让某人成为店主；店铺或账号不存在时会新建。\n\n输出一个只能用一次的设置密码链接，忘记密码时也可用它。",
    "Make somebody the owner of a shop, making either where it is missing.\n\n"
    "Prints a link that sets a password once; it also helps who forgot theirs.",
)
_LINK: Final = Text("设置密码（一次有效）：{url}", "Set the password (works once): {url}")


@click.command(help=_HELP)
@click.option("--email", required=True, help=text("登录用的邮箱", "E-mail to sign in with"))
@click.option("--shop", required=True, help=text("店铺名称", "Name of the shop"))
@data_option
def command(email: str, shop: str, data: Path | None) -> None:
    """Make the owner and print the link."""
    click.echo(_LINK.in_(HERE, url=start_or_say_why(lambda: _link(email, shop, data))))


def _link(email: str, shop: str, data: Path | None) -> str:
    from shopwarden.desk import start
    from shopwarden.desk.errors import ConfigurationError

    start.take_last_address(data)
    start.configure(data)
    from shopwarden.desk.shops.forms import OwnerForm

    form = OwnerForm({"email": email, "shop": shop})
    if "email" in form.errors:
        raise ConfigurationError("owner.bad_email", value=email)
    if "shop" in form.errors:
        raise ConfigurationError("owner.bad_shop")
    start.prepare()
    from django.conf import settings

    from shopwarden.desk.shops.services import create_owner

    shop, email = form.cleaned_data["shop"], form.cleaned_data["email"]
    path = create_owner(shop_name=shop, email=email).link
    return f"{settings.ADDRESS.geturl().rstrip('/')}{path}"
