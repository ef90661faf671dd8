"""The identity of a place: one key for one flat, however it is written.

A key names division, place and flat, for example ``330110/文1西路/969/3/2/501``:

* the county, or the city where no county is known; without either there is no key. Township and
  province do not count: buyers leave them out.
* the place: road, lane and door number; without a number the village, the estate or the house.
  With a number the estate does not count, as the number alone is enough.
* building, unit and room; the floor only where the room does not tell it.

Width, traditional forms, Chinese digits, separators and the words of buildings (幢, 栋, 号楼, 座,
#) make no difference, nor do notes to the courier and stray letters between the parts.

What it cannot see: that an estate and a road with its number are one place when each is written
without the other; that a county holds two roads of one name in different townships; a unit or a
county left out; and a slip inside a name, such as 文二路 for 文三路.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from shopwarden.places import key_forms as forms
from shopwarden.places import plain_keys
from shopwarden.places.parse import parse_address, parse_addresses

if TYPE_CHECKING:
    from shopwarden.places.address import Address

KEY_COLUMNS: Final = (
    "code", "town", "village", "road", "lane", "number", "building", "unit", "floor", "room", "poi",
)  # fmt: skip


def place_key(address: Address | str) -> str | None:
    """Return the key of the place of one address, null if no place can be told.

    >>> place_key("浙江省杭州市余杭区五常街道文一西路969号3幢2单元501室")
    '330110/文1西路/969/3/2/501'
    >>> place_key("杭州余杭区文一西路九六九號 3-2-501")
    '330110/文1西路/969/3/2/501'
    """
    parsed = parse_address(address) if isinstance(address, str) else address
    return plain_keys.key_of(parsed)


def place_keys(addresses: pl.DataFrame | pl.Series) -> pl.Series:
    """Return the key of the place of every address, null where no place can be told.

    Parameters
    ----------
    addresses
        Addresses as written, or what ``parse_addresses`` made of them.
    """
    parsed = parse_addresses(addresses) if isinstance(addresses, pl.Series) else addresses
    written, written_as = forms.pairs()
    joined = pl.concat_str([_region(), _place(), *_flat()], separator=forms.JOINT).str.replace_many(
        written, written_as, leftmost=True
    )
    keys = parsed.lazy().select(pl.when(_is_told()).then(joined).alias("key")).collect()["key"]
    return _without_tens(keys)


def _region() -> pl.Expr:
    return pl.col("code").str.head(forms.COUNTY)


def _is_told() -> pl.Expr:
    """Whether city and place are known: a road alone is none."""
    is_city = _region().str.tail(len(forms.NO_CITY)) != forms.NO_CITY
    is_city |= pl.col("code").str.head(2).is_in(forms.CITIES)
    has_number = pl.col("number").is_not_null()
    has_flat = pl.any_horizontal(pl.col("building", "room").is_not_null())
    has_name = pl.any_horizontal(pl.col("village", "poi").is_not_null())
    has_road = pl.any_horizontal(pl.col("road", "lane", "town").is_not_null())
    return is_city & (has_name | (has_road & (has_number | has_flat)))


def _place() -> pl.Expr:
    """Return village, road, lane, door number and name of a place, as far as they count."""
    number, road, poi = pl.col("number"), pl.col("road"), pl.col("poi")
    village = pl.col("village")
    has_number, has_road = number.is_not_null(), road.is_not_null()
    has_poi = poi.is_not_null()
    is_community = village.str.contains(forms.COMMUNITY)
    counts = ~(has_road & has_number) & ~(is_community & (has_poi | has_road))
    is_named = has_road | village.is_not_null()
    nameless = ~is_named & ~has_poi & pl.col("lane").is_null()
    parts = [
        pl.when(nameless).then(pl.col("town").str.replace(forms.TOWN_END, "")),
        pl.when(counts).then(village),
        pl.when(has_number | ~has_poi).then(road.str.replace_all(forms.LETTER, "")),
        pl.col("lane"),
        number,
        pl.when(~has_number | ~is_named).then(poi.str.replace_all(forms.STRAY_LETTER, "$1$2")),
    ]
    return pl.concat_str(parts, separator=forms.JOINT, ignore_nulls=True)


def _flat() -> list[pl.Expr]:
    """Return building, unit and room."""
    room = pl.col("room").str.strip_chars_end(forms.ROOM_WORDS)
    floor = pl.col("floor").str.strip_chars_end(forms.FLOOR_WORDS).str.replace(forms.BASEMENT, "-")
    # 5楼01室 and 5楼1号 are 501室, 18楼A室 is 18A.
    size = room.str.len_chars()
    gap = pl.when((size == 1) & room.str.contains(r"\d")).then(pl.lit("0")).otherwise(pl.lit(""))
    told = (
        pl.when(pl.col("room").is_null()).then(pl.concat_str([pl.lit("f"), floor]))
        .when(floor.is_not_null() & (size <= 2)).then(pl.concat_str([floor, gap, room]))
        .otherwise(room)
    )  # fmt: skip
    unit = pl.col("unit").str.strip_chars_end(forms.UNIT_WORDS).str.strip_chars_start("0")
    return [pl.col("building").fill_null(""), unit.fill_null(""), told.fill_null("")]


def _without_tens(keys: pl.Series) -> pl.Series:
    """Write 3十5 as 35 in the few keys that need it."""
    rows = keys.str.contains(r"\d百|十").fill_null(value=False).arg_true()
    if not len(rows):
        return keys
    few = pl.col("key")
    for written, form in forms.TENS:
        few = few.str.replace_all(written, form)
    return keys.scatter(rows, keys.gather(rows).to_frame("key").select(few)["key"])
