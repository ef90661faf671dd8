"""What a token lets a program do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class May(models.TextChoices):
    """One thing a program may do with its token."""

    READ = "read", _("Read alerts and ship advice")
    DECIDE = "decide", _("Ask for decisions on orders, which are stored")
    INGEST = "ingest", _("Bring orders, refunds, ratings and parcels")
