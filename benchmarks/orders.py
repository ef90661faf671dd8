"""Made-up orders of a large shop as a Parquet file and its mapping, of any size and seeded.

Seven of ten orders are a buyer's first; the others come from a heavy tail of buyers, to the
address they always use. Items have a heavier tail still. Some devices are a household's, few a
ring's; few phones are shared.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from addresses.atlas import chains

DAYS = 180
FIRST_ORDERS = 0.7
ORDERS_OF_AN_ITEM = 50
PART = 1_000_000
FIRST_DAY = 1_767_225_600
WORDS = list("建设人民解放学院通惠振华文化迎宾和平友谊新青年工农滨江环城站前兴业祥")
ROADS = [f"{one}{other}{kind}" for one in WORDS for other in WORDS for kind in ("路", "街", "大道")]
NAMES = list("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗")
GIVEN = list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红")
MAPPING = """
kind = "orders"
platform = "bench"
shop = "main"

[fields]
id = "order_no"
buyer = "customer"
receiver_name = "name"
phone = "mobile"
address = "ship_to"
device = "device"
item = "sku"
amount = { column = "total", unit = "minor", currency = "CNY" }
created_at = { column = "ts" }
"""


def write_orders(folder: Path, orders: int, seed: int = 5) -> tuple[Path, Path]:
    """Write `orders` orders and their mapping; return both files."""
    path, mapping = folder / f"orders-{orders}.parquet", folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    chance = np.random.default_rng(seed)
    buyers = int(orders * FIRST_ORDERS)
    buyer = np.concatenate(
        [np.arange(buyers), (buyers * chance.random(orders - buyers) ** 3).astype(np.int64)]
    )
    chance.shuffle(buyer)
    at = np.sort(chance.integers(0, DAYS * 86_400_000_000, orders)) + FIRST_DAY * 1_000_000
    parts = []
    for first in range(0, orders, PART):
        rows = slice(first, first + PART)
        parts.append(folder / f"part-{first}.parquet")
        _orders(first, buyer[rows], at[rows], orders // ORDERS_OF_AN_ITEM, chance).write_parquet(
            parts[-1]
        )
    pl.scan_parquet(parts).sink_parquet(path, row_group_size=PART // 4)
    for written in parts:
        written.unlink()
    return path, mapping


def _orders(
    first: int, buyer: np.ndarray, at: np.ndarray, items: int, chance: np.random.Generator
) -> pl.DataFrame:
    size = buyer.size
    ids = np.arange(first, first + size)
    return pl.DataFrame(
        {
            "order_no": pl.Series(5_000_000_000_000_000 + ids).cast(pl.String),
            "customer": "b" + pl.Series(buyer).cast(pl.String),
            "name": _pick(NAMES, _hash(buyer, 1))
            + _pick(GIVEN, _hash(buyer, 2))
            + _pick(GIVEN, _hash(buyer, 3)),
            "mobile": pl.Series(13_000_000_000 + _shared(buyer, 4, 200, 3)).cast(pl.String),
            "ship_to": _addresses(buyer),
            "device": "d" + pl.Series(_shared(buyer, 5, 50, 2)).cast(pl.String),
            "sku": "i"
            + pl.Series((items * chance.random(size) ** 4).astype(np.int64)).cast(pl.String),
            "total": np.exp(chance.normal(9, 1, size)).astype(np.int64) + 100,
            "ts": pl.Series(at).cast(pl.Datetime("us", "UTC")),
        }
    )


def _addresses(buyer: np.ndarray) -> pl.Series:
    """Return the address of each buyer; one of 200 names a district of somewhere else."""
    every = chains()
    province, rest = [chain.province for chain in every], ["".join(chain[1:]) for chain in every]
    place = _hash(buyer, 6) % len(every)
    strays = np.where(_hash(buyer, 7) % 200 == 0, _hash(buyer, 8) % len(every), place)

    def number(salt: int, most: int) -> pl.Series:
        return pl.Series(_hash(buyer, salt) % most + 1).cast(pl.String)

    return (
        _pick(province, place) + _pick(rest, strays) + _pick(ROADS, _hash(buyer, 9))
        + number(10, 999) + "号" + number(11, 60) + "幢" + number(12, 4) + "单元"
        + number(13, 30) + "0" + number(14, 8) + "室"
    )  # fmt: skip


def _shared(buyer: np.ndarray, salt: int, one_in: int, most: int) -> np.ndarray:
    """Return a number of each buyer's own, which few share with up to `most` neighbours."""
    together = np.where(_hash(buyer // 64, salt) % 2_000 == 0, 16, most)
    is_shared = (_hash(buyer // together, salt) % one_in == 0) | (together == 16)
    return np.where(is_shared, buyer // together * together, buyer)


def _hash(numbers: np.ndarray, salt: int) -> np.ndarray:
    salted = salt * 0xBF58476D1CE4E5B9 % (1 << 64)
    found = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salted)
    found ^= found >> np.uint64(29)
    found *= np.uint64(0x94D049BB133111EB)
    return (found >> np.uint64(33)).astype(np.int64)


def _pick(values: list[str], at: np.ndarray) -> pl.Series:
    return pl.Series(values).gather(at % len(values))


if __name__ == "__main__":
    write_orders(Path(sys.argv[1]), int(sys.argv[2]))
