"""Read delivery addresses: parts, division, verdict and reasons, of one or of a column."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from shopwarden.places.address import Address, read_address
from shopwarden.places.findings import LEVELS
from shopwarden.places.kernel.part import Part
from shopwarden.places.plain import read_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

__all__ = ["Address", "parse_address", "parse_addresses", "parse_divisions", "part_spans"]


def parse_address(text: str) -> Address:
    """Parse and judge one address.

    >>> parse_address("浙江省杭州市余杭区五常街道文一西路969号").town
    '五常街道'
    """
    return read_address(text, is_whole=True)


def part_spans(text: str) -> list[tuple[int, int, str]]:
    """Return where each part of an address stands: (start, end, part), in order.

    A municipality written once, which is province and city, is its province.

    >>> part_spans("浙江省杭州市")
    [(0, 3, 'province'), (3, 6, 'city')]
    """
    spans = read_plain(text, is_whole=True).spans
    found: dict[tuple[int, int], str] = {}
    for part in Part:
        start, end = spans[2 * part], spans[2 * part + 1]
        if 0 <= start < end:
            found.setdefault((start, end), part.name.lower())
    return sorted((*span, part) for span, part in found.items())


def parse_addresses(texts: pl.Series, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Parse and judge every address of a column.

    Parameters
    ----------
    texts
        Addresses as written; a null or blank text has no parts and verdict ``ok``. What
        stands behind the 500th character is not read.
    columns
        The columns to return; all when left out.

    Returns
    -------
    polars.DataFrame
        One row per text: ``province`` to ``rest`` exactly as written, null when not mentioned;
        ``code`` of the deepest known division (six digits, nine for a township); ``verdict``
        (the highest severity of the reasons, else ``ok``); ``reasons``, whose spans count
        characters of the text; ``province_name`` to ``town_name``, the current official names
        that follow from ``code``; ``infilled``, the levels of these that are not written;
        ``suggestion``, the likeliest address meant where that is another one, else null.

    Notes
    -----
    Cost: a microsecond per row and core; the first long column on a machine waits for the
    kernels to be compiled, some twenty seconds.
    """
    return _frame(texts, columns or [field.name for field in fields(Address)], is_whole=True)


def parse_divisions(texts: pl.Series) -> pl.DataFrame:
    """Parse and judge the divisions of every address of a column, and nothing else.

    Parameters
    ----------
    texts
        Addresses as written, as for ``parse_addresses``.

    Returns
    -------
    polars.DataFrame
        ``province``, ``city``, ``district``, ``town``, ``rest`` (all that stands behind them),
        ``code``, and the ``verdict`` and ``reasons`` that follow from the divisions.
    """
    return _frame(texts, [*LEVELS, "rest", "code", "verdict", "reasons"], is_whole=False)


def _frame(texts: pl.Series, columns: Sequence[str], *, is_whole: bool) -> pl.DataFrame:
    import polars as pl

    from shopwarden.places import compiled, frames

    texts = texts.cast(pl.String).fill_null("")
    if compiled.is_worthwhile(len(texts)):
        return frames.compiled_frame(texts, columns, is_whole=is_whole)
    read = (read_address(text, is_whole=is_whole) for text in texts)
    return frames.plain_frame(read, columns)
