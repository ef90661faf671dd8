"""What the accounts of a group did: orders, refunds, amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from shopwarden.desk.common import plain
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.live.keys import LINKING
from shopwarden.features.events import RANK
from shopwarden.features.live import MICROSECOND
from shopwarden.links import LinkKind
from shopwarden.records import Kind

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_REFUND: Final = RANK[Kind.REFUNDS]
_KINDS: Final = ", ".join(f"e.{kind}" for kind in LinkKind)


class Deal(NamedTuple):
    """An order or a refund; `keys` are those of an order that may link its account."""

    buyer: int
    is_refund: bool
    id: UUID
    at: int
    amount_minor: int | None
    currency: str
    keys: frozenset[tuple[LinkKind, int]]


@dataclass(frozen=True)
class Sum:
    """Orders and refunds added up; amounts are of the currency most orders are in."""

    orders: int
    refunds: int
    amount_minor: int | None
    currency: str
    first_at: datetime | None
    last_at: datetime | None

    @property
    def refund_rate(self) -> float:
        """Refunds per order, in hundredths."""
        return 100 * self.refunds / self.orders if self.orders else 0.0


def deals_of(buyers: Sequence[int]) -> list[Deal]:
    """Return the orders and refunds of accounts, the newest first.

    Parameters
    ----------
    buyers
        Their numbers among the events, which are those of one shop.
    """
    rows = plain.rows(
        "SELECT e.buyer, e.rank, e.id, e.at, e.amount_minor, o.currency, e.linking, "  # noqa: S608
        f"{_KINDS} FROM live_event e LEFT JOIN trade_order o ON o.id = e.id "
        f"WHERE e.buyer IN ({plain.marks(buyers)}) AND e.rank IN (0, {_REFUND})",
        tuple(buyers),
    )
    ids = uuids([row[2] for row in rows])
    deals = [
        Deal(buyer, rank > 0, row_id, at or 0, amount, currency or "", _keys(linking, values))
        for row_id, (buyer, rank, _, at, amount, currency, linking, *values) in zip(
            ids, rows, strict=True
        )
    ]
    return sorted(deals, key=lambda deal: (deal.at, deal.id), reverse=True)


def sum_of(deals: Iterable[Deal]) -> Sum:
    """Add up orders and refunds."""
    known = list(deals)
    orders = [deal for deal in known if not deal.is_refund]
    currency = next(iter(Counter(deal.currency for deal in orders).most_common(1)), ("", 0))[0]
    amounts = [
        deal.amount_minor
        for deal in orders
        if deal.currency == currency and deal.amount_minor is not None
    ]
    times = [deal.at for deal in orders if deal.at]
    return Sum(
        orders=len(orders),
        refunds=len(known) - len(orders),
        amount_minor=sum(amounts) if amounts else None,
        currency=currency,
        first_at=_EPOCH + min(times) * MICROSECOND if times else None,
        last_at=_EPOCH + max(times) * MICROSECOND if times else None,
    )


def _keys(linking: int, values: Sequence[Any]) -> frozenset[tuple[LinkKind, int]]:
    return frozenset(
        (kind, value)
        for kind, value in zip(LinkKind, values, strict=True)
        if value is not None and linking & LINKING[kind]
    )
