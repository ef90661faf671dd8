"""People who work at the desk."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from shopwarden.desk.accounts.choices import Speech, Theme
from shopwarden.desk.common.models import Row


class UserManager(BaseUserManager["User"]):
    """Finds a person by address; people are made by services only."""


class User(Row, AbstractBaseUser):
    """A person with a log-in; what they may do is said per shop, by their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10, choices=Speech, blank=True, default=Speech.BROWSER)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name
