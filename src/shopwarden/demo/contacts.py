"""Drafts of buyers: the parts of a receiver, put together at the end.

A pattern starts from ``draft``, changes what makes it special, and ends with ``finish``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.demo import details, people
from shopwarden.demo.columns import chance, choose, join, pick, repeat, weighted
from shopwarden.demo.places import Places, places
from shopwarden.demo.words import lists, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

#: How people write province, city and district, and how often.
ALL_STYLES: Final[Mapping[str, float]] = {
    "spaced": 0.48, "joined": 0.26, "city_only": 0.09, "short": 0.07, "twice": 0.07, "comma": 0.03,
}  # fmt: skip
#: Only the ways that name every level in full.
FULL_STYLES: Final[Mapping[str, float]] = {"spaced": 0.6, "joined": 0.4}
_SEPARATORS: Final = {"spaced": " ", "twice": " ", "comma": "，"}

FINISHED: Final = (
    "nick", "name", "phone", "province", "city", "district", "town", "detail", "address",
)  # fmt: skip


def draft(
    rng: np.random.Generator,
    size: int,
    *,
    kind: str = "now",
    where: NDArray[np.bool_] | None = None,
    rows: NDArray[np.int64] | None = None,
    styles: Mapping[str, float] = ALL_STYLES,
) -> pl.DataFrame:
    """Draw ordinary receivers at places of one kind.

    Returns
    -------
    pl.DataFrame
        nick, name, phone, place (row of that kind), province, city, district, lead (the three
        as written), gap (separator), town, road, detail, note.
    """
    source = places(kind)
    place = source.draw(rng, size, where) if rows is None else rows
    style = weighted(rng, list(styles.values()), size)
    provinces = source.column("province", place)
    road = source.roads.take(rng, place)
    town, detail = _below_district(rng, source, place, road)
    return pl.DataFrame(
        {
            "nick": people.nicks(rng, size),
            "name": people.full_names(rng, size),
            "phone": people.phones(rng, provinces),
            "place": place,
            "province": provinces,
            "city": source.column("city", place),
            "district": source.column("district", place),
            "lead": _leads(source, place, style, list(styles)),
            "gap": pl.Series([_SEPARATORS.get(name, "") for name in styles])[style],
            "town": town,
            "road": road,
            "detail": detail,
            "note": repeat("", size),
        }
    )


def _leads(
    source: Places, place: NDArray[np.int64], style: NDArray[np.int64], names: list[str]
) -> pl.Series:
    ways = pl.concat([source.table.get_column(name) for name in names])
    return ways[style * source.table.height + place]


def _below_district(
    rng: np.random.Generator, source: Places, place: NDArray[np.int64], road: pl.Series
) -> tuple[pl.Series, pl.Series]:
    size = len(place)
    rural = source.towns.take(rng, place)
    in_village = chance(rng, size, 0.12) & (rural != "").to_numpy()
    area = choose(chance(rng, size, 0.7), source.areas.take(rng, place), "")
    kind = rng.random(size)
    detail = choose(kind < 0.55, details.road(rng, road), details.estate(rng, road))
    detail = choose(kind > 0.93, details.office(rng, road), detail)
    detail = choose(in_village, details.village(rng, size), detail)
    return choose(in_village, rural, area), detail


def finish(rng: np.random.Generator, frame: pl.DataFrame, *, postcode: bool = True) -> pl.DataFrame:
    """Write the address of each draft and keep the columns of ``FINISHED``."""
    gap = pl.col("gap")
    inner = pl.when(pl.col("town") == "").then(pl.lit("")).otherwise(gap)
    # Older exports add the postcode of the form, which nobody fills in.
    code = choose(
        chance(rng, frame.height, 0.2 if postcode else 0), repeat(" (000000)", frame.height), ""
    )
    tail = pl.when(gap == " ").then(pl.lit(code)).otherwise(pl.lit(""))
    address = pl.concat_str("lead", gap, "town", inner, "detail", "note", tail)
    return frame.with_columns(
        address.str.strip_chars(" ，").alias("address"), detail=pl.concat_str("detail", "note")
    ).select(FINISHED)


def ordinary(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Draw buyers with nothing special about them."""
    frame = draft(rng, size)
    wide = pl.col("detail").str.replace_many(list("0123456789"), list("０１２３４５６７８９"))
    is_wide = pl.Series(chance(rng, size, 0.006))
    return finish(rng, frame.with_columns(pl.when(is_wide).then(wide).otherwise("detail")
                                          .alias("detail")))  # fmt: skip


def traditional(column: str) -> pl.Expr:
    """Write a column with the traditional forms of common characters."""
    forms = words()["traditional"]
    return pl.col(column).str.replace_many(list(forms), list(forms.values()))


def notes(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw what is meant for the courier."""
    lead = pick(rng, ["", " ", "，"], size)
    return join(lead, pick(rng, lists("details", "notes"), size))
