"""The group an order joins, found from the order outwards in bounded work.

A store keeps who used which key from when to when. `group_of` goes from an account to what it
used, from there to who else did, and so on: at most ``most_keys`` keys of a kind from an
account, at most ``most_accounts`` accounts from a key, at most ``most_members`` accounts in
all, two queries for each ring around the account. Most accounts share nothing that could link
them with anybody: that is seen before times are read. It finds the group `batch.find_links`
finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple, Protocol

from shopwarden.links.model import KindRule, LinkKind, LinkRules, combine

_MICROSECOND: Final = timedelta(microseconds=1)
_ORDER: Final = tuple(LinkKind).index
# What factors of other orders may differ by.
_ROUNDING: Final = 1e-9


class Account(NamedTuple):
    """A buyer of a shop."""

    platform: str
    shop: str
    buyer: str


class Key(NamedTuple):
    """Something accounts of a shop may share."""

    platform: str
    shop: str
    kind: LinkKind
    value: str


class Holding(NamedTuple):
    """An account used a key from `first` to `last`, in microseconds.

    `keys` is how many keys of the kind the account used in all; a store may stop counting
    behind the rule's ``most_keys``.
    """

    account: Account
    key: Key
    first: int
    last: int
    keys: int


@dataclass(frozen=True, slots=True)
class Use:
    """What one order says: who used which keys, when."""

    order_id: str
    account: Account
    at: int
    keys: frozenset[Key]


class Uses(Protocol):
    """Who used what, from when to when; to be read."""

    def said(self, account: Account, order_id: str) -> Use | None:
        """Return what an order of the account's shop has said so far."""
        ...

    def held_by(self, accounts: Collection[Account]) -> Iterable[Holding]:
        """Return what `accounts` used, in one query.

        Of a kind an account used more than ``most_keys`` keys of, nothing need be returned.
        """
        ...

    def users_of(self, keys: Collection[Key]) -> Mapping[Key, Collection[Account]]:
        """Return who used `keys`, in one query; of a key that is too common as `holders_of`."""
        ...

    def holders_of(self, keys: Collection[Key]) -> Iterable[Holding]:
        """Return who used `keys`, in one query.

        Of a key that more than ``most_accounts`` accounts used, nothing need be returned
        beyond one more than that.
        """
        ...


class LinkStore(Uses, Protocol):
    """Who used what, and where what orders say is kept."""

    def put(self, use: Use) -> None:
        """Keep what an order says, instead of what it said before."""
        ...


@dataclass(frozen=True, slots=True)
class Membership:
    """What an account shares with others of its group."""

    strength: float
    kinds: tuple[LinkKind, ...]


class Shared(NamedTuple):
    """A key that members of a group used in the same time.

    Parameters
    ----------
    accounts
        How many accounts used it then, also such as it links with nobody.
    strength
        How strongly it links two of them by itself.
    members
        Those of the group.
    """

    key: Key
    accounts: int
    strength: float
    members: frozenset[Account]


class Group(NamedTuple):
    """Accounts that hang together, and everything they share with each other."""

    members: Mapping[Account, Membership]
    shared: Sequence[Shared]


class _Node(NamedTuple):
    """Accounts that used a key in the same time, and how strongly that links two of them."""

    key: Key
    size: int
    strength: float
    is_home: bool
    accounts: frozenset[Account]


def group_of(
    store: Uses, account: Account, rules: LinkRules | None = None
) -> Mapping[Account, Membership]:
    """Return the group of `account`, itself included; empty when it is linked to nobody.

    A group of more than ``most_members`` is none.
    """
    search = _Search(store, rules or LinkRules())
    if not search.may_be_linked(account):
        return {}
    return search.memberships(search.around(account))


def explained_group(store: Uses, account: Account, rules: LinkRules | None = None) -> Group:
    """Return the group of `account` as `group_of` does, and what its members share."""
    search = _Search(store, rules or LinkRules())
    members = search.around(account)
    return Group(search.memberships(members), search.shared(members))


def arrive(
    store: LinkStore, use: Use, rules: LinkRules | None = None
) -> dict[Account, Mapping[Account, Membership]]:
    """Keep what an order says; return the group of every account whose group may have changed.

    These are the accounts that were or are in a group with the order's account or with anybody
    who used one of its keys: a key may become too common, or an account use too many, and
    groups fall apart. What falls apart out of more than ``most_members`` is only followed as
    far as the order's own keys reach.
    """
    rules = rules or LinkRules()
    former = store.said(use.account, use.order_id) or use
    accounts, keys = {use.account, former.account}, use.keys | former.keys
    concerned = _around(store, accounts, keys, rules)
    store.put(use)
    concerned |= _around(store, accounts, keys, rules)
    groups: dict[Account, Mapping[Account, Membership]] = {}
    for account in concerned:
        if account not in groups:
            group = group_of(store, account, rules)
            groups |= dict.fromkeys(group or [account], group)
    return groups


def _around(
    store: LinkStore, accounts: Collection[Account], keys: Collection[Key], rules: LinkRules
) -> set[Account]:
    """Return `accounts`, whoever shares `keys`, and all who are in a group with one of them."""
    holders: dict[Key, list[Account]] = defaultdict(list)
    for holding in store.holders_of(keys):
        holders[holding.key].append(holding.account)
    asked = {*accounts}.union(
        *(
            found
            for key, found in holders.items()
            if key.kind in rules.kinds and len(found) <= rules.kinds[key.kind].most_accounts
        )
    )
    around: set[Account] = set()
    for account in asked:
        if account not in around:
            around |= {account, *group_of(store, account, rules)}
    return around


class _Search:
    def __init__(self, store: Uses, rules: LinkRules) -> None:
        self.rules = rules
        self._store = store
        self._nodes: dict[Key, list[_Node]] = {}
        self._held: dict[Account, list[_Node]] = {}

    def around(self, account: Account) -> frozenset[Account]:
        """Return who hangs together with `account`, ring by ring; nobody where that is no group."""
        members, ring = {account}, {account}
        while ring:
            ring = self.neighbours(ring) - members
            members |= ring
            if len(members) > self.rules.most_members:
                return frozenset()
        return frozenset(members) if len(members) > 1 else frozenset()

    def may_be_linked(self, account: Account) -> bool:
        """Tell whether somebody shares enough with `account`, if all of it at one time."""
        most: dict[Account, dict[LinkKind | None, float]] = defaultdict(dict)
        keys = {holding.key for holding in self._usable((account,))}
        for key, users in self._store.users_of(keys).items() if keys else ():
            rule = self.rules.kinds[key.kind]
            if 1 < len(users) <= rule.most_accounts:
                family, strength = _family(key.kind, rule, len(users)), rule.most(len(users))
                for other in users:
                    most[other][family] = max(strength, most[other].get(family, 0.0))
        most.pop(account, None)
        least = self.rules.least_strength - _ROUNDING
        return any(combine(found.values()) >= least for found in most.values())

    def neighbours(self, accounts: Collection[Account]) -> set[Account]:
        """Return everybody who is linked to one of `accounts`."""
        self._look_at(accounts)
        return set().union(*(self._linked(account) for account in accounts))

    def memberships(self, members: frozenset[Account]) -> dict[Account, Membership]:
        """Return what each of `members` shares with the others."""
        shared = {
            member: [node for node in self._held[member] if len(node.accounts & members) > 1]
            for member in members
        }
        return {
            member: Membership(
                _strength(nodes), tuple(sorted({n.key.kind for n in nodes}, key=_ORDER))
            )
            for member, nodes in shared.items()
        }

    def shared(self, members: frozenset[Account]) -> list[Shared]:
        """Return everything that several of `members` share."""
        return [
            Shared(node.key, node.size, node.strength, inside)
            for nodes in self._nodes.values()
            for node in nodes
            if len(inside := node.accounts & members) > 1
        ]

    def _look_at(self, accounts: Collection[Account]) -> None:
        usable = self._usable(accounts)
        self._look_up({holding.key for holding in usable} - self._nodes.keys())
        for account in accounts:
            self._held[account] = []
        for holding in usable:
            self._held[holding.account] += [
                node for node in self._nodes[holding.key] if holding.account in node.accounts
            ]

    def _usable(self, accounts: Collection[Account]) -> list[Holding]:
        """Return what `accounts` used, but for kinds they used too many keys of."""
        return [
            holding
            for holding in self._store.held_by(accounts)
            if holding.key.kind in self.rules.kinds
            and holding.keys <= self.rules.kinds[holding.key.kind].most_keys
        ]

    def _look_up(self, keys: Collection[Key]) -> None:
        holders: dict[Key, list[Holding]] = {key: [] for key in keys}
        for holding in self._store.holders_of(keys) if keys else ():
            holders[holding.key].append(holding)
        self._nodes |= {key: _nodes(key, found, self.rules) for key, found in holders.items()}

    def _linked(self, account: Account) -> set[Account]:
        shared: dict[Account, list[_Node]] = defaultdict(list)
        for node in self._held[account]:
            for other in node.accounts:
                shared[other].append(node)
        return {
            other
            for other, nodes in shared.items()
            if _strength(nodes) >= self.rules.least_strength
        }


def _nodes(key: Key, holders: Sequence[Holding], rules: LinkRules) -> list[_Node]:
    """Cut the use of a key at long pauses; a key of too many accounts has no nodes."""
    rule = rules.kinds[key.kind]
    if len(holders) > rule.most_accounts:
        return []
    pause = rule.pause // _MICROSECOND
    parts: list[list[Holding]] = []
    end = 0
    for holding in sorted(holders, key=lambda one: (one.first, one.account)):
        if not parts or holding.first - end > pause:
            parts.append([])
            end = holding.last
        parts[-1].append(holding)
        end = max(end, holding.last)
    return [
        _Node(
            key,
            len(part),
            rule.strength(len(part)),
            rule.is_home(len(part)),
            # Who uses too many keys of the kind makes a key no rarer, but is linked by none.
            frozenset(one.account for one in part if one.keys <= rule.most_keys),
        )
        for part in parts
        if len(part) > 1
    ]


def _family(kind: LinkKind, rule: KindRule, accounts: int) -> LinkKind | None:
    """Return what a key is evidence of: all that a home explains is one."""
    return None if rule.is_home(accounts) else kind


def _strength(nodes: Iterable[_Node]) -> float:
    """Combine the best of each kind, in their order, and the best of what a home explains."""
    best: dict[LinkKind | None, float] = {}
    for node in nodes:
        family = None if node.is_home else node.key.kind
        best[family] = max(node.strength, best.get(family, 0.0))
    return combine(best[family] for family in (*LinkKind, None) if family in best)
