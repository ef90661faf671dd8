"""The inbox in the browser: lists, filters, news, saved views, several at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import listing, selectors
from shopwarden.desk.alerts.models import Alert, SavedView
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Shop
from tests.desk.factories import (
    WRONG_ADDRESS,
    judge,
    make_alert,
    make_contact,
    make_decision,
    store_orders,
)

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]
FRAGMENT = {"hx-request": "true", "hx-target": "inbox"}


@pytest.fixture
def manager_browser(by: By, sign_in: Callable[[User], Client]) -> Client:
    """The browser of a manager."""
    user = by(Role.MANAGER).actor
    assert user
    return sign_in(user)


def _page(browser: Client, **asked: str) -> str:
    return browser.get("/alerts/", asked).content.decode()


def _many(shop: Shop, count: int) -> None:
    store_orders(shop, *({"id": f"39{n:03}", "address": WRONG_ADDRESS} for n in range(count)))
    judge(shop)


def test_a_row_says_what_is_wrong_and_nothing_personal(alert: Alert, agent_browser: Client) -> None:
    text = _page(agent_browser)
    assert "The province and the district do not fit: 广东省 / 西湖区 (浙江省杭州市)" in text
    assert alert.external_id in text
    assert "¥128.00" in text
    assert "Do not ship yet" in text
    for secret in ("李小满", "13800000001", "文一西路", "青山在望77"):
        assert secret not in text


def test_the_lists(alert: Alert, by_agent: Scope, agent_browser: Client) -> None:
    make_decision(by_agent, alert, "address_correct")
    assert "Nothing waits to be handled" in _page(agent_browser)
    handled = _page(agent_browser, state="handled")
    assert alert.external_id in handled
    assert "Address is correct" in handled
    assert "Nothing expired" in _page(agent_browser, state="expired")


def test_a_search_finds_a_handled_order(
    alert: Alert, by_agent: Scope, agent_browser: Client
) -> None:
    make_decision(by_agent, alert, "address_correct")
    assert alert.external_id in _page(agent_browser, q=" 1001 ")
    assert "No alert matches" in _page(agent_browser, q="77")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "address"}, True),
        ({"kind": "refund"}, False),
        ({"severity": "3"}, True),
        ({"severity": "2"}, False),
        ({"assignee": "none"}, True),
        ({"assignee": "me"}, False),
        ({"age": "hour"}, True),
        ({"age": "older"}, False),
        ({"due": "late"}, False),
        ({"due": "soon"}, False),
        ({"least": "127.99", "most": "128"}, True),
        ({"least": "128.01"}, False),
        ({"kind": "king", "severity": "x", "due": "y", "sort": "z", "least": "much"}, True),
    ],
)
def test_filters_are_in_the_address(
    asked: dict[str, str], found: bool, alert: Alert, agent_browser: Client
) -> None:
    assert (alert.external_id in _page(agent_browser, **asked)) is found


def test_filters_by_person_and_shop(
    alert: Alert, by_agent: Scope, agent_browser: Client, other_shop: Shop
) -> None:
    assert by_agent.actor
    Alert.objects.update(assignee=by_agent.actor)
    assert alert.external_id in _page(agent_browser, assignee="me")
    assert alert.external_id in _page(agent_browser, shop=str(alert.shop_id))
    # A shop that is not theirs is no choice at all.
    assert alert.external_id in _page(agent_browser, shop=str(other_shop.id))


def test_another_shops_alerts_are_not_there(other_shop: Shop, agent_browser: Client) -> None:
    foreign = make_alert(other_shop, "7777")
    assert str(foreign.id) not in _page(agent_browser)
    assert str(foreign.id) not in _page(agent_browser, q="7777")


def test_the_filter_asks_for_the_inner_part(alert: Alert, agent_browser: Client) -> None:
    answer = agent_browser.get("/alerts/", headers=FRAGMENT).content.decode()
    assert alert.external_id in answer
    assert "<html" not in answer


def test_pages_follow_each_other(
    shop: Shop, agent_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.page, "__defaults__", (None, 4))
    _many(shop, 10)
    seen: list[str] = []
    address = "/alerts/?sort=amount"
    for _ in range(3):
        text = agent_browser.get(address).content.decode()
        seen += re.findall(r"39\d{3}(?=</span>)", text)
        onward = re.search(r'href="(\?[^"]*after=[^"]+)"', text)
        address = "/alerts/" + (onward[1].replace("&amp;", "&") if onward else "")
    assert len(seen) == len(set(seen)) == 10
    assert address == "/alerts/"


def test_the_badge_says_999_plus(
    alert: Alert, agent_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert '<span class="count" data-count="alerts">1</span>' in _page(agent_browser)
    monkeypatch.setattr(selectors.listing, "count", lambda *_: 1000)
    selectors.forget_counts()
    text = agent_browser.get("/counts/").content.decode()
    assert re.search(r'data-count="alerts">999\+<', text)


def test_the_badge_counts_at_most_once_a_second(
    alert: Alert,
    agent_browser: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    still_clock: None,
) -> None:
    first = agent_browser.get("/counts/")
    headers = {"if-none-match": first["ETag"]}
    # The session, the person, their shops, three kinds of reminders: the count is remembered.
    with django_assert_num_queries(6):
        assert agent_browser.get("/counts/", headers=headers).status_code == 304


def test_news_wait_behind_a_banner(shop: Shop, alert: Alert, agent_browser: Client) -> None:
    since = urlencode({"since": (timezone.now()).isoformat()})
    empty = agent_browser.get(f"/alerts/news/?{since}")
    assert empty.content.strip() == b""
    make_alert(shop, "1002")
    answer = agent_browser.get(f"/alerts/news/?kind=address&{since}")
    assert "1 new" in answer.content.decode()
    assert 'href="/alerts/?kind=address"' in answer.content.decode()
    headers = {"if-none-match": answer["ETag"]}
    again = agent_browser.get(f"/alerts/news/?kind=address&{since}", headers=headers)
    assert again.status_code == 304


@pytest.mark.parametrize("since", ["", "yesterday", "2026-11-02T08:00:00"])
def test_news_since_nonsense(since: str, alert: Alert, agent_browser: Client) -> None:
    assert agent_browser.get("/alerts/news/", {"since": since}).content.strip() == b""


def test_a_row_is_taken_in_the_list(alert: Alert, by_agent: Scope, agent_browser: Client) -> None:
    headers = {"hx-request": "true", "hx-target": f"row-{alert.id}"}
    answer = agent_browser.post(
        f"/alerts/{alert.id}/assign/", {"assignee": "me", "version": 1}, headers=headers
    )
    text = answer.content.decode()
    assert text.lstrip().startswith(f'<tr id="row-{alert.id}"')
    assert by_agent.actor
    assert by_agent.actor.name in text
    assert Alert.objects.get().assignee == by_agent.actor


def test_handle_several_and_undo(shop: Shop, manager_browser: Client) -> None:
    _many(shop, 3)
    chosen = [f"{alert.id}.{alert.version}" for alert in Alert.objects.all()[:2]]
    query = "severity=3"
    answer = manager_browser.post(
        "/alerts/decide/",
        {"alert": chosen, "label": "malicious", "note": "", "query": query},
    )
    assert answer["Location"].startswith("/alerts/?severity=3&bulk=")
    text = manager_browser.get(answer["Location"]).content.decode()
    assert "2 alerts handled." in text
    act = re.search(r'name="id" value="([^"]+)"', text)
    assert act
    back = manager_browser.post("/alerts/undo/", {"id": act[1], "query": query})
    assert back["Location"] == "/alerts/?severity=3"
    assert Alert.objects.filter(state="open").count() == 3


def test_assign_several(shop: Shop, by_agent: Scope, manager_browser: Client) -> None:
    _many(shop, 2)
    chosen = [f"{alert.id}.{alert.version}" for alert in Alert.objects.all()]
    assert by_agent.actor
    facts = {"alert": chosen, "assignee": str(by_agent.actor.id)}
    answer = manager_browser.post("/alerts/assign/", facts)
    assert "2 alerts assigned." in manager_browser.get(answer["Location"]).content.decode()
    assert {alert.assignee for alert in Alert.objects.all()} == {by_agent.actor}


@pytest.mark.parametrize("path", ["/alerts/assign/", "/alerts/decide/"])
@pytest.mark.parametrize("chosen", [[], ["x"], ["x.1"], ["1.1.1"]])
def test_choosing_nothing_changes_nothing(
    path: str, chosen: list[str], alert: Alert, manager_browser: Client
) -> None:
    answer = manager_browser.post(path, {"alert": chosen, "label": "malicious", "assignee": "me"})
    assert answer["Location"] == "/alerts/"
    assert "No alert was chosen" in _page(manager_browser)
    assert Alert.objects.get().version == 1


def test_several_of_another_shop(alert: Alert, other_shop: Shop, manager_browser: Client) -> None:
    foreign = make_alert(other_shop)
    chosen = [f"{one.id}.{one.version}" for one in (alert, foreign)]
    answer = manager_browser.post("/alerts/decide/", {"alert": chosen, "label": "malicious"})
    assert answer.status_code == 404
    assert set(Alert.objects.values_list("state", flat=True)) == {"open"}


def test_work_is_not_given_to_people_of_other_shops(
    alert: Alert, other_shop: Shop, join: Callable[..., object], manager_browser: Client
) -> None:
    join(other_shop, Role.AGENT)
    stranger = User.objects.latest("created_at")
    facts = {"alert": [f"{alert.id}.1"], "assignee": str(stranger.id)}
    assert manager_browser.post("/alerts/assign/", facts).status_code == 404
    assert Alert.objects.get().assignee is None


def test_an_agent_sees_no_bulk_bar(alert: Alert, agent_browser: Client) -> None:
    assert 'id="bulk"' not in _page(agent_browser)
    answer = agent_browser.post(
        "/alerts/decide/", {"alert": [f"{alert.id}.1"], "label": "malicious"}
    )
    assert answer.status_code == 403
    assert Alert.objects.get().state == "open"


def test_only_what_is_ones_own_is_undone(alert: Alert, manager_browser: Client) -> None:
    assert manager_browser.post("/alerts/undo/", {"id": str(alert.id)}).status_code == 404


def test_save_use_and_remove_a_view(alert: Alert, agent_browser: Client) -> None:
    facts = {"name": "急的", "query": "severity=3&after=zzz&kind="}
    assert agent_browser.post("/alerts/views/", facts)["Location"] == "/alerts/?severity=3"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shop_id) == ("急的", "severity=3", None)
    assert "急的" in _page(agent_browser)
    agent_browser.post("/alerts/views/remove/", {"id": str(view.id)})
    assert not SavedView.objects.exists()


def test_somebody_elses_view_does_not_exist(alert: Alert, by: By, agent_browser: Client) -> None:
    view = SavedView.objects.create(owner=by(Role.OWNER).actor, name="店主的", query="")
    assert "店主的" not in _page(agent_browser)
    answer = agent_browser.post("/alerts/views/remove/", {"id": str(view.id)})
    assert answer.status_code == 404
    assert SavedView.objects.count() == 1


@pytest.mark.usefixtures("still_clock")
@pytest.mark.parametrize("state", ["open", "handled"])
def test_a_full_list_takes_as_many_queries_as_a_short_one(
    state: str, shop: Shop, by_agent: Scope, agent_browser: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for size in (1, 12):
        _many(shop, size)
        for alert in Alert.objects.filter(state="open") if state == "handled" else ():
            make_decision(by_agent, alert, "address_correct")
        selectors.forget_counts()
        with django_assert_num_queries(LIST_QUERIES[state]):
            text = _page(agent_browser, state=state)
        assert len(re.findall("data-row>", text)) == size


# The session, the person, their shops; the rows of one shop (in two legs while they fit on one
# page) and their findings, orders, ship advice and decisions; three counts; people, shops and
# saved views to choose from; three kinds of reminders.
LIST_QUERIES = {"open": 20, "handled": 20}


def test_an_old_deadline_is_late(shop: Shop, agent_browser: Client) -> None:
    make_alert(shop, ship_deadline=timezone.now() - timedelta(hours=3, minutes=1))
    text = _page(agent_browser)
    assert re.search(r"3.hours late", text)
    assert 'class="due num late"' in text


def test_a_deadline_that_comes_near_stands_out(shop: Shop, agent_browser: Client) -> None:
    make_alert(shop, ship_deadline=timezone.now() + timedelta(hours=3, minutes=59, seconds=30))
    text = _page(agent_browser)
    assert re.search(r"3.hours left", text)
    assert 'class="due num near"' in text


def test_contacts_do_not_change_the_row(alert: Alert, by_agent: Scope) -> None:
    make_contact(by_agent, alert)
    assert Alert.objects.get().version == 1
