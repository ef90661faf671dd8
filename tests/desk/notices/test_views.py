"""The pages of receivers and messages; who may open them is in ``test_matrix``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.notices import services
from shopwarden.desk.notices.choices import DeliveryState
from shopwarden.desk.notices.models import AllowedPlace, Delivery, Endpoint
from shopwarden.desk.shops.models import Membership, Shop
from tests.desk.factories import make_alert
from tests.desk.notices.conftest import add_receiver

pytestmark = pytest.mark.django_db

URL = "https://hooks.example/t/s3cr3t"


def _post(browser: Client, route: str, row: Any, **fields: Any) -> Any:
    return browser.post(reverse(f"notices:{route}", args=[row.id]), fields, follow=True)


def _get(browser: Client, route: str, row: Any, **query: str) -> str:
    return browser.get(reverse(f"notices:{route}", args=[row.id]), query).content.decode()


def test_a_receiver_is_added_and_its_secret_shown_once(shop: Shop, owner_browser: Client) -> None:
    fields = {"name": "仓库", "url": URL, "events": ["alert.opened"]}
    answer = _post(owner_browser, "webhooks", shop, **fields)
    secret = sealed.read(Endpoint.objects.get(), "secret")
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for page in (
        _get(owner_browser, "webhooks", shop),
        _get(owner_browser, "endpoint", Endpoint.objects.get()),
    ):
        assert "hooks.example:443" in page
        assert secret not in page
        assert "s3cr3t" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "http://hooks.example/"}, "Webhooks go to https on port 443 only"),
        ({"url": "nonsense"}, "This address cannot be used"),
        ({"events": []}, "This field is required"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_wrong_receiver_is_told_what_is_wrong(
    fields: dict[str, Any], said: str, shop: Shop, owner_browser: Client
) -> None:
    usual = {"name": "仓库", "url": URL, "events": ["alert.opened"]}
    answer = _post(owner_browser, "webhooks", shop, **(usual | fields))
    assert said in answer.content.decode()
    assert Endpoint.objects.count() == 0


def test_a_private_place_is_allowed_and_forbidden(shop: Shop, owner_browser: Client) -> None:
    answer = _post(owner_browser, "allow", shop, host="push.lan", port="8080")
    assert "push.lan:8080" in answer.content.decode()
    _post(owner_browser, "forbid", AllowedPlace.objects.get())
    assert AllowedPlace.objects.count() == 0
    answer = _post(owner_browser, "allow", shop, host="no host", port="8080")
    assert "This is no host and port" in answer.content.decode()


def test_a_receiver_is_paused_tested_changed_and_removed(
    shop: Shop, by_owner: Scope, owner_browser: Client
) -> None:
    made = add_receiver(by_owner, shop)
    endpoint = made.endpoint
    assert "A test is on its way." in _post(owner_browser, "test", endpoint).content.decode()
    assert Delivery.objects.get().event == "webhook.test"
    _post(owner_browser, "pause", endpoint)
    assert Endpoint.objects.get().paused_at is not None
    refused = _post(owner_browser, "test", endpoint)
    assert (refused.status_code, Delivery.objects.count()) == (409, 1)
    _post(owner_browser, "resume", endpoint)
    _post(owner_browser, "choose", endpoint, events=["alert.decided"])
    assert Endpoint.objects.get().events == ["alert.decided"]
    page = _post(owner_browser, "rotate", endpoint).content.decode()
    new = sealed.read(Endpoint.objects.get(), "secret")
    assert new in page
    assert new != made.secret
    answer = _post(owner_browser, "remove", endpoint)
    assert answer.redirect_chain == [(reverse("notices:webhooks", args=[shop.id]), 302)]
    gone = owner_browser.get(reverse("notices:endpoint", args=[endpoint.id]))
    assert gone.status_code == 404


def test_messages_are_listed_with_their_answers(
    shop: Shop, by_owner: Scope, owner_browser: Client
) -> None:
    endpoint = add_receiver(by_owner, shop).endpoint
    alert = make_alert(shop)
    services.send_test(scope=by_owner, endpoint=endpoint)
    Delivery.objects.filter(event="alert.opened").update(
        state=DeliveryState.DEAD, attempts=10, status=500, failure="answer"
    )
    page = _get(owner_browser, "deliveries", shop)
    for words in (
        "An alert was opened",
        '<span class="mono quiet">1001</span>',
        reverse("alerts:alert", args=[alert.id]),
        "500",
        "It answered that it did not take it",
        "10 tries",
        "Try 1 again",
        "Waiting",
    ):
        assert words in page
    assert 'hx-trigger="every 3s"' in page
    dead = _get(owner_browser, "deliveries", shop, state="dead")
    assert "An alert was opened" in dead
    assert "every 3s" not in dead
    assert "No messages here" in _get(owner_browser, "deliveries", shop, state="sent")
    assert "1 message was given up" in _get(owner_browser, "webhooks", shop)
    answer = _post(owner_browser, "retry", Delivery.objects.get(state="dead"))
    assert "1 message is tried again." in answer.content.decode()
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 2


def test_everything_given_up_is_tried_again(
    shop: Shop, by_owner: Scope, owner_browser: Client
) -> None:
    endpoint = add_receiver(by_owner, shop).endpoint
    for _ in range(2):
        services.send_test(scope=by_owner, endpoint=endpoint)
    Delivery.objects.update(state=DeliveryState.DEAD)
    answer = _post(owner_browser, "retry_all", shop)
    assert "2 messages are tried again." in answer.content.decode()


def test_many_messages_have_pages(shop: Shop, by_owner: Scope, owner_browser: Client) -> None:
    endpoint = add_receiver(by_owner, shop).endpoint
    for _ in range(51):
        services.send_test(scope=by_owner, endpoint=endpoint)
    Delivery.objects.update(made_at=timezone.now())
    first = _get(owner_browser, "deliveries", shop)
    after = first.partition("after=")[2].partition('"')[0]
    second = _get(owner_browser, "deliveries", shop, after=after)
    assert (first.count("<tr>"), second.count("<tr>")) == (51, 2)


def test_a_manager_sees_no_way_there(
    shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(join(shop, Role.MANAGER).user)
    assert "webhooks" not in browser.get(reverse("settings")).content.decode()


def test_an_owner_finds_the_way(shop: Shop, owner_browser: Client) -> None:
    page = owner_browser.get(reverse("settings")).content.decode()
    assert reverse("notices:webhooks", args=[shop.id]) in page


def test_the_pages_are_chinese(shop: Shop, by_owner: Scope, owner_browser: Client) -> None:
    endpoint = add_receiver(by_owner, shop).endpoint
    services.send_test(scope=by_owner, endpoint=endpoint)
    for route, row in (("webhooks", shop), ("deliveries", shop), ("endpoint", endpoint)):
        path = reverse(f"notices:{route}", args=[row.id])
        page = owner_browser.get(path, headers={"accept-language": "zh-CN"}).content.decode()
        assert "接收方" in page
