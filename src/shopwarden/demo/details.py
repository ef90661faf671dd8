"""What follows the township in an address: road, estate, village, shop, dormitory, locker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.demo.columns import chance, choose, digits, join, numbers, pick, repeat
from shopwarden.demo.words import lists

if TYPE_CHECKING:
    import polars as pl


def _rooms(rng: np.random.Generator, size: int) -> pl.Series:
    return join(numbers(rng, 1, 28, size), "0", numbers(rng, 1, 6, size))


def _houses(rng: np.random.Generator, size: int) -> pl.Series:
    building = join(numbers(rng, 1, 38, size), pick(rng, ["栋", "幢", "号楼", "座"], size))
    unit = join(numbers(rng, 1, 5, size), "单元")
    room = join(_rooms(rng, size), pick(rng, ["室", "室", "", "号"], size))
    dashed = join(numbers(rng, 1, 38, size), "-", numbers(rng, 1, 5, size), "-", _rooms(rng, size))
    full = join(building, choose(chance(rng, size, 0.6), unit, ""), room)
    return choose(chance(rng, size, 0.2), dashed, full)


def _road_numbers(rng: np.random.Generator, size: int) -> pl.Series:
    number = choose(
        chance(rng, size, 0.06),
        join(numbers(rng, 1, 400, size), "-", numbers(rng, 1, 20, size)),
        numbers(rng, 1, 1200, size),
    )
    return join(number, choose(chance(rng, size, 0.96), repeat("号", size), "弄"))


def _estates(rng: np.random.Generator, size: int) -> pl.Series:
    return join(pick(rng, lists("details", "estate_heads"), size),
                pick(rng, lists("details", "estate_tails"), size),
                pick(rng, lists("details", "estate_parts"), size))  # fmt: skip


def road(rng: np.random.Generator, roads: pl.Series) -> pl.Series:
    """Road, number and sometimes a house: 文一西路969号3幢2单元501室."""
    size = len(roads)
    house = choose(chance(rng, size, 0.7), _houses(rng, size), "")
    return join(roads, _road_numbers(rng, size), house)


def estate(rng: np.random.Generator, roads: pl.Series) -> pl.Series:
    """Estate and house, often after the road."""
    size = len(roads)
    lead = choose(chance(rng, size, 0.55), join(roads, _road_numbers(rng, size)), "")
    return join(lead, _estates(rng, size), _houses(rng, size))


def village(rng: np.random.Generator, size: int) -> pl.Series:
    """Village, group and number: 向阳村3组12号."""
    group = join(numbers(rng, 1, 18, size), pick(rng, ["组", "组", "队", "社"], size))
    number = choose(chance(rng, size, 0.6), join(numbers(rng, 1, 180, size), "号"), "")
    return join(pick(rng, lists("details", "villages"), size), group, number)


def plain_village(rng: np.random.Generator, size: int) -> pl.Series:
    """Village without any number, perhaps with a landmark."""
    spot = pick(rng, lists("details", "village_spots"), size)
    return join(
        pick(rng, lists("details", "villages"), size), choose(chance(rng, size, 0.45), spot, "")
    )


def landmark(rng: np.random.Generator, size: int) -> pl.Series:
    """Only a market, mall or hotel, half of them with a room."""
    room = join(pick(rng, ["A座", "B座", "C区", ""], size), _rooms(rng, size))
    return join(pick(rng, lists("details", "poi_heads"), size),
                pick(rng, lists("details", "poi_tails"), size),
                choose(chance(rng, size, 0.4), room, ""))  # fmt: skip


def office(rng: np.random.Generator, roads: pl.Series) -> pl.Series:
    """Tower, floor and company."""
    size = len(roads)
    tower = join(pick(rng, lists("details", "poi_heads"), size),
                 pick(rng, lists("details", "tower_tails"), size))  # fmt: skip
    firm = join(pick(rng, lists("details", "firm_heads"), size),
                pick(rng, lists("details", "firm_tails"), size))  # fmt: skip
    return join(roads, _road_numbers(rng, size), tower, numbers(rng, 1, 32, size), "楼", firm)


def dormitory(rng: np.random.Generator, size: int) -> pl.Series:
    """School and house; the room is each student's own."""
    return join(pick(rng, lists("details", "school_heads"), size),
                pick(rng, lists("details", "school_tails"), size),
                pick(rng, lists("details", "dorm_names"), size),
                numbers(rng, 1, 18, size), "号楼")  # fmt: skip


def dormitory_room(rng: np.random.Generator, size: int) -> pl.Series:
    """Room of a student."""
    return join(numbers(rng, 1, 7, size), digits(rng, 2, size))


def locker(rng: np.random.Generator, roads: pl.Series) -> pl.Series:
    """Parcel shop or locker of an estate."""
    size = len(roads)
    lead = choose(chance(rng, size, 0.5), roads, "")
    return join(lead, _estates(rng, size), pick(rng, lists("details", "lockers"), size))
