"""An alert: one subject, one kind, its findings and what people did about it.

There is one row per (shop, kind, subject). While it is open, new findings join it and may
raise it. A decided finding never opens it again; a finding nobody has decided opens the next
round on the same page.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import models

from shopwarden.desk.alerts.choices import (
    AlertKind,
    AlertState,
    BulkKind,
    ContactResult,
    ContactWay,
    Effect,
    Outcome,
    Severity,
)
from shopwarden.desk.common.crypto import DIGEST_CHARS
from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.shops.models import Shop

# What the inbox filters by; it stands behind the id of every index, so that a walk over a
# million alerts reads the index alone.
FILTERED: Final = ("kind", "severity", "assignee", "amount_minor", "deadline", "opened_at")
_IS_OPEN: Final = models.Q(closed_at__isnull=True)
_IS_CLOSED: Final = models.Q(closed_at__isnull=False)


def _open(name: str, *columns: str) -> models.Index:
    behind = (column for column in FILTERED if column not in columns)
    return models.Index(
        fields=("shop", *columns, "id", *behind), condition=_IS_OPEN, name=f"alerts_open_by_{name}"
    )


def _closed(name: str, *columns: str) -> models.Index:
    fields = ("shop", "state", *columns, "closed_at", "id")
    behind = (column for column in FILTERED[:4] if column not in columns)
    return models.Index(fields=(*fields, *behind), condition=_IS_CLOSED, name=f"alerts_{name}")


class Alert(Row):
    """One thing to handle.

    The columns the inbox filters and sorts by are copied here from the subject, because a
    million alerts are listed from one index. ``version`` grows with every change: who decides
    on an older version is shown the conflict.
    """

    # Without indexes of their own, which would lead the database away from those below.
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=AlertKind)
    state = models.CharField(max_length=8, choices=AlertState, default=AlertState.OPEN)
    subject_kind = models.CharField(max_length=16)
    # The stored record, and the platform's own number that people search by.
    subject_id = models.UUIDField()
    platform = models.CharField(max_length=40)
    external_id = models.CharField(max_length=80)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    score = models.FloatField()
    # Detector and code of the finding that weighs most: what a list row says.
    headline = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="", blank=True)
    deadline = models.DateTimeField(null=True)
    deadline_assumed = models.BooleanField(default=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    opened_at = models.DateTimeField()
    # When it was handled or expired; null while open.
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "kind", "subject_id"), name="one_alert_per_subject_and_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(_IS_OPEN, state=AlertState.OPEN)
                | models.Q(_IS_CLOSED, ~models.Q(state=AlertState.OPEN)),
                name="open_until_closed",
            ),
        )
        # One per order of the open list, for open alerts only; the closed lists, which grow for
        # ever, have one order. See ``listing``.
        indexes = (
            _open("age", "opened_at"),
            _open("deadline", "deadline"),
            _open("amount", "amount_minor"),
            _open("weight", "severity", "score"),
            models.Index(
                fields=("shop", "assignee", "deadline", "id"),
                condition=models.Q(_IS_OPEN, assignee__isnull=False),
                name="alerts_open_of_person",
            ),
            _closed("closed"),
            _closed("closed_by_kind", "kind"),
            _closed("closed_by_person", "assignee"),
            models.Index(fields=("shop", "external_id", "id"), name="alerts_by_number"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"

    @property
    def audit_name(self) -> str:
        return self.external_id


class AlertFinding(Row):
    """One finding of an alert: codes, numbers and spans as in ``detectors.findings``."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="findings")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    # Digest of detector, subject, code and the values judged: the same finding again.
    fingerprint = models.CharField(max_length=DIGEST_CHARS)
    round = models.PositiveSmallIntegerField()
    detector = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    score = models.FloatField()
    metric = models.CharField(max_length=60, default="", blank=True)
    value = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    field = models.CharField(max_length=40)
    # {"spans": [[start, end], …], "levels": […], "related": […]}
    evidence = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    # When a newer content of the subject no longer showed it; kept as history.
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "alert", "fingerprint"), name="one_row_per_fingerprint"
            ),
        )

    def __str__(self) -> str:
        return f"{self.detector}.{self.code}"


class Disposition(Row):
    """A person's decision on one round of an alert.

    A confirmed decision can be undone for ten minutes; undoing keeps the row.
    """

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="dispositions")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    round = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome)
    effect = models.CharField(max_length=10, choices=Effect)
    note = SealedField(null=True)
    # The address entered after contact, when the label asks for one.
    corrected_address = SealedField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("alert", "round"),
                condition=models.Q(undone_at__isnull=True),
                name="one_decision_per_round",
            ),
        )

    def __str__(self) -> str:
        return self.label


class ContactAttempt(Row):
    """One try to reach the buyer or receiver about an alert."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="contacts")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    round = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, choices=ContactWay)
    result = models.CharField(max_length=10, choices=ContactResult)
    note = SealedField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.way} {self.result}"


class BulkAct(Row):
    """Several alerts changed at once, and what it takes to undo that."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=8, choices=BulkKind)
    # "done": alert id → what undoing needs (the decision's id, or [version after, assignee
    # before]); "left": refusal code → how many were left alone.
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.kind} {len(self.changed)}"

    @property
    def changed(self) -> list[UUID]:
        """The alerts that were changed."""
        return [UUID(alert_id) for alert_id in self.content.get("done", {})]

    @property
    def left_alone(self) -> int:
        """How many were not changed, because they had been or the label did not fit."""
        return sum(self.content.get("left", {}).values())


class SavedView(Row):
    """A named set of filters of the inbox; a person's own, or shared with the shop."""

    shop = models.ForeignKey(Shop, models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
