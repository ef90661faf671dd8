"""The vocabularies of intake."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far an import has come."""

    QUEUED = "queued", _("Queued")
    READING = "reading", _("Reading the file")
    STORING = "storing", _("Storing the records")
    CHECKING = "checking", _("Checking the orders")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not imported")


UNDER_WAY: Final = (RunState.READING, RunState.STORING, RunState.CHECKING)
ENDED: Final = (RunState.DONE, RunState.FAILED)


class RowState(models.TextChoices):
    """What became of a row that could not be read."""

    OPEN = "open", _("To be corrected")
    MENDED = "mended", _("Corrected and stored")
    DISCARDED = "discarded", _("Discarded")
