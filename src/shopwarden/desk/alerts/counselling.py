"""The one sentence that says what to do next about an alert; the person decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts.choices import AlertKind, ContactResult, Severity
from shopwarden.desk.alerts.models import Alert, AlertFinding, ContactAttempt
from shopwarden.detectors import ContactReason

_BY_CODE: Final[dict[str, str | Promise]] = {
    ContactReason.BAD_LIST: _(
        "Somebody on your own bad list: look at what they did before, then decide whether to ship."
    ),
    ContactReason.PHONE_IMPOSSIBLE: _(
        "Nobody can be called at this number: ask for the right one in the chat before you ship."
    ),
    ContactReason.NAME_NOT_A_NAME: _(
        "No courier can ask for this name: ask in the chat who receives the parcel."
    ),
    ContactReason.PHONE_MANY_BUYERS: _(
        "Several buyers use this phone: look whether their orders belong together before you ship."
    ),
}
_BY_KIND: Final[dict[AlertKind, str | Promise]] = {
    AlertKind.ORDER_RISK: _(
        "Look at what fired and at the buyer's other orders; if in doubt, ask the buyer "
        "before you ship."
    ),
    AlertKind.LINKED: _(
        "Look at what the accounts share and at their other orders before you ship."
    ),
}


def is_about_contact(alert: Alert, findings: Sequence[AlertFinding]) -> bool:
    """Return whether an alert is about who receives only, and not about where."""
    own = {finding.detector for finding in findings} or {alert.headline.partition(".")[0]}
    return own == {"contact"}


def subject(alert: Alert, findings: Sequence[AlertFinding]) -> str | Promise:
    """Return in a word what an alert is about."""
    if is_about_contact(alert, findings):
        return _("Receiver")
    return AlertKind(alert.kind).label


def recommendation(
    alert: Alert, findings: Sequence[AlertFinding], contacts: Sequence[ContactAttempt]
) -> str | Promise:
    """Return what to do next, from what was found and what came of asking the buyer."""
    results = [contact.result for contact in contacts]
    is_contact = is_about_contact(alert, findings)
    if ContactResult.REFUSED in results:
        if alert.kind != AlertKind.ADDRESS:
            return _(
                "The buyer does not want to explain it: do not ship; a filing keeps the proof."
            )
        return _("The buyer refused to correct it: do not ship; a filing keeps the proof.")
    if ContactResult.REACHED in results:
        if is_contact or alert.kind != AlertKind.ADDRESS:
            return _("You reached the buyer: decide by what they said.")
        return _("You reached the buyer: enter the corrected address, or confirm it is right.")
    if results:
        return _("Nobody answered yet: try once more, or file that the buyer cannot be reached.")
    if alert.kind in _BY_KIND:
        return _BY_KIND[AlertKind(alert.kind)]
    if is_contact:
        code = findings[0].code if findings else alert.headline.rpartition(".")[2]
        return _BY_CODE[code]
    if alert.severity == Severity.WRONG:
        return _("The parcel would not arrive as it is: ask the buyer before you ship.")
    return _("Have a look at the address: if it is fine, say so; if in doubt, ask the buyer.")
