"""Lists of phones, receivers and buyers that a shop does not trust."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from shopwarden.sources.cells import clean, narrow
from shopwarden.sources.errors import SourceError
from shopwarden.sources.opening import first_table
from shopwarden.sources.settings import Limits
from shopwarden.sources.tables import Header, Table, normal

_SCHEMA: Final = {"kind": pl.String(), "value": pl.String(), "row": pl.Int64()}
_COLUMNS: Final = {
    "phone": ("phone", "mobile", "tel", "手机", "电话", "手机号", "手机号码", "电话号码",
              "联系手机", "联系电话", "收货人手机"),
    "receiver": ("receiver", "receiver_name", "收货人", "收货人姓名", "收件人", "姓名"),
    "buyer": ("buyer", "买家", "旺旺", "买家会员名", "买家昵称", "会员名", "旺旺号", "旺旺名"),
}  # fmt: skip
_KINDS: Final = {normal(name): kind for kind, names in _COLUMNS.items() for name in names}
_PHONE: Final = r"^\+?[\d\s()-]{7,20}(?:[-,转]\d{1,6})?$"


def read_bad_list(path: Path | str) -> pl.DataFrame:
    """Read a list of phones, receivers or buyers.

    The file has columns of these names (one kind each), or the columns ``kind,value``, or
    one column without a name that holds phone numbers.

    Returns
    -------
    polars.DataFrame
        ``kind`` (``phone``, ``receiver``, ``buyer``), ``value`` (text as written, half
        width) and ``row`` (as a spreadsheet counts). Blank cells are left out.

    Raises
    ------
    SourceError
        ``bad_list.unrecognised`` where no column says what it holds.
    """
    path = Path(path)
    table, headers = first_table(path, Limits())
    for header in headers:
        if found := _known(header):
            return _values(table, header, found)
    for header in headers:
        if _looks_like_phone(header):
            bare = Header(header.names, 0, header.delimiter)
            return _values(table, bare, {0: "phone"})
    raise SourceError("bad_list.unrecognised", file=path.name)


def _known(header: Header) -> dict[int, str]:
    """Index of a column -> what it lists; ``kind,value`` is one list of all kinds."""
    if header.place("kind") is not None and header.place("value") is not None:
        return {header.places["value"]: "kind"}
    return {place: _KINDS[name] for name, place in header.places.items() if name in _KINDS}


def _looks_like_phone(header: Header) -> bool:
    return len(header.names) == 1 and bool(
        pl.Series([narrow(pl.Series(header.names))[0]]).str.contains(_PHONE)[0]
    )


def _values(table: Table, header: Header, found: dict[int, str]) -> pl.DataFrame:
    kinds = header.place("kind") if "kind" in found.values() else None
    places = [*found, *([] if kinds is None else [kinds])]
    parts = []
    for chunk in table.chunks(header, places):
        for place, kind in found.items():
            named = (
                pl.repeat(kind, chunk.cells.height, eager=True)
                if kinds is None
                else (clean(chunk.cells[str(kinds)]).str.to_lowercase().replace(_KINDS))
            )
            value = narrow(clean(chunk.cells[str(place)]))
            parts.append(
                pl.DataFrame({"kind": named, "value": value, "row": chunk.row}, schema=_SCHEMA)
            )
    every = pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)
    return every.filter(pl.col("value").is_not_null() & pl.col("kind").is_in(list(_COLUMNS))).sort(
        "row", maintain_order=True
    )
