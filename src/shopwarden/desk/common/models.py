"""The row every table of the desk starts from, and the check of the data keys."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models


class Row(models.Model):
    """A row with a random id, made before the insert, that tells nothing and can be linked."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    # The relations `audit_name` reads.
    audit_with: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def audit_name(self) -> str:
        """What people call this row; never personal data of a buyer."""
        return str(self)


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Encrypted text; written and read through ``common.sealed`` only."""


class KeyCheck(models.Model):
    """What a data key must answer, so that a wrong key file is noticed at the start."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    answer = models.CharField(max_length=64)
