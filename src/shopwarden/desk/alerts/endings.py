"""How an alert that nobody handled came to its end."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow


class Ending(models.TextChoices):
    """Why an alert closed by itself."""

    ORDER = "order", _("the order was shipped or closed")
    DEADLINE = "deadline", _("the deadline passed")
    SETTLED = "settled", _("nothing looks wrong any more")


_MEANS: Final = {
    Ending.ORDER: _(
        "The order was shipped or closed before anybody decided: there is nothing left to do here."
    ),
    Ending.DEADLINE: _(
        "The deadline passed before anybody decided. Nothing was decided for you: if the order can "
        "still be put right, reach the buyer."
    ),
    Ending.SETTLED: _(
        "What looked wrong is no longer so: newer data of the order, or a changed list or rule, "
        "settled it. Nobody has to do anything."
    ),
}


def ending_of(alert: Alert) -> Ending | None:
    """Return why an alert closed by itself last; nothing where that is not on record."""
    rows = AuditRow.objects.filter(
        shop=alert.shop_id,
        action=Action.ALERT_EXPIRED,
        subject_kind="alerts.alert",
        subject_id=str(alert.id),
    )
    last = rows.order_by("-at", "-id").first()
    why = last.record["changes"]["why"]["to"] if last else ""
    return Ending(why) if why in Ending else None


def meaning(ending: Ending | None) -> str | Promise:
    """Say what an ending means for who reads the alert."""
    return _MEANS[ending] if ending else _("Nobody decided, and nothing was decided for you.")
