"""People, alerts and their pages."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import selectors, today
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import make_alert


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Badges count anew in every test."""
    selectors.forget_counts()
    today.forget_pace()


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts stay fresh for the whole test."""
    monkeypatch.setattr(selectors, "time", SimpleNamespace(monotonic=lambda: 5.0))


@pytest.fixture
def alert(shop: Shop) -> Alert:
    """An open alert: 广东省 and 西湖区 do not fit."""
    return make_alert(shop)


@pytest.fixture
def by(shop: Shop, join: Callable[..., Membership]) -> Callable[[Role], Scope]:
    """Return a function that gives the scope of a new person with a role in the shop."""

    def scope(role: Role) -> Scope:
        return scope_of(join(shop, role).user)

    return scope


@pytest.fixture
def by_agent(by: Callable[[Role], Scope]) -> Scope:
    """The scope of an agent."""
    return by(Role.AGENT)


@pytest.fixture
def agent_browser(by_agent: Scope, sign_in: Callable[[User], Client]) -> Client:
    """The browser of that agent."""
    assert by_agent.actor
    return sign_in(by_agent.actor)
