"""A filing: one decision that an order cannot be completed, on its way to the platform."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shopwarden.desk.alerts.models import Alert, Disposition
from shopwarden.desk.common.models import Row
from shopwarden.desk.filings.choices import FilingState
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order


class Filing(Row):
    """Drafted by the decision, withdrawn when the decision is undone."""

    audit_with = ("order",)

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="filings")
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="filings")
    disposition = models.OneToOneField(Disposition, models.PROTECT, related_name="filing")
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.DRAFT)
    # The decision's label: why the order cannot be completed.
    reason = models.CharField(max_length=40)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("shop", "state", "-drafted_at", "id"), name="filings_by_state"),
            models.Index(fields=("order", "state"), name="filings_of_order"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.order_id}"

    @property
    def audit_name(self) -> str:
        return self.order.external_id
