"""A small shop's vocabulary, one name of every type and more, and frames of its rows."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from shopwarden.rules import Term, Type, Vocabulary

STATUSES: Final = ("unpaid", "paid", "shipped")
TERMS: Final = (
    Term(name="amount", type=Type.MONEY, zh="金额", en="amount", column="amount_minor"),
    Term(name="refunded", type=Type.MONEY, zh="已退金额", en="refunded", column="refunded_minor"),
    Term(name="quantity", type=Type.INTEGER, zh="件数", en="quantity"),
    Term(
        name="buyer_refunds_30d", type=Type.INTEGER, zh="买家近30天退款次数",
        en="the buyer's refunds in 30 days", unit="refunds",
    ),
    Term(name="rate", type=Type.NUMBER, zh="退款率", en="refund rate", unit="share"),
    Term(name="known_days", type=Type.NUMBER, zh="认识天数", en="days known", unit="days"),
    Term(name="buyer", type=Type.TEXT, zh="买家", en="buyer", listed="buyer"),
    Term(name="phone", type=Type.TEXT, zh="收货电话", en="phone", listed="phone"),
    Term(name="address", type=Type.TEXT, zh="收货地址", en="address"),
    Term(name="status", type=Type.CHOICE, zh="订单状态", en="status", choices=STATUSES),
    Term(name="needs_review", type=Type.FLAG, zh="需要核对", en="needs a look"),
    Term(name="is_gift", type=Type.FLAG, zh="是赠品", en="is a gift"),
    Term(name="created_at", type=Type.TIME, zh="下单时间", en="time of order"),
    Term(name="paid_at", type=Type.TIME, zh="付款时间", en="time of payment"),
)  # fmt: skip
SHOP: Final = Vocabulary(TERMS)

_TYPES: Final[dict[Type, Any]] = {
    Type.MONEY: pl.Int64(), Type.INTEGER: pl.Int64(), Type.NUMBER: pl.Float64(),
    Type.TEXT: pl.String(), Type.CHOICE: pl.Enum(STATUSES), Type.FLAG: pl.Boolean(),
    Type.TIME: pl.Datetime("us", "UTC"),
}  # fmt: skip
SCHEMA: Final = {term.source: _TYPES[term.type] for term in TERMS}


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows, in which a missing value is null, as a frame."""
    whole = [{name: row.get(name) for name in SCHEMA} for row in rows]
    return pl.DataFrame(whole, schema=SCHEMA)
