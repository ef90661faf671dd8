"""The vocabulary of groups."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from shopwarden.desk.rulebook.choices import ListKind


class EntryList(models.TextChoices):
    """The lists a whole group can be put on; trust is given one by one."""

    WATCH = ListKind.WATCH.value, ListKind.WATCH.label
    BLOCKED = ListKind.BLOCKED.value, ListKind.BLOCKED.label


class Sort(StrEnum):
    """The orders a list of groups can be read in."""

    LAST = "last"
    ACCOUNTS = "accounts"
    AMOUNT = "amount"
    REFUNDS = "refunds"
    STRENGTH = "strength"
