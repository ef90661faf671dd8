"""Honest oddities that must never ask for a person: hard negatives."""

from __future__ import annotations

import numpy as np
import polars as pl

from shopwarden.demo import details, people
from shopwarden.demo.columns import chance, choose, fill, join, numbers, pick, repeat
from shopwarden.demo.contacts import draft, finish, notes, traditional
from shopwarden.demo.places import places
from shopwarden.demo.words import lists, words


def abolished_name(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A district under the name it had before it was merged or renamed."""
    return finish(rng, draft(rng, size, kind="old"))


def no_number_village(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A village without house numbers."""
    source = places("now")
    frame = draft(rng, size, where=source.towns.counts > 0)
    town = source.towns.take(rng, frame["place"].to_numpy())
    return finish(rng, frame.with_columns(town=town, detail=details.plain_village(rng, size)))


def poi_only(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A mall, market or hotel instead of road and number."""
    return finish(rng, draft(rng, size).with_columns(detail=details.landmark(rng, size)))


def road_named_after_city(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """南京东路 in 上海: a road that bears the name of another city."""
    frame = draft(rng, size, kind="cityroad")
    town = choose(chance(rng, size, 0.3), frame["town"], "")
    return finish(rng, frame.with_columns(town=town, detail=details.road(rng, frame["road"])))


def family_phone(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Two or three people of one home who give the same phone."""
    frame = finish(rng, draft(rng, size))
    index = np.arange(size)
    head = np.where(index % 5 < 2, index - index % 5, index - index % 5 + 2)
    shared = frame.select(pl.exclude("nick", "name"))[head]
    names = join(people.surnames(rng, size)[head], people.given_names(rng, size))
    return shared.with_columns(nick=frame["nick"], name=names).select(frame.columns)


def dormitory(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Many students of one house, each with a room and a phone of their own."""
    head = people.leaders(size, 30)
    frame = draft(rng, size)
    house = join(frame["road"], numbers(rng, 1, 900, size), "号", details.dormitory(rng, size))
    own = frame.select("nick", "name", "phone")
    shared = frame.with_columns(detail=house).select(pl.exclude(own.columns))[head]
    detail = join(shared["detail"], details.dormitory_room(rng, size))
    return finish(rng, pl.concat([own, shared], how="horizontal").with_columns(detail=detail))


def office(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """Colleagues who receive at one company."""
    head = people.leaders(size, 9)
    frame = draft(rng, size)
    own = frame.select("nick", "name", "phone")
    firm = frame.with_columns(detail=details.office(rng, frame["road"]))
    shared = firm.select(pl.exclude(own.columns))[head]
    return finish(rng, pl.concat([own, shared], how="horizontal"))


def masked(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A receiver the platform hides."""
    detail = choose(chance(rng, size, 0.5), repeat("****", size), "***")
    frame = draft(rng, size).with_columns(
        name=people.masked_names(rng, size), phone=people.masked_phones(rng, size), detail=detail
    )
    return finish(rng, frame)


def minority_name(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A name with a middle dot, or longer than four characters."""
    source = places("now")
    home = source.table["province"].is_in(lists("people", "minority_provinces")).to_numpy()
    return finish(
        rng, draft(rng, size, where=home).with_columns(name=people.minority_names(rng, size))
    )


def nickname(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A pet name, a title or a Latin name for the parcel."""
    return finish(rng, draft(rng, size).with_columns(name=people.nicknames(rng, size)))


def colloquial_district(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A development zone or annexed town where a district belongs."""
    return finish(rng, draft(rng, size, kind="local"))


def funny_place_name(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A real place whose name sounds like a joke."""
    source = places("funny")
    frame = draft(rng, size, kind="funny")
    place = frame["place"].to_numpy()
    return finish(rng, frame.with_columns(town=source.areas.take(rng, place)))


def courier_note(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A line for the courier at the end of the address."""
    return finish(rng, draft(rng, size).with_columns(note=notes(rng, size)), postcode=False)


def traditional_characters(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """An address in traditional characters."""
    frame = draft(rng, size).with_columns(traditional(name) for name in ("lead", "town", "detail"))
    return finish(rng, frame)


def latin_address(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """An address in English or pinyin."""
    text = fill(pick(rng, lists("latin", "addresses"), size),
                a=numbers(rng, 101, 2806, size), b=numbers(rng, 1, 999, size))  # fmt: skip
    blank = repeat("", size)
    frame = draft(rng, size).with_columns(
        lead=blank, gap=blank, town=blank, province=blank, city=blank, district=blank, detail=text
    )
    return finish(rng, frame)


def landline(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A landline with area code, some with an extension."""
    known = places("now").table["city"].is_in(list(words()["area_codes"])).to_numpy()
    frame = draft(rng, size, where=known)
    return finish(rng, frame.with_columns(phone=people.landlines(rng, frame["city"])))


def extension_phone(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """The platform's privacy number with an extension."""
    return finish(rng, draft(rng, size).with_columns(phone=people.extension_phones(rng, size)))


def locker(rng: np.random.Generator, size: int) -> pl.DataFrame:
    """A parcel shop or locker."""
    frame = draft(rng, size)
    return finish(rng, frame.with_columns(detail=details.locker(rng, frame["road"])))
