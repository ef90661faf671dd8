"""One alert in the browser: look, reveal, call, decide, undo, next."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts.models import Alert, ContactAttempt, Disposition
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.rulebook.book import change_rule, take_rule
from shopwarden.desk.rulebook.selectors import as_written
from shopwarden.desk.shops.models import Shop
from shopwarden.rules import State
from tests.desk.factories import (
    RIGHT_ADDRESS,
    WRONG_ADDRESS,
    judge,
    make_alert,
    make_contact,
    make_decision,
    make_order,
    store_orders,
)

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]
HTMX = {"hx-request": "true"}
SECRETS = ("李小满", "13800000001", "文一西路", "青山在望77")
ACTS = ("reveal", "assign", "contacts", "decide", "undo", "check-address")


def _path(alert: Alert, act: str = "") -> str:
    return f"/alerts/{alert.id}/{act}{'/' if act else ''}"


def _show(browser: Client, alert: Alert, **asked: str) -> str:
    return browser.get(_path(alert), asked).content.decode()


def _decide(browser: Client, alert: Alert, label: str, **more: str) -> tuple[int, str]:
    facts = {"version": alert.version, "label": label} | more
    answer = browser.post(_path(alert, "decide"), facts, headers=HTMX)
    return answer.status_code, answer.content.decode()


def test_the_page_is_masked(alert: Alert, agent_browser: Client) -> None:
    text = _show(agent_browser, alert)
    assert not [secret for secret in SECRETS if secret in text]
    for shown in ("李**", "138****0001", "青***7", "广东省", "西湖区", "••••"):
        assert shown in text
    assert "The province and the district do not fit: 广东省 / 西湖区 (浙江省杭州市)" in text
    assert "suspicion 90 of 100" in text
    assert "The parcel would not arrive as it is" in text
    assert "An alert on this order is not handled yet" in text


def test_wrong_parts_are_marked_with_their_reason(alert: Alert, agent_browser: Client) -> None:
    text = _show(agent_browser, alert)
    marked = re.findall(r'<details class="menu seg wrong-danger">.*?</details>', text)
    assert [re.findall(r'seg-text">([^<]+)<', part) for part in marked] == [["广东省"], ["西湖区"]]
    assert all("do not fit" in part for part in marked)


def test_every_label_says_its_consequence(alert: Alert, agent_browser: Client) -> None:
    text = _show(agent_browser, alert)
    assert re.findall(r'name="label" value="(\w+)" data-key="(\d)"', text) == [
        ("address_correct", "1"),
        ("corrected_after_contact", "2"),
        ("unreachable", "3"),
        ("refused_to_correct", "4"),
        ("malicious", "5"),
    ]
    assert "Needs a recorded contact attempt." in text


@pytest.mark.parametrize("purpose", ["see", "ship", "call", "chat"])
def test_a_reveal_shows_and_records(
    purpose: str, alert: Alert, by_agent: Scope, agent_browser: Client
) -> None:
    answer = agent_browser.post(_path(alert, "reveal"), {"purpose": purpose}, headers=HTMX)
    text = answer.content.decode()
    assert "<html" not in text
    assert all(secret in text for secret in SECRETS)
    assert 'href="tel:13800000001"' in text
    assert "aliim:sendmsg?touid=cntaobao%E9%9D%92" in text
    assert "that you looked is on record" in text
    assert "no-store" in answer["Cache-Control"]
    row = AuditRow.objects.get(action="personal.revealed")
    assert (row.actor, row.record["changes"]["purpose"]["to"]) == (by_agent.actor, purpose)


@pytest.mark.parametrize(
    ("purpose", "opened"), [("call", "tel:"), ("chat", "aliim:"), ("see", ""), ("ship", "")]
)
def test_the_link_that_was_asked_for_opens_itself(
    purpose: str, opened: str, alert: Alert, agent_browser: Client
) -> None:
    answer = agent_browser.post(_path(alert, "reveal"), {"purpose": purpose}, headers=HTMX)
    links = re.findall(r'href="(\w+:)[^"]*" data-go', answer.content.decode())
    assert links == ([opened] if opened else [])


def test_a_masked_nick_has_no_chat_link(shop: Shop, agent_browser: Client) -> None:
    alert = make_alert(shop, buyer="t**8", phone="18877771111-123")
    answer = agent_browser.post(_path(alert, "reveal"), {"purpose": "chat"}, headers=HTMX)
    text = answer.content.decode()
    assert "aliim:" not in text
    assert "copy the order number" in text
    assert 'href="tel:18877771111,123"' in text


def test_a_reveal_without_scripts_shows_the_whole_page(alert: Alert, agent_browser: Client) -> None:
    text = agent_browser.post(_path(alert, "reveal"), {"purpose": "see"}).content.decode()
    assert "<html" in text
    assert "李小满" in text


@pytest.mark.parametrize("purpose", ["", "gossip"])
def test_no_reveal_without_a_reason(purpose: str, alert: Alert, agent_browser: Client) -> None:
    answer = agent_browser.post(_path(alert, "reveal"), {"purpose": purpose})
    assert answer["Location"] == _path(alert)
    assert not AuditRow.objects.filter(action="personal.revealed").exists()


def test_a_contact_appears_with_a_new_recommendation(alert: Alert, agent_browser: Client) -> None:
    facts = {"way": "call", "result": "no_answer", "note": "响了很久"}
    answer = agent_browser.post(_path(alert, "contacts"), facts, headers=HTMX)
    text = answer.content.decode()
    assert text.lstrip().startswith('<section class="panel" id="contacts">')
    assert text.count('hx-swap-oob="true"') == 3
    assert "Nobody answered yet" in text
    assert "响了很久" in text
    assert ContactAttempt.objects.count() == 1


def test_a_contact_without_scripts_returns_to_the_page(alert: Alert, agent_browser: Client) -> None:
    path = _path(alert, "contacts")
    answer = agent_browser.post(f"{path}?severity=3", {"way": "chat", "result": "reached"})
    assert answer["Location"] == f"{_path(alert)}?severity=3"
    assert "You reached the buyer" in _show(agent_browser, alert)


def test_a_decision_shows_result_undo_and_next(
    shop: Shop, alert: Alert, agent_browser: Client
) -> None:
    other = make_alert(shop, "1002")
    status, text = _decide(agent_browser, alert, "malicious", note="三个号同一人")
    assert status == 200
    assert text.lstrip().startswith('<div id="case"')
    assert "Placed in bad faith" in text
    assert "三个号同一人" in text
    assert f'href="/alerts/{other.id}/" data-next' in text
    assert f'hx-post="{_path(alert, "undo")}"' in text
    assert f"/filings/{Filing.objects.get().id}/" in text


def test_undo_in_the_page(alert: Alert, agent_browser: Client) -> None:
    _decide(agent_browser, alert, "malicious")
    decision = {"decision": Disposition.objects.get().id}
    text = agent_browser.post(_path(alert, "undo"), decision, headers=HTMX).content.decode()
    assert 'name="label" value="malicious"' in text
    assert "Decision undone: Placed in bad faith" in text
    assert Alert.objects.get().state == "open"


def test_undo_from_an_old_page_shows_what_a_colleague_decided(
    alert: Alert, agent_browser: Client
) -> None:
    _decide(agent_browser, alert, "malicious")
    answer = agent_browser.post(_path(alert, "undo"), {"decision": alert.id}, headers=HTMX)
    assert answer.status_code == 409
    assert "A colleague was faster" in answer.content.decode()
    assert Alert.objects.get().state == "handled"


def test_a_late_undo_says_so(alert: Alert, agent_browser: Client) -> None:
    decision = {"decision": alert.id}
    answer = agent_browser.post(_path(alert, "undo"), decision, headers=HTMX)
    assert answer.status_code == 409
    assert "This decision can no longer be undone" in answer.content.decode()


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("unreachable", "First record that you tried to reach the buyer"),
        ("corrected_after_contact", "The corrected address is missing"),
        ("", "Choose what you decide."),
    ],
)
def test_a_decision_that_lacks_something_keeps_what_was_typed(
    label: str, why: str, alert: Alert, agent_browser: Client
) -> None:
    facts = {"version": 1, "label": label, "note": "写了很多"}
    answer = agent_browser.post(_path(alert, "decide"), facts, headers=HTMX)
    text = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#decision")
    assert why in text
    assert "写了很多</textarea>" in text
    assert Alert.objects.get().state == "open"


def test_the_same_without_scripts(alert: Alert, agent_browser: Client) -> None:
    facts = {"version": 1, "label": "unreachable"}
    answer = agent_browser.post(_path(alert, "decide"), facts)
    assert answer["Location"] == _path(alert)
    assert "First record that you tried" in _show(agent_browser, alert)


def test_a_colleagues_decision_is_shown_not_overwritten(
    alert: Alert, by: By, agent_browser: Client
) -> None:
    make_decision(by(Role.MANAGER), alert, "address_correct")
    facts = {"version": 1, "label": "malicious", "note": "我的备注"}
    answer = agent_browser.post(_path(alert, "decide"), facts, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert text.lstrip().startswith('<div id="case"')
    assert "小林 decided:" in text
    assert "Address is correct" in text
    assert "Your decision was not saved." in text
    assert Disposition.objects.get().label == "address_correct"
    assert not Filing.objects.exists()


def test_an_alert_that_grew_is_looked_at_again(alert: Alert, agent_browser: Client) -> None:
    Alert.objects.update(version=5)
    facts = {"version": 1, "label": "malicious", "note": "我的备注"}
    answer = agent_browser.post(_path(alert, "decide"), facts, headers=HTMX)
    text = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#decision")
    assert "The alert changed while you looked at it" in text
    assert 'name="version" value="5"' in text
    assert re.search(r'value="malicious"[^>]* checked', text)
    assert "我的备注" in text


def test_a_conflict_without_scripts_is_a_page(alert: Alert, by: By, agent_browser: Client) -> None:
    make_decision(by(Role.MANAGER), alert, "address_correct")
    answer = agent_browser.post(_path(alert, "decide"), {"version": 1, "label": "malicious"})
    assert answer.status_code == 409
    assert "A colleague was faster" in answer.content.decode()


def test_a_corrected_address_is_checked_while_typed(alert: Alert, agent_browser: Client) -> None:
    path = _path(alert, "check-address")
    wrong = agent_browser.post(path, {"corrected_address": WRONG_ADDRESS}, headers=HTMX)
    assert "The province and the district do not fit" in wrong.content.decode()
    right = agent_browser.post(path, {"corrected_address": RIGHT_ADDRESS}, headers=HTMX)
    assert "This address looks right." in right.content.decode()
    empty = agent_browser.post(path, {"corrected_address": ""}, headers=HTMX)
    assert empty.content.strip() == b""


def test_the_corrected_address_is_read_after_a_reveal(alert: Alert, agent_browser: Client) -> None:
    _decide(agent_browser, alert, "corrected_after_contact", corrected_address=RIGHT_ADDRESS)
    assert sealed.read(Disposition.objects.get(), "corrected_address") == RIGHT_ADDRESS
    assert RIGHT_ADDRESS not in _show(agent_browser, alert)
    answer = agent_browser.post(_path(alert, "reveal"), {"purpose": "ship"}, headers=HTMX)
    assert f"Corrected after contact: {RIGHT_ADDRESS}" in answer.content.decode()


def test_a_handled_alert_tells_its_whole_history(
    shop: Shop, alert: Alert, by_agent: Scope, agent_browser: Client
) -> None:
    make_contact(by_agent, alert, "没人接")
    make_decision(by_agent, alert, "unreachable", note="放弃")
    store_orders(shop, {"id": alert.external_id, "status": "shipped"})
    judge(shop)
    text = _show(agent_browser, alert, state="handled")
    for told in ("没人接", "放弃", "Decided: Wrong, and the buyer cannot be reached", "Called"):
        assert told in text
    assert 'name="label"' not in text


def test_findings_of_an_earlier_round_stay_readable(
    shop: Shop, alert: Alert, by_agent: Scope, agent_browser: Client
) -> None:
    make_decision(by_agent, alert, "address_correct")
    store_orders(shop, {"id": alert.external_id, "address": "江苏省杭州市拱墅区祥园路1号"})
    judge(shop)
    text = _show(agent_browser, alert)
    assert "1 earlier finding" in text
    assert "广东省 / 西湖区" in text
    assert "江苏省 / 杭州市" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "shipped"}, "The order was shipped or closed before anybody decided"),
        ({"address": "浙江省杭州市西湖区文三路20号3幢201室"}, "What looked wrong is no longer so"),
    ],
)
def test_an_expired_alert_says_why(
    change: dict[str, str], said: str, shop: Shop, alert: Alert, agent_browser: Client
) -> None:
    store_orders(shop, {"id": alert.external_id} | change)
    judge(shop)
    text = _show(agent_browser, alert, state="expired")
    assert said in text
    assert 'name="label"' not in text


def test_an_alert_of_a_rule_says_which_why_and_what_the_shop_noted(
    shop: Shop, agent_browser: Client
) -> None:
    slug, scope = "new-buyer-large-order", system_scope(shop.id)
    rule = take_rule(scope=scope, shop_id=shop.id, slug=slug, state=State.OFF)
    wanted = replace(
        as_written(rule), expression="amount > 500", note="先看历史订单", state=State.ON
    )
    change_rule(scope=scope, rule=rule, wanted=wanted, seen=rule.changed_at)
    store_orders(shop, {"id": "1004", "address": RIGHT_ADDRESS, "amount_minor": 66_000})
    judge(shop)
    alert = Alert.objects.get(shop=shop, external_id="1004")
    text = _show(agent_browser, alert)
    assert "amount ¥660 (&gt; ¥500)" in text
    assert "measured" not in text
    assert f'href="/rules/{rule.id}/"' in text
    assert "先看历史订单" in text
    assert "Look at what fired and at the buyer&#x27;s other orders" in text
    assert re.findall(r'name="label" value="(\w+)"', text) == [
        "order_fine",
        "order_explained",
        "order_unreachable",
        "order_malicious",
    ]


def test_an_alert_about_the_receiver_does_not_speak_of_the_address(
    shop: Shop, agent_browser: Client
) -> None:
    alert = make_alert(shop, "1003", address="浙江省杭州市西湖区文三路20号3幢201室", phone="12345")
    text = _show(agent_browser, alert)
    assert re.findall(r'name="label" value="(\w+)"', text) == [
        "nothing_wrong",
        "explained",
        "not_reached",
        "refused_to_explain",
        "malicious",
    ]
    assert "Nobody can be called at this number" in text
    assert '<span class="hide-phone">Receiver</span>' in text
    assert "would not arrive" not in text
    assert _decide(agent_browser, alert, "nothing_wrong")[0] == 200


def test_a_decision_does_not_promise_that_an_unpaid_order_may_ship(
    shop: Shop, agent_browser: Client
) -> None:
    alert = make_alert(shop, "1004", status="unpaid")
    _decide(agent_browser, alert, "address_correct")
    text = _show(agent_browser, alert, state="handled")
    assert "Do not ship yet" in text
    assert "This alert no longer holds the order" in text
    assert "The order may ship" not in text


def test_the_buyers_other_orders(shop: Shop, alert: Alert, agent_browser: Client) -> None:
    other = make_order(shop, "2001")
    make_order(shop, "2002", buyer="别人")
    text = _show(agent_browser, alert)
    assert "1 other order in this shop" in text
    assert f"/orders/{other.id}/" in text
    assert "2002" not in text


def test_next_follows_the_list_it_was_opened_from(shop: Shop, agent_browser: Client) -> None:
    cheap, middle, dear = (
        make_alert(shop, str(amount), amount_minor=amount) for amount in (100, 200, 300)
    )
    query = {"sort": "amount"}
    assert f'href="/alerts/{middle.id}/?sort=amount" data-next' in _show(
        agent_browser, dear, **query
    )
    assert f'href="/alerts/{cheap.id}/?sort=amount" data-next' in _show(
        agent_browser, middle, **query
    )
    # Behind the last one the list begins again.
    assert f'href="/alerts/{dear.id}/?sort=amount" data-next' in _show(
        agent_browser, cheap, **query
    )


def test_an_auditor_reads_only(alert: Alert, by: By, sign_in: Callable[[User], Client]) -> None:
    user = by(Role.AUDITOR).actor
    assert user
    browser = sign_in(user)
    text = _show(browser, alert)
    for offered in ('name="label"', 'name="purpose"', 'name="way"', "data-take"):
        assert offered not in text
    for act in ACTS:
        assert browser.post(_path(alert, act)).status_code == 403
    assert AuditRow.objects.filter(subject_id=str(alert.id)).count() == 1


@pytest.mark.parametrize("act", ["", *ACTS])
def test_another_shops_alert_does_not_exist(
    act: str, other_shop: Shop, agent_browser: Client
) -> None:
    foreign = make_alert(other_shop)
    browse = agent_browser.post if act else agent_browser.get
    facts = {"purpose": "see", "version": 1, "label": "address_correct", "assignee": "me"}
    assert browse(_path(foreign, act), facts).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.version, foreign.assignee) == ("open", 1, None)


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_no_addresses_to_open(act: str, alert: Alert, agent_browser: Client) -> None:
    assert agent_browser.get(_path(alert, act)).status_code == 405


def test_the_page_takes_as_many_queries_with_more_history(
    shop: Shop,
    alert: Alert,
    by_agent: Scope,
    agent_browser: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    still_clock: None,
) -> None:
    _show(agent_browser, alert)
    with django_assert_num_queries(PAGE_QUERIES):
        _show(agent_browser, alert)
    for _ in range(5):
        make_contact(by_agent, alert)
        agent_browser.post(_path(alert, "reveal"), {"purpose": "see"}, headers=HTMX)
    with django_assert_num_queries(PAGE_QUERIES):
        _show(agent_browser, alert)


# Plain SQL is counted where it goes the way of Django's cursors.
PAGE_QUERIES = 34 if "SHOPWARDEN_DATABASE_URL" in os.environ else 32


@pytest.mark.parametrize(
    ("hours", "is_mine", "says"),
    [
        (45, True, '44.hours left</strong> <span class="quiet">[-0-9 :]+</span></p>\n</div>'),
        (3, True, "2.hours left.*nothing is decided for you. 小林 is reminded.</p>"),
        (3, False, "2.hours left.*nothing is decided for you. Everybody of the shop is reminded."),
        (1, True, "59.minutes left.*Everybody of the shop is reminded."),
        (-2, False, "2.hours late.*It stays open until the order ships or closes."),
    ],
)
def test_the_page_says_how_much_time_is_left(
    hours: int, is_mine: bool, says: str, shop: Shop, by_agent: Scope, agent_browser: Client
) -> None:
    deadline = timezone.now() + timedelta(hours=hours, seconds=-1)
    alert = make_alert(shop, ship_deadline=deadline)
    Alert.objects.update(assignee=by_agent.actor if is_mine else None)
    text = agent_browser.get(f"/alerts/{alert.id}/").content.decode()
    assert re.search(says, text, re.DOTALL)
