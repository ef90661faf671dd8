"""Rows as spreadsheets and careless tools leave them: none of them can be read as an order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from shopwarden.demo.formats.layout import Layout
    from shopwarden.demo.orders import Batch

_KEPT_COLUMNS: Final = 20
#: Column and the text that stands there instead.
_SPOILT: Final = (
    ("订单编号", "3.53E+18"),
    ("订单编号", '="3531000160000000000"'),
    ("买家实际支付金额", "一百二十八元"),
    ("订单创建时间", "昨天下午"),
    ("买家会员名", '"正月初一'),
)


def damaged_lines(batch: Batch, layout: Layout) -> list[str]:
    """Return damaged copies of some ordinary orders, under numbers no order has."""
    is_plain = (pl.col("pattern") == "") & (pl.col("message") == "") & (pl.col("memo") == "")
    rows = batch.orders.filter(is_plain).head(len(_SPOILT) + 1)
    number = pl.int_range(pl.len()).cast(pl.String)
    rows = rows.with_columns(id=pl.lit("3599000000000") + number + pl.lit("77231"))
    cells = [list(row) for row in layout.text(replace(batch, orders=rows)).iter_rows()]
    for row, (column, text) in zip(cells, _SPOILT, strict=False):
        row[layout.header.index(column)] = text
    # A small shop may have no ordinary order in its first batch.
    cut = [row[:_KEPT_COLUMNS] for row in cells[-1:]]
    return [",".join(row) for row in cells[:-1] + cut]
