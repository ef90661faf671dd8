"""Quarantined rows as the reader knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import polars as pl

from shopwarden.desk.common import sealed
from shopwarden.desk.intake.models import ImportRun, QuarantineRow
from shopwarden.sources import SourceResult
from shopwarden.sources.quarantine import SCHEMA, Origin, split_raw


def names_of(row: QuarantineRow) -> list[str]:
    """Return the column names of the table the row comes from."""
    return list(origins_of(row.run)[row.source_file].names)


def row_text(row: QuarantineRow) -> list[str] | str:
    """Return the row's cells, or its text where it cannot be split into the columns."""
    raw = sealed.read(row, "raw") or ""
    names = names_of(row)
    is_whole = not row.reason.startswith("row.") or row.reason == "row.orphan"
    cells = split_raw(raw, names) if is_whole else None
    return raw if cells is None else cells


def frame_of(rows: Iterable[QuarantineRow]) -> pl.DataFrame:
    """Return rows as ``sources`` gives them, their text readable."""
    found = [
        (
            row.source_file,
            row.source_row,
            row.column or None,
            row.reason,
            sealed.read(row, "detail"),
            sealed.read(row, "raw"),
        )
        for row in rows
    ]
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def result_of(run: ImportRun, quarantine: pl.DataFrame) -> SourceResult:
    """Return rows of a run as what reading its file gave."""
    return SourceResult(run.source, {}, quarantine, quarantine.height, origins_of(run))


def origins_of(run: ImportRun) -> dict[str, Origin]:
    """Return label -> source and column names of the tables of a run's file."""
    found = json.loads(sealed.read(run, "origins") or "{}")
    return {label: Origin(source, tuple(names)) for label, (source, names) in found.items()}


def keep_origins(run: ImportRun, origins: Mapping[str, Origin]) -> None:
    """Set the origins of `run`; saving is left to the caller."""
    told = {label: [one.source, list(one.names)] for label, one in origins.items()}
    sealed.write(run, "origins", json.dumps(told, ensure_ascii=False))
