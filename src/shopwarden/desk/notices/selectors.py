"""Reading receivers, permissions and messages; the caller has checked the shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from shopwarden.desk.notices.choices import DeliveryState
from shopwarden.desk.notices.models import AllowedPlace, Delivery, Endpoint, Sender

PAGE_ROWS: Final = 50
_SOON: Final = timedelta(minutes=1)


def endpoints(shop_id: UUID) -> QuerySet[Endpoint]:
    """Return the receivers of a shop by name."""
    rows = Endpoint.objects.filter(shop=shop_id, removed_at=None).select_related("made_by")
    return rows.order_by("name", "id")


def senders(shop_id: UUID) -> QuerySet[Sender]:
    """Return the programs that bring records to a shop, each with its ``last_at``."""
    rows = Sender.objects.filter(shop=shop_id, removed_at=None).select_related("made_by")
    return rows.annotate(last_at=Max("arrivals__begun_at")).order_by("name", "id")


def places(shop_id: UUID) -> QuerySet[AllowedPlace]:
    """Return the private places a shop allowed."""
    rows = AllowedPlace.objects.filter(shop=shop_id).select_related("made_by")
    return rows.order_by("host", "port")


def deliveries(shop_id: UUID, state: str = "", endpoint: UUID | None = None) -> QuerySet[Delivery]:
    """Return the messages of a shop, newest first."""
    wanted = {"state": state, "endpoint": endpoint}
    narrowed = {name: value for name, value in wanted.items() if value}
    rows = Delivery.objects.filter(shop=shop_id, **narrowed).select_related("endpoint")
    return rows.order_by("-made_at", "-id")


def page_of(
    rows: QuerySet[Delivery], after: UUID | None, count: int = PAGE_ROWS
) -> tuple[list[Delivery], UUID | None]:
    """Return one page, and the row the next one comes after, if there is one."""
    last = rows.filter(id=after).first() if after else None
    if last:
        earlier = Q(made_at__lt=last.made_at) | Q(made_at=last.made_at, id__lt=last.id)
        rows = rows.filter(earlier)
    page = list(rows[: count + 1])
    return page[:count], page[count - 1].id if len(page) > count else None


def is_moving(rows: Sequence[Delivery], now: datetime) -> bool:
    """Return whether any of these messages is about to leave."""
    soon = now + _SOON
    return any(row.state == DeliveryState.WAITING and row.next_at < soon for row in rows)


def dead_count(shop_id: UUID) -> int:
    """Return how many messages were given up and can be tried again."""
    dead = Delivery.objects.filter(shop=shop_id, state=DeliveryState.DEAD)
    return dead.filter(endpoint__removed_at=None).count()
