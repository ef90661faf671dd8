"""What the decisions of a shop say about the weights of the risk score."""

from __future__ import annotations

from django.db import models

from shopwarden.desk.common.models import Row
from shopwarden.desk.shops.models import Shop


class Fit(Row):
    """The newest fit of a shop; until there are enough decisions it changes no weight."""

    shop = models.OneToOneField(Shop, models.PROTECT, related_name="+")
    fitted_at = models.DateTimeField()
    # Decisions that stand, whatever they say: whether to fit again.
    decisions = models.PositiveIntegerField()
    # Decided orders it was fitted to.
    bad = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    is_fitted = models.BooleanField()
    # As ``risk.Weights``.
    alerted = models.FloatField(default=0.0)
    scale = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.bad}/{self.good}"
