"""What is planted to be found: wrong places, junk, adverts, rings of accounts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from shopwarden.demo import people
from shopwarden.demo.columns import (
    chance,
    choose,
    digits,
    fill,
    join,
    numbers,
    pick,
    repeat,
    stream,
)
from shopwarden.demo.contacts import FULL_STYLES, draft, finish
from shopwarden.demo.places import MUNICIPALITIES, places
from shopwarden.demo.words import lists, words

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _full(rng: np.random.Generator, size: int, kind: str = "now") -> pl.DataFrame:
    return draft(rng, size, kind=kind, where=places(kind).mainland, styles=FULL_STYLES)


def _elsewhere(
    rng: np.random.Generator, rows: NDArray[np.int64], where: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Draw for each place row another one in a different province."""
    source = places("now")
    province = source.table["province"].rank("dense").to_numpy()
    other = source.draw(rng, len(rows), where)
    while (same := province[other] == province[rows]).any():
        other[same] = source.draw(rng, int(same.sum()), where)
    return other


def wrong_province(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """City and district are right, the province is another one."""
    source = places("now")
    where = source.mainland & ~source.table["city"].is_in(MUNICIPALITIES).to_numpy()
    frame = draft(rng, size, where=where, styles=FULL_STYLES)
    other = _elsewhere(rng, frame["place"].to_numpy(), source.mainland)
    province = source.column("province", other)
    lead = join(province, frame["gap"], frame["city"], frame["gap"], frame["district"])
    return finish(rng, frame.with_columns(province=province, lead=lead))


def foreign_district(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A district that belongs to another province."""
    source = places("now")
    # A name that occurs in several cities could be right by chance.
    only_one = source.table.select(
        (pl.col("district") != "")
        & (pl.len().over("district") == 1)
        & ~pl.col("district").is_in(words()["common_districts"]["names"])
    )
    frame = draft(rng, size, where=source.mainland & only_one.to_series().to_numpy(),
                  styles=FULL_STYLES)  # fmt: skip
    other = _elsewhere(rng, frame["place"].to_numpy(), source.mainland)
    spaced = (frame["gap"] == " ").to_numpy()
    top = choose(spaced, source.column("top_spaced", other), source.column("top_joined", other))
    return finish(
        rng,
        frame.with_columns(
            province=source.column("province", other),
            city=source.column("city", other),
            lead=join(top, frame["gap"], frame["district"]),
        ),
    )


def unknown_division(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A district written so that it exists nowhere."""
    return finish(rng, _full(rng, size, "typo"))


def nothing_below(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Nothing after the district."""
    source = places("now")
    where = source.mainland & (source.table["district"] != "").to_numpy()
    blank = repeat("", size)
    frame = draft(rng, size, where=where, styles=FULL_STYLES)
    return finish(rng, frame.with_columns(town=blank, detail=blank), postcode=False)


@cache
def _common_characters() -> list[str]:
    source = places("now")
    text = "".join(source.roads.values.to_list() + lists("details", "villages"))
    return sorted({char for char in text if not char.isascii()})


def gibberish_tail(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Five to eight characters with no sense after a good beginning."""
    rare, common = lists("attacks", "noise"), _common_characters()
    is_rare = chance(rng, size, 0.6)
    signs = [choose(is_rare, pick(rng, rare, size), pick(rng, common, size)) for _ in range(8)]
    tail = join(*signs).str.slice(0, pl.Series(rng.integers(5, 9, size)))
    frame = _full(rng, size)
    lead = choose(chance(rng, size, 0.5), frame["road"], "")
    return finish(rng, frame.with_columns(detail=join(lead, tail)), postcode=False)


def keyboard_mash(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Keys pressed in a row where road and number belong."""
    mash = pick(rng, lists("attacks", "mash"), size)
    tail = choose(chance(rng, size, 0.4), numbers(rng, 1, 999, size), "")
    return finish(rng, _full(rng, size).with_columns(detail=join(mash, tail)), postcode=False)


def contact_inside(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A chat account, a phone or a page hidden in the address."""
    account = join(pick(rng, lists("people", "nick_latin"), size), numbers(rng, 100, 99_999, size))
    text = fill(
        pick(rng, lists("attacks", "contacts"), size),
        w=account,
        q=numbers(rng, 10_000_000, 999_999_999, size),
        p=join("38", digits(rng, 8, size)),
        z=digits(rng, 8, size),
    )
    return finish(rng, _full(rng, size).with_columns(note=join(" ", text)), postcode=False)


def _instead_or_after(rng: np.random.Generator, size: int, text: pl.Series) -> pl.DataFrame:
    frame = _full(rng, size)
    after = join(frame["detail"], pick(rng, [" ", "", "，"], size), text)
    detail = choose(chance(rng, size, 0.5), text, after)
    return finish(rng, frame.with_columns(detail=detail), postcode=False)


def advertising(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """An advert in the address."""
    return _instead_or_after(rng, size, pick(rng, lists("attacks", "adverts"), size))


def abuse(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """An insult, or a joke as destination."""
    return _instead_or_after(rng, size, pick(rng, lists("attacks", "abuse"), size))


def template_leftover(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """What a program left in the form."""
    return _instead_or_after(rng, size, pick(rng, lists("attacks", "leftovers"), size))


def forwarding_warehouse(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A forwarding warehouse with the customer's code."""
    code = join(pick(rng, ["UID", "TW", "S", "HK", "US-", ""], size),
                numbers(rng, 10_000, 999_999, size))  # fmt: skip
    text = fill(pick(rng, lists("attacks", "warehouses"), size),
                h=pick(rng, lists("attacks", "warehouse_heads"), size),
                a=numbers(rng, 1, 12, size), u=code)  # fmt: skip
    source = places("now")
    ports = ("广东省", "福建省", "浙江省", "上海市")
    where = source.table["province"].is_in(ports).to_numpy()
    frame = draft(rng, size, where=where, styles=FULL_STYLES)
    detail = join(frame["road"], numbers(rng, 1, 600, size), "号", text)
    return finish(rng, frame.with_columns(detail=detail))


def phone_impossible(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A number nobody can have."""
    phone = fill(pick(rng, lists("attacks", "impossible_phones"), size),
                 d=digits(rng, 9, size), s=digits(rng, 6, size))  # fmt: skip
    return finish(rng, draft(rng, size).with_columns(phone=phone))


def name_not_a_name(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A receiver no courier could call."""
    return finish(
        rng, draft(rng, size).with_columns(name=pick(rng, lists("attacks", "bad_names"), size))
    )


def phone_many_buyers(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Eight or more accounts that give one phone within days."""
    head = people.leaders(size, 8)
    frame = finish(rng, draft(rng, size))
    return frame.with_columns(phone=people.mobiles(rng, size)[head])


@cache
def bad_list() -> pl.DataFrame:
    """Return the shop's own list of known bad phones, receivers and buyers (kind, value)."""
    rng = stream(0, "bad list")
    entries = {
        "phone": people.mobiles(rng, 10).to_list(),
        "receiver": lists("attacks", "bad_receivers"),
        "buyer": join("tb_", digits(rng, 9, 8)).to_list(),
    }
    return pl.DataFrame(
        {
            "kind": [kind for kind, values in entries.items() for _ in values],
            "value": [value for values in entries.values() for value in values],
        }
    )


def bad_list_hit(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A phone, receiver or buyer of the shop's own bad list."""
    entry = bad_list()[rng.integers(0, bad_list().height, size)]
    frame = finish(rng, draft(rng, size))
    for kind, column in (("phone", "phone"), ("receiver", "name"), ("buyer", "nick")):
        hit = (entry["kind"] == kind).to_numpy()
        frame = frame.with_columns(choose(hit, entry["value"], frame[column]).alias(column))
    return frame
