"""Any table through a mapping: csv, tsv, lines of JSON, Parquet, workbooks."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Final

import polars as pl

from shopwarden.records import SCHEMAS, Kind
from shopwarden.records.schemas import TIME
from shopwarden.sources import cells
from shopwarden.sources.cells import Cells, Context, Reader, clean, unread
from shopwarden.sources.errors import MappingError
from shopwarden.sources.headers import looks_personal
from shopwarden.sources.mapping import STATUS_FIELDS, MappedColumn, TableMapping, members
from shopwarden.sources.model import Field, Frames, Rows, Source
from shopwarden.sources.settings import ShopSettings
from shopwarden.sources.shapes import pick, with_full_address, with_review, with_ship_deadline
from shopwarden.sources.tables import Header
from shopwarden.sources.times import EPOCHS, time

NAME: Final = "any_table"
_DEADLINES: Final = frozenset({Kind.ORDERS, Kind.ORDER_LINES})
_RAW: Final = {"status": "raw_status", "action": "raw_action"}
_REVIEWED: Final = ("status", "refund_status", "action")


def source_of(mapping: TableMapping) -> Source:
    """The source that a mapping describes."""
    fields = [
        Field(name, _reader(name, column, mapping), (column.column,), is_required=name == "id")
        for name, column in mapping.fields.items()
    ]
    status = STATUS_FIELDS.get(mapping.kind, "")
    raw = _RAW.get(status, "")
    if status in mapping.fields and raw and raw not in mapping.fields:
        fields.append(Field(raw, cells.TEXT, (mapping.fields[status].column,)))
    return Source(
        name=NAME,
        platform=mapping.platform,
        needs=tuple((column.column,) for column in mapping.fields.values()),
        fields=tuple(fields),
        build=partial(build, kind=mapping.kind),
    )


def settings_of(mapping: TableMapping, settings: ShopSettings) -> ShopSettings:
    """The settings of a shop with what the mapping says instead."""
    currencies = {column.currency for column in mapping.fields.values() if column.currency}
    if len(currencies) > 1:
        raise MappingError("mapping.bad_value", key="currency", value=", ".join(sorted(currencies)))
    return replace(
        settings,
        shop=mapping.shop or settings.shop,
        currency=next(iter(currencies), settings.currency).upper(),
    )


def check_columns(mapping: TableMapping, header: Header, label: str) -> None:
    """Refuse a file that lacks a mapped column, with the names that come close."""
    for name, column in mapping.fields.items():
        if header.place(column.column) is None:
            plain = [one.strip() for one in header.names if not looks_personal(one)]
            names = {one.casefold(): one for one in plain}
            alike = get_close_matches(column.column.strip().casefold(), names, cutoff=0.5)
            close = [names[one] for one in alike]
            raise MappingError(
                "mapping.column_missing", field=name, column=column.column, close=close, file=label
            )


def _reader(name: str, column: MappedColumn, mapping: TableMapping) -> Reader:
    dtype = SCHEMAS[mapping.kind][name]
    if name == "id" or name.endswith("_id"):
        return cells.ID
    if name.endswith("_minor"):
        return cells.MINOR if column.unit == "minor" else cells.MONEY
    if dtype == TIME:
        return _moment(name, column)
    if name == "label":
        return Reader("cell.label", pl.Int8(), _label)
    if isinstance(dtype, pl.Enum):
        return Reader("cell.choice", pl.String(), partial(_choice, name=name, mapping=mapping))
    readers: dict[object, Reader] = {
        pl.Int64(): cells.COUNT,
        pl.Float64(): cells.NUMBER,
        pl.Boolean(): cells.FLAG,
    }
    return readers.get(dtype, cells.CODE if name in {"phone", "waybill", "item"} else cells.TEXT)


def _moment(name: str, column: MappedColumn) -> Reader:
    reader = time(column.format, column.zone)

    def read(series: pl.Series, context: Context) -> Cells:
        if series.dtype.is_numeric() and column.format not in EPOCHS:
            raise MappingError("mapping.format_missing", field=name, column=column.column)
        try:
            return reader.read(series, context)
        except pl.exceptions.ComputeError as error:
            key = f"fields.{name}.format"
            raise MappingError("mapping.bad_value", key=key, value=column.format) from error

    return reader._replace(read=read)


def _label(series: pl.Series, context: Context) -> Cells:
    flag = cells.FLAG.read(_as_flag(series), context).values
    return unread(clean(series), flag.cast(pl.Int8))


def _as_flag(series: pl.Series) -> pl.Series:
    """0.0 and 1.0 say no and yes too."""
    return clean(series).str.replace(r"^([01])\.0+$", "$1")


def _choice(series: pl.Series, context: Context, *, name: str, mapping: TableMapping) -> Cells:
    """A member of a closed vocabulary, by its own name or through ``[status]``."""
    known = members(mapping.kind, name)
    table = {text: text for text in known}
    if name == STATUS_FIELDS.get(mapping.kind):
        table |= {_plain(text): status for text, status in mapping.status.items()}
    phrase = cells.PHRASE.read(series, context).values
    otherwise = "unknown" if "unknown" in known else None
    values = phrase.replace_strict(table, default=otherwise, return_dtype=pl.String)
    return unread(phrase, values.set(phrase.is_null(), None))


def _plain(text: str) -> str:
    return "".join(text.replace("，", ",").replace("、", ",").split())


def build(rows: Rows, *, kind: Kind) -> Frames:
    """Records of the mapped kind."""
    frame = rows.frame
    if statuses := [name for name in _REVIEWED if name in rows.has and name in SCHEMAS[kind]]:
        frame = with_review(frame, *statuses)
    if kind in _DEADLINES:
        lacking = {"paid_at", "ship_deadline"} - rows.has
        frame = frame.with_columns(pl.lit(None, TIME).alias(name) for name in sorted(lacking))
        frame = with_ship_deadline(frame, rows.settings)
    if kind is Kind.ORDERS and "address" in rows.has:
        frame = with_full_address(frame)
    return {kind: pick(frame, kind)}
