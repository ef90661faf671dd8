"""The turn of a receiver: its due messages leave, oldest first.

Before a message leaves, the try is written down together with when the next one would be; a
process killed in between costs nothing but a second delivery of the same id. A receiver has
one turn at a time, and one that does not answer rests: it cannot hold up the others.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from shopwarden.connectors.net import Client, NetError, Place
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common import bulk, sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.errors import SealError
from shopwarden.desk.notices.choices import DeliveryState, Failure
from shopwarden.desk.notices.models import AllowedPlace, Delivery, Endpoint
from shopwarden.desk.notices.signing import signed

logger = logging.getLogger(__name__)

# How long to wait after each try that failed; after the last there is none.
PAUSES: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200, 1440)
)
TRIES: Final = len(PAUSES) + 1
# Spread by up to a tenth, so that what failed together does not come back together.
_SPREAD: Final = 0.1
# Few enough to leave while the lease lasts, however slowly each is answered.
_BATCH: Final = 8
_LEASE: Final = timedelta(minutes=3)
_REST: Final = timedelta(minutes=1)
_chance: Final = random.SystemRandom()
_TURN: Final = timedelta(minutes=2)
_NOT_NOW: Final = frozenset(
    {HTTPStatus.GONE, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY,
     HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
)  # fmt: skip


class Outcome(NamedTuple):
    """What became of a try."""

    status: int | None = None
    failure: Failure | None = None

    @property
    def ends_turn(self) -> bool:
        """Whether the receiver is to be left in peace for a while."""
        return self.failure is not None and (self.status is None or self.status in _NOT_NOW)


def take_turn(endpoint_id: UUID, *, client: Client | None = None) -> bool:
    """Send what is due to a receiver; return whether more is due and may go at once.

    Parameters
    ----------
    client
        What sends; one that may go where the shop allowed it to.
    """
    began = timezone.now()
    endpoint = _claim(endpoint_id, began)
    if endpoint is None:
        return False
    client = client or _client(endpoint)
    rest = timedelta(0)
    try:
        while batch := _begin(endpoint, timezone.now()):
            outcomes = _send_all(client, endpoint, batch)
            rest = _REST if outcomes[-1].ends_turn else rest
            _finish(endpoint, batch, outcomes, timezone.now() + rest)
            if outcomes[-1].ends_turn or timezone.now() - began > _TURN:
                break
    except bulk.Stale:
        # We were held up for so long that somebody else has the turn.
        return False
    with writing():
        Endpoint.objects.filter(id=endpoint_id).update(free_at=timezone.now() + rest)
    return bool(batch) and not rest


def waiting_for_turn(now: datetime) -> list[UUID]:
    """Return the receivers that have something due and may have a turn."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now)
    free = Endpoint.objects.filter(paused_at=None, removed_at=None, free_at__lte=now)
    return list(free.filter(id__in=due.values("endpoint")).values_list("id", flat=True))


def _claim(endpoint_id: UUID, now: datetime) -> Endpoint | None:
    """Return the receiver if its turn begins here, and anything is due."""
    free = Endpoint.objects.filter(
        id=endpoint_id, paused_at=None, removed_at=None, free_at__lte=now
    )
    if not _due(endpoint_id, now).exists():
        return None
    with writing():
        is_ours = free.update(free_at=now + _LEASE)
    return Endpoint.objects.get(id=endpoint_id) if is_ours else None


def _client(endpoint: Endpoint) -> Client:
    places = AllowedPlace.objects.filter(shop=endpoint.shop_id)
    return Client(allowed={Place(*place) for place in places.values_list("host", "port")})


def _due(endpoint_id: UUID, now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        endpoint=endpoint_id, state=DeliveryState.WAITING, next_at__lte=now
    )


def _begin(endpoint: Endpoint, now: datetime) -> list[Delivery]:
    """Return the next few, their try written down."""
    batch = list(_due(endpoint.pk, now).order_by("next_at", "made_at", "id")[:_BATCH])
    if not batch:
        return []
    before = [one.attempts for one in batch]
    for one in batch:
        one.attempts += 1
        one.next_at = now + _pause_after(one.attempts)
    with writing():
        Endpoint.objects.filter(id=endpoint.pk).update(free_at=now + _LEASE)
        bulk.update(
            Delivery,
            {"id": [one.id for one in batch], "attempts": before},
            {
                "attempts": [one.attempts for one in batch],
                "next_at": [one.next_at for one in batch],
            },
        )
    return batch


def _pause_after(attempts: int) -> timedelta:
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    return pause * (1 + _chance.uniform(0, _SPREAD))


def _send_all(client: Client, endpoint: Endpoint, batch: Sequence[Delivery]) -> list[Outcome]:
    """Send one after the other until the receiver wants no more."""
    outcomes: list[Outcome] = []
    for delivery in batch:
        outcomes.append(_send(client, endpoint, delivery))
        if outcomes[-1].ends_turn:
            break
    return outcomes


def _send(client: Client, endpoint: Endpoint, delivery: Delivery) -> Outcome:
    body = delivery.body.encode()
    try:
        url = sealed.read(endpoint, "url") or ""
        headers = signed(str(delivery.id), timezone.now(), body, _secrets(endpoint))
        headers["Content-Type"] = "application/json"
        answer = client.send("POST", url, body=body, headers=headers)
    except NetError as error:
        return Outcome(failure=Failure(error.code))
    except SealError:
        return Outcome(failure=Failure.UNREADABLE)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome(answer.status)
    is_gone = answer.status == HTTPStatus.GONE
    return Outcome(answer.status, Failure.GONE if is_gone else Failure.ANSWER)


def _secrets(endpoint: Endpoint) -> list[str]:
    """Return the secrets that sign now."""
    found = [sealed.read(endpoint, "secret")]
    if endpoint.old_until and endpoint.old_until > timezone.now():
        found.append(sealed.read(endpoint, "old_secret"))
    return [one for one in found if one]


def _finish(
    endpoint: Endpoint, batch: Sequence[Delivery], outcomes: Sequence[Outcome], next_turn: datetime
) -> None:
    """Write down what became of the tries; what was not tried goes back to the line."""
    now = timezone.now()
    for delivery, outcome in zip(batch, outcomes, strict=False):
        delivery.status, delivery.failure = outcome.status, outcome.failure or ""
        is_over = delivery.attempts >= TRIES or outcome.failure == Failure.GONE
        if outcome.failure is None or is_over:
            delivery.state = DeliveryState.DEAD if outcome.failure else DeliveryState.SENT
            delivery.ended_at = now
    for delivery in batch[len(outcomes) :]:
        delivery.attempts -= 1
        delivery.next_at = next_turn
    names = ("state", "attempts", "next_at", "status", "failure", "ended_at")
    waiting: bulk.Columns = {
        "id": [one.id for one in batch],
        "state": [DeliveryState.WAITING] * len(batch),
    }
    with writing():
        # One whose receiver was removed meanwhile stays as it is.
        columns = {name: [getattr(one, name) for one in batch] for name in names}
        bulk.update_matching(Delivery, waiting, columns)
        if outcomes[-1].failure == Failure.GONE:
            _pause(endpoint, now)
    _log(endpoint, outcomes)


def _pause(endpoint: Endpoint, now: datetime) -> None:
    """Leave a receiver alone that is gone; an owner sees it and can let it go on."""
    if Endpoint.objects.filter(id=endpoint.pk, paused_at=None).update(paused_at=now):
        changes = {"paused": (False, True), "why": (None, Failure.GONE.value)}
        act = Act(Action.ENDPOINT_CHANGED, endpoint, endpoint.shop_id, changes)
        record(scope=system_scope(), act=act)


def _log(endpoint: Endpoint, outcomes: Sequence[Outcome]) -> None:
    failures = [one.failure.value for one in outcomes if one.failure]
    if failures:
        facts = {"endpoint": str(endpoint.pk), "failures": failures}
        logger.warning("deliveries_failed", extra=facts)
