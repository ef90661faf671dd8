"""Giving up what is too old, forgetting what is long over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q

from shopwarden.desk.common.db import writing
from shopwarden.desk.notices.choices import DeliveryState
from shopwarden.desk.notices.models import Arrival, Delivery, Endpoint, Sender

_SENT_FOR: Final = timedelta(days=7)
_DEAD_FOR: Final = timedelta(days=30)
# Longer than anybody goes on sending the same message.
_ANSWERED_FOR: Final = timedelta(days=30)
_CHUNK: Final = 1000


def give_up(*, now: datetime) -> int:
    """Give up the messages that have waited too long; return how many."""
    overdue = Delivery.objects.filter(state=DeliveryState.WAITING, until__lte=now)
    with writing():
        return overdue.update(state=DeliveryState.DEAD, ended_at=now, next_at=F("until"))


def remove_old(*, now: datetime) -> int:
    """Delete messages delivered a week ago or given up a month ago; return how many.

    What was told is in the audit log, and at the receiver. Secrets that have been replaced
    and answers to messages that came in long ago go with them.
    """
    sent = Q(state=DeliveryState.SENT, ended_at__lte=now - _SENT_FOR)
    dead = Q(state=DeliveryState.DEAD, ended_at__lte=now - _DEAD_FOR)
    with writing():
        for keeper in (Endpoint, Sender):
            keeper.objects.filter(old_until__lte=now).update(old_secret=None, old_until=None)
        Arrival.objects.filter(begun_at__lte=now - _ANSWERED_FOR).delete()
    total = 0
    while ids := list(Delivery.objects.filter(sent | dead).values_list("id", flat=True)[:_CHUNK]):
        with writing():
            total += Delivery.objects.filter(id__in=ids).delete()[0]
    return total
