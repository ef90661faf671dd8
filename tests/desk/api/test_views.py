from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shopwarden.desk.api import api, selectors
from shopwarden.desk.api.errors import FAILURES
from shopwarden.desk.api.models import Token
from shopwarden.desk.api.services import make_token
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Shop

pytestmark = pytest.mark.django_db


def test_a_new_token_is_shown_once(shop: Shop, owner_browser: Client) -> None:
    address = reverse("api:tokens", args=[shop.id])
    assert "No tokens yet" in owner_browser.get(address).content.decode()
    made = owner_browser.post(address, {"name": "仓库系统", "may": ["read"]}).content.decode()
    text = made.partition("data-copy>")[2].partition("<")[0]
    answer = Client().get("/api/v1/alerts", headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    again = owner_browser.get(address).content.decode()
    assert text not in again
    assert text[:8] in again
    assert "仓库系统" in again


def test_a_token_needs_a_name(shop: Shop, owner_browser: Client) -> None:
    answer = owner_browser.post(reverse("api:tokens", args=[shop.id]), {"name": " "})
    assert answer.status_code == 200
    assert Token.objects.count() == 0


def test_revoking_takes_a_token_off_the_list(
    shop: Shop, owner_browser: Client, by_owner: Scope
) -> None:
    token = make_token(scope=by_owner, shop_id=shop.id, name="仓库系统").token
    answer = owner_browser.post(reverse("api:revoke", args=[token.id]), follow=True)
    assert "The token is revoked and no longer works." in answer.content.decode()
    assert list(selectors.tokens(shop.id)) == []


def test_a_token_of_another_shop_is_not_there(
    other_shop: Shop, owner_browser: Client, by_owner: Scope
) -> None:
    from shopwarden.desk.common.scope import system_scope

    token = make_token(
        scope=system_scope(other_shop.id), shop_id=other_shop.id, name="仓库系统"
    ).token
    assert owner_browser.post(reverse("api:revoke", args=[token.id])).status_code == 404
    assert Token.objects.get(id=token.id).revoked_at is None


def test_settings_lead_to_the_tokens(shop: Shop, owner_browser: Client) -> None:
    page = owner_browser.get(reverse("settings")).content.decode()
    assert reverse("api:tokens", args=[shop.id]) in page
    assert reverse("api:docs") in page


def test_the_reference_tells_every_operation_and_failure(owner_browser: Client) -> None:
    page = owner_browser.get(reverse("api:docs")).content.decode()
    for said in ("/api/v1/alerts", "/api/v1/ship-advice/{order}", "alerts[].findings[].text"):
        assert said in page
    for code, failure in FAILURES.items():
        assert code in page
        assert str(failure.detail) in page


def test_the_reference_is_in_the_readers_language(owner_browser: Client) -> None:
    page = owner_browser.get(
        reverse("api:docs"), headers={"accept-language": "zh-CN"}
    ).content.decode()
    assert "查询预警" in page
    assert "List alerts" not in page


def test_the_document_describes_what_is_answered(ask: Callable[..., Any], visitor: Client) -> None:
    document = visitor.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/api/v1/alerts",
        "/api/v1/ship-advice/{order}",
        "/api/v1/decisions",
        "/api/v1/events",
        "/api/v1/webhooks/{sender}",
    }
    answers = document["paths"]["/api/v1/alerts"]["get"]["responses"]
    assert set(answers) == {"200", "401", "403", "422", "429"}
    body = ask("alerts").json()
    assert set(body) == set(document["components"]["schemas"]["AlertsOut"]["properties"])


def test_other_addresses_and_methods_answer_in_the_same_form(visitor: Client) -> None:
    for address in ("/api/v1/nothing/here", "/api/v1/", "/api/v1"):
        missing = visitor.get(address)
        assert (missing.status_code, missing.json()["code"]) == (404, "request.unknown_address")
    wrong = visitor.post("/api/v1/alerts")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "request.method")
    assert wrong["Allow"] == "GET"


def test_a_fault_of_ours_tells_nothing(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("13800000001")

    monkeypatch.setattr(api.selectors, "advice", fail)
    answer = ask("ship-advice/1")
    assert (answer.status_code, answer.json()["code"]) == (500, "request.broken")
    assert "1380" not in answer.content.decode()
