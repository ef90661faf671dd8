"""How a source is declared: what it is recognised by, how its columns are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources.cells import Reader
from shopwarden.sources.settings import ShopSettings
from shopwarden.sources.tables import Header, normal

Frames = dict[Kind, pl.DataFrame]


class Field(NamedTuple):
    """One value of a row: its name, its reader, the columns it may stand in.

    Columns are tried in order, row by row: the first that is filled is read.
    """

    name: str
    reader: Reader
    columns: tuple[str, ...]
    is_required: bool = False


class Rows(NamedTuple):
    """Typed rows of a source, ready to be built into records.

    `frame` has a column for every field, null where the file has none, and the identity and
    provenance columns. `has` names the fields whose column the file has.
    """

    frame: pl.DataFrame
    has: frozenset[str]
    settings: ShopSettings


@dataclass(frozen=True)
class Source:
    """An export format.

    Parameters
    ----------
    name, platform
        Stable slugs.
    needs
        Columns it is recognised by: one of each group has to be there.
    lacks
        Columns that rule it out.
    fields
        How cells are read.
    build
        Typed rows of one chunk -> records by kind (columns of the record's schema only).
    prepare
        Rearranges the cells of a chunk before they are read, rows carried along in the
        column ``_at``; None reads them as they are.
    finish
        Brings the records of all chunks together; None leaves them.
    fill_down
        Fields that only the first row of an order carries; blank rows below it inherit them.
    """

    name: str
    platform: str
    needs: tuple[tuple[str, ...], ...]
    fields: tuple[Field, ...]
    build: Callable[[Rows], Frames]
    lacks: tuple[str, ...] = ()
    prepare: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    finish: Callable[[Frames], Frames] | None = None
    fill_down: tuple[str, ...] = ()

    def missing(self, names: Collection[str]) -> list[str]:
        """Columns that a table with these (normal) names would need to be this source."""
        return [
            group[0] for group in self.needs if not any(normal(name) in names for name in group)
        ]

    def fits(self, names: Collection[str]) -> bool:
        """Whether a table with these (normal) column names is this source."""
        return not self.missing(names) and not any(normal(name) in names for name in self.lacks)

    def places(self, header: Header) -> dict[str, list[int]]:
        """Field -> indices of its columns in the file, for the fields the file has."""
        found = {
            field.name: [
                place for name in field.columns if (place := header.place(name)) is not None
            ]
            for field in self.fields
        }
        return {name: places for name, places in found.items() if places}

    @cached_property
    def readers(self) -> Mapping[str, Reader]:
        """Field -> reader."""
        return {field.name: field.reader for field in self.fields}
