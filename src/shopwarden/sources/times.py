"""How times are read: many spellings, one UTC column."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Final

import polars as pl

from shopwarden.records.schemas import TIME
from shopwarden.sources.cells import Cells, Context, Reader, meant, unread

_USUAL: Final = "%Y-%m-%d %H:%M:%S"
_OTHERS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d")
_ZONED: Final = ("%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%d %H:%M%#z")
# Day 0 of Excel's calendar (30 December 1899) in seconds, and its days of 1990 to 2100.
_EXCEL_EPOCH: Final = -25_569 * 86_400
_EXCEL_DAYS: Final = (32874, 73415)
_LAST: Final = 4_102_444_800 * 1_000_000  # the year 2100 in microseconds
EPOCHS: Final = {"epoch": 1_000_000, "epoch_ms": 1_000}


def _in_utc(naive: pl.Series, zone: str) -> pl.Series:
    # A wall clock time that a change of the clock skips does not exist and stays unread.
    placed = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return placed.dt.convert_time_zone("UTC").cast(TIME)


def _parse(text: pl.Series, form: str) -> pl.Series:
    return text.str.to_datetime(form, time_unit="us", strict=False)


def _even(text: pl.Series) -> pl.Series:
    """Bring the usual spellings to one: ``2019/5/5T10:00`` and ``2019年5月5日 10:00``."""
    return (
        text.str.replace(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", "$1-$2-$3 ")
        .str.replace(r" T(\d)", " $1")
        .str.replace(r"Z$", "+00:00")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def _from_excel(text: pl.Series) -> pl.Series:
    """Read Excel's day numbers (``43590.4166667``), rounded to the second."""
    days = text.cast(pl.Float64, strict=False)
    days = days.set(~days.is_between(*_EXCEL_DAYS).fill_null(value=False), None)
    seconds = (days * 86_400).round(0) + _EXCEL_EPOCH
    return (seconds * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us"))


def _fill(values: pl.Series, more: pl.Series) -> pl.Series:
    return values.zip_with(values.is_not_null(), more)


def _from_text(text: pl.Series, zone: str) -> pl.Series:
    naive = _parse(text, _USUAL)
    if naive.null_count() == text.null_count():
        return _in_utc(naive, zone)
    even = _even(text)
    for form in (_USUAL, *_OTHERS):
        naive = _fill(naive, _parse(even, form))
    values = _in_utc(_fill(naive, _from_excel(text)), zone)
    for form in _ZONED:
        values = _fill(values, _parse(even, form).cast(TIME))
    return values


# A time before 1970 or after 2100 is a slip, and it would move the moment everything is
# judged by.
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_END: Final = datetime(2100, 1, 1, tzinfo=UTC)


def _time(cells: pl.Series, context: Context, *, form: str | None, zone: str | None) -> Cells:
    zone = zone or context.zone
    if isinstance(cells.dtype, pl.Datetime) and cells.dtype.time_zone:
        values = cells.dt.convert_time_zone("UTC").cast(TIME)
    elif isinstance(cells.dtype, pl.Datetime | pl.Date):
        values = _in_utc(cells.cast(pl.Datetime("us")), zone)
    else:
        text = meant(cells)
        if form in EPOCHS:
            number = text.cast(pl.Float64 if cells.dtype.is_float() else pl.Int64, strict=False)
            number = number.set(~number.abs().is_between(0, _LAST / EPOCHS[form]), None)
            values = (number * EPOCHS[form]).cast(pl.Int64).cast(TIME)
        elif form is not None:
            parsed = _parse(text, form)
            values = parsed.cast(TIME) if parsed.dtype == TIME else _in_utc(parsed, zone)
        else:
            values = _from_text(text, zone)
        return unread(text, _plausible(values))
    return unread(cells, _plausible(values))


def _plausible(values: pl.Series) -> pl.Series:
    return values.set(~values.is_between(_FIRST, _END), None)


def time(form: str | None = None, zone: str | None = None) -> Reader:
    """Return a reader of times.

    Parameters
    ----------
    form
        A strptime format, ``epoch`` (seconds) or ``epoch_ms``; None reads the spellings
        that exports use, Excel day numbers and ISO 8601 among them.
    zone
        Zone of times that do not name one; None takes the shop's.
    """
    return Reader("cell.time", TIME, partial(_time, form=form, zone=zone))


TIME_CELL: Final = time()
"""A time in any spelling that exports use."""
