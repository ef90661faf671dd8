"""What the worker does for groups: find them anew where something has happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dbos import DBOS, ScheduleInput
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.groups import finding
from shopwarden.desk.shops.models import Shop


@DBOS.workflow(name="groups.find")
def find_groups(scheduled_at: datetime, context: Any) -> None:
    """Look through the shops."""
    find_due()


@durable.step
def find_due() -> None:
    """Find the groups of each shop where they may be other ones."""
    for shop_id in Shop.objects.values_list("id", flat=True):
        now = timezone.now()
        if finding.is_due(shop_id, now):
            finding.find(shop_id, now)


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "groups", "workflow_fn": find_groups, "schedule": "20 * * * * *"}
]
AT_START: Final = ()
