"""Reading groups and their alerts, always of one shop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from shopwarden.desk.alerts.bulk import MOST as MOST_AT_ONCE
from shopwarden.desk.alerts.choices import AlertKind
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.live.models import Event

MOST: Final = MOST_AT_ONCE


def alerts_of(shop_id: UUID, buyers: Sequence[int]) -> list[Alert]:
    """Return the alerts on the orders of accounts, open ones first, then the newest."""
    placed = Event.objects.filter(buyer__in=buyers, rank=0).values("id")
    found = Alert.objects.filter(shop=shop_id, kind__in=AlertKind.values, subject_id__in=placed)
    rows = found.select_related("shop", "assignee").order_by("-opened_at", "id")
    return sorted(rows, key=lambda alert: alert.closed_at is not None)
