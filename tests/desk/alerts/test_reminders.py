"""Who is reminded of what: the bell's panel, its number, its fragment."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import reminders as module
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.reminders import reminders
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import make_alert, make_decision

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]
HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    """The moment of this test."""
    return timezone.now()


def _due(shop: Shop, number: str, deadline: datetime | None, who: User | None = None) -> Alert:
    alert = make_alert(shop, number, ship_deadline=deadline)
    Alert.objects.filter(id=alert.id).update(assignee=who)
    return alert


def _told(scope: Scope, now: datetime) -> list[tuple[str, list[str]]]:
    return [
        (group.name, [one.alert.external_id for one in group.reminders])
        for group in reminders(scope, now).groups
    ]


def test_who_has_an_alert_is_reminded_first(shop: Shop, by: By, now: datetime) -> None:
    me, colleague = by(Role.AGENT), by(Role.AGENT)
    _due(shop, "1", now + 3 * HOUR, me.actor)
    assert _told(me, now) == [("soon", ["1"])]
    assert _told(colleague, now) == []
    assert _told(colleague, now + 2 * HOUR) == [("soon", ["1"])]


def test_what_nobody_has_reminds_everybody_who_handles(shop: Shop, by: By, now: datetime) -> None:
    _due(shop, "1", now + 4 * HOUR)
    _due(shop, "2", now + 4 * HOUR + timedelta(seconds=1))
    for role in (Role.AGENT, Role.MANAGER, Role.OWNER):
        assert _told(by(role), now) == [("soon", ["1"])]
    assert _told(by(Role.AUDITOR), now) == []
    assert _told(system_scope(shop.id), now) == []


def test_groups_by_what_presses_most(shop: Shop, by_agent: Scope, now: datetime) -> None:
    for number, deadline in (
        ("1", now - 5 * HOUR),
        ("2", now - HOUR),
        ("3", now + 3 * HOUR),
        ("4", now + HOUR),
    ):
        _due(shop, number, deadline)
    _due(shop, "5", None, by_agent.actor)
    _due(shop, "6", now + 30 * HOUR, by_agent.actor)
    _due(shop, "7", now + 30 * HOUR)
    told = reminders(by_agent, now)
    assert _told(by_agent, now) == [("late", ["2", "1"]), ("soon", ["4", "3"]), ("own", ["6", "5"])]
    assert (told.count, told.badge) == (6, "6")


def test_what_is_handled_reminds_nobody(shop: Shop, by_agent: Scope, now: datetime) -> None:
    alert = _due(shop, "1", now + HOUR, by_agent.actor)
    assert _told(by_agent, now) == [("soon", ["1"])]
    make_decision(by_agent, alert, "address_correct")
    assert _told(by_agent, now) == []


def test_only_shops_where_the_person_handles(
    shop: Shop, other_shop: Shop, join: Callable[..., Membership], now: datetime
) -> None:
    member = join(shop, Role.AGENT)
    _due(shop, "1", now + 2 * HOUR)
    _due(other_shop, "2", now + HOUR)
    assert _told(scope_of(member.user), now) == [("soon", ["1"])]
    auditor = join(other_shop, Role.AUDITOR, user=member.user)
    assert _told(scope_of(auditor.user), now) == [("soon", ["1"])]
    auditor.role = Role.AGENT
    auditor.save()
    assert _told(scope_of(auditor.user), now) == [("soon", ["2", "1"])]


def test_a_long_group_is_cut_and_leads_to_its_list(
    shop: Shop, by_agent: Scope, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        _due(shop, f"10{number}", now - HOUR)
    (group,) = reminders(by_agent, now).groups
    assert (len(group.reminders), group.count, group.is_cut) == (4, 6, True)
    assert group.query == "due=late"
    monkeypatch.setattr(module, "_COUNTED", 6)
    assert reminders(by_agent, now).badge == "5+"


def test_the_bell_updates_with_the_poll(
    shop: Shop, by_agent: Scope, agent_browser: Client, now: datetime
) -> None:
    first = agent_browser.get("/counts/")
    assert "Nothing is due, and nothing is assigned to you." in first.content.decode()
    _due(shop, "1001", now + 2 * HOUR + timedelta(minutes=1), by_agent.actor)
    headers = {"if-none-match": first["ETag"]}
    text = agent_browser.get("/counts/", headers=headers).content.decode()
    assert '<span id="count-bell" class="count" hx-swap-oob="true">1</span>' in text
    assert 'id="bell"' in text
    assert "<html" not in text
    assert re.search(r"Due soon.*levels do not fit.*1001.*2.hours", text, re.S)
    for secret in ("李小满", "13800000001", "文一西路"):
        assert secret not in text


def test_every_page_has_the_bell(shop: Shop, agent_browser: Client, now: datetime) -> None:
    alert = _due(shop, "1001", now - HOUR)
    for path in ("/", "/alerts/", "/imports/", "/settings/"):
        text = agent_browser.get(path).content.decode()
        assert f'href="/alerts/{alert.id}/?due=late"' in text


def test_an_auditor_has_an_empty_bell(
    shop: Shop, by: By, sign_in: Callable[[User], Client], now: datetime
) -> None:
    _due(shop, "1001", now - HOUR)
    user = by(Role.AUDITOR).actor
    assert user
    text = sign_in(user).get("/").content.decode()
    assert "Nothing is due, and nothing is assigned to you." in text
    assert '<span id="count-bell" class="count" hidden>0</span>' in text
