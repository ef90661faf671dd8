"""The vocabularies of rules and lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListKind(models.TextChoices):
    """What being on a list means; each shop has one list of each."""

    TRUSTED = "trusted", pgettext_lazy("list", "Trusted")
    BLOCKED = "blocked", pgettext_lazy("list", "Blocked")
    WATCH = "watch", pgettext_lazy("list", "Watched")


class EntryKind(models.TextChoices):
    """What an entry names; as ``on_list`` calls it."""

    PHONE = "phone", _("Phone")
    RECEIVER = "receiver", _("Receiver")
    BUYER = "buyer", _("Buyer")
    PLACE = "place", _("Place")
    DEVICE = "device", _("Device")
    IP = "ip", _("IP address")
    PAYMENT_ACCOUNT = "payment_account", _("Payment account")
    WAYBILL = "waybill", _("Waybill")


class RuleState(models.TextChoices):
    """Whether a rule is judged, and whether anybody is told."""

    ON = "on", pgettext_lazy("rule", "On")
    SHADOW = "shadow", pgettext_lazy("rule", "Shadow")
    OFF = "off", pgettext_lazy("rule", "Off")


class RuleSeverity(models.TextChoices):
    """What a rule that fires asks of people; as ``records.Severity``."""

    NOTE = "note", pgettext_lazy("severity", "Note")
    CHECK = "check", _("To check")
    WRONG = "wrong", _("Wrong")


class Told(models.TextChoices):
    """Who learnt that a rule fired."""

    ALERT = "alert", _("An alert")
    SHADOW = "shadow", _("Nobody: in shadow")
    SNOOZED = "snoozed", _("Nobody: paused")


class TrialStage(models.TextChoices):
    """How far a try on the history has come."""

    WAITING = "waiting", _("Waiting for its turn")
    READING = "reading", _("Reading the orders")
    JUDGING = "judging", _("Judging them")
    DONE = "done", pgettext_lazy("trial", "Done")
    FAILED = "failed", pgettext_lazy("trial", "Failed")
