"""The vocabularies of lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListKind(models.TextChoices):
    """What being on a list means; each shop has one list of each."""

    BLOCKED = "blocked", _("Not trusted")


class EntryKind(models.TextChoices):
    """What an entry names; as ``sources.read_bad_list`` calls it."""

    PHONE = "phone", _("Phone")
    RECEIVER = "receiver", _("Receiver")
    BUYER = "buyer", _("Buyer")
