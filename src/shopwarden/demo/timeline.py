"""When orders are placed, paid, shipped, signed and finished.

All times are Chinese wall-clock times with whole seconds; ``NaT`` means not (yet) happened.
Everything ends at one fixed moment, so that the same numbers always give the same files.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shopwarden.demo.columns import chance, weighted

Times: TypeAlias = NDArray[np.datetime64]

DAYS: Final = 90
END: Final = np.datetime64("2026-11-18T20:00:00", "s")
SHIP_WITHIN: Final = np.timedelta64(48 * 3600, "s")
NEVER: Final = np.datetime64("NaT", "s")

_HOURS: Final = (14, 7, 4, 3, 2, 3, 6, 12, 22, 36, 46, 44, 44, 46, 46, 44, 42, 40, 40, 48, 62,
                 70, 58, 32)  # fmt: skip
_SALE_DAYS: Final = {"2026-09-09": 2.0, "2026-10-31": 2.5, "2026-11-10": 1.6, "2026-11-11": 5.0}


def seconds(values: NDArray[np.float64]) -> NDArray[np.timedelta64]:
    """Turn numbers of seconds into time spans."""
    return values.astype(np.int64).astype("timedelta64[s]")


def created(rng: np.random.Generator, size: int) -> Times:
    """Draw order times over the window: weekends, evenings and sale days are busier."""
    days = END.astype("datetime64[D]") - np.arange(DAYS - 1, -1, -1)
    weekday = (days.astype(np.int64) + 3) % 7
    weights = 1.0 + 0.15 * (weekday >= 5) + np.linspace(0, 0.2, DAYS)
    for day, factor in _SALE_DAYS.items():
        weights[days == np.datetime64(day)] *= factor
    day = days[weighted(rng, weights, size)].astype("datetime64[s]")
    hour = weighted(rng, _HOURS, size)
    times = day + seconds(hour * 3600.0 + rng.random(size) * 3600)
    # What falls after the end of the last day belongs to an earlier day.
    earlier: Times = np.where(times > END, times - np.timedelta64(DAYS // 2, "D"), times)
    return earlier


def recent(rng: np.random.Generator, size: int) -> Times:
    """Draw order times of the last forty hours."""
    return END - seconds(rng.random(size) * 40 * 3600 + 1)


def waves(rng: np.random.Generator, size: int, group: int, days: int) -> Times:
    """Draw order times so that each group of neighbours orders within some days."""
    groups = np.arange(size) // group
    span = (DAYS - 2 * days - 2) * 86400
    start = rng.random(int(groups[-1]) + 1) * span
    # A short last group joins the one before it.
    start[-1] = start[max(size // group - 1, 0)]
    offset = start[groups] + rng.random(size) * days * 86400
    return END - np.timedelta64(DAYS - 1, "D") + seconds(offset)


def column(times: Times) -> pl.Series:
    """Turn times into a Polars column, ``NaT`` into null."""
    return pl.Series(times.astype("datetime64[ms]"))


def until_end(times: Times) -> Times:
    """Forget what has not happened by the end."""
    return np.where(times <= END, times, NEVER)


def paid(rng: np.random.Generator, placed: Times) -> Times:
    """Draw payment times; about one order in twenty is never paid."""
    size = len(placed)
    wait = rng.exponential(90, size) + 15
    wait = np.where(chance(rng, size, 0.06), rng.random(size) * 72_000, wait)
    times = until_end(placed + seconds(wait))
    return np.where(chance(rng, size, 0.05), NEVER, times)


def shipped(rng: np.random.Generator, pay: Times) -> Times:
    """Draw shipping times: within a day mostly, one in twenty late, never at night."""
    times = pay + seconds(rng.lognormal(np.log(18 * 3600), 0.6, len(pay)))
    hour = times.astype("datetime64[h]").astype(np.int64) % 24
    to_morning = np.where(hour < 8, (9 - hour) * 3600, 0)
    return until_end(times + to_morning.astype("timedelta64[s]"))


def signed(rng: np.random.Generator, ship: Times) -> Times:
    """Draw arrival times."""
    return until_end(ship + seconds((1.2 + rng.gamma(3, 0.9, len(ship))) * 86400))


def finished(rng: np.random.Generator, sign: Times) -> Times:
    """Draw confirmation times: soon, or after ten days by itself."""
    days = np.where(chance(rng, len(sign), 0.45), rng.exponential(1.2, len(sign)), 10)
    return until_end(sign + seconds(np.minimum(days, 10) * 86400))
