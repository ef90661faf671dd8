"""The vocabulary of filings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FilingState(models.TextChoices):
    """How far a filing has come."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
