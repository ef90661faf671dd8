"""The goods: women's clothes and things for the home, and what lands in a basket."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.demo.columns import chance, choose, digits, join, pick, weighted
from shopwarden.demo.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINES: Final = (0.74, 0.18, 0.06, 0.02)
MOST_LINES: Final = len(_LINES)
_FREE_POST_FROM: Final = 5900


@dataclass(frozen=True)
class Baskets:
    """Orders' goods; amounts in fen.

    Attributes
    ----------
    lines
        One row per line: order (row of the order), rank, item, sku, code, title, price,
        quantity, goods (price times quantity), paid (after the discount, without postage).
    goods, discount, post, quantity, kinds
        Per order.
    """

    lines: pl.DataFrame
    goods: NDArray[np.int64]
    discount: NDArray[np.int64]
    post: NDArray[np.int64]
    quantity: NDArray[np.int64]
    kinds: NDArray[np.int64]
    titles: pl.Series


@cache
def _catalogue() -> pl.DataFrame:
    """One row per sku, with its item's weight spread over the skus."""
    items = pl.DataFrame(words()["items"]).with_row_index("item")
    popularity = 1 / (1.0 + pl.col("item").cast(pl.Float64)) ** 0.6
    return (
        items.with_columns(weight=popularity / pl.col("skus").list.len())
        .explode("skus")
        .rename({"skus": "sku"})
        .with_row_index("row")
        .with_columns(
            item_id=pl.format("6{}48", (pl.col("item") * 7919 + 10_000_019).cast(pl.String)),
            sku_id=pl.format("5{}", (pl.col("row") * 104_729 + 100_000_007).cast(pl.String)),
            code=pl.format("MM{}-{}", pl.col("item").cast(pl.String).str.zfill(3),
                           pl.col("row").cast(pl.String).str.zfill(2)),
        )
    )  # fmt: skip


def baskets(rng: np.random.Generator, size: int) -> Baskets:
    """Draw the goods of `size` orders."""
    kinds = 1 + weighted(rng, _LINES, size)
    owner = np.repeat(np.arange(size), kinds)
    starts = np.cumsum(kinds) - kinds
    catalogue = _catalogue()
    row = _skus(rng, catalogue["weight"].to_numpy(), owner, np.arange(len(owner)) - starts[owner])
    lines = catalogue[row].select("item_id", "sku_id", "sku", "code", "title", "price")
    quantity = 1 + weighted(rng, (0.86, 0.1, 0.03, 0.01), len(owner))
    goods = lines["price"].to_numpy() * quantity
    percent = np.array([100, 95, 90, 88])[weighted(rng, (0.6, 0.2, 0.15, 0.05), size)][owner]
    share = goods * percent // 100
    total = np.add.reduceat(goods, starts)
    far = chance(rng, size, 0.3)
    post = np.where(total >= _FREE_POST_FROM, 0, np.where(far, 1000, 600))
    return Baskets(
        lines=lines.with_columns(order=owner, rank=np.arange(len(owner)) - starts[owner],
                                 quantity=quantity, goods=goods, paid=share),
        goods=total,
        discount=total - np.add.reduceat(share, starts),
        post=post,
        quantity=np.add.reduceat(quantity, starts),
        kinds=kinds,
        titles=_titles(lines["title"], starts, kinds),
    )  # fmt: skip


def _skus(
    rng: np.random.Generator,
    weights: NDArray[np.float64],
    owner: NDArray[np.int64],
    rank: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Draw a sku per line; an order never holds one twice."""
    first = weighted(rng, weights, len(owner))[np.flatnonzero(rank == 0)][owner]
    # Each further line comes from a quarter of the catalogue of its own.
    quarter = len(weights) // MOST_LINES
    step = rank * quarter + np.where(rank > 0, rng.integers(0, quarter, len(owner)), 0)
    row: NDArray[np.int64] = (first + step) % len(weights)
    return row


def _titles(titles: pl.Series, starts: NDArray[np.int64], kinds: NDArray[np.int64]) -> pl.Series:
    joined = titles[starts]
    for rank in range(1, MOST_LINES):
        has_more = kinds > rank
        next_title = titles[np.where(has_more, starts + rank, starts)]
        joined = choose(has_more, join(joined, "，", next_title), joined)
    return joined


@cache
def _carriers() -> pl.DataFrame:
    return pl.DataFrame(words()["carriers"])


def waybills(rng: np.random.Generator, size: int) -> tuple[pl.Series, pl.Series]:
    """Draw carriers and waybill numbers of their shape."""
    carriers = _carriers()
    row = weighted(rng, carriers["share"].to_numpy(), size)
    tail = digits(rng, 13, size).str.slice(0, carriers["digits"][row])
    return carriers["name"][row], join(carriers["head"][row], tail)


def remarks(rng: np.random.Generator, size: int, name: str, share: float) -> pl.Series:
    """Draw messages or memos for some orders; a few hold commas, quotes and line breaks."""
    text = pick(rng, words()["shop"][name], size)
    awkward = join(text, pick(rng, [',"加急"', "\n第二行：谢谢", ",要发票"], size))
    text = choose(chance(rng, size, 0.04), awkward, text)
    return choose(chance(rng, size, share), text, "")
