"""Read an export file: records, and the rows that need a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from shopwarden.records import Kind
from shopwarden.sources import any_table, registry
from shopwarden.sources.convert import Converter
from shopwarden.sources.errors import MappingError, SourceError
from shopwarden.sources.headers import holds_data, looks_personal
from shopwarden.sources.mapping import TableMapping, load_mapping
from shopwarden.sources.mended import is_quarantine, read_mended
from shopwarden.sources.model import Frames, Source
from shopwarden.sources.opening import open_tables
from shopwarden.sources.quarantine import SCHEMA, Origin
from shopwarden.sources.settings import Limits, ShopSettings
from shopwarden.sources.tables import Chunk, Header, Table, ahead

Progress = Callable[[int, int], None]
Fallback = Callable[[Header], TableMapping | None]
_SHOWN_COLUMNS: Final = 60
_SHOWN_LETTERS: Final = 40


@dataclass(frozen=True)
class SourceResult:
    """What one file gave.

    Attributes
    ----------
    source
        Name of the source; several in one archive or workbook are joined by ``+``.
    records
        Records by kind, conformed; reports of the same record are not merged yet.
    quarantine
        Rows that could not be used: source_file, source_row (as a spreadsheet counts),
        column, reason, detail, raw.
    rows
        Data rows read, quarantined ones included, blank ones not.
    origins
        Label of a table (``source_file``) -> its source and column names, for
        `write_quarantine`.
    skipped
        Tables of an archive or workbook that no source recognised.
    """

    source: str
    records: dict[Kind, pl.DataFrame]
    quarantine: pl.DataFrame
    rows: int
    origins: Mapping[str, Origin] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()


@dataclass
class _Reading:
    """One call of `read_file`: what it was told, and what it has so far."""

    settings: ShopSettings
    mapping: TableMapping | None
    fallback: Fallback | None
    seen_at: datetime | None
    progress: Progress | None
    frames: dict[str, list[Frames]] = field(default_factory=dict)
    converters: list[Converter] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    refused: list[SourceError | MappingError] = field(default_factory=list)
    has_returned: bool = False


def read_file(
    path: Path | str,
    *,
    mapping: TableMapping | Path | str | None = None,
    fallback: Fallback | None = None,
    settings: ShopSettings | None = None,
    seen_at: datetime | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> SourceResult:
    """Read one export file, whatever its format, into canonical records.

    The format is told by the bytes of the file and the source by its column names, never by
    the file's name. Bad rows are kept in quarantine and the rows after them go on.

    Parameters
    ----------
    path
        csv, tsv, lines of JSON, xls, xlsx, Parquet, a zip archive of these, or a file that
        `write_quarantine` wrote and a person mended.
    mapping
        How to read a table that is no known export; a file of it, or one already loaded.
    fallback
        Asked for the mapping of each table that is no known export, by its header; nothing
        leaves the table unrecognised. Not asked when there is a `mapping`.
    settings
        What the file does not say: shop, zone, currency, ship promise.
    seen_at
        When the file was received (aware); kept with every record.
    progress
        Called with the bytes done and the bytes in all.
    limits
        Largest inputs that are read.

    Raises
    ------
    SourceError
        The file cannot be used as a whole.
    MappingError
        The mapping is wrong or does not fit the file.
    """
    path = Path(path)
    if isinstance(mapping, Path | str):
        mapping = load_mapping(mapping)
    settings = settings or ShopSettings()
    if mapping is not None:
        settings = any_table.settings_of(mapping, settings)
    reading = _Reading(settings, mapping, fallback, seen_at, progress)
    for table in open_tables(path, path.name, limits or Limits()):
        if isinstance(table, SourceError):
            reading.refused.append(table)
        else:
            _read_table(reading, table)
    return _result(reading, path.name)


def _read_table(reading: _Reading, table: Table) -> None:
    headers = table.headers()
    returned = next((header for header in headers if is_quarantine(header)), None)
    if returned is not None:
        _read_mended(reading, table, returned)
        return
    try:
        chosen = _choose(reading, headers, table.label)
    except (SourceError, MappingError) as error:
        # Another sheet or member may be what is looked for.
        reading.refused.append(error)
        return
    converter = _converter(reading, chosen, table.label)
    for chunk in ahead(table.chunks(chosen.header, converter.columns)):
        _take(reading, converter, chunk, table.size)


class _Chosen(NamedTuple):
    """The source of a table, which of its rows is the header, and what holds for it."""

    source: Source
    header: Header
    settings: ShopSettings


def _choose(reading: _Reading, headers: Sequence[Header], label: str) -> _Chosen:
    if not headers:
        raise SourceError("file.empty", file=label)
    if reading.mapping is not None:
        source = any_table.source_of(reading.mapping)
        header = min(headers, key=lambda one: len(source.missing(one.places)))
        any_table.check_columns(reading.mapping, header, label)
        return _Chosen(source, header, reading.settings)
    for header in headers:
        if found := registry.recognise(header):
            return _Chosen(found, header, reading.settings)
    for header in headers:
        if mapping := reading.fallback and reading.fallback(header):
            settings = any_table.settings_of(mapping, reading.settings)
            return _Chosen(any_table.source_of(mapping), header, settings)
    if holds_data(headers[0]):
        raise SourceError("file.no_header", file=label)
    near = registry.nearest(headers[0])
    raise SourceError(
        "file.unrecognised",
        file=label,
        header=_shown(headers[0]),
        nearest=near.source if near else "",
        missing=near.missing if near else [],
    )


def _shown(header: Header) -> list[str]:
    """Column names for a message; a first row of data in their place is not repeated."""
    names = [name.strip()[:_SHOWN_LETTERS] for name in header.names if name.strip()]
    shown = [name for name in names if not looks_personal(name)]
    return shown[:_SHOWN_COLUMNS]


def _converter(reading: _Reading, chosen: _Chosen, label: str) -> Converter:
    source, header, settings = chosen
    converter = Converter(source, header, label, settings, reading.seen_at)
    reading.converters.append(converter)
    reading.origins[label] = Origin(source.name, header.names)
    return converter


def _take(reading: _Reading, converter: Converter, chunk: Chunk, size: int) -> None:
    built = converter.convert(chunk)
    if built:
        reading.frames.setdefault(converter.source.name, []).append(built)
    if reading.progress:
        reading.progress(min(chunk.done, size), size)


def _read_mended(reading: _Reading, table: Table, header: Header) -> None:
    """Read rows that come back from quarantine, each by the source it came from."""
    reading.has_returned = True
    converters: dict[tuple[str, tuple[str, ...]], Converter] = {}
    for name, inner, chunk in read_mended(table, header):
        key = (name, inner.names)
        if key not in converters:
            chosen = _source_named(reading, name, inner, table.label)
            converters[key] = _converter(reading, chosen, table.label)
        files = {damage.file for damage in chunk.damages} | set(
            [] if chunk.file is None else chunk.file
        )
        reading.origins |= {file: Origin(name, inner.names) for file in files}
        _take(reading, converters[key], chunk, table.size)


def _source_named(reading: _Reading, name: str, header: Header, label: str) -> _Chosen:
    if name in registry.SOURCES:
        return _Chosen(registry.SOURCES[name], header, reading.settings)
    return _choose(reading, [header], label)


def _result(reading: _Reading, label: str) -> SourceResult:
    if not reading.converters and not reading.has_returned:
        raise reading.refused[0] if reading.refused else SourceError("file.empty", file=label)
    names = sorted({converter.source.name for converter in reading.converters})
    return SourceResult(
        source="+".join(names),
        records=_records(reading),
        quarantine=_quarantine(reading.converters),
        rows=sum(converter.rows for converter in reading.converters),
        origins=reading.origins,
        skipped=tuple(str(error.data["file"]) for error in reading.refused),
    )


def _records(reading: _Reading) -> dict[Kind, pl.DataFrame]:
    found: dict[Kind, list[pl.DataFrame]] = {}
    sources = {converter.source.name: converter.source for converter in reading.converters}
    for name, parts in reading.frames.items():
        together = _together(parts)
        finish = sources[name].finish
        for kind, frame in (finish(together) if finish else together).items():
            found.setdefault(kind, []).append(frame)
    return {kind: pl.concat(frames) for kind, frames in found.items()}


def _together(parts: Iterable[Frames]) -> Frames:
    found: dict[Kind, list[pl.DataFrame]] = {}
    for part in parts:
        for kind, frame in part.items():
            found.setdefault(kind, []).append(frame)
    return {kind: pl.concat(frames) for kind, frames in found.items()}


def _quarantine(converters: Iterable[Converter]) -> pl.DataFrame:
    rows = [
        fault
        for converter in converters
        for fault in sorted(converter.faults, key=lambda fault: fault[:2])
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
