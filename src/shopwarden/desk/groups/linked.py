"""The group of the account that placed an order, as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

import polars as pl

from shopwarden.desk.common import plain
from shopwarden.desk.live.link_store import SqlLinkStore
from shopwarden.desk.live.linking import history_around
from shopwarden.links import LinkKind, LinkRules, links_between, order_keys
from shopwarden.links.live import Account, group_of

RULES: Final = LinkRules()
_SEEN_CHARS: Final = 16


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
    linked = [int(one.buyer) for one in group_of(SqlLinkStore(shop_id), account)]
    if not linked:
        return None
    links = links_between(order_keys(history_around(shop_id, linked)))
    of_group = pl.col("group") == links.members.filter(pl.col("buyer") == account.buyer)["group"][0]
    return LinkedGroup(
        int(account.buyer),
        _members(links.members.filter(of_group)),
        _shared(links.shared.filter(of_group)),
    )


def _account(shop_id: UUID, order_id: UUID) -> Account | None:
    placed = plain.rows(
        "SELECT platform, buyer FROM live_event WHERE id = ? AND shop_id = ? AND rank = 0 "
        "AND linking > 0 AND buyer IS NOT NULL",
        (plain.uid(order_id), plain.uid(shop_id)),
    )
    return Account(placed[0][0], str(shop_id), str(placed[0][1])) if placed else None


def _members(found: pl.DataFrame) -> tuple[Member, ...]:
    rows = found.select("buyer", "strength", "kinds").sort("strength", "buyer", descending=True)
    return tuple(
        Member(int(buyer), strength, tuple(map(LinkKind, kinds)))
        for buyer, strength, kinds in rows.iter_rows()
    )


def _shared(found: pl.DataFrame) -> tuple[Shared, ...]:
    """Return each key once, also one that was used in two times far apart."""
    keys = found.group_by("kind", "value").agg(
        pl.max("accounts"), pl.max("strength"), pl.col("buyer").unique().sort()
    )
    ordered = keys.sort(
        -(pl.col("buyer").list.len() * pl.col("strength")),
        pl.col("kind").to_physical(),
        "value",
    )
    return tuple(
        Shared(LinkKind(kind), int(value), accounts, strength, tuple(map(int, buyers)))
        for kind, value, accounts, strength, buyers in ordered.iter_rows()
    )
