"""Who shares what with whom, from the table of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID

from shopwarden.desk.common import plain
from shopwarden.desk.live.keys import LINKING
from shopwarden.links import LinkKind, LinkRules
from shopwarden.links.live import Account, Holding, Key, Use

_COLUMNS: Final = ", ".join(LinkKind)
_IS_USE: Final = "rank = 0 AND linking > 0 AND buyer IS NOT NULL"


class SqlLinkStore:
    """A ``links.live.LinkStore`` over the orders of one shop.

    Buyers and keys are the numbers of ``keys``, written as texts. Events get there with their
    records (``keeping``), so nothing is put here.
    """

    def __init__(self, shop_id: UUID, rules: LinkRules | None = None) -> None:
        self._shop_id = shop_id
        self._rules = rules or LinkRules()

    def said(self, account: Account, order_id: str) -> Use | None:
        """Return what an order of the account's shop has said so far."""
        found = plain.rows(
            f"SELECT buyer, used_at, linking, {_COLUMNS} FROM live_event "  # noqa: S608
            f"WHERE id IN (SELECT id FROM trade_order WHERE shop_id = ? AND external_id = ? "
            f"AND platform = ?) AND {_IS_USE}",
            (plain.uid(self._shop_id), order_id, account.platform),
        )
        for buyer, at, linking, *values in found:
            holder = account._replace(buyer=str(buyer))
            keys = frozenset(key for key, _ in _keys(holder, linking, values))
            return Use(order_id, holder, at, keys)
        return None

    def held_by(self, accounts: Collection[Account]) -> Iterator[Holding]:
        """Yield what `accounts` used, from one query."""
        by_buyer = {int(account.buyer): account for account in accounts}
        times: dict[tuple[Account, Key], list[int]] = defaultdict(list)
        numbers: dict[tuple[Account, LinkKind], set[str]] = defaultdict(set)
        for buyer, at, linking, *values in plain.rows(
            f"SELECT buyer, used_at, linking, {_COLUMNS} FROM live_event "  # noqa: S608
            f"WHERE buyer IN ({plain.marks([*by_buyer])}) AND {_IS_USE}",
            tuple(by_buyer),
        ):
            account = by_buyer[buyer]
            for key, value in _keys(account, linking, values):
                times[account, key].append(at)
                numbers[account, key.kind].add(value)
        for (account, key), used in times.items():
            yield Holding(account, key, min(used), max(used), len(numbers[account, key.kind]))

    def holders_of(self, keys: Collection[Key]) -> Iterator[Holding]:
        """Yield who used `keys`, from two queries for each kind of key."""
        by_kind: dict[LinkKind, dict[int, Key]] = defaultdict(dict)
        for key in keys:
            by_kind[key.kind][int(key.value)] = key
        for kind, of_kind in by_kind.items():
            for number, key in of_kind.items():
                yield from self._holders(kind, number, key)

    def _holders(self, kind: LinkKind, number: int, key: Key) -> Iterator[Holding]:
        most = self._rules.kinds[kind].most_accounts if kind in self._rules.kinds else 0
        is_used = f"{_IS_USE} AND (linking & {LINKING[kind]}) > 0"
        buyers = plain.rows(
            f"SELECT DISTINCT buyer FROM live_event WHERE {kind} = ? AND {is_used} LIMIT ?",  # noqa: S608
            (number, most + 1),
        )
        account = Account(key.platform, key.shop, "")
        if len(buyers) > most:
            # So common that it links nobody: who and when is no matter.
            for (buyer,) in buyers:
                yield Holding(account._replace(buyer=str(buyer)), key, 0, 0, 0)
            return
        found = [buyer for (buyer,) in buyers]
        counts = dict(
            plain.rows(
                f"SELECT buyer, count(DISTINCT {kind}) FROM live_event "  # noqa: S608
                f"WHERE buyer IN ({plain.marks(found)}) AND {is_used} GROUP BY buyer",
                found,
            )
        )
        for buyer, first, last in plain.rows(
            f"SELECT buyer, min(used_at), max(used_at) FROM live_event "  # noqa: S608
            f"WHERE {kind} = ? AND {is_used} GROUP BY buyer",
            (number,),
        ):
            holder = account._replace(buyer=str(buyer))
            yield Holding(holder, key, first, last, counts[buyer])


def _keys(account: Account, linking: int, values: list[int | None]) -> Iterator[tuple[Key, str]]:
    for kind, value in zip(LinkKind, values, strict=True):
        if value is not None and linking & LINKING[kind]:
            text = str(value)
            yield Key(account.platform, account.shop, kind, text), text
