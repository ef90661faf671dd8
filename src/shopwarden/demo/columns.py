"""Random text columns: every draw is a whole Polars series from a named stream."""

from __future__ import annotations

import zlib
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def stream(seed: int, *names: object) -> np.random.Generator:
    """Return the generator of one named place, independent of every other name."""
    key = zlib.crc32("/".join(map(str, names)).encode())
    return np.random.default_rng([seed, key])


def weighted(rng: np.random.Generator, weights: ArrayLike, size: int) -> NDArray[np.int64]:
    """Draw `size` indices, each in proportion to its weight."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    index: NDArray[np.int64] = np.minimum(drawn, len(edges) - 1)
    return index


def pick(
    rng: np.random.Generator,
    words: pl.Series | Sequence[str],
    size: int,
    weights: ArrayLike | None = None,
) -> pl.Series:
    """Draw `size` words, evenly or in proportion to `weights`."""
    words = pl.Series(words, dtype=pl.String)
    if weights is None:
        return words[rng.integers(0, len(words), size)]
    return words[weighted(rng, weights, size)]


def chance(rng: np.random.Generator, size: int, share: float) -> NDArray[np.bool_]:
    """Return a mask that is true for about `share` of the rows."""
    return rng.random(size) < share


def numbers(rng: np.random.Generator, low: int, high: int, size: int) -> pl.Series:
    """Draw whole numbers from `low` to `high`, both included, as text."""
    return pl.Series(rng.integers(low, high + 1, size)).cast(pl.String)


def digits(rng: np.random.Generator, width: int, size: int) -> pl.Series:
    """Draw texts of exactly `width` (at most 18) digits."""
    return pl.Series(rng.integers(0, 10**width, size)).cast(pl.String).str.zfill(width)


def repeat(text: str, size: int) -> pl.Series:
    """Return `size` times the same text."""
    return pl.Series([text]).new_from_index(0, size)


def join(*parts: pl.Series | str) -> pl.Series:
    """Concatenate columns and constants row by row; one of the first two is a column."""
    return cast("pl.Series", reduce(add, parts))


def choose(mask: NDArray[np.bool_], yes: pl.Series, no: pl.Series | str) -> pl.Series:
    """Take `yes` where the mask is true, else `no`."""
    other = repeat(no, len(yes)) if isinstance(no, str) else no
    return yes.zip_with(pl.Series(mask, dtype=pl.Boolean), other)


def fill(templates: pl.Series, **values: pl.Series) -> pl.Series:
    """Replace ``{name}`` in each template by its row of the column `name`."""
    expr = pl.col("")
    for name, column in values.items():
        expr = expr.str.replace(f"{{{name}}}", pl.lit(column), literal=True)
    return pl.DataFrame({"": templates}).select(expr).to_series()
