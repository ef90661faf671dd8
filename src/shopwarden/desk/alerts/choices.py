"""The vocabularies of alerts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AlertKind(models.TextChoices):
    """What an alert is about; each kind has labels of its own."""

    ADDRESS = "address", _("Address")
    ORDER_RISK = "order_risk", _("Order risk")
    LINKED = "linked", _("Linked accounts")
    REFUND = "refund", _("Refund")
    RATING = "rating", _("Rating")
    RECHARGE = "recharge", _("Top-up")
    STATUS = "status", _("Status")
    THRESHOLD = "threshold", _("Threshold")


class AlertState(models.TextChoices):
    """The three lists of the inbox."""

    OPEN = "open", pgettext_lazy("alert", "Open")
    HANDLED = "handled", _("Handled")
    EXPIRED = "expired", _("Expired")


class Severity(models.IntegerChoices):
    """As in ``records.Severity``, as numbers that sort."""

    NOTE = 1, pgettext_lazy("severity", "Note")
    CHECK = 2, _("To check")
    WRONG = 3, _("Wrong")


class Outcome(models.TextChoices):
    """Whether the alert was right, as the person decided."""

    RIGHT = "right", _("The alert was right")
    WRONG = "wrong", _("The alert was wrong")
    UNDECIDED = "undecided", _("Undecided")


class Effect(models.TextChoices):
    """What a label does beside closing the alert."""

    SHIP = "ship", _("The order may ship")
    FILING = "filing", _("A filing is drafted; the order waits")
    NONE = "none", _("Nothing else happens")


class ContactWay(models.TextChoices):
    """How the receiver was tried to be reached."""

    CALL = "call", _("Called")
    CHAT = "chat", _("Wrote in the chat")


class ContactResult(models.TextChoices):
    """What came of it."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    REFUSED = "refused", _("Refused to correct")


class RevealPurpose(models.TextChoices):
    """Why a person looked at masked data; recorded with every reveal."""

    CALL = "call", _("To call")
    CHAT = "chat", _("To write in the chat")
    SHIP = "ship", _("To ship")
    SEE = "see", _("To check the address")
    GROUP = "group", _("To see who belongs together")


class BulkKind(models.TextChoices):
    """What was done to several alerts at once."""

    ASSIGN = "assign", _("Assigned")
    DECIDE = "decide", _("Handled")
