"""A filing, and who looks at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import make_alert, make_contact, make_decision


@pytest.fixture
def by_agent(shop: Shop, join: Callable[..., Membership]) -> Scope:
    """The scope of an agent."""
    return scope_of(join(shop, Role.AGENT).user)


@pytest.fixture
def agent_browser(by_agent: Scope, sign_in: Callable[[User], Client]) -> Client:
    """The browser of that agent."""
    assert by_agent.actor
    return sign_in(by_agent.actor)


@pytest.fixture
def filing(shop: Shop, by_agent: Scope) -> Filing:
    """The draft of a buyer who cannot be reached."""
    alert = make_alert(shop)
    make_contact(by_agent, alert)
    decision = make_decision(by_agent, alert, "unreachable", note="打了三次")
    return Filing.objects.get(disposition=decision)
