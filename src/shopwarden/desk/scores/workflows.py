"""What the worker does for the risk score: fit it where people have decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dbos import DBOS, ScheduleInput
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.scores import fitting
from shopwarden.desk.shops.models import Shop


@DBOS.workflow(name="scores.fit")
def fit_weights(scheduled_at: datetime, context: Any) -> None:
    """Look through the shops."""
    fit_due()


@durable.step
def fit_due() -> None:
    """Fit the weights of each shop that has decided something since."""
    for shop_id in Shop.objects.values_list("id", flat=True):
        if fitting.is_due(shop_id):
            fitting.fit(shop_id, timezone.now())


SCHEDULES: Final[list[ScheduleInput]] = [
    {"schedule_name": "scores", "workflow_fn": fit_weights, "schedule": "50 */10 * * * *"}
]
AT_START: Final = ()
