"""Invented receivers: names by frequency, phones, shop nicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from shopwarden.demo.columns import chance, choose, digits, join, numbers, pick, repeat
from shopwarden.demo.words import lists, words

if TYPE_CHECKING:
    from numpy.typing import NDArray


def surnames(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw surnames as often as they occur."""
    shares = words()["surnames"]
    return pick(rng, list(shares), size, list(shares.values()))


def given_names(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw given names, most of two characters."""
    first = pick(rng, lists("given", "first"), size)
    return join(choose(chance(rng, size, 0.84), first, ""), pick(rng, lists("given", "last"), size))


def full_names(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw Han names."""
    return join(surnames(rng, size), given_names(rng, size))


def minority_names(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw names written with a middle dot, and single long ones."""
    dotted = join(
        pick(rng, lists("people", "minority_first"), size),
        "·",
        pick(rng, lists("people", "minority_last"), size),
    )
    return choose(
        chance(rng, size, 0.6), dotted, pick(rng, lists("people", "minority_single"), size)
    )


def nicknames(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw what people write instead of a name: 小明同学, 王女士, 前台."""
    titled = join(surnames(rng, size), pick(rng, lists("people", "titles"), size))
    plain = pick(rng, lists("people", "nicknames"), size)
    return choose(chance(rng, size, 0.5), titled, plain)


def mobiles(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw random numbers inside the segments in use."""
    return join(pick(rng, lists("people", "mobile_heads"), size), digits(rng, 8, size))


def phones(rng: np.random.Generator, provinces: pl.Series) -> pl.Series:
    """Draw a mobile number for each buyer as the people of that province write it."""
    size = len(provinces)
    mobile = mobiles(rng, size)
    head, middle, tail = mobile.str.slice(0, 3), mobile.str.slice(3, 4), mobile.str.slice(7)
    style = rng.random(size)
    mobile = choose(style < 0.02, join("+86 ", mobile), mobile)
    mobile = choose((style >= 0.02) & (style < 0.04), join("86-", mobile), mobile)
    spaced = join(head, " ", middle, " ", tail)
    mobile = choose((style >= 0.04) & (style < 0.05), spaced, mobile)
    for province, prefix, width in (
        ("香港特别行政区", "+852 5", 7),
        ("澳门特别行政区", "00853-66", 6),
        ("台湾省", "+886 9", 8),
    ):
        local = join(prefix, digits(rng, width, size))
        mobile = local.zip_with(provinces == province, mobile)
    return mobile


def landlines(rng: np.random.Generator, cities: pl.Series) -> pl.Series:
    """Draw a landline of each city; its area code must be known."""
    size = len(cities)
    codes = cities.replace_strict(words()["area_codes"], return_dtype=pl.String)
    code, head = codes.str.slice(0, codes.str.len_chars() - 2), codes.str.slice(-1)
    local = join(head, digits(rng, 7, size))
    extension = choose(chance(rng, size, 0.2), join("-", numbers(rng, 801, 899, size)), "")
    return join(code, "-", local, extension)


def extension_phones(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw the platform's privacy numbers: a mobile with an extension."""
    mark = pick(rng, ["-", "-", "-", "转", ","], size)
    return join("1", pick(rng, ["70", "84", "88", "99"], size), digits(rng, 8, size), mark,
                digits(rng, 4, size))  # fmt: skip


def nicks(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw member names of the kinds people have: tb12345678, 小熊_2011, sunny881."""
    generated = join("tb", numbers(rng, 10_000_000, 999_999_999, size))
    chinese = join(pick(rng, lists("people", "nick_words"), size),
                   pick(rng, ["", "_", "的"], size), numbers(rng, 1, 999_999, size))  # fmt: skip
    latin = join(pick(rng, lists("people", "nick_latin"), size),
                 pick(rng, ["", "_", "-"], size), numbers(rng, 100, 99_999_999, size))  # fmt: skip
    kind = rng.random(size)
    return choose(kind < 0.45, generated, choose(kind < 0.75, chinese, latin))


def masked_names(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw names as the platform hides them."""
    return join(surnames(rng, size), choose(chance(rng, size, 0.5), repeat("**", size), "*"))


def masked_phones(rng: np.random.Generator, size: int) -> pl.Series:
    """Draw mobiles as the platform hides them."""
    mobile = mobiles(rng, size)
    return choose(
        chance(rng, size, 0.8),
        join(mobile.str.slice(0, 3), "****", mobile.str.slice(7)),
        join("1*******", mobile.str.slice(8)),
    )


def leaders(size: int, group: int) -> NDArray[np.int64]:
    """Return for each row the first row of its group; the last group takes the rest."""
    groups = max(size // group, 1)
    index: NDArray[np.int64] = np.minimum(np.arange(size) // group, groups - 1) * group
    return index
