"""The group of the account that placed an order, as it is now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from shopwarden.desk.common import plain
from shopwarden.desk.live.link_store import SqlLinkStore
from shopwarden.links import LinkKind, LinkRules
from shopwarden.links import live as links
from shopwarden.links.live import Account, Group, Key, explained_group, group_of

RULES: Final = LinkRules()
_SEEN_CHARS: Final = 16
_ORDER: Final = tuple(LinkKind).index


class Member(NamedTuple):
    """An account, as its number among the events, and what it shares with the others."""

    buyer: int
    strength: float
    kinds: tuple[LinkKind, ...]


class Shared(NamedTuple):
    """What several members share.

    Parameters
    ----------
    value
        Its number among the events.
    accounts
        How many accounts of the shop use it in the same time.
    strength
        What it says by itself.
    buyers
        The members that use it.
    """

    kind: LinkKind
    value: int
    accounts: int
    strength: float
    buyers: tuple[int, ...]

    @property
    def is_home(self) -> bool:
        """Whether one home explains it."""
        return RULES.kinds[self.kind].is_home(self.accounts)


@dataclass(frozen=True)
class LinkedGroup:
    """Accounts that hang together, strongest first, and why; `subject` is whom was asked for."""

    subject: int
    members: tuple[Member, ...]
    shared: tuple[Shared, ...]

    @property
    def buyers(self) -> list[int]:
        """The numbers of its accounts."""
        return [member.buyer for member in self.members]

    @property
    def strength(self) -> float:
        """The most that a member shares with the others."""
        return max(member.strength for member in self.members)

    @property
    def seen(self) -> str:
        """What tells whether these are still the same accounts: their number, and a digest."""
        told = sha256(" ".join(map(str, sorted(self.buyers))).encode()).hexdigest()
        return f"{len(self.members)}.{told[:_SEEN_CHARS]}"


def size_around(shop_id: UUID, order_id: UUID) -> int:
    """Return how many accounts the group of an order has, the order's own included; else 0."""
    account = _account(shop_id, order_id)
    return len(group_of(SqlLinkStore(shop_id), account)) if account else 0


def group_around(shop_id: UUID, order_id: UUID) -> LinkedGroup | None:
    """Return the group of the account that placed an order; None when it has none."""
    account = _account(shop_id, order_id)
    if account is None:
        return None
    group = explained_group(SqlLinkStore(shop_id), account)
    if not group.members:
        return None
    return LinkedGroup(int(account.buyer), _members(group), _shared(group))


def _account(shop_id: UUID, order_id: UUID) -> Account | None:
    placed = plain.rows(
        "SELECT platform, buyer FROM live_event WHERE id = ? AND shop_id = ? AND rank = 0 "
        "AND linking > 0 AND buyer IS NOT NULL",
        (plain.uid(order_id), plain.uid(shop_id)),
    )
    return Account(placed[0][0], str(shop_id), str(placed[0][1])) if placed else None


def _members(group: Group) -> tuple[Member, ...]:
    members = [
        Member(int(account.buyer), one.strength, one.kinds)
        for account, one in group.members.items()
    ]
    return tuple(sorted(members, key=lambda one: (-one.strength, one.buyer)))


def _shared(group: Group) -> tuple[Shared, ...]:
    """Return each key once, also one that was used in two times far apart."""
    times: dict[Key, list[links.Shared]] = defaultdict(list)
    for one in group.shared:
        times[one.key].append(one)
    found = [
        Shared(
            key.kind,
            int(key.value),
            max(one.accounts for one in known),
            max(one.strength for one in known),
            tuple(sorted(int(member.buyer) for one in known for member in one.members)),
        )
        for key, known in times.items()
    ]
    return tuple(sorted(found, key=_most_said_first))


def _most_said_first(one: Shared) -> tuple[float, int, int]:
    return -len(one.buyers) * one.strength, _ORDER(one.kind), one.value
