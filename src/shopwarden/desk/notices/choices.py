"""The vocabularies of what is told outside."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Event(models.TextChoices):
    """What can be told; the code is the ``type`` of the message."""

    ALERT_OPENED = "alert.opened", _("An alert was opened")
    ALERT_RAISED = "alert.raised", _("An alert became heavier, or was opened again")
    ALERT_DECIDED = "alert.decided", _("A person decided about an alert")
    ALERT_UNDONE = "alert.undone", _("A decision was undone")
    ALERT_EXPIRED = "alert.expired", _("An alert closed by itself")
    TEST = "webhook.test", _("Test")


# What a receiver chooses from; a test is sent when somebody asks for it.
CHOSEN = tuple(event for event in Event if event != Event.TEST)


class DeliveryState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    SENT = "sent", pgettext_lazy("message", "Delivered")
    DEAD = "dead", pgettext_lazy("message", "Given up")


class Failure(models.TextChoices):
    """Why a try failed: as the network module says it, and what only the outbox knows."""

    ANSWER = "answer", _("It answered that it did not take it")
    GONE = "gone", _("It answered that it is gone for good")
    REMOVED = "removed", _("The receiver was removed")
    UNREADABLE = "seal.broken", _("Its address or secret cannot be decrypted")
    BAD_URL = "net.bad_url", _("The address cannot be used")
    NOT_ALLOWED = "net.not_allowed", _("This host and port were never allowed, or no longer are")
    NOT_PUBLIC = "net.not_public", _("The name leads to a machine inside, which nobody allowed")
    UNKNOWN_HOST = "net.unknown_host", _("Nobody knows a machine of this name")
    UNREACHABLE = "net.unreachable", _("Nobody answers there")
    UNTRUSTED = "net.untrusted", _("Its certificate is not to be trusted")
    TIMED_OUT = "net.timed_out", _("It did not answer in time")
    BROKEN = "net.broken", _("It broke off, or did not answer in HTTP")
