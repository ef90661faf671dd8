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

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from shopwarden.places.gazetteer import load
from shopwarden.places.parse import parse_address, parse_addresses

if TYPE_CHECKING:
    from shopwarden.places.address import Address

KEY_COLUMNS: Final = (
    "code", "town", "village", "road", "lane", "number", "building", "unit", "floor", "room", "poi",
)  # fmt: skip
_COUNTY: Final = 6
# Provinces that are, or hardly differ from, one city.
_CITIES: Final = ("11", "12", "31", "50", "71", "81", "82")
_NO_CITY: Final = "0000"
_JOINT: Final = "\x1f"
_LETTER: Final = r"[A-Za-z\uFF21-\uFF3A\uFF41-\uFF5A]"
# x东信大厦 and 阳光x花园, but not the B of 神华康城B区.
_STRAY_LETTER: Final = rf"(^|\p{{Han}}){_LETTER}([\p{{Han}}&&[^区區座期组組馆館]])"
_TOWN_END: Final = "(?:街道|镇|鎮|乡|鄉)$"
_COMMUNITY: Final = "(?:社区|社區|居委|居委会|居委會)$"
_BASEMENT: Final = r"^(?:负|負|地下|[Bb\uFF22\uFF42－—-])"
# What is counted is told by the place in the key.
_UNIT_WORDS: Final = " 单單元门門梯号號"
_FLOOR_WORDS: Final = " 层層楼樓Ff\uff26\uff46"
_ROOM_WORDS: Final = " 室房间間号號铺鋪档檔口位店面户戶摊攤商"
_WORDS: Final = {
    "村村民委员会": "村", "村村委会": "村", "村民委员会": "村", "村委会": "村", "村村委": "村",
    "村委": "村", "居委会": "", "居委": "", "行政村": "村", "自然村": "村", "村民小组": "组",
    "小组": "组", "小区": "",
}  # fmt: skip
_LETTERS: Final = {
    "〇零○o": "0", "一壹": "1", "二贰两": "2", "三叁": "3", "四肆": "4", "五伍": "5", "六陆": "6",
    "七柒": "7", "八捌": "8", "九玖": "9", "拾": "十", "佰": "百", "附之至、_~/": "-", _JOINT: "/",
    "号楼栋幢座# .·•,:;()[]{}【】「」“”\"'!?*&^%$@+=|\\": "",
}  # fmt: skip
# 3十5 is 35, 十2 is 12, 1百05 is 105.
_TENS: Final = (
    (r"(\d)百(\d)十(\d)", "$1$2$3"), (r"(\d)百(\d)十", "${1}${2}0"), (r"(\d)百0(\d)", "${1}0$2"),
    (r"(\d)百", "${1}00"), (r"(\d)十(\d)", "$1$2"), (r"(\d)十", "${1}0"), (r"十(\d)", "1$1"),
    ("十", "10"),
)  # fmt: skip


def place_key(address: Address | str) -> str | None:
    """Return the key of the place of one address, null if no place can be told.

    >>> place_key("浙江省杭州市余杭区五常街道文一西路969号3幢2单元501室")
    '330110/文1西路/969/3/2/501'
    >>> place_key("杭州余杭区文一西路九六九號 3-2-501")
    '330110/文1西路/969/3/2/501'
    """
    parsed = parse_address(address) if isinstance(address, str) else address
    row = {name: value for name, value in asdict(parsed).items() if name in KEY_COLUMNS}
    key: str | None = place_keys(pl.DataFrame([row], dict.fromkeys(KEY_COLUMNS, pl.String))).item()
    return key


def place_keys(addresses: pl.DataFrame | pl.Series) -> pl.Series:
    """Return the key of the place of every address, null where no place can be told.

    Parameters
    ----------
    addresses
        Addresses as written, or what ``parse_addresses`` made of them.
    """
    parsed = parse_addresses(addresses) if isinstance(addresses, pl.Series) else addresses
    written, forms = _forms()
    joined = pl.concat_str([_region(), _place(), *_flat()], separator=_JOINT).str.replace_many(
        written, forms, leftmost=True
    )
    keys = parsed.lazy().select(pl.when(_is_told()).then(joined).alias("key")).collect()["key"]
    return _without_tens(keys)


def _region() -> pl.Expr:
    return pl.col("code").str.head(_COUNTY)


def _is_told() -> pl.Expr:
    """Whether city and place are known: a road alone is none."""
    is_city = _region().str.tail(len(_NO_CITY)) != _NO_CITY
    is_city |= pl.col("code").str.head(2).is_in(_CITIES)
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
    is_community = village.str.contains(_COMMUNITY)
    counts = ~(has_road & has_number) & ~(is_community & (has_poi | has_road))
    is_named = has_road | village.is_not_null()
    nameless = ~is_named & ~has_poi & pl.col("lane").is_null()
    parts = [
        pl.when(nameless).then(pl.col("town").str.replace(_TOWN_END, "")),
        pl.when(counts).then(village),
        pl.when(has_number | ~has_poi).then(road.str.replace_all(_LETTER, "")),
        pl.col("lane"),
        number,
        pl.when(~has_number | ~is_named).then(poi.str.replace_all(_STRAY_LETTER, "$1$2")),
    ]
    return pl.concat_str(parts, separator=_JOINT, ignore_nulls=True)


def _flat() -> list[pl.Expr]:
    """Return building, unit and room."""
    room = pl.col("room").str.strip_chars_end(_ROOM_WORDS)
    floor = pl.col("floor").str.strip_chars_end(_FLOOR_WORDS).str.replace(_BASEMENT, "-")
    # 5楼01室 and 5楼1号 are 501室, 18楼A室 is 18A.
    size = room.str.len_chars()
    gap = pl.when((size == 1) & room.str.contains(r"\d")).then(pl.lit("0")).otherwise(pl.lit(""))
    told = (
        pl.when(pl.col("room").is_null()).then(pl.concat_str([pl.lit("f"), floor]))
        .when(floor.is_not_null() & (size <= 2)).then(pl.concat_str([floor, gap, room]))
        .otherwise(room)
    )  # fmt: skip
    unit = pl.col("unit").str.strip_chars_end(_UNIT_WORDS).str.strip_chars_start("0")
    return [pl.col("building").fill_null(""), unit.fill_null(""), told.fill_null("")]


def _without_tens(keys: pl.Series) -> pl.Series:
    """Write 3十5 as 35 in the few keys that need it."""
    rows = keys.str.contains(r"\d百|十").fill_null(value=False).arg_true()
    if not len(rows):
        return keys
    few = pl.col("key")
    for written, form in _TENS:
        few = few.str.replace_all(written, form)
    return keys.scatter(rows, keys.gather(rows).to_frame("key").select(few)["key"])


@cache
def _forms() -> tuple[list[str], list[str]]:
    """Return everything that is not written in a key, and what stands for it."""
    own = {letter: form for letters, form in _LETTERS.items() for letter in letters}
    folded = {
        chr(unit): chr(form)
        for unit, form in enumerate(load().fold.tolist())
        if not 0xD800 <= unit < 0xE000
    }
    folded |= {letter: own[form] for letter, form in folded.items() if form in own}
    forms = _WORDS | {letter: form for letter, form in folded.items() if letter != form}
    return list(forms), list(forms.values())
