"""Putting messages into the outbox, in the transaction of what they tell."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from time import time
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction

from shopwarden.desk import durable
from shopwarden.desk.common import bulk, plain
from shopwarden.desk.notices.choices import DeliveryState, Event
from shopwarden.desk.notices.models import Delivery, Endpoint

logger = logging.getLogger(__name__)

WORKFLOW: Final = "notices.deliver"
# Longer than all tries take; a receiver that is paused for longer misses it.
KEPT_FOR: Final = timedelta(days=4)
# Messages of the same second share a turn, which begins when the second is over.
_GATHER: Final = 1.0
# Receiver → the second this process asked for last.
_asked: Final[dict[UUID, int]] = {}


class Message(NamedTuple):
    """Something to tell; no personal data in it."""

    event: Event
    subject_id: UUID | None
    data: dict[str, Any]


def listeners(shop_ids: Sequence[UUID]) -> list[Endpoint]:
    """Return who is told anything of these shops."""
    # Asked with every alert that is opened: first without the work of a query set.
    if not plain.rows(
        "SELECT 1 FROM notices_endpoint WHERE removed_at IS NULL"  # noqa: S608 - marks only
        f" AND shop_id IN ({plain.marks(shop_ids)}) LIMIT 1",
        plain.uids(shop_ids),
    ):
        return []
    rows = Endpoint.objects.filter(shop__in=shop_ids, removed_at=None)
    return list(rows.only("shop_id", "events", "paused_at").order_by("made_at", "id"))


def tell(endpoint: Endpoint, messages: Sequence[Message], now: datetime) -> None:
    """Put messages for one receiver into the outbox, and see that they leave.

    Called in the transaction of what they tell.
    """
    assert connection.in_atomic_block  # noqa: S101 - a message without its fact is a lie
    if not messages:
        return
    count = len(messages)
    same = {
        "shop": endpoint.shop_id,
        "endpoint": endpoint.pk,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "made_at": now,
        "next_at": now,
        "until": now + KEPT_FOR,
        "status": None,
        "failure": "",
        "ended_at": None,
    }
    bulk.insert(
        Delivery,
        {name: [value] * count for name, value in same.items()}
        | {
            "id": [uuid4() for _ in messages],
            "event": [one.event for one in messages],
            "subject_id": [one.subject_id for one in messages],
            "body": [_body(one, now) for one in messages],
        },
    )
    if endpoint.paused_at is None:
        transaction.on_commit(partial(ask_for_turn, endpoint.pk), robust=True)


def ask_for_turn(endpoint_id: UUID) -> None:
    """Ask for a turn of a receiver; within a second, asking again changes nothing."""
    second = int(time())
    if _asked.get(endpoint_id) == second:
        return
    run = uuid5(endpoint_id, str(second))
    durable.enqueue(WORKFLOW, durable.Queue.NOTICES, endpoint_id, run_id=run, delay=_GATHER)
    _asked[endpoint_id] = second


def _body(message: Message, now: datetime) -> str:
    content = {
        "type": message.event.value,
        "timestamp": now.isoformat(timespec="seconds"),
        "data": message.data,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
