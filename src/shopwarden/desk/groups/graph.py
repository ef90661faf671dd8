"""The graph of a group: where accounts and what they share stand, and the lines between them.

Shared values stand one below the other in the middle, accounts left and right of them; both
are ordered, in turns, by the middle of what they hang together with, so that lines are short
and cross little. Across, places are shares of the width, so that the drawing fits a phone and
a screen, and its words keep their size; the same group is always drawn the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from shopwarden.desk.groups.linked import LinkedGroup, Member, Shared

# More would be a knot nobody can read; the tables below the drawing have them all.
MOST_ACCOUNTS: Final = 40
MOST_VALUES: Final = 12
_LEFT, _MIDDLE, _RIGHT = 24, 50, 76
_ACCOUNT_STEP: Final = 44
_VALUE_STEP: Final = 84
_EDGE: Final = 56
# After so many turns an order hardly changes any more.
_TURNS: Final = 12
_SMALLEST: Final = 7.0
_LARGEST: Final = 15.0
_THINNEST: Final = 1.0
_THICKEST: Final = 6.0


@dataclass(frozen=True)
class Point:
    """An account or a shared value: `x` in hundredths of the width, `y` in pixels."""

    x: int
    y: float
    number: int
    radius: float = 0.0


@dataclass(frozen=True)
class Line:
    """An account uses a value; the thicker, the more that says."""

    account: Point
    value: Point
    width: float


@dataclass(frozen=True)
class Graph:
    """The drawing, and how much does not fit in: `number` counts as in the group's tables."""

    accounts: tuple[Point, ...]
    values: tuple[Point, ...]
    lines: tuple[Line, ...]
    height: float
    more_accounts: int
    more_values: int


def draw(group: LinkedGroup, amounts: Mapping[int, int]) -> Graph:
    """Return the drawing of a group.

    Parameters
    ----------
    amounts
        Of each account, by its number: the larger, the larger its circle.
    """
    shared = group.shared[:MOST_VALUES]
    members = _chosen(group, shared)
    buyers, order = _untangled([member.buyer for member in members], shared)
    rows = (len(members) + 1) // 2
    height = 2 * _EDGE + max((rows - 1) * _ACCOUNT_STEP, (len(shared) - 1) * _VALUE_STEP, 0)
    heights = dict(zip(order, _spread(len(order), _VALUE_STEP, height), strict=True))
    values = [Point(_MIDDLE, heights[number], number) for number in range(len(shared))]
    accounts = _placed(group, buyers, amounts, height)
    lines = [
        Line(accounts[buyer], value, round(_THINNEST + (_THICKEST - _THINNEST) * one.strength, 2))
        for one, value in zip(shared, values, strict=True)
        for buyer in one.buyers
        if buyer in accounts
    ]
    return Graph(
        tuple(accounts.values()),
        tuple(values),
        tuple(lines),
        height,
        len(group.members) - len(members),
        len(group.shared) - len(shared),
    )


def _chosen(group: LinkedGroup, shared: Sequence[Shared]) -> list[Member]:
    """Return whom to draw: the subject, then who shares most of what is drawn."""
    if len(group.members) <= MOST_ACCOUNTS:
        return list(group.members)
    drawn = dict.fromkeys(group.buyers, 0.0)
    for one in shared:
        for buyer in one.buyers:
            drawn[buyer] += one.strength
    ordered = sorted(
        group.members,
        key=lambda one: (one.buyer != group.subject, -drawn[one.buyer], -one.strength, one.buyer),
    )
    return ordered[:MOST_ACCOUNTS]


def _untangled(buyers: Sequence[int], shared: Sequence[Shared]) -> tuple[list[int], list[int]]:
    """Return accounts, and the numbers of shared values, in an order in which few lines cross."""
    values = list(range(len(shared)))
    accounts = sorted(buyers)
    used = {buyer: [n for n in values if buyer in shared[n].buyers] for buyer in accounts}
    users = {n: [buyer for buyer in shared[n].buyers if buyer in used] for n in values}
    for _ in range(_TURNS):
        accounts = _by_middle(accounts, used, values)
        values = _by_middle(values, users, accounts)
    return accounts, values


def _by_middle(
    ones: Sequence[int], others: Mapping[int, Sequence[int]], order: Sequence[int]
) -> list[int]:
    """Sort `ones` by the middle of their `others`, as these are ordered; the rest come last."""
    place = {other: number / max(len(order), 1) for number, other in enumerate(order)}
    middle = {
        one: sum(place[other] for other in others[one]) / len(others[one]) if others[one] else 1.0
        for one in ones
    }
    return sorted(ones, key=lambda one: middle[one])


def _placed(
    group: LinkedGroup, buyers: Sequence[int], amounts: Mapping[int, int], height: float
) -> dict[int, Point]:
    """Place accounts, in their order, by turns left and right."""
    numbers = {buyer: number for number, buyer in enumerate(group.buyers)}
    most = max((amounts.get(buyer, 0) for buyer in buyers), default=0)
    places: dict[int, Point] = {}
    for x, side in ((_LEFT, buyers[::2]), (_RIGHT, buyers[1::2])):
        for buyer, y in zip(side, _spread(len(side), _ACCOUNT_STEP, height), strict=True):
            places[buyer] = Point(x, y, numbers[buyer], _radius(amounts.get(buyer, 0), most))
    return dict(sorted(places.items(), key=lambda pair: numbers[pair[0]]))


def _spread(count: int, least: int, height: float) -> list[float]:
    """Return heights in even steps, in the middle of the drawing."""
    if count <= 1:
        return [height / 2] * count
    step = max(float(least), min(2.0 * least, (height - 2 * _EDGE) / (count - 1)))
    first = (height - step * (count - 1)) / 2
    return [round(first + step * number, 1) for number in range(count)]


def _radius(amount: int, most: int) -> float:
    """Return a radius whose circle grows with the amount."""
    share = sqrt(max(amount, 0) / most) if most > 0 else 0.0
    return round(_SMALLEST + (_LARGEST - _SMALLEST) * share, 1)
