"""What the worker does beside live decisions."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dbos import DBOS, ScheduleInput
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.intake.checking import check_waiting
from shopwarden.desk.intake.choices import UNDER_WAY
from shopwarden.desk.intake.models import ImportRun
from shopwarden.desk.live.filling import fill
from shopwarden.desk.rulebook.models import ListChange
from shopwarden.desk.trade.models import Order

logger = logging.getLogger(__name__)


@DBOS.workflow(name="live.recheck")
def recheck(scheduled_at: datetime, context: Any) -> None:
    """Judge what waits."""
    judge_waiting()


@durable.step
def judge_waiting() -> None:
    """Judge the orders that what came since has touched; nothing waits, nothing is done."""
    waiting = Order.objects.filter(is_checked=False).values_list("shop_id", flat=True)
    for shop_id in set(waiting.order_by("shop_id").distinct()) - _judging_already():
        try:
            check_waiting(scope=system_scope(shop_id), shop_id=shop_id, now=timezone.now())
        except Exception:
            # Other shops need not wait for what is wrong in one; it is tried again soon.
            logger.exception("judging_failed", extra={"shop": str(shop_id)})


def _judging_already() -> set[UUID]:
    """Return the shops whose import or list judges all that waits, and counts what it opens."""
    imports = ImportRun.objects.filter(state__in=UNDER_WAY).values_list("shop_id", flat=True)
    lists = ListChange.objects.filter(checked_at__isnull=True).values_list("shop_id", flat=True)
    return {*imports, *lists}


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "recheck", "workflow_fn": recheck, "schedule": "*/15 * * * * *"}
]
AT_START: Final = (fill,)
