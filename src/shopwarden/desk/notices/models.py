"""The outbox: who is told what, and every message with what became of it.

A message is written in the transaction of what it tells, so that one is never without the
other. It leaves at least once, under an id that stays the same.
"""

from __future__ import annotations

import json
from typing import Final

from django.conf import settings
from django.db import models

from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.notices.choices import DeliveryState, Event, Failure
from shopwarden.desk.shops.models import Shop

_IS_WAITING: Final = models.Q(state=DeliveryState.WAITING)


class Endpoint(Row):
    """A receiver of webhooks: its address and secrets are sealed, both are keys."""

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    url = SealedField()
    # Host and port, which may be shown and put on record.
    place = models.CharField(max_length=260)
    events = models.JSONField(default=list)
    secret = SealedField()
    # Signs beside the new one for a day after a change.
    old_secret = SealedField(null=True)
    old_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    # When its next turn may begin: it has one at a time, and rests when it did not answer.
    free_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("shop",),
                condition=models.Q(removed_at__isnull=True),
                name="notices_receivers_of_shop",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Delivery(Row):
    """One message to one receiver; its id is the id the receiver sees."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, db_index=False, related_name="+")
    event = models.CharField(max_length=20, choices=Event)
    # What it is about, e.g. the alert; nothing for a test.
    subject_id = models.UUIDField(null=True)
    # The very bytes that are signed and sent: JSON without personal data.
    body = models.TextField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    # However often it was tried, it is given up then.
    until = models.DateTimeField()
    # Of the last try: the status it answered, or why there was none.
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=20, choices=Failure, default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("endpoint", "next_at"), condition=_IS_WAITING, name="notices_due"),
            models.Index(fields=("until",), condition=_IS_WAITING, name="notices_overdue"),
            models.Index(fields=("shop", "-made_at", "-id"), name="notices_of_shop"),
            models.Index(
                fields=("shop", "state", "-made_at", "-id"), name="notices_of_shop_by_state"
            ),
            models.Index(fields=("state", "ended_at"), name="notices_ended"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.id}"

    @property
    def order_number(self) -> str:
        """The order it is about, if any."""
        data = json.loads(self.body)["data"]
        return str(data.get("alert", {}).get("order", {}).get("number", ""))


class Sender(Row):
    """A program that brings records by signed webhooks; its secret is sealed."""

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    secret = SealedField()
    old_secret = SealedField(null=True)
    old_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Arrival(Row):
    """A message that came in: what it was answered, so that again is answered the same."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    sender = models.ForeignKey(Sender, models.CASCADE, related_name="arrivals")
    # SHA-256 of the id its sender gave it, and of its body.
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    begun_at = models.DateTimeField(db_index=True)
    # The body of the answer; empty while the message is being taken in.
    answer = models.TextField(default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sender", "key"), name="one_arrival_per_message"),
        )

    def __str__(self) -> str:
        return self.key[:8]


class AllowedPlace(Row):
    """A host and port an owner allowed although it is private, plain http or an odd port."""

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "host", "port"), name="one_permission_per_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
