"""A program that asks the API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopwarden.desk.api import limits
from shopwarden.desk.api.choices import May
from shopwarden.desk.api.services import make_token
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.shops.models import Shop

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Counts of this test only."""
    limits._counts.clear()
    yield
    limits._counts.clear()


@pytest.fixture
def ask(shop: Shop) -> Ask:
    """Return a function that asks with a token of the shop, or of another one."""
    texts: dict[Any, str] = {}

    def send(path: str, *, of: Shop = shop, language: str = "en", **query: object) -> Any:
        if of.id not in texts:
            texts[of.id] = make_token(
                scope=system_scope(of.id), shop_id=of.id, name="仓库系统"
            ).text
        headers = {"authorization": f"Bearer {texts[of.id]}", "accept-language": language}
        return Client().get(f"/api/v1/{path}", query, headers=headers)

    return send


@pytest.fixture
def post(shop: Shop) -> Ask:
    """Return a function that sends a body with a token that may do everything."""
    texts: dict[Any, str] = {}

    def send(path: str, body: object, *, of: Shop = shop, may: Any = None, **more: str) -> Any:
        wanted = tuple(may or May.values)
        if (of.id, wanted) not in texts:
            made = make_token(scope=system_scope(of.id), shop_id=of.id, name="商城", may=wanted)
            texts[of.id, wanted] = made.text
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            "authorization": f"Bearer {texts[of.id, wanted]}", "accept-language": "en", **more,
        }  # fmt: skip
        return Client().post(
            f"/api/v1/{path}", data, content_type="application/json", headers=headers
        )

    return send


@pytest.fixture
def query_count() -> Callable[[Callable[[], object]], int]:
    """Return a function that counts the queries of an act."""

    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count
