"""What to do next with an address: ship, ask the buyer, or hold the parcel."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from shopwarden.places.reasons import SEVERITIES, AddressReason

if TYPE_CHECKING:
    from collections.abc import Iterable


class Action(StrEnum):
    """What to do next, the weightiest last."""

    SHIP = "ship"
    ASK = "ask"
    HOLD = "hold"


# What a buyer's answer does not settle: whether to deal with this order is for a person.
_HOLDING: Final = frozenset(
    {AddressReason.ADVERTISING, AddressReason.ABUSE, AddressReason.FORWARDING_WAREHOUSE}
)
_ORDER: Final = tuple(Action)


def action_of(reason: AddressReason) -> Action:
    """Return what one reason leads to; a note stops no parcel.

    >>> action_of(AddressReason.CONTRADICTION)
    <Action.ASK: 'ask'>
    """
    if SEVERITIES[reason] == "note":
        return Action.SHIP
    return Action.HOLD if reason in _HOLDING else Action.ASK


def next_action(reasons: Iterable[str]) -> Action:
    """Return the weightiest action that the reasons of one address lead to.

    Parameters
    ----------
    reasons
        Codes of reasons as in ``Address.reasons``; none lead to ``ship``.
    """
    actions = (action_of(AddressReason(reason)) for reason in reasons)
    return max(actions, key=_ORDER.index, default=Action.SHIP)
