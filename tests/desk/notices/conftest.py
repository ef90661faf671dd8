"""Receivers of webhooks: real servers on this machine, which the shop allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

import pytest

from shopwarden.connectors.net import Client, Limits, Place
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.notices import services
from shopwarden.desk.notices.choices import CHOSEN
from shopwarden.desk.notices.models import Endpoint
from shopwarden.desk.shops.models import Shop
from tests.connectors.net.servers import FINE, Handler, Server, serving


class Receiver(NamedTuple):
    """A server, the receiver it is at the desk, its secret, and what may reach it."""

    server: Server
    endpoint: Endpoint
    secret: str
    client: Client


Receive = Callable[..., Receiver]


@pytest.fixture
def receive(shop: Shop) -> Iterator[Receive]:
    """Return a function that serves an answer and adds the server as a receiver."""
    opened = []

    def add(answer: bytes | Handler = FINE, *, of: Shop = shop) -> Receiver:
        context = serving(answer)
        server = context.__enter__()
        opened.append(context)
        scope = system_scope(of.id)
        services.allow_place(scope=scope, shop_id=of.id, host="127.0.0.1", port=server.port)
        made = add_receiver(scope, of, f"http://127.0.0.1:{server.port}/hook?key=s3cr3t")
        limits = Limits(connect=0.3, read=0.3, total=0.5)
        client = Client(allowed={Place("127.0.0.1", server.port)}, limits=limits)
        return Receiver(server, made.endpoint, made.secret, client)

    yield add
    for context in opened:
        context.__exit__(None, None, None)


def add_receiver(scope: Scope, shop: Shop, url: str = "https://example.com/") -> services.Made:
    """Return a receiver of everything."""
    return services.add_endpoint(
        scope=scope, shop_id=shop.id, name="仓库系统", url=url, events=list(CHOSEN)
    )


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return a function that sets the desk's clock."""
    from django.utils import timezone

    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)
