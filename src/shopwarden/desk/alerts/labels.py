"""What a person can decide: the labels of each kind of alert, as data.

A label says whether the alert was right (``outcome``), what happens to the order
(``effect``) and what must be there before it can be chosen (``needs``). The service enforces
``needs``; the page shows ``title`` and, before confirming, ``consequence``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts.choices import AlertKind, Effect, Outcome
from shopwarden.desk.errors import Refused


class Need(StrEnum):
    """What must be there before a label can be chosen."""

    CONTACT = "contact"
    ADDRESS = "address"


@dataclass(frozen=True)
class Label:
    """One possible decision."""

    code: str
    title: str | Promise
    consequence: str | Promise
    outcome: Outcome
    effect: Effect
    needs: frozenset[Need] = frozenset()

    @property
    def asks_address(self) -> bool:
        """Whether the corrected address has to be entered."""
        return Need.ADDRESS in self.needs

    @property
    def is_for_many(self) -> bool:
        """Whether it can be chosen for several alerts at once."""
        return not self.asks_address


LABELS: Final[Mapping[AlertKind, tuple[Label, ...]]] = MappingProxyType(
    {
        AlertKind.ADDRESS: (
            Label(
                "address_correct",
                _("Address is correct"),
                _("The alert closes; the order may ship. The same finding will not come again."),
                Outcome.WRONG,
                Effect.SHIP,
            ),
            Label(
                "corrected_after_contact",
                _("Corrected after contact"),
                _("You enter the address the buyer gave; the order may ship to it."),
                Outcome.RIGHT,
                Effect.SHIP,
                frozenset({Need.ADDRESS}),
            ),
            Label(
                "unreachable",
                _("Wrong, and the buyer cannot be reached"),
                _("A filing is drafted; the order waits. Needs a recorded contact attempt."),
                Outcome.RIGHT,
                Effect.FILING,
                frozenset({Need.CONTACT}),
            ),
            Label(
                "refused_to_correct",
                _("The buyer refuses to correct it"),
                _("A filing is drafted; the order waits."),
                Outcome.RIGHT,
                Effect.FILING,
            ),
            Label(
                "malicious",
                _("Placed in bad faith"),
                _("A filing is drafted; the order waits. The buyer is not told."),
                Outcome.RIGHT,
                Effect.FILING,
            ),
        )
    }
)
_BY_CODE: Final = {label.code: label for labels in LABELS.values() for label in labels}


def labels_of(kind: str) -> tuple[Label, ...]:
    """Return what can be decided about alerts of a kind, in the order it is shown."""
    return LABELS.get(AlertKind(kind), ())


def label_of(kind: str, code: str) -> Label:
    """Return one label of a kind.

    Raises
    ------
    Refused
        ``label.unknown``: alerts of this kind have no such label.
    """
    for label in labels_of(kind):
        if label.code == code:
            return label
    raise Refused("label.unknown", label=code)


def title(code: str) -> str:
    """Return the words of a label; a code of another version stands for itself."""
    return str(_BY_CODE[code].title) if code in _BY_CODE else code
