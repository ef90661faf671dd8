"""The keys to the API."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shopwarden.desk.api.choices import May
from shopwarden.desk.common.models import Row
from shopwarden.desk.shops.models import Shop


class Token(Row):
    """Lets a program into one shop; of the token itself only a digest is kept.

    It belongs to the shop, not to the person who made it, and works until it is revoked.
    """

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    # What it lets a program do: values of `May`, comma-separated.
    may = models.CharField(max_length=40, default=May.READ)
    # SHA-256 in hexadecimal; the token is random enough to need no salt.
    digest = models.CharField(max_length=64, unique=True)
    # How it begins, to tell it from others.
    hint = models.CharField(max_length=8)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    # Exact to an hour.
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
