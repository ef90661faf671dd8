"""The closed vocabularies of a person's preferences."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Speech(models.TextChoices):
    """The language of the pages; empty means as the browser asks."""

    BROWSER = "", _("As the browser")
    ZH_HANS = "zh-hans", "简体中文"
    EN = "en", "English"
