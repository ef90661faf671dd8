"""All pattern matches of a buffer, and what surrounds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.gazetteer import load
from shopwarden.places.levels import Kind, Role
from shopwarden.places.text import DIGIT, JOINING, LATIN, SEPARATOR, STREET, positions_in
from shopwarden.places.trie import search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.text import Texts

_SHIFT: Final = 30
# 义乌|市场: a city's full name that is the start of a market's.
_CITY, _MARKET = ord("市"), ord("场")
_STREET_ENDS: Final = "路街巷弄"
_ADMIN_ENDS: Final = "市区县镇乡州盟旗"
# A township without its suffix is not read before these: they make it the name of premises.
_TOWN_JOINING: Final = "湖河江港门店塘坝闸寺庙院所局厂馆楼城府集加国小商学医银人分支外内前后左右"


@dataclass(frozen=True)
class Matches:
    """Matches sorted by position, and facts about each position of the buffer.

    ``first[p]`` counts the matches that start before position ``p``. ``blocked[p]``: a short
    name that ends right before ``p`` is part of a longer name; ``opens[p]``: a division may be
    read at the first character from ``p`` on that is no separator.
    """

    position: NDArray[np.int32]
    pattern: NDArray[np.int32]
    first: NDArray[np.int32]
    written: NDArray[np.int32]
    streets: NDArray[np.int32]
    boundary: NDArray[np.bool_]
    blocked: NDArray[np.bool_]
    blocked_town: NDArray[np.bool_]
    follows: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    before_street: NDArray[np.bool_]
    before_suffix: NDArray[np.bool_]


def find_matches(texts: Texts) -> Matches:
    """Search the gazetteer's patterns in every row."""
    table = load()
    size = texts.units.size
    position, pattern = search(table.trie, texts.units)
    end = position + table.trie.length[pattern]
    units, marks = texts.units, texts.marks
    premises = np.zeros(size, np.bool_)
    is_premises = table.role[pattern] == Role.PREMISES
    premises[position[is_premises]] = True
    joining = (marks & JOINING) != 0
    reads_full, reads = _readable()[pattern].T
    follows = np.zeros(size, np.bool_)
    follows[position[reads & (reads_full | ~(joining[end] | premises[end]))]] = True
    blocked = (joining & ~follows) | premises
    keep = ~is_premises & ~_is_market(units, end)
    position, pattern = position[keep], pattern[keep]
    starts = np.zeros(size, np.bool_)
    starts[position] = True
    is_separator = (marks & SEPARATOR) != 0
    boundary = np.ones(size, np.bool_)
    boundary[1:] = (marks[:-1] & (SEPARATOR | DIGIT | LATIN)) != 0
    return Matches(
        position=position,
        pattern=pattern,
        first=positions_in(starts),
        written=positions_in(~is_separator),
        streets=positions_in((marks & (STREET | DIGIT)) != 0),
        boundary=boundary,
        blocked=blocked,
        blocked_town=blocked | _is_in(_TOWN_JOINING)[units],
        follows=follows,
        opens=_next_open(follows, is_separator),
        before_street=_is_in(_STREET_ENDS)[units] & ~_is_office(units),
        before_suffix=_is_in(_ADMIN_ENDS)[units] | _is_office(units),
    )


@cache
def _readable() -> NDArray[np.bool_]:
    """Per pattern: whether it is a full name, and whether it can follow a short name."""
    table = load()
    has_candidate = table.start[1:] > table.start[:-1]
    best = np.full(has_candidate.size, Kind.STEM_ABOLISHED, np.uint8)
    best[has_candidate] = table.kind[table.start[:-1][has_candidate]]
    full = (best <= Kind.VARIANT) | table.full_town
    return np.stack([full, has_candidate | table.full_town], axis=1)


@cache
def _is_in(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(0x10000, np.bool_)
    table[[ord(one) for one in characters]] = True
    return table


def _is_market(units: NDArray[np.uint16], end: NDArray[np.int32]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (units[end] == _MARKET) & (units[end - 1] == _CITY)
    return found


def _is_office(units: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Whether 街道 starts at each position."""
    found = np.zeros(units.size, np.bool_)
    found[:-1] = (units[:-1] == ord("街")) & (units[1:] == ord("道"))
    return found


def _next_open(
    follows: NDArray[np.bool_], is_separator: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Carry ``follows`` back over the separators in front of it."""
    stop = np.where(is_separator, follows.size, np.arange(follows.size, dtype=np.int32))
    following = np.minimum.accumulate(stop[::-1])[::-1]
    return np.append(follows, False)[following]
