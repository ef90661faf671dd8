"""Why an address is not simply right."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class AddressReason(StrEnum):
    """Reason codes of ``parse_addresses``."""

    CONTRADICTION = "contradiction"
    UNKNOWN_DIVISION = "unknown_division"
    ABOLISHED = "abolished"
    AMBIGUOUS = "ambiguous"
    INCOMPLETE = "incomplete"
    NOTHING_BELOW_TOWNSHIP = "nothing_below_township"
    GIBBERISH = "gibberish"
    CONTACT_INSIDE = "contact_inside"
    RECEIVER_INSIDE = "receiver_inside"
    ADVERTISING = "advertising"
    ABUSE = "abuse"
    FORWARDING_WAREHOUSE = "forwarding_warehouse"
    TEMPLATE_LEFTOVER = "template_leftover"
    MASKED = "masked"
    PO_BOX = "po_box"


class Metric(StrEnum):
    """How ``gibberish`` was measured."""

    SURPRISE = "surprise"
    REPEATS = "repeats"
    KEYBOARD = "keyboard"
    CONSONANTS = "consonants"
    NO_LETTERS = "no_letters"


METRICS: Final = tuple(Metric)
VERDICTS: Final = ("ok", "note", "check", "wrong")
SEVERITIES: Final[Mapping[AddressReason, str]] = {
    AddressReason.CONTRADICTION: "wrong",
    AddressReason.UNKNOWN_DIVISION: "check",
    AddressReason.ABOLISHED: "note",
    AddressReason.AMBIGUOUS: "note",
    AddressReason.INCOMPLETE: "note",
    AddressReason.NOTHING_BELOW_TOWNSHIP: "check",
    AddressReason.GIBBERISH: "check",
    AddressReason.CONTACT_INSIDE: "check",
    AddressReason.RECEIVER_INSIDE: "note",
    AddressReason.ADVERTISING: "check",
    AddressReason.ABUSE: "check",
    AddressReason.FORWARDING_WAREHOUSE: "check",
    AddressReason.TEMPLATE_LEFTOVER: "note",
    AddressReason.MASKED: "note",
    AddressReason.PO_BOX: "note",
}
