"""One table of events: what features count and what links accounts, as numbers; decisions.

An event is a stored record told once more: when it happened, and whom and what it was about,
as the first 60 bits of keyed digests. It is written in the transaction of its record, so the
two never differ; it can be made anew from the records at any time (``keeping``).
"""

from __future__ import annotations

from typing import Final

from django.db import models

from shopwarden.desk.common.models import Row
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import LONGEST_ID
from shopwarden.features.model import Key

# What an event may share with others, in the order of its columns.
KEYS: Final = tuple(key for key in Key if key is not Key.SHOP)


def _key() -> models.BigIntegerField[int | None, int | None]:
    return models.BigIntegerField(null=True)


def _of_key(key: Key, *behind: str) -> models.Index:
    return models.Index(
        fields=(key.value, "at", *behind),
        condition=models.Q((f"{key}__isnull", False)),
        name=f"events_of_{key}",
    )


class Event(models.Model):
    """One order, refund, rating or parcel; its id is that of its record."""

    id = models.UUIDField(primary_key=True, editable=False)
    # The indexes below begin with the shop, or with a key, which is the shop's own.
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    # Which kind of record, as ``features.events.RANK``.
    rank = models.PositiveSmallIntegerField()
    platform = models.CharField(max_length=40)
    external_id = models.CharField(max_length=LONGEST_ID)
    # The order it belongs to; empty for an order itself.
    order_external_id = models.TextField(default="", blank=True)
    # Microseconds since 1970; an event without a time is never counted.
    at = models.BigIntegerField(null=True)
    buyer = _key()
    phone = _key()
    receiver = _key()
    place = _key()
    device = _key()
    ip = _key()
    payment_account = _key()
    item = _key()
    carrier = _key()
    amount_minor = models.BigIntegerField(null=True)
    # Kind of refund, result of a rating, direction of a parcel.
    word = models.CharField(max_length=20, default="", blank=True)
    # Which of its keys may link accounts, one bit each (``keys.LINKING``), and when it counts
    # for that.
    linking = models.PositiveSmallIntegerField(default=0)
    used_at = models.BigIntegerField(default=0)

    class Meta:
        indexes = (
            *(_of_key(key) for key in KEYS if key is not Key.ITEM),
            # Items run hot: their counts and sums are read from the index alone.
            _of_key(Key.ITEM, "rank", "amount_minor"),
            models.Index(fields=("shop", "at", "rank"), name="events_of_shop"),
            models.Index(
                fields=("shop", "order_external_id"),
                condition=models.Q(rank__gt=0),
                name="events_of_order",
            ),
        )

    def __str__(self) -> str:
        return self.external_id


class Decision(Row):
    """An answer given about an order: kept as it was said, whatever is found out later."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    order_id = models.UUIDField()
    decided_at = models.DateTimeField()
    score = models.FloatField()
    verdict = models.CharField(max_length=16)
    # SHA-256 of the Idempotency-Key and of the body that came with it; empty without a key.
    key = models.CharField(max_length=64, default="", blank=True)
    asked = models.CharField(max_length=64, default="", blank=True)
    # The body of the answer; nothing in it tells who the buyer is.
    answer = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "key"), condition=~models.Q(key=""), name="one_decision_per_key"
            ),
        )
        indexes = (models.Index(fields=("shop", "order_id"), name="decisions_of_order"),)

    def __str__(self) -> str:
        return self.verdict


class RowKey(models.Model):
    """A key that came with a row of events, and what the row said.

    Its id is made of the shop and the key, so that a key is there once.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    # SHA-256 of the row.
    asked = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)
