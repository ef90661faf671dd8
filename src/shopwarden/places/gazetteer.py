"""The divisions of China, loaded once from the data file that ``places.build`` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

import numpy as np

from shopwarden.places.errors import GazetteerError
from shopwarden.places.levels import WIDTH, Level, Status, level_of, parent
from shopwarden.places.trie import Trie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

DATA_FILE: Final = Path(__file__).parent / "data" / "gazetteer.npz"
_DIGITS_ABOVE_TOWN: Final = 6
_TRIE: Final = "trie_"


@dataclass(frozen=True)
class Gazetteer:
    """The data file in memory.

    Divisions are arrays sorted by code, a current division before former ones of the same
    code; what a pattern of the trie may mean is described in ``places.making.patterns``.
    """

    facts: Mapping[str, object]
    fold: NDArray[np.uint16]
    surprise: NDArray[np.uint8]
    villages: NDArray[np.uint8]
    code: NDArray[np.int32]
    level: NDArray[np.int8]
    status: NDArray[np.int8]
    successor: NDArray[np.int32]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    name: NDArray[np.uint8]
    name_end: NDArray[np.int32]
    role: NDArray[np.uint8]
    generic: NDArray[np.bool_]
    full_town: NDArray[np.bool_]
    start: NDArray[np.int32]
    candidate: NDArray[np.int32]
    kind: NDArray[np.uint8]
    town_start: NDArray[np.int32]
    town: NDArray[np.int32]
    trie: Trie


@cache
def load() -> Gazetteer:
    """Return the gazetteer, read on the first call.

    Raises
    ------
    GazetteerError
        ``gazetteer.unreadable`` when the data file is missing or damaged.
    """
    try:
        with DATA_FILE.open("rb") as file, np.load(file) as archive:
            # What few rows need (readings, Latin names) stays in the file.
            mine = {field.name for field in fields(Gazetteer)} - {"facts", "trie"}
            arrays = {name: archive[name] for name in mine}
            facts = json.loads(archive["facts"].tobytes())
            trie = Trie(**{field.name: archive[_TRIE + field.name] for field in fields(Trie)})
        return Gazetteer(facts=facts, trie=trie, **arrays)
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise GazetteerError("gazetteer.unreadable", file=DATA_FILE.name) from error


def gazetteer_facts() -> dict[str, object]:
    """Return the gazetteer's year, its counts per level and its sources with versions."""
    return dict(load().facts)


def coded_names() -> list[tuple[int, str]]:
    """Return (nine-digit code, name) of every division that is not a former one."""
    table = load()
    positions = np.flatnonzero(table.status != Status.ABOLISHED)
    return [(int(table.code[n]), _name(table, int(n))) for n in positions]


def division_name(code: str) -> str | None:
    """Return the name of a division, or None if no division has `code`.

    Parameters
    ----------
    code
        Six digits, or nine for a township.
    """
    found = _position(code)
    return None if found is None else _name(load(), found)


def division_path(code: str) -> list[tuple[str, str]]:
    """Return (code, name) from the province down to the division with `code`.

    A municipality appears once; a code that no division has gives the divisions above it.

    >>> division_path("310115")
    [('310000', '上海市'), ('310115', '浦东新区')]
    """
    nine = _nine(code)
    if nine is None:
        return []
    path: list[tuple[str, str]] = []
    for level in Level:
        above = parent(nine, level)
        name = division_name(format_code(above)) if level_of(above) == level else None
        if name is not None and name not in [known for _, known in path]:
            path.append((format_code(above), name))
    return path


def format_code(code: int) -> str:
    """Return a nine-digit code as it is written: six digits above the township."""
    return str(code if code % WIDTH[Level.DISTRICT] else code // WIDTH[Level.DISTRICT])


def _nine(code: str) -> int | None:
    if not (code.isascii() and code.isdigit()) or len(code) not in (_DIGITS_ABOVE_TOWN, 9):
        return None
    return int(code.ljust(9, "0"))


def _position(code: str) -> int | None:
    nine = _nine(code)
    if nine is None:
        return None
    table = load()
    found = int(np.searchsorted(table.code, nine))
    return found if found < table.code.size and table.code[found] == nine else None


def name_at(place: int) -> str:
    """Return the name of the division at a place of the table."""
    return _name(load(), place)


def _name(table: Gazetteer, position: int) -> str:
    start = int(table.name_end[position - 1]) if position else 0
    return table.name[start : int(table.name_end[position])].tobytes().decode()
