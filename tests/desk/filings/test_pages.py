"""The list and the page of filings."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shopwarden.desk.alerts import selectors as counted
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.filings import selectors
from shopwarden.desk.filings.choices import FilingState
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import make_alert, make_decision

pytestmark = pytest.mark.django_db


def test_a_draft_is_listed(filing: Filing, agent_browser: Client) -> None:
    text = agent_browser.get("/filings/").content.decode()
    assert "Wrong, and the buyer cannot be reached" in text
    assert f"/filings/{filing.id}/" in text
    assert "1001" in text
    assert "No filing here" in agent_browser.get("/filings/?state=withdrawn").content.decode()


@pytest.mark.parametrize("state", ["", "king"])
def test_an_unknown_state_lists_drafts(state: str, filing: Filing, agent_browser: Client) -> None:
    assert "1001" in agent_browser.get("/filings/", {"state": state}).content.decode()


def test_the_page_tells_where_it_comes_from(filing: Filing, agent_browser: Client) -> None:
    text = agent_browser.get(f"/filings/{filing.id}/").content.decode()
    for told in (
        "Draft",
        "Wrong, and the buyer cannot be reached",
        "打了三次",
        "No answer",
        f"/alerts/{filing.alert_id}/",
        f"/orders/{filing.order_id}/",
    ):
        assert told in text
    assert "13800000001" not in text


def test_another_shops_filing_does_not_exist(
    other_shop: Shop, join: Callable[..., Membership], agent_browser: Client
) -> None:
    scope = scope_of(join(other_shop, Role.AGENT).user)
    make_decision(scope, make_alert(other_shop, "7777"), "malicious")
    foreign = Filing.objects.get()
    assert agent_browser.get(f"/filings/{foreign.id}/").status_code == 404
    assert "7777" not in agent_browser.get("/filings/").content.decode()


def test_pages_are_read_only(filing: Filing, agent_browser: Client, visitor: Client) -> None:
    for path in ("/filings/", f"/filings/{filing.id}/"):
        assert agent_browser.post(path).status_code == 405
        assert visitor.get(path)["Location"].startswith("/login/")
        fragment = visitor.get(path, headers={"hx-request": "true"})
        assert fragment["HX-Redirect"].startswith("/login/")


def test_pages_follow_each_other(
    shop: Shop, by_agent: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "PAGE_ROWS", 2)
    for number in range(5):
        make_decision(by_agent, make_alert(shop, str(number)), "malicious")
    seen, after = [], None
    for _ in range(3):
        rows, after = selectors.page_of(by_agent, FilingState.DRAFT, after)
        seen += [filing.order.external_id for filing in rows]
    assert (seen, after) == (["4", "3", "2", "1", "0"], None)


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    shop: Shop,
    by_agent: Scope,
    agent_browser: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counted, "time", SimpleNamespace(monotonic=lambda: 5.0))
    agent_browser.get("/filings/")
    for numbers in (("1",), ("2", "3", "4")):
        for number in numbers:
            make_decision(by_agent, make_alert(shop, number), "malicious")
        # The session, the person, their shops; the filings; the shops and reminders of the frame.
        with django_assert_num_queries(8):
            agent_browser.get("/filings/")
