"""The buyers of one store and who orders when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.demo import timeline
from shopwarden.demo.columns import chance, stream
from shopwarden.demo.contacts import ordinary
from shopwarden.demo.patterns import ATTACKS, HARD, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BLOCK: Final = 100_000
_MOST_ORDERS: Final = 40
_REPEAT_EXPONENT: Final = 2.2
#: Part of the attacks that come in the last hours, when they can still be stopped.
_FRESH: Final = 0.2


@dataclass(frozen=True)
class Population:
    """Buyers and their orders, the orders by time.

    Attributes
    ----------
    buyers
        One row per buyer: the columns of ``contacts.FINISHED`` and pattern.
    buyer
        Row of the buyer of each order.
    created
        Time of each order, ascending.
    """

    buyers: pl.DataFrame
    buyer: NDArray[np.int64]
    created: timeline.Times


def populate(seed: int, store: str, orders: int, *, plant: bool = True) -> Population:
    """Draw the buyers of a store with exactly that many orders."""
    rng = stream(seed, store, "population")
    planted = [(pattern, _planted(pattern, orders)) for pattern in ATTACKS] if plant else []
    attacked = sum(count for _, count in planted)
    repeats = _repeats(rng, orders - attacked)
    groups = [*planted, *_honest(len(repeats), plant=plant)]
    buyers = pl.concat(_buyers(seed, store, groups))
    buyer = np.concatenate([np.arange(attacked), np.repeat(np.arange(len(repeats)), repeats)
                            + attacked]).astype(np.int64)  # fmt: skip
    created = _created(rng, planted, orders)
    order = np.argsort(created, kind="stable")
    return Population(buyers, buyer[order], created[order])


def _planted(pattern: Pattern, orders: int) -> int:
    return max(round(pattern.share * orders), pattern.least)


def _repeats(rng: np.random.Generator, orders: int) -> NDArray[np.int64]:
    """Draw orders per buyer: most have one to three, a few come again and again."""
    sizes = np.arange(1, _MOST_ORDERS + 1)
    odds = sizes**-_REPEAT_EXPONENT
    drawn = rng.choice(sizes, size=orders, p=odds / odds.sum())
    total = np.cumsum(drawn)
    last = int(np.searchsorted(total, orders))
    counts: NDArray[np.int64] = drawn[: last + 1].copy()
    counts[-1] -= total[last] - orders
    return counts


def _honest(buyers: int, *, plant: bool) -> list[tuple[Pattern | None, int]]:
    groups: list[tuple[Pattern | None, int]] = []
    left = buyers
    for pattern in HARD if plant else ():
        count = min(max(round(pattern.share * buyers), pattern.least), left)
        groups.append((pattern, count))
        left -= count
    return [*groups, (None, left)]


def _buyers(
    seed: int, store: str, groups: list[tuple[Pattern | None, int]]
) -> Iterator[pl.DataFrame]:
    for pattern, count in groups:
        name = pattern.name if pattern else ""
        make = pattern.make if pattern else ordinary
        for start in range(0, count, _BLOCK):
            rng = stream(seed, store, "buyers", name, start)
            made = make(rng, min(_BLOCK, count - start))
            yield made.with_columns(pattern=pl.lit(name))


def _created(
    rng: np.random.Generator, planted: list[tuple[Pattern, int]], orders: int
) -> timeline.Times:
    parts = []
    for pattern, count in planted:
        if pattern.within_days:
            parts.append(timeline.waves(rng, count, pattern.least, pattern.within_days))
            continue
        fresh = chance(rng, count, _FRESH)
        parts.append(np.where(fresh, timeline.recent(rng, count), timeline.created(rng, count)))
    attacked = sum(count for _, count in planted)
    return np.concatenate([*parts, timeline.created(rng, orders - attacked)])
