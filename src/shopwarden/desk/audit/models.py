"""The audit log: rows that are written once and never changed."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.common.models import Row
from shopwarden.desk.shops.models import Shop


class AuditRow(Row):
    """One recorded act; triggers in the database refuse to change or delete it.

    ``body`` is the record: RFC 8785 canonical JSON with the sequence number inside. The
    other columns repeat parts of it to be searched by.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # An `Action`; without choices here, so that a new action needs no migration.
    action = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    shop = models.ForeignKey(Shop, models.PROTECT, null=True, related_name="+")
    body = models.BinaryField()

    class Meta:
        ordering = ("-sequence",)
        indexes = (
            models.Index(fields=("shop", "-sequence"), name="audit_by_shop"),
            models.Index(fields=("shop", "action", "-sequence"), name="audit_by_action"),
            models.Index(fields=("shop", "actor", "-sequence"), name="audit_by_actor"),
            models.Index(fields=("subject_kind", "subject_id"), name="audit_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    @property
    def label(self) -> str:
        """The action in the reader's language."""
        is_known = self.action in Action.values
        return str(Action(self.action).label) if is_known else self.action

    @property
    def record(self) -> dict[str, Any]:
        """The content of the canonical body."""
        content: dict[str, Any] = json.loads(bytes(self.body))
        return content


class CommitmentKey(models.Model):
    """The key of a row's commitments, sealed; deleting it erases what they stand for."""

    row = models.OneToOneField(AuditRow, models.PROTECT, primary_key=True, related_name="+")
    key = models.BinaryField()
