"""Files that are no marketplace's: the shop's own table, the bad list, the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from shopwarden.demo.attacks import bad_list
from shopwarden.demo.columns import digits, join, stream
from shopwarden.demo.patterns import ATTACKS, HARD

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.demo.orders import Batch

CODES: Final = {pattern.name: pattern.code for pattern in (*ATTACKS, *HARD)}
_STATES: Final = {
    "unpaid": "待付款", "paid": "已付款", "shipped": "已发货", "signed": "已签收",
    "finished": "已完成", "closed_unpaid": "已取消", "closed_refunded": "已退款",
}  # fmt: skip
_MAPPING: Final = """\
# Generated data. How the columns of any-table.parquet map to an order.
kind = "orders"
platform = "myshop"
shop = "{shop}"

[fields]
id = "order_no"
buyer = "nick"
receiver_name = "receiver"
phone = "mobile"
address = "addr"
title = "goods"
quantity = "qty"
amount = {{ column = "total", unit = "major", currency = "CNY" }}
created_at = {{ column = "ts", format = "%Y-%m-%d %H:%M:%S", zone = "Asia/Shanghai" }}
paid_at = {{ column = "paid_ts", format = "%Y-%m-%d %H:%M:%S", zone = "Asia/Shanghai" }}
status = "state"

[status]
{states}
"""


class TableSink:
    """A Parquet table of the shop's own making, held in memory until it is closed."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._path = path
        self._parts: list[pl.DataFrame] = []

    def add(self, batch: Batch) -> None:
        """Keep the rows of a batch."""
        self.rows += batch.orders.height
        self._parts.append(
            batch.orders.select(
                order_no="id",
                nick="nick",
                receiver="name",
                mobile="phone",
                addr="address",
                goods="titles",
                qty="quantity",
                total=pl.col("due") / 100,
                ts="created",
                paid_ts=pl.when(pl.col("paid") != "").then("paid"),
                state=pl.col("status").replace_strict(_STATES, return_dtype=pl.String),
            )
        )

    def close(self) -> None:
        """Write the table."""
        pl.concat(self._parts).write_parquet(self._path)


class TruthSink:
    """What was planted: subject_kind, subject_id, pattern, code."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self.patterns: dict[str, int] = dict.fromkeys(CODES, 0)
        self._file = path.open("wb")
        self._file.write(b"subject_kind,subject_id,pattern,code\n")

    def add(self, batch: Batch) -> None:
        """Write the planted orders of a batch."""
        planted = batch.orders.filter(pl.col("pattern") != "").select(
            subject_kind=pl.lit("order"),
            subject_id="id",
            pattern="pattern",
            code=pl.col("pattern").replace_strict(CODES, return_dtype=pl.String),
        )
        planted.write_csv(self._file, include_header=False, quote_style="never")
        self.rows += planted.height
        for pattern, count in planted["pattern"].value_counts().iter_rows():
            self.patterns[pattern] += count

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def write_mapping(path: Path, shop: str) -> None:
    """Write the mapping file of the shop's own table."""
    states = "\n".join(f'"{text}" = "{state}"' for state, text in _STATES.items())
    path.write_text(_MAPPING.format(shop=shop, states=states), encoding="utf-8")


def write_bad_list(path: Path) -> int:
    """Write the bad list, a few entries of which nobody uses; return its rows."""
    unused = join("13", digits(stream(0, "bad list", "unused"), 9, 4))
    rows = pl.concat(
        [bad_list(), pl.DataFrame({"value": unused}).select(kind=pl.lit("phone"), value="value")]
    )
    rows.write_csv(path)
    return rows.height
