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


_CLOSES: Final = _(
    "The alert closes and no longer holds the order. The same finding will not come again."
)
_MALICIOUS: Final = Label(
    "malicious",
    _("Placed in bad faith"),
    _("A filing is drafted; the order waits. The buyer is not told."),
    Outcome.RIGHT,
    Effect.FILING,
)


def _about_orders(subject: str) -> tuple[Label, ...]:
    """Return what can be decided about an order that looks odd as a whole."""
    return (
        Label(
            f"{subject}_fine",
            _("The order is fine"),
            _CLOSES,
            Outcome.WRONG,
            Effect.SHIP,
        ),
        Label(
            f"{subject}_explained",
            _("Suspicious, but the buyer explained it"),
            _("The alert no longer holds the order. Needs a recorded contact attempt."),
            Outcome.RIGHT,
            Effect.SHIP,
            frozenset({Need.CONTACT}),
        ),
        Label(
            f"{subject}_unreachable",
            _("Suspicious, and the buyer cannot be reached"),
            _("A filing is drafted; the order waits. Needs a recorded contact attempt."),
            Outcome.RIGHT,
            Effect.FILING,
            frozenset({Need.CONTACT}),
        ),
        Label(
            f"{subject}_malicious",
            _("Placed in bad faith"),
            _("A filing is drafted; the order waits. The buyer is not told."),
            Outcome.RIGHT,
            Effect.FILING,
        ),
    )


LABELS: Final[Mapping[AlertKind, tuple[Label, ...]]] = MappingProxyType(
    {
        AlertKind.ADDRESS: (
            Label(
                "address_correct",
                _("Address is correct"),
                _CLOSES,
                Outcome.WRONG,
                Effect.SHIP,
            ),
            Label(
                "corrected_after_contact",
                _("Corrected after contact"),
                _("You enter the address the buyer gave; the order goes there."),
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
            _MALICIOUS,
        ),
        AlertKind.ORDER_RISK: _about_orders("order"),
        AlertKind.LINKED: (
            Label(
                "accounts_unrelated",
                _("The accounts belong to different people"),
                _CLOSES,
                Outcome.WRONG,
                Effect.SHIP,
            ),
            *_about_orders("accounts")[1:],
        ),
    }
)
# Of an alert about who receives: codes of their own, as other words are recorded.
CONTACT_LABELS: Final = (
    Label(
        "nothing_wrong",
        _("Nothing is wrong with it"),
        _CLOSES,
        Outcome.WRONG,
        Effect.SHIP,
    ),
    Label(
        "explained",
        _("Cleared up with the buyer"),
        _("Correct what was wrong at the platform. Needs a recorded contact attempt."),
        Outcome.RIGHT,
        Effect.SHIP,
        frozenset({Need.CONTACT}),
    ),
    Label(
        "not_reached",
        _("The buyer cannot be reached"),
        _("A filing is drafted; the order waits. Needs a recorded contact attempt."),
        Outcome.RIGHT,
        Effect.FILING,
        frozenset({Need.CONTACT}),
    ),
    Label(
        "refused_to_explain",
        _("The buyer refuses to clear it up"),
        _("A filing is drafted; the order waits."),
        Outcome.RIGHT,
        Effect.FILING,
    ),
    _MALICIOUS,
)
_BY_CODE: Final = {
    label.code: label for labels in (*LABELS.values(), CONTACT_LABELS) for label in labels
}
# What each effect means to who reads of the decision; other things may still hold the order.
_EFFECTS: Final = {
    Effect.SHIP: _("This alert no longer holds the order"),
    Effect.FILING: Effect.FILING.label,
    Effect.NONE: Effect.NONE.label,
}


def labels_of(kind: str, *, is_contact: bool = False) -> tuple[Label, ...]:
    """Return what can be decided about an alert, in the order it is shown.

    Parameters
    ----------
    kind
        The kind of the alert.
    is_contact
        Whether it is about who receives only, and not about where.
    """
    is_address = kind == AlertKind.ADDRESS
    return CONTACT_LABELS if is_address and is_contact else LABELS.get(AlertKind(kind), ())


def labels_for_many(kind: str, *, is_contact: bool = False) -> list[Label]:
    """Return what can be decided about several such alerts at once."""
    return [label for label in labels_of(kind, is_contact=is_contact) if label.is_for_many]


def label_of(kind: str, code: str) -> Label:
    """Return one label of a kind.

    Raises
    ------
    Refused
        ``label.unknown``: alerts of this kind have no such label.
    """
    for label in _all_of(kind):
        if label.code == code:
            return label
    raise Refused("label.unknown", label=code)


def effect_words(effect: str) -> str | Promise:
    """Return what a decision did, in the reader's language."""
    return _EFFECTS[Effect(effect)]


def _all_of(kind: str) -> list[Label]:
    """Return every label of a kind once; both lists of addresses end with the same one."""
    both = (*labels_of(kind), *labels_of(kind, is_contact=True))
    return list({label.code: label for label in both}.values())


def title(code: str) -> str:
    """Return the words of a label; a code of another version stands for itself."""
    return str(_BY_CODE[code].title) if code in _BY_CODE else code
