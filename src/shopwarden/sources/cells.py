"""How one column of cells is read: text, ids, amounts, times, counts, yes or no.

A reader takes the cells as the file has them, text or the numbers and times of a Parquet
file, and returns the values and which cells could not be read. A blank cell is read as
null; it is never an error here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars._typing import PolarsDataType

# Words that exports write where they mean "nothing".
_NOTHING: Final = [
    "", "-", "--", "—", "/", "无", "null", "NULL", "None", "none", "nan", "NaN", "N/A",
    "无退款申请", "0000-00-00 00:00:00",
]  # fmt: skip
# What is never a text of its own: exports write it where a cell should be blank.
_BLANK: Final = ["", "null", "NULL"]
_YES: Final = [
    "是", "有", "需要", "需要退货", "true", "True", "TRUE", "1", "y", "Y", "yes", "Yes", "√",
]  # fmt: skip
_NO: Final = [
    "否", "无", "不", "没有", "不需要", "不需要退货", "无需退货", "false", "False", "FALSE", "0",
    "n", "N", "no", "No",
]  # fmt: skip
# More digits than a double can count: an id that once was a number above this is not exact.
_EXACT: Final = 2**53
# Minor units of one amount, a hundred billion yuan: sums of a whole history fit into 64 bits.
_LARGEST: Final = 10**13
_MONEY: Final = pl.Decimal(38, 18)


class Context(NamedTuple):
    """What a reader needs to know besides the cells."""

    zone: str
    factor: int | pl.Series


class Cells(NamedTuple):
    """Values of one column, and which of its cells could not be read."""

    values: pl.Series
    bad: pl.Series


class Reader(NamedTuple):
    """A way to read cells into `dtype`; `reason` names the fault of a cell it cannot read."""

    reason: str
    dtype: PolarsDataType
    read: Callable[[pl.Series, Context], Cells]


def clean(cells: pl.Series) -> pl.Series:
    """Return text without padding and without the wrappers that protect it from Excel.

    ``="138"``, ``'138``, ``"138"`` and a tab around it all mean ``138``. Blank is null.
    """
    if cells.dtype.is_float():
        # Whole numbers of a column that is only a float for its nulls.
        whole = (cells == cells.floor()) & (cells.abs() < _EXACT)
        return (
            cells.cast(pl.Int64, strict=False)
            .cast(pl.String)
            .zip_with(whole.fill_null(value=False), cells.set(cells.is_nan(), None).cast(pl.String))
        )
    if cells.dtype != pl.String:
        return cells.cast(pl.String)
    text = cells.str.strip_chars()
    if text.str.starts_with("=").any() or text.str.starts_with('"').any():
        text = _unwrap(text, text.str.strip_prefix("=").str.strip_prefix('"'), '"')
    if text.str.starts_with("'").any():
        # A lone leading quote is Excel's mark for text; a quoted word is the user's own.
        text = _unwrap(text, text.str.strip_prefix("'"), "'", end="")
    return text.set(text.is_in(_BLANK), None)


def _unwrap(text: pl.Series, inner: pl.Series, quote: str, end: str = '"') -> pl.Series:
    """Take `inner` where it is what stood between quotes, and has none of its own."""
    opened = inner.str.len_bytes() < text.str.len_bytes()
    bare = inner.str.strip_suffix(end) if end else inner
    wrapped = opened & inner.str.ends_with(end) & ~bare.str.contains(quote, literal=True)
    return bare.zip_with(wrapped, text).str.strip_chars()


def narrow(text: pl.Series) -> pl.Series:
    """Return `text` with full-width digits, letters and punctuation made half-width."""
    if text.str.len_bytes().sum() == text.str.len_chars().sum():
        return text
    return text.str.normalize("NFKC")


def said(cells: pl.Series) -> pl.Series:
    """Clean text, null where the cell only says that there is nothing."""
    text = clean(cells)
    return text.set(text.is_in(_NOTHING), None)


def meant(cells: pl.Series) -> pl.Series:
    """What a cell says, in half-width letters."""
    return narrow(said(cells))


def _no(cells: pl.Series) -> pl.Series:
    return pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)


def unread(text: pl.Series, values: pl.Series) -> Cells:
    """Values of cells with text, bad where there is a text and no value."""
    return Cells(values, text.is_not_null() & values.is_null())


def _text(cells: pl.Series, _: Context) -> Cells:
    return Cells(clean(cells), _no(cells))


def _remark(cells: pl.Series, _: Context) -> Cells:
    return Cells(said(cells), _no(cells))


def _phrase(cells: pl.Series, _: Context) -> Cells:
    text = clean(cells)
    # Few different texts stand on many rows: each is looked at once.
    few = text.drop_nulls().unique()
    even = few.str.replace_all("[，、]", ",").str.replace_all(r"\s", "")
    return Cells(text.replace_strict(few, even, default=None), _no(cells))


def _code(cells: pl.Series, _: Context) -> Cells:
    return Cells(meant(cells), _no(cells))


def _id(cells: pl.Series, _: Context) -> Cells:
    if cells.dtype.is_float():
        text = clean(cells)
        return Cells(text, ~text.str.contains(r"^-?\d+$").fill_null(value=True))
    text = meant(cells)
    return Cells(text, _is_damaged(cells, text))


# A number as a spreadsheet or a program writes it, where an id should stand: 3.51E+18,
# 3.51e18, 3510000000000000123.0, 3,510,000,000.
_NUMBER_LIKE: Final = (
    r"(?i)^\d+\.\d+E[+-]?\d+$|^\d+E\+\d+$|^\d{3,}E\d{1,2}$|^\d{12,}\.\d+$|^\d{1,3}(?:,\d{3}){3,}$"
)


def _is_damaged(cells: pl.Series, text: pl.Series) -> pl.Series:
    """Ids that a spreadsheet turned into a number and rounded.

    Excel shows a long number as ``3.51E+18`` and keeps 15 digits of it, so that the rest
    become zeros. Five zeros at the end of 16 digits or more are proof enough (one honest id
    in 100,000 looks so); fewer, but all beyond the 15th digit, are proof when most long ids
    of the column look like that, because Excel cuts a whole column. Cells that were
    protected from Excel (``="…"``, ``'…``, a tab) are exact, which is also how a person
    confirms an honest id that ends in zeros.
    """
    damaged = _no(cells)
    odd = text.str.contains(_NUMBER_LIKE)
    if odd.any():
        damaged = odd.fill_null(value=False)
    zeros = text.str.ends_with("000").arg_true()
    if cells.dtype != pl.String or not (_is_long(text[zeros]) & _is_bare(cells[zeros])).any():
        return damaged
    long = _is_long(text) & _is_bare(cells)
    cut = long & text.str.contains(r"^\d{15}0{3,}$")
    sure = long & text.str.ends_with("00000")
    if cut.sum() * 2 > long.sum():
        sure |= cut
    return damaged | sure.fill_null(value=False)


def _is_long(text: pl.Series) -> pl.Series:
    return text.str.contains(r"^\d{16,}$")


def _is_bare(cells: pl.Series) -> pl.Series:
    """Cells without a mark that keeps a spreadsheet from taking them for numbers."""
    return ~cells.str.contains(r"""^[ \r\n]*[\t='"]""")


def _money(cells: pl.Series, context: Context, *, is_minor: bool = False) -> Cells:
    factor = 1 if is_minor else context.factor
    if cells.dtype.is_integer():
        whole = cells.cast(pl.Int64, strict=False)
        whole = whole.set((whole.abs() > _LARGEST).fill_null(value=False), None)
        return unread(cells, _sane(whole * factor))
    if cells.dtype.is_float():
        cells = cells.set(cells.is_nan(), None)
        cells = cells.set(cells.abs() < 1e-9, 0.0)
    text = meant(cells)
    plain = text.str.contains(r"^\d{1,15}\.\d\d$")
    if isinstance(factor, int) and factor == 100 and bool(plain.all()):
        # "128.00" without its point is already the number of minor units.
        minor = text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
    else:
        minor = _minor_units(text, factor)
    return unread(text, _sane(minor))


def _sane(minor: pl.Series) -> pl.Series:
    return minor.set((minor.abs() > _LARGEST).fill_null(value=False), None)


def _minor_units(text: pl.Series, factor: int | pl.Series) -> pl.Series:
    """Exact decimal arithmetic; digits beyond the minor unit are rounded half up."""
    number = text.str.replace_all(r"[¥$€£元\s]|RMB|CNY", "")
    grouped = number.str.contains(r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$")
    number = number.zip_with(~grouped.fill_null(value=False), number.str.replace_all(",", ""))
    readable = number.str.contains(r"^[+-]?(\d{1,15}(\.\d{0,18})?|\.\d{1,18})$")
    exact = number.set(~readable.fill_null(value=False), None).cast(_MONEY, strict=False)
    return (exact * factor).round(0, mode="half_away_from_zero").cast(pl.Int64, strict=False)


def _minor(cells: pl.Series, context: Context) -> Cells:
    return _money(cells, context, is_minor=True)


def _count(cells: pl.Series, _: Context) -> Cells:
    if cells.dtype.is_integer():
        return unread(cells, cells.cast(pl.Int64, strict=False))
    if cells.dtype.is_float():
        cells = cells.set(cells.is_nan(), None)
    text = meant(cells)
    number = text.str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    return unread(text, number)


def _number(cells: pl.Series, _: Context) -> Cells:
    text = meant(cells)
    number = text.cast(pl.Float64, strict=False)
    return unread(text, number.set(~number.is_finite().fill_null(value=True), None))


def _flag(cells: pl.Series, _: Context) -> Cells:
    text = narrow(clean(cells))
    flag = pl.select(pl.when(text.is_in(_YES)).then(True).when(text.is_in(_NO)).then(False))
    return Cells(flag.to_series(), _no(cells))


TEXT: Final = Reader("cell.text", pl.String(), _text)
"""Any text, kept as it is; masked and cipher text too."""
REMARK: Final = Reader("cell.text", pl.String(), _remark)
"""Text that is null where it only says that there is nothing."""
PHRASE: Final = Reader("cell.text", pl.String(), _phrase)
"""One of the few texts of a platform, with half-width commas and without spaces."""
CODE: Final = Reader("cell.text", pl.String(), _code)
"""Text that is an identifier for people (phone, product code): half-width, never judged."""
ID: Final = Reader("cell.id_damaged", pl.String(), _id)
"""An identifier that must be exact."""
MONEY: Final = Reader("cell.money", pl.Int64(), _money)
"""An amount in major units, read into minor units."""
MINOR: Final = Reader("cell.money", pl.Int64(), _minor)
"""An amount already in minor units."""
COUNT: Final = Reader("cell.number", pl.Int64(), _count)
"""A whole number."""
NUMBER: Final = Reader("cell.number", pl.Float64(), _number)
"""Any number."""
FLAG: Final = Reader("cell.flag", pl.Boolean(), _flag)
"""Yes or no; a text that is neither is null."""
