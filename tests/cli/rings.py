"""A made-up table of a web shop: who signed up and bought when, on which device, and who was bad.

Everybody buys once. Honest accounts have a device each, share one in a household of two, or
get one second-hand months later. A ring opens three to twenty accounts on one device and buys
with each within seconds to hours. As many bad accounts again have a device of their own, which
nothing shared can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

import polars as pl

_YEAR: Final = 365 * 86_400
_START: Final = datetime(2025, 1, 1)  # noqa: DTZ001 - the table states no zone; its mapping does
MAPPING: Final = """
kind = "orders"
platform = "web"
shop = "main"

[fields]
id = "user_id"
buyer = "user_id"
device = "device_id"
ip = "ip_address"
amount = { column = "purchase_value", currency = "USD" }
created_at = { column = "purchase_time", zone = "UTC" }
label = "class"
"""


def ring_table(*, rings: int, honest: int, seed: int) -> pl.DataFrame:
    """Return the table: a row per account, in no order."""
    chance = Random(seed)
    rows = [*_honest(chance, honest), *_rings(chance, rings)]
    chance.shuffle(rows)
    devices = {row["device_id"] for row in rows}
    code = dict(zip(sorted(devices), chance.sample(range(10**9), len(devices)), strict=True))
    return pl.DataFrame(
        [
            {"user_id": 100_000 + number, **row, "device_id": f"D{code[row['device_id']]:09}"}
            for number, row in enumerate(rows)
        ]
    )


def _honest(chance: Random, accounts: int) -> Iterator[dict[str, object]]:
    device, made = 0, 0
    while made < accounts:
        device += 1
        # One in twelve devices is used by two, one in sixty by three in the course of the year.
        lot = chance.random()
        users = 3 if lot < 1 / 60 else 2 if lot < 1 / 12 else 1
        for _ in range(users):
            signup = chance.uniform(0, _YEAR)
            made += 1
            yield _row(
                chance, f"h{device}", _ip(chance), signup, chance.uniform(60, 90 * 86_400), 0
            )


def _rings(chance: Random, rings: int) -> Iterator[dict[str, object]]:
    for ring in range(rings):
        address, start = _ip(chance), chance.uniform(0, _YEAR)
        accounts = chance.randint(3, 20)
        for member in range(accounts):
            # The account that opens a ring is sometimes an honest customer's.
            label = int(member > 0 or chance.random() < 0.5)
            delay = chance.choice([1, chance.uniform(1, 3600), chance.uniform(3600, 6 * 3600)])
            signup = start + chance.uniform(0, 12 * 86_400)
            yield _row(chance, f"r{ring}", address, signup, delay, label)
        for lone in range(accounts * 9 // 10):
            signup = chance.uniform(0, _YEAR)
            yield _row(chance, f"l{ring}-{lone}", _ip(chance), signup, chance.uniform(1, 9e6), 1)


def _row(
    chance: Random, device: str, ip: float, signup: float, delay: float, label: int
) -> dict[str, object]:
    return {
        "signup_time": f"{_START + timedelta(seconds=int(signup)):%Y-%m-%d %H:%M:%S}",
        "purchase_time": f"{_START + timedelta(seconds=int(signup + delay)):%Y-%m-%d %H:%M:%S}",
        "purchase_value": chance.randint(9, 150),
        "device_id": device,
        "source": chance.choice(["SEO", "Ads", "Direct"]),
        "browser": chance.choice(["Chrome", "Safari", "IE"]),
        "sex": chance.choice("MF"),
        "age": chance.randint(18, 70),
        "ip_address": ip,
        "class": label,
    }


def _ip(chance: Random) -> float:
    return round(chance.uniform(1e7, 4e9), 5)
