"""A store of uses in memory: the reference for others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from shopwarden.links.live import Account, Holding, Key, Use


class MemoryLinkStore:
    """A ``live.LinkStore`` for tests, small replays and as the meaning of the protocol."""

    def __init__(self) -> None:
        self._uses: dict[tuple[str, str, str], Use] = {}
        self._of_account: dict[Account, dict[Key, list[int]]] = defaultdict(dict)
        self._accounts: dict[Key, set[Account]] = defaultdict(set)

    def said(self, account: Account, order_id: str) -> Use | None:
        """Return what an order of the account's shop has said so far."""
        return self._uses.get((account.platform, account.shop, order_id))

    def put(self, use: Use) -> None:
        """Keep what an order says, instead of what it said before."""
        former = self.said(use.account, use.order_id)
        if former is not None:
            self._forget(former)
        self._uses[use.account.platform, use.account.shop, use.order_id] = use
        for key in use.keys:
            self._of_account[use.account].setdefault(key, []).append(use.at)
            self._accounts[key].add(use.account)

    def held_by(self, accounts: Collection[Account]) -> Iterator[Holding]:
        """Yield what `accounts` used."""
        for account in accounts:
            for key in self._of_account[account]:
                yield self._holding(account, key)

    def users_of(self, keys: Collection[Key]) -> dict[Key, Collection[Account]]:
        """Return who used `keys`."""
        return {key: set(self._accounts[key]) for key in keys}

    def holders_of(self, keys: Collection[Key]) -> Iterator[Holding]:
        """Yield who used `keys`."""
        for key in keys:
            for account in self._accounts[key]:
                yield self._holding(account, key)

    def _holding(self, account: Account, key: Key) -> Holding:
        held = self._of_account[account]
        of_kind = sum(1 for one in held if one.kind is key.kind)
        return Holding(account, key, min(held[key]), max(held[key]), of_kind)

    def _forget(self, use: Use) -> None:
        for key in use.keys:
            times = self._of_account[use.account][key]
            times.remove(use.at)
            if not times:
                del self._of_account[use.account][key]
                self._accounts[key].discard(use.account)
