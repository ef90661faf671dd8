"""Shops, and the role each person has in them."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

from shopwarden.desk.common.models import Row
from shopwarden.desk.common.roles import Role

HOME_ZONE: Final = "Asia/Shanghai"


class Shop(Row):
    """One shop; nothing of it exists for who is not its member."""

    name = models.CharField(max_length=60)
    # Days, deadlines and times are shown in this zone.
    time_zone = models.CharField(max_length=40, default=HOME_ZONE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(Row):
    """A person's role in a shop."""

    audit_with = ("user",)

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shop", "user"), name="one_role_per_person_and_shop"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def audit_name(self) -> str:
        return self.user.name
