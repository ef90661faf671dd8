"""The order page."""

from __future__ import annotations

import pytest
from django.test import Client

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Shop
from tests.desk.factories import RIGHT_ADDRESS, make_decision, make_order

pytestmark = pytest.mark.django_db


def test_everything_known_and_nothing_in_the_clear(
    alert: Alert, by_agent: Scope, agent_browser: Client
) -> None:
    make_decision(by_agent, alert, "malicious")
    text = agent_browser.get(f"/orders/{alert.subject_id}/").content.decode()
    for told in (
        alert.external_id,
        "手工陶瓷马克杯",
        "¥128.00",
        "Placed in bad faith",
        "A filing on this order is not decided yet",
        "The province and the district do not fit",
        f"/alerts/{alert.id}/",
    ):
        assert told in text
    assert not [one for one in ("李小满", "13800000001", "文一西路") if one in text]


def test_a_reveal_is_on_record(alert: Alert, by_agent: Scope, agent_browser: Client) -> None:
    make_decision(by_agent, alert, "corrected_after_contact", corrected_address=RIGHT_ADDRESS)
    path = f"/orders/{alert.subject_id}/reveal/"
    text = agent_browser.post(path, {"purpose": "ship"}).content.decode()
    assert "李小满" in text
    assert f"Corrected after contact: {RIGHT_ADDRESS}" in text
    row = AuditRow.objects.get(action="personal.revealed")
    assert (row.subject_kind, row.subject_id) == ("trade.order", str(alert.subject_id))
    history = agent_browser.get(f"/alerts/{alert.id}/").content.decode()
    assert "Personal data looked at · To ship" in history


def test_no_reveal_without_a_reason(shop: Shop, agent_browser: Client) -> None:
    order = make_order(shop)
    answer = agent_browser.post(f"/orders/{order.id}/reveal/")
    assert answer["Location"] == f"/orders/{order.id}/"
    assert not AuditRow.objects.filter(action="personal.revealed").exists()


def test_another_shops_order_does_not_exist(other_shop: Shop, agent_browser: Client) -> None:
    order = make_order(other_shop)
    assert agent_browser.get(f"/orders/{order.id}/").status_code == 404
    path = f"/orders/{order.id}/reveal/"
    assert agent_browser.post(path, {"purpose": "see"}).status_code == 404
    assert agent_browser.get(path).status_code == 405
    assert not AuditRow.objects.filter(action="personal.revealed").exists()
