"""Records that come as signed webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.api import limits
from shopwarden.desk.api.reference import document
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.notices import senders, upkeep
from shopwarden.desk.notices.models import Arrival, Sender
from shopwarden.desk.notices.signing import new_secret, signed
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from tests.desk.api.test_events import lines, order
from tests.desk.factories import WRONG_ADDRESS

pytestmark = pytest.mark.django_db

Send = Callable[..., Any]


@pytest.fixture
def made(shop: Shop) -> senders.MadeSender:
    """A program that may bring records."""
    return senders.add_sender(scope=system_scope(shop.id), shop_id=shop.id, name="商城")


@pytest.fixture
def send(made: senders.MadeSender) -> Send:
    """Return a function that sends a signed message."""

    def do(
        body: bytes,
        message: str = "msg_1",
        *,
        secret: str = made.secret,
        to: object = made.sender.id,
        at: datetime | None = None,
        **headers: str,
    ) -> Any:
        fresh = signed(message, at or timezone.now(), body, [secret])
        return Client().post(
            f"/api/v1/webhooks/{to}",
            body,
            content_type="application/x-ndjson",
            headers=fresh | headers | {"accept-language": "en"},
        )

    return do


def test_signed_rows_are_stored_and_judged(shop: Shop, send: Send) -> None:
    answer = send(lines(order("1", address=WRONG_ADDRESS), order("2"), {"kind": "none"}))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["rows"], body["new"], [one["row"] for one in body["wrong"]]) == (3, 2, [3])
    assert Order.objects.filter(shop=shop).count() == 2
    assert Alert.objects.get(shop=shop).external_id == "1"


def test_the_same_message_is_answered_the_same_and_done_once(shop: Shop, send: Send) -> None:
    body = lines(order("1"))
    first = send(body)
    Order.objects.all().delete()
    again = send(body, at=timezone.now() + timedelta(seconds=90))
    assert again.content == first.content
    assert Order.objects.count() == 0
    other = send(body, "msg_2")
    assert (other.json()["new"], Order.objects.count()) == (1, 1)


def test_the_same_id_with_another_body_is_refused(send: Send) -> None:
    send(lines(order("1")))
    answer = send(lines(order("2")))
    assert (answer.status_code, answer.json()["code"]) == (422, "message.other_body")
    assert Order.objects.count() == 1


def test_a_message_that_is_being_taken_in_waits_until_it_is_broken_off(send: Send) -> None:
    body = lines(order("1"))
    send(body)
    Arrival.objects.update(answer="")
    answer = send(body)
    assert (answer.status_code, answer.json()["code"]) == (409, "message.running")
    Arrival.objects.update(begun_at=timezone.now() - timedelta(minutes=2))
    assert send(body).json()["unchanged"] == 1
    assert Arrival.objects.get().answer


def test_who_has_not_signed_is_told_nothing(
    shop: Shop, other_shop: Shop, made: senders.MadeSender, send: Send
) -> None:
    body = lines(order("1"))
    foreign = senders.add_sender(
        scope=system_scope(other_shop.id), shop_id=other_shop.id, name="别家"
    )
    now = datetime.now(UTC)
    answers = [
        send(body, secret=new_secret()),
        send(body, secret=foreign.secret),
        send(body, to=foreign.sender.id),
        send(body, to="00000000-0000-4000-8000-000000000000"),
        send(body, at=now - timedelta(seconds=302)),
        send(body, at=now + timedelta(seconds=302)),
        send(body, **{"webhook-signature": ""}),
        send(body, **{"webhook-id": "msg_9"}),
        send(body, **{"webhook-timestamp": "now"}),
    ]
    assert {(one.status_code, one.content) for one in answers} == {(401, answers[0].content)}
    assert answers[0].json()["code"] == "webhook.not_genuine"
    assert (Order.objects.count(), Arrival.objects.count()) == (0, 0)


def test_guessing_is_slowed_down(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_STRANGER", 2)
    monkeypatch.setattr(limits, "time", lambda: 60 * 1000.0)
    codes = [send(b"", secret=new_secret()).status_code for _ in range(3)]
    assert codes == [401, 401, 429]
    assert send(lines(order("1"))).status_code == 200


def test_while_a_secret_changes_both_are_believed(
    shop: Shop, made: senders.MadeSender, send: Send
) -> None:
    scope = system_scope(shop.id)
    new = senders.rotate_sender(scope=scope, sender=Sender.objects.get())
    assert send(lines(order("1"))).status_code == 200
    assert send(lines(order("2")), "msg_2", secret=new.secret).status_code == 200
    Sender.objects.update(old_until=timezone.now())
    assert send(lines(order("3")), "msg_3").status_code == 401
    upkeep.remove_old(now=timezone.now() + timedelta(minutes=1))
    assert Sender.objects.get().old_secret is None
    senders.remove_sender(scope=scope, sender=Sender.objects.get())
    assert send(lines(order("3")), "msg_3", secret=new.secret).status_code == 401
    assert Order.objects.count() == 2


def test_too_many_rows_and_too_long_an_id_are_refused(send: Send) -> None:
    assert send(b"{}\n" * 10_001).json()["fields"] == {"rows": 10_000}
    assert send(b"{}\n" * 10_000 + b"{}", "msg_2").json()["fields"] == {"rows": 10_000}
    assert send(b"{}", "x" * 256).json()["fields"] == {"webhook-id": ""}
    assert Arrival.objects.count() == 0


def test_an_empty_message_is_taken(send: Send) -> None:
    assert send(b"").json() == {"rows": 0, "new": 0, "changed": 0, "unchanged": 0, "wrong": []}


def test_answers_are_kept_for_a_month(send: Send) -> None:
    send(lines(order("1")))
    begun = Arrival.objects.get().begun_at
    upkeep.remove_old(now=begun + timedelta(days=29))
    assert Arrival.objects.count() == 1
    upkeep.remove_old(now=begun + timedelta(days=30))
    assert Arrival.objects.count() == 0


def test_a_log_in_or_a_token_is_no_signature(
    made: senders.MadeSender, owner_browser: Client, ask: Callable[..., Any]
) -> None:
    path = f"/api/v1/webhooks/{made.sender.id}"
    answer = owner_browser.post(path, b"{}", content_type="application/json")
    assert answer.status_code == 401
    assert ask(f"webhooks/{made.sender.id}").status_code == 405


def test_the_document_says_what_is_asked_for() -> None:
    operation = document()["paths"]["/api/v1/webhooks/{sender}"]["post"]
    names = [one["name"] for one in operation["parameters"]]
    assert names == ["sender", "webhook-id", "webhook-timestamp", "webhook-signature"]
    assert "security" not in operation
    assert json.dumps(operation["requestBody"]).count("x-ndjson") == 1
