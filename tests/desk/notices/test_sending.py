"""Messages leave, come back, are given up: to real servers."""

from __future__ import annotations

import json
import logging
import re
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from shopwarden.connectors.net import NetError
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.notices import outbox, sending, services, upkeep
from shopwarden.desk.notices.choices import DeliveryState, Event, Failure
from shopwarden.desk.notices.models import Delivery, Endpoint
from shopwarden.desk.notices.outbox import Message
from shopwarden.desk.notices.signing import is_genuine
from shopwarden.desk.shops.models import Shop
from tests.desk.notices.conftest import Receive, Receiver

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
SetClock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def at_eight(set_clock: SetClock) -> None:
    """It is eight."""
    set_clock(NOW)


def _tell(receiver: Receiver, count: int = 1) -> list[UUID]:
    messages = [
        Message(Event.ALERT_OPENED, UUID(int=number), {"number": number, "字": "店"})
        for number in range(1, count + 1)
    ]
    with transaction.atomic():
        outbox.tell(Endpoint.objects.get(id=receiver.endpoint.id), messages, NOW)
    rows = Delivery.objects.filter(endpoint=receiver.endpoint).order_by("id")
    return list(rows.values_list("id", flat=True))


def _turn(receiver: Receiver) -> bool:
    return sending.take_turn(receiver.endpoint.id, client=receiver.client)


def _status(line: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 " + line + b"\r\nContent-Length: 0\r\n" + more + b"\r\n"


def _parts(request: bytes) -> tuple[dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line.partition(": ") for line in head.decode().split("\r\n")[1:]]
    return {name.lower(): value for name, _, value in lines}, body


def test_a_message_arrives_signed_under_its_id(receive: Receive) -> None:
    receiver = receive(_status(b"204 No Content"))
    (message_id,) = _tell(receiver)
    assert _turn(receiver) is False
    headers, body = _parts(receiver.server.requests[0])
    assert receiver.server.requests[0].startswith(b"POST /hook?key=s3cr3t HTTP/1.1\r\n")
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == str(message_id)
    assert is_genuine(headers, body, [receiver.secret], NOW)
    assert json.loads(body) == {
        "type": "alert.opened",
        "timestamp": "2026-11-02T08:00:00+00:00",
        "data": {"number": 1, "字": "店"},
    }
    done = Delivery.objects.get()
    assert (done.state, done.attempts, done.status) == (DeliveryState.SENT, 1, 204)
    assert (done.failure, done.ended_at) == ("", NOW)
    assert _turn(receiver) is False
    assert len(receiver.server.requests) == 1


def test_whatever_the_network_says_has_words() -> None:
    codes = set(re.findall(r"``(net\.\w+)``", NetError.__doc__ or ""))
    assert len(codes) == 8
    assert codes == {one.value for one in Failure if one.value.startswith("net.")}


def test_nothing_is_told_when_the_transaction_fails(receive: Receive) -> None:
    receiver = receive()

    def fail() -> None:
        outbox.tell(receiver.endpoint, [Message(Event.TEST, None, {})], NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()
    assert Delivery.objects.count() == 0


def test_while_a_secret_changes_both_sign(receive: Receive, set_clock: SetClock) -> None:
    receiver = receive()
    made = services.rotate_secret(scope=system_scope(receiver.endpoint.shop_id),
                                  endpoint=receiver.endpoint)  # fmt: skip
    _tell(receiver)
    _turn(receiver)
    headers, body = _parts(receiver.server.requests[0])
    assert is_genuine(headers, body, [receiver.secret], NOW)
    assert is_genuine(headers, body, [made.secret], NOW)
    set_clock(NOW + timedelta(days=1, seconds=1))
    _tell(receiver)
    _turn(receiver)
    headers, body = _parts(receiver.server.requests[1])
    later = NOW + timedelta(days=1)
    assert is_genuine(headers, body, [made.secret], later)
    assert not is_genuine(headers, body, [receiver.secret], later)
    upkeep.remove_old(now=later + timedelta(minutes=1))
    assert Endpoint.objects.get().old_secret is None


@pytest.mark.parametrize("line", [b"500 No", b"404 No", b"400 No", b"302 Found"])
def test_an_answer_other_than_yes_is_tried_again(line: bytes, receive: Receive) -> None:
    receiver = receive(_status(line, b"Location: http://127.0.0.1:9/\r\n"))
    _tell(receiver, 3)
    assert _turn(receiver) is False
    assert len(receiver.server.requests) == 3
    for row in Delivery.objects.all():
        assert (row.state, row.attempts, row.failure) == (DeliveryState.WAITING, 1, "answer")
        assert row.status == int(line[:3])
        assert timedelta(seconds=60) <= row.next_at - NOW <= timedelta(seconds=66)


def test_tries_grow_apart_and_end(receive: Receive, set_clock: SetClock) -> None:
    receiver = receive(_status(b"500 No"))
    (message_id,) = _tell(receiver)
    clock, waits = NOW, []
    for _ in range(sending.TRIES):
        set_clock(clock)
        assert Delivery.objects.get().state == DeliveryState.WAITING
        _turn(receiver)
        tried, before = Delivery.objects.get(), clock
        waits.append((tried.next_at - before) / timedelta(minutes=1))
        clock = tried.next_at
    assert before - NOW < outbox.KEPT_FOR
    minutes = (1, 5, 30, 120, 300, 600, 840, 1200, 1440)
    assert all(
        least <= wait <= least * 1.1 for least, wait in zip(minutes, waits[:-1], strict=True)
    )
    assert (tried.state, tried.attempts) == (DeliveryState.DEAD, 10)
    ids = [_parts(request)[0]["webhook-id"] for request in receiver.server.requests]
    assert ids == [str(message_id)] * 10


def _silence(connection: socket.socket) -> None:
    time.sleep(2)


@pytest.mark.parametrize(
    ("answer", "failure", "status"),
    [
        (_silence, "net.timed_out", None),
        (b"", "net.broken", None),
        (_status(b"503 Busy"), "answer", 503),
        (_status(b"429 Slower"), "answer", 429),
    ],
)
def test_who_does_not_answer_is_left_in_peace(
    answer: bytes, failure: str, status: int | None, receive: Receive, set_clock: SetClock
) -> None:
    receiver = receive(answer)
    _tell(receiver, 3)
    assert _turn(receiver) is False
    assert len(receiver.server.requests) == 1
    tried = Delivery.objects.exclude(attempts=0).get()
    assert (tried.failure, tried.status, tried.attempts) == (failure, status, 1)
    # The others have not been tried, and do not wait longer than the receiver rests.
    assert Delivery.objects.filter(attempts=0, next_at=NOW + timedelta(minutes=1)).count() == 2
    assert _turn(receiver) is False
    assert len(receiver.server.requests) == 1
    assert sending.waiting_for_turn(NOW + timedelta(seconds=59)) == []
    assert sending.waiting_for_turn(NOW + timedelta(minutes=1)) == [receiver.endpoint.id]
    set_clock(NOW + timedelta(minutes=1))
    _turn(receiver)
    assert len(receiver.server.requests) == 2


def test_who_is_gone_is_paused_on_record(receive: Receive) -> None:
    receiver = receive(_status(b"410 Gone"))
    _tell(receiver, 3)
    _turn(receiver)
    assert len(receiver.server.requests) == 1
    assert Endpoint.objects.get().paused_at == NOW
    states = sorted(Delivery.objects.values_list("state", "failure"))
    assert states == [("dead", "gone"), ("waiting", ""), ("waiting", "")]
    act = AuditRow.objects.get(action=Action.ENDPOINT_CHANGED)
    assert act.record["changes"]["why"]["to"] == "gone"
    assert act.record["actor"] == "system"


def test_a_name_that_leads_inside_gets_nothing(receive: Receive, shop: Shop) -> None:
    receiver = receive()
    _tell(receiver)
    scope = system_scope(shop.id)
    for allowed in shop_places(shop):
        services.forbid_place(scope=scope, allowed=allowed)
    assert sending.take_turn(receiver.endpoint.id) is False
    assert receiver.server.requests == []
    assert Delivery.objects.get().failure == "net.not_allowed"


def shop_places(shop: Shop) -> list[services.AllowedPlace]:
    """Return what the shop allowed."""
    return list(services.AllowedPlace.objects.filter(shop=shop))


def test_what_the_shop_allowed_is_reached(receive: Receive) -> None:
    receiver = receive()
    _tell(receiver)
    sending.take_turn(receiver.endpoint.id)
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_a_receiver_has_one_turn_at_a_time(receive: Receive) -> None:
    others: list[bool] = []

    def meanwhile(connection: socket.socket) -> None:
        connection.sendall(_status(b"200 OK"))

    receiver = receive(meanwhile)
    _tell(receiver)
    Endpoint.objects.update(free_at=NOW + timedelta(seconds=1))
    others.append(_turn(receiver))
    assert (others, receiver.server.requests) == ([False], [])
    # A lease that a killed process left runs out.
    Endpoint.objects.update(free_at=NOW)
    _turn(receiver)
    assert len(receiver.server.requests) == 1


def test_many_messages_leave_in_one_turn_oldest_first(receive: Receive) -> None:
    receiver = receive()
    _tell(receiver, 30)
    assert _turn(receiver) is False
    assert Delivery.objects.filter(state=DeliveryState.SENT, attempts=1).count() == 30
    assert len(receiver.server.requests) == 30


def test_a_paused_receiver_gets_it_later(receive: Receive) -> None:
    receiver = receive()
    scope = system_scope(receiver.endpoint.shop_id)
    services.pause_endpoint(scope=scope, endpoint=receiver.endpoint)
    _tell(receiver)
    assert _turn(receiver) is False
    assert sending.waiting_for_turn(NOW) == []
    services.resume_endpoint(scope=scope, endpoint=receiver.endpoint)
    _turn(receiver)
    assert len(receiver.server.requests) == 1


def test_what_waited_too_long_is_given_up(receive: Receive) -> None:
    receiver = receive()
    _tell(receiver)
    assert upkeep.give_up(now=NOW + timedelta(days=4) - timedelta(seconds=1)) == 0
    assert upkeep.give_up(now=NOW + timedelta(days=4)) == 1
    assert Delivery.objects.get().state == DeliveryState.DEAD


def test_what_is_over_is_forgotten(receive: Receive) -> None:
    receiver = receive()
    _tell(receiver, 2)
    waiting, sent = Delivery.objects.all()
    Delivery.objects.filter(id=sent.id).update(state=DeliveryState.SENT, ended_at=NOW)
    assert upkeep.remove_old(now=NOW + timedelta(days=6)) == 0
    assert upkeep.remove_old(now=NOW + timedelta(days=7)) == 1
    assert Delivery.objects.get().id == waiting.id
    Delivery.objects.update(state=DeliveryState.DEAD, ended_at=NOW)
    assert upkeep.remove_old(now=NOW + timedelta(days=29)) == 0
    assert upkeep.remove_old(now=NOW + timedelta(days=30)) == 1


def test_neither_address_nor_secret_gets_into_the_logs(
    receive: Receive, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = receive(_status(b"500 No"))
    _tell(receiver)
    with caplog.at_level(logging.INFO):
        _turn(receiver)
    assert [record.message for record in caplog.records] == ["deliveries_failed"]
    shown = str([vars(record) for record in caplog.records])
    assert "s3cr3t" not in shown
    assert receiver.secret not in shown
