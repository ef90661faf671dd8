"""Where buyers live: real divisions and roads, hand-written in ``data/places.csv``.

Each row has a kind: ``now`` (a division of today), ``old`` (an abolished name people still
write), ``local`` (what the people there say instead of the official name), ``cityroad``
(roads named after other cities), ``funny`` (real names that look like a joke) and ``typo``
(a division that exists nowhere).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.demo.columns import weighted
from shopwarden.demo.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

MUNICIPALITIES: Final = ("北京市", "上海市", "天津市", "重庆市")
OVERSEAS: Final = ("香港特别行政区", "澳门特别行政区", "台湾省")
_PROVINCE_TAIL: Final = r"(省|市|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)$"


@dataclass(frozen=True)
class Pool:
    """A list of words per place row, stored flat."""

    values: pl.Series
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, lists: pl.Series) -> Pool:
        """Flatten a column of lists; the last value stands for an empty list."""
        counts = lists.list.len().to_numpy().astype(np.int64)
        flat = lists.filter(lists.list.len() > 0).explode()
        return cls(flat.append(pl.Series([""])), np.cumsum(counts) - counts, counts)

    def take(self, rng: np.random.Generator, rows: NDArray[np.int64]) -> pl.Series:
        """Draw one word for each place row; empty where that row has none."""
        counts = self.counts[rows]
        index = self.starts[rows] + (rng.random(len(rows)) * counts).astype(np.int64)
        return self.values[np.where(counts > 0, index, len(self.values) - 1)]


@dataclass(frozen=True)
class Places:
    """The place rows of one kind.

    Attributes
    ----------
    table
        province, city, district and one column per way of writing them (``spaced``,
        ``joined``, ``city_only``, ``short``, ``twice``, ``comma``); ``top_spaced`` and
        ``top_joined`` end with the city.
    streets, towns, areas, roads
        Words per row; ``areas`` are streets and towns together.
    """

    table: pl.DataFrame
    weights: NDArray[np.float64]
    streets: Pool
    towns: Pool
    areas: Pool
    roads: Pool

    def draw(
        self, rng: np.random.Generator, size: int, where: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Draw place rows by population, only those of the mask `where` if given."""
        mask = np.ones(len(self.weights), dtype=np.bool_) if where is None else where
        return weighted(rng, self.weights * mask, size)

    def column(self, name: str, rows: NDArray[np.int64]) -> pl.Series:
        """Return one column of the table for the given place rows."""
        return self.table.get_column(name)[rows]

    @property
    def mainland(self) -> NDArray[np.bool_]:
        """Mask of the rows outside Hong Kong, Macao and Taiwan."""
        return ~self.table.get_column("province").is_in(OVERSEAS).to_numpy()


@cache
def places(kind: str) -> Places:
    """Return the place rows of `kind`."""
    rows = _read().filter(pl.col("kind") == kind)
    table = rows.select("province", "city", "district", *_ways_of_writing())
    inhabitants = words()["population"]
    weights = rows.select(
        pl.col("province").replace_strict(inhabitants, default=500, return_dtype=pl.Float64)
        / pl.len().over("province")
    )
    lists = rows.select(_words(name) for name in ("streets", "towns", "roads"))
    return Places(
        table=table,
        weights=weights.to_series().to_numpy(),
        streets=Pool.of(lists["streets"]),
        towns=Pool.of(lists["towns"]),
        areas=Pool.of(lists.select(pl.concat_list("streets", "towns")).to_series()),
        roads=Pool.of(lists["roads"]),
    )


@cache
def _read() -> pl.DataFrame:
    path = files("shopwarden.demo") / "data" / "places.csv"
    return pl.read_csv(path.read_bytes(), infer_schema=False).fill_null("")


def _words(name: str) -> pl.Expr:
    return pl.col(name).str.split(";").list.eval(pl.element().filter(pl.element() != ""))


def _ways_of_writing() -> list[pl.Expr]:
    is_municipality = pl.col("city").is_in(MUNICIPALITIES)
    short_province = pl.col("province").str.replace(_PROVINCE_TAIL, "")
    short_city = pl.col("city").str.replace("市$", "")
    # The marketplace's own form names a municipality twice: 北京 北京市 朝阳区.
    first = pl.when(is_municipality).then(short_province).otherwise(pl.col("province"))
    once = pl.when(is_municipality).then(pl.lit("")).otherwise(pl.col("province"))
    top_spaced, top_joined = first + " " + pl.col("city"), once + pl.col("city")
    spaced = (top_spaced + " " + pl.col("district")).str.strip_chars(" ")
    joined = top_joined + pl.col("district")
    stem = pl.when(is_municipality).then(pl.lit("")).otherwise(short_province)
    return [
        top_spaced.alias("top_spaced"),
        top_joined.alias("top_joined"),
        spaced.alias("spaced"),
        joined.alias("joined"),
        (pl.col("city") + pl.col("district")).alias("city_only"),
        (stem + short_city + pl.col("district")).alias("short"),
        (spaced + " " + joined).alias("twice"),
        spaced.str.replace_all(" ", "，").alias("comma"),
    ]
