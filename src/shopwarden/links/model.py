"""What links accounts, and how strongly: the parameters, and why each is as it is.

Judgement, not measurement. A device or a payment account is one person's. Two or three people
of one home give the same phone; more do not. A place is shared by a family, an office, a
dormitory; an IP address by a home, or by strangers on a mobile network for a day; a name by
many. So a device links accounts alone, and so does a phone that more than a family uses. A
phone, a place and an IP address may all be explained by one home: together they say no more
than the best of them, and they link only with a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class LinkKind(StrEnum):
    """What accounts may share, the best evidence first."""

    DEVICE = "device"
    PAYMENT_ACCOUNT = "payment_account"
    PHONE = "phone"
    RECEIVER = "receiver"
    PLACE = "place"
    IP = "ip"


# The most that anything a home explains says about two accounts being one person's.
HOME: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """How far a kind of key is evidence.

    Parameters
    ----------
    weight
        Strength of a link between two accounts that alone share a key.
    half
        How many accounts more on the key halve that: the rarer a key, the more it says.
    household
        Up to this many accounts on a key are explained by one home (`is_home`).
    most_accounts
        A key that more accounts than this ever used (a locker, a shop's computer, a made-up
        number) says nothing and links nobody.
    most_keys
        An account that used more keys of the kind than this (a dropshipper with a thousand
        receivers) is linked by none of them.
    pause
        Accounts that use a key further apart in time than this do not share it: numbers and
        addresses are given to others, people move.
    """

    weight: float
    half: int
    household: int = 0
    most_accounts: int
    most_keys: int
    pause: timedelta

    def is_home(self, accounts: int) -> bool:
        """Whether a home explains that `accounts` accounts share a key."""
        return accounts <= self.household

    def strength(self, accounts: int) -> float:
        """Return what a key says that `accounts` accounts share."""
        strength = self.weight * self.half / (self.half + accounts - 2)
        return min(strength, HOME) if self.is_home(accounts) else strength

    def most(self, accounts: int) -> float:
        """Return the most a key says that up to `accounts` accounts, two or more, share."""
        # It says less the more share it, but for the step from a home to more than that.
        beyond = self.household + 1
        return max(self.strength(2), self.strength(beyond) if 2 < beyond <= accounts else 0.0)


def _rule(
    weight: float, half: int, most_accounts: int, days: int, *, household: int = 0, keys: int = 20
) -> KindRule:
    return KindRule(
        weight=weight,
        half=half,
        household=household,
        most_accounts=most_accounts,
        most_keys=keys,
        pause=timedelta(days=days),
    )


_KINDS: Final[Mapping[LinkKind, KindRule]] = MappingProxyType(
    {
        LinkKind.DEVICE: _rule(0.95, 100, 60, 30),
        LinkKind.PAYMENT_ACCOUNT: _rule(0.95, 40, 30, 180),
        LinkKind.PHONE: _rule(0.85, 45, 30, 90, household=3),
        LinkKind.RECEIVER: _rule(0.45, 20, 20, 90),
        LinkKind.PLACE: _rule(0.40, 20, 30, 90, household=30),
        LinkKind.IP: _rule(0.15, 5, 20, 2, household=20, keys=100),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """When accounts belong together.

    Parameters
    ----------
    kinds
        The rule of each kind; a kind without one is not looked at.
    least_strength
        Two accounts are linked when what they share is at least this strong together.
    most_members
        Accounts that hang together in larger numbers do so by chance: no group.
    """

    kinds: Mapping[LinkKind, KindRule] = field(default_factory=lambda: _KINDS)
    least_strength: float = 0.5
    most_members: int = 200


def combine(strengths: Iterable[float]) -> float:
    """Return how strong pieces of evidence of different kinds are together.

    >>> round(combine([0.45, 0.4]), 2)
    0.67
    """
    doubt = 1.0
    for strength in strengths:
        doubt *= 1.0 - strength
    return 1.0 - doubt
