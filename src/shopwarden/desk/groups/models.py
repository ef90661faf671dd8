"""The groups of a shop as they were last found, to be listed; a group's page looks anew."""

from __future__ import annotations

from django.db import models

from shopwarden.desk.common.models import Row
from shopwarden.desk.shops.models import Shop


class Search(Row):
    """When the groups of a shop were last found, and in what."""

    shop = models.OneToOneField(Shop, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    groups = models.PositiveIntegerField()
    # How many events there were, and the time of the newest: whether to look again.
    events = models.BigIntegerField()
    newest_at = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.found_at}"


class Group(models.Model):
    """A group; its id is that of its first order, which leads to its page."""

    id = models.UUIDField(primary_key=True, editable=False)
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    accounts = models.PositiveIntegerField()
    orders = models.PositiveIntegerField()
    refunds = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="", blank=True)
    strength = models.FloatField()
    # What its accounts share, a bit for each kind (``live.keys.LINKING``).
    kinds = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("shop", "last_at", "id"), name="groups_by_time"),
            models.Index(fields=("shop", "accounts", "id"), name="groups_by_size"),
        )

    def __str__(self) -> str:
        return f"{self.accounts} {self.id}"


class Member(models.Model):
    """An account of a group, as its number among the events."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    buyer = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.group_id} {self.id}"
