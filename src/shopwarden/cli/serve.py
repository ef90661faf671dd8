"""``shopwarden serve``: the desk, in one command."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shopwarden.cli.desk_options import HERE, data_option, start_or_say_why, text
from shopwarden.explain import Text

if TYPE_CHECKING:
    from shopwarden.desk.demo import Demo

_HELP: Final = text(
    "启动防护台。\n\n首次运行会自动建好数据库、密钥和页面文件；按 Ctrl-C 停止。",
    "Start the desk.\n\nThe first run makes database, keys and page files; Ctrl-C stops it.",
)
_READY: Final = Text("店哨已启动：{url}", "The desk is ready: {url}")
_OTHERS: Final = Text("其他设备可打开：{url}", "From other machines: {url}")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - compared only
_FIRST: Final = Text("请打开这个链接，创建第一位店主：{url}", "Make the first owner here: {url}")
_LOG_IN: Final = Text(
    "演示登录 {shop} {role}：{email}  {password}", "Demo {role} of {shop}: {email}  {password}"
)
_ROLES: Final = {
    "owner": Text("店主", "owner"),
    "manager": Text("主管", "manager"),
    "agent": Text("客服", "agent"),
    "auditor": Text("审计员", "auditor"),
}
_UPLOAD: Final = Text("可以上传的演示文件：{path}", "A file to upload: {path}")


@click.command(help=_HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=text("监听的地址", "Address"))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help=text("端口", "Port"),
)
@data_option
@click.option("--demo", is_flag=True, help=text("放入一家演示店铺", "Put a made-up shop in"))
def command(host: str, port: int, data: Path | None, *, demo: bool) -> None:
    """Prepare everything, then run web and worker until a signal."""
    from shopwarden.desk import processes

    address = start_or_say_why(lambda: processes.address_of(host, port))
    others: list[str] = []
    if "SHOPWARDEN_URL" not in os.environ and address in _EVERYWHERE:
        names = (name for name in _own_names() if not name.startswith(("127.", "[::1]")))
        others = [f"http://{name}:{port}" for name in names]
    url = os.environ.setdefault("SHOPWARDEN_URL", f"http://{_name(host)}:{port}")
    if address not in ("127.0.0.1", "::1"):
        os.environ.setdefault("SHOPWARDEN_HOSTS", ",".join(_own_names()))
    token, made_up = start_or_say_why(lambda: _prepare(data, url, demo=demo))

    def announce() -> None:
        click.echo(_READY.in_(HERE, url=url))
        for other in others:
            click.echo(_OTHERS.in_(HERE, url=other))
        if token:
            click.echo(_FIRST.in_(HERE, url=f"{url}/start/?token={token}"))
        if made_up:
            _introduce(made_up)

    processes.serve(address, port, when_ready=announce)


def _introduce(made_up: Demo) -> None:
    for log_in in made_up.log_ins:
        facts = log_in._asdict() | {"role": _ROLES[log_in.role].in_(HERE)}
        click.echo(_LOG_IN.in_(HERE, **facts))
    click.echo(_UPLOAD.in_(HERE, path=made_up.upload))


def _prepare(data: Path | None, url: str, *, demo: bool) -> tuple[str | None, Demo | None]:
    from shopwarden.desk import start

    start.configure(data)
    start.claim()
    start.prepare()
    start.remember_address(url)
    from django.conf import settings

    from shopwarden.desk.demo import load

    made_up = load(settings.DATA) if demo else None
    token = start.setup_token()
    start.finish()
    return token, made_up


def _name(host: str) -> str:
    """Return what to type in a browser on this machine."""
    if host in _EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _own_names() -> list[str]:
    """Return the names and addresses other machines may know this one by."""
    name = socket.gethostname()
    try:
        known = {_name(str(found[4][0])) for found in socket.getaddrinfo(name, None)}
    except OSError:
        known = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: only asks which of our addresses faces the network.
            probe.connect(("192.0.2.1", 9))
            known.add(probe.getsockname()[0])
        except OSError:
            pass
    return sorted({name, *known})
