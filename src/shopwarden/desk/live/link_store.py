"""Who shares what with whom, from the table of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final
from uuid import UUID

from shopwarden.desk.common import plain
from shopwarden.desk.live.keys import LINKING
from shopwarden.links import LinkKind, LinkRules
from shopwarden.links.live import Account, Holding, Key, Use

_COLUMNS: Final = ", ".join(LinkKind)
# Whoever uses a key alone shares it with nobody.
_FEWEST: Final = 2
_IS_USE: Final = "rank = 0 AND linking > 0 AND buyer IS NOT NULL"


class SqlLinkStore:
    """What ``links.live`` reads, over the orders of one shop.

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
        for buyer, first, last, linking, *values in plain.rows(
            f"SELECT buyer, min(used_at), max(used_at), linking, {_COLUMNS} FROM live_event "  # noqa: S608
            f"WHERE buyer IN ({plain.marks([*by_buyer])}) AND {_IS_USE} "
            f"GROUP BY buyer, linking, {_COLUMNS}",
            tuple(by_buyer),
        ):
            account = by_buyer[buyer]
            for key, value in _keys(account, linking, values):
                times[account, key] += (first, last)
                numbers[account, key.kind].add(value)
        for (account, key), used in times.items():
            yield Holding(account, key, min(used), max(used), len(numbers[account, key.kind]))

    def users_of(self, keys: Collection[Key]) -> dict[Key, list[Account]]:
        """Return who used `keys`."""
        found = self._buyers(self._known(keys))
        return {
            key: [Account(key.platform, key.shop, str(buyer)) for buyer in buyers]
            for key, buyers in found.items()
        }

    def holders_of(self, keys: Collection[Key]) -> Iterator[Holding]:
        """Yield who used `keys` together with others, from three queries."""
        buyers = self._buyers(self._known(keys))
        rare = []
        for key, found in buyers.items():
            if len(found) > self._rules.kinds[key.kind].most_accounts:
                # So common that it links nobody: who and when is no matter.
                account = Account(key.platform, key.shop, "")
                yield from (
                    Holding(account._replace(buyer=str(one)), key, 0, 0, 0) for one in found
                )
            elif len(found) >= _FEWEST:
                rare.append(key)
        counts = _counts({one for key in rare for one in buyers[key]})
        for place, buyer, first, last in _times(rare):
            key = rare[place]
            holder = Account(key.platform, key.shop, str(buyer))
            yield Holding(holder, key, first, last, counts[buyer][_ORDER[key.kind]])

    def _known(self, keys: Collection[Key]) -> list[Key]:
        """Return keys that can link, in an order of kinds: few statements, each prepared once."""
        known = [key for key in keys if key.kind in self._rules.kinds]
        return sorted(known, key=lambda key: _ORDER[key.kind])

    def _buyers(self, keys: Sequence[Key]) -> dict[Key, list[int]]:
        """Return who used each key, of one that is too common one more than matters."""
        found: dict[Key, list[int]] = {key: [] for key in keys}
        for part in _parts(keys):
            selects = [
                f"SELECT * FROM (SELECT DISTINCT {place}, buyer FROM live_event "  # noqa: S608
                f"WHERE {key.kind} = ? AND {_is_used(key.kind)} "
                f"LIMIT {self._rules.kinds[key.kind].most_accounts + 1}) AS k{place}"
                for place, key in enumerate(part)
            ]
            for place, buyer in plain.rows(_UNION.join(selects), _values(part)):
                found[part[place]].append(buyer)
        return found


_UNION: Final = " UNION ALL "
_ORDER: Final = {kind: place for place, kind in enumerate(LinkKind)}
# Selects of one statement.
_MOST: Final = 200


def _times(keys: Sequence[Key]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the place of a key, who used it, and when first and last."""
    for start in range(0, len(keys), _MOST):
        part = keys[start : start + _MOST]
        selects = [
            f"SELECT {start + place}, buyer, min(used_at), max(used_at) FROM live_event "  # noqa: S608
            f"WHERE {key.kind} = ? AND {_is_used(key.kind)} GROUP BY buyer"
            for place, key in enumerate(part)
        ]
        yield from plain.rows(_UNION.join(selects), _values(part))


def _counts(buyers: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return how many keys of each kind buyers used."""
    if not buyers:
        return {}
    counted = ", ".join(
        f"count(DISTINCT {kind}) FILTER (WHERE (linking & {bit}) > 0)"
        for kind, bit in LINKING.items()
    )
    rows = plain.rows(
        f"SELECT buyer, {counted} FROM live_event WHERE buyer IN ({plain.marks([*buyers])}) "  # noqa: S608
        f"AND {_IS_USE} GROUP BY buyer",
        tuple(buyers),
    )
    return {buyer: tuple(found) for buyer, *found in rows}


def _is_used(kind: LinkKind) -> str:
    return f"{_IS_USE} AND (linking & {LINKING[kind]}) > 0"


def _values(keys: Sequence[Key]) -> list[int]:
    return [int(key.value) for key in keys]


def _parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[start : start + _MOST] for start in range(0, len(keys), _MOST))


def _keys(account: Account, linking: int, values: list[int | None]) -> Iterator[tuple[Key, str]]:
    for kind, value in zip(LinkKind, values, strict=True):
        if value is not None and linking & LINKING[kind]:
            text = str(value)
            yield Key(account.platform, account.shop, kind, text), text
