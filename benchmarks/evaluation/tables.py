"""Made-up histories with labels: card payments, and a shop whose devices are shared.

Seeded; the same seed writes the same table. Neither copies any outside table: only the kinds
of fraud and their shares are such as are described for simulated tables of this sort.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

DAY = 86_400
BEGIN = 1_767_225_600  # the beginning of 2026, UTC


class Size(NamedTuple):
    """How large a table of card payments is."""

    customers: int = 5_000
    terminals: int = 10_000
    days: int = 183


def payments(seed: int, size: Size) -> pl.DataFrame:
    """Card payments at terminals near their customers, with three kinds of fraud.

    Amounts above a limit; terminals that are tampered with, where everything is fraud for four
    weeks; customers whose card is used by another for two weeks, a third of whose payments
    are five times as large.
    """
    chance = np.random.default_rng(seed)
    usual = chance.uniform(5, 100, size.customers)
    often = chance.uniform(0, 4, size.customers)
    number = chance.poisson(often[:, None], (size.customers, size.days))
    customer = np.repeat(np.arange(size.customers), number.sum(axis=1))
    day = np.repeat(np.tile(np.arange(size.days), size.customers), number.ravel())
    second = np.mod(chance.normal(DAY / 2, DAY / 4.5, customer.size), DAY)
    mean = usual[customer]
    amount = np.abs(chance.normal(mean, mean / 2))
    terminal = _terminals(chance, customer, size)
    is_fraud = amount > 220
    tampered = _spells(chance, size.terminals, size.days, a_day=2, length=28)
    is_fraud |= tampered[terminal, day]
    stolen = _spells(chance, size.customers, size.days, a_day=3, length=14)
    large = stolen[customer, day] & (chance.random(customer.size) < 1 / 3)
    amount[large] *= 5
    is_fraud |= large
    table = pl.DataFrame({
        "at": ((BEGIN + day * DAY + second) * 1_000_000).astype(np.int64),
        "customer": customer, "terminal": terminal, "amount": amount.round(2),
        "fraud": is_fraud.astype(np.int8),
    })  # fmt: skip
    times = pl.col("at").cast(pl.Datetime("us")).dt.truncate("1s")
    return table.with_columns(times).sort("at", "customer").with_row_index("no")


def _terminals(
    chance: np.random.Generator, customer: NDArray[np.int64], size: Size
) -> NDArray[np.int64]:
    """Choose for each payment a terminal within five of a hundred miles of its customer."""
    homes, places = (
        chance.uniform(0, 100, (size.customers, 2)),
        chance.uniform(0, 100, (size.terminals, 2)),
    )
    near = [np.flatnonzero(((places - home) ** 2).sum(axis=1) < 25) for home in homes]
    near = [found if found.size else np.arange(1) for found in near]
    count = np.array([found.size for found in near])
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    which = (chance.random(customer.size) * count[customer]).astype(np.int64)
    return np.concatenate(near)[start[customer] + which]


def _spells(
    chance: np.random.Generator, many: int, days: int, *, a_day: int, length: int
) -> NDArray[np.bool_]:
    """Say for each of `many` on which days something is wrong with it."""
    found = np.zeros((many, days), dtype=np.bool_)
    for day in range(days):
        found[chance.choice(many, a_day, replace=False), day : day + length] = True
    return found


def shared_devices(seed: int, accounts: int = 150_000) -> pl.DataFrame:
    """First orders of new accounts; rings of 3 to 20 of them buy on one device, one by one.

    About half the fraud is in rings, which go on all year; the rest looks like anybody.
    """
    chance = np.random.default_rng(seed)
    ring = np.repeat(np.arange(600), chance.integers(3, 21, 600))
    honest = accounts - ring.size
    begins = chance.uniform(0, 360 * DAY, 600)
    at = np.concatenate([
        chance.uniform(0, 365 * DAY, honest),
        begins[ring] + chance.exponential(2 * DAY / 24, ring.size).cumsum() % (2 * DAY),
    ])  # fmt: skip
    device = np.concatenate([chance.integers(0, int(honest * 0.95), honest), ring + 10**7])
    fraud = np.concatenate([chance.random(honest) < 0.045, chance.random(ring.size) < 0.95])
    table = pl.DataFrame({
        "at": ((BEGIN + at) * 1_000_000).astype(np.int64), "user": np.arange(accounts),
        "device": device, "ip": chance.integers(0, 10**9, accounts),
        "value": chance.gamma(4, 9, accounts).round(2), "fraud": fraud.astype(np.int8),
    })  # fmt: skip
    times = pl.col("at").cast(pl.Datetime("us")).dt.truncate("1s")
    return table.with_columns(times).sort("at", "user").with_row_index("no")


_MAPPING = """kind = "orders"
platform = "bank"
shop = "main"
[fields]
id = "no"
created_at = {{ column = "at", format = "%Y-%m-%d %H:%M:%S", zone = "UTC" }}
label = "fraud"
{fields}
"""


def write(table: pl.DataFrame, path: Path, fields: dict[str, str]) -> Path:
    """Write `table` as csv with its mapping beside it; return the mapping."""
    table.write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S")
    lines = "\n".join(f'{field} = "{column}"' for field, column in fields.items())
    mapping = path.with_suffix(".toml")
    mapping.write_text(_MAPPING.format(fields=lines), encoding="utf-8")
    return mapping
