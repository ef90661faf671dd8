"""Lists of phones, receivers, buyers … that a shop keeps."""

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
# What may stand beside a value, whatever its kind.
_BESIDE: Final = {
    "reason": ("reason", "原因", "备注", "说明"),
    "until": ("until", "expires", "到期", "到期日", "有效期"),
}
_COLUMNS: Final = {
    "phone": ("phone", "mobile", "tel", "手机", "电话", "手机号", "手机号码", "电话号码",
              "联系手机", "联系电话", "收货人手机"),
    "receiver": ("receiver", "receiver_name", "收货人", "收货人姓名", "收件人", "姓名"),
    "buyer": ("buyer", "买家", "旺旺", "买家会员名", "买家昵称", "会员名", "旺旺号", "旺旺名"),
    "place": ("place", "address", "地点", "地址", "收货地址"),
    "device": ("device", "设备", "设备号"),
    "ip": ("ip", "IP地址"),
    "payment_account": ("payment_account", "付款账号", "支付账号", "支付宝账号"),
    "waybill": ("waybill", "运单", "运单号", "快递单号", "物流单号"),
}  # fmt: skip
_KINDS: Final = {normal(name): kind for kind, names in _COLUMNS.items() for name in names}
# Whom a scan looks for; the other kinds are for rules.
_OF_SCAN: Final = ("phone", "receiver", "buyer")
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
    return _read(Path(path), _OF_SCAN).select(list(_SCHEMA))


def read_list(path: Path | str) -> pl.DataFrame:
    """Read a list of any kind, as `read_bad_list` reads its three.

    Returns
    -------
    polars.DataFrame
        ``kind``, ``value``, ``row``, then ``reason`` and ``until`` as written, null where the
        file has no such column.

    Raises
    ------
    SourceError
        ``file.unrecognised`` where no column says what it holds.
    """
    return _read(Path(path), tuple(_COLUMNS))


def _read(path: Path, kinds: tuple[str, ...]) -> pl.DataFrame:
    table, headers = first_table(path, Limits())
    for header in headers:
        if found := _known(header, kinds):
            return _values(table, header, found, kinds)
    for header in headers:
        if _looks_like_phone(header):
            bare = Header(header.names, 0, header.delimiter)
            return _values(table, bare, {0: "phone"}, kinds)
    raise SourceError("bad_list.unrecognised", file=path.name)


def _known(header: Header, kinds: tuple[str, ...]) -> dict[int, str]:
    """Index of a column -> what it lists; ``kind,value`` is one list of all kinds."""
    if header.place("kind") is not None and header.place("value") is not None:
        return {header.places["value"]: "kind"}
    known = {place: _KINDS.get(name, "") for name, place in header.places.items()}
    return {place: kind for place, kind in known.items() if kind in kinds}


def _looks_like_phone(header: Header) -> bool:
    return len(header.names) == 1 and bool(
        pl.Series([narrow(pl.Series(header.names))[0]]).str.contains(_PHONE)[0]
    )


def _values(
    table: Table, header: Header, found: dict[int, str], kinds: tuple[str, ...]
) -> pl.DataFrame:
    named = header.place("kind") if "kind" in found.values() else None
    beside = {name: _beside(header, names) for name, names in _BESIDE.items()}
    places = dict.fromkeys([*found, named, *beside.values()])
    schema = _SCHEMA | dict.fromkeys(_BESIDE, pl.String())
    parts = []
    for chunk in table.chunks(header, [place for place in places if place is not None]):
        notes = {
            name: None if place is None else clean(chunk.cells[str(place)])
            for name, place in beside.items()
        }
        for place, kind in found.items():
            told = (
                pl.repeat(kind, chunk.cells.height, eager=True)
                if named is None
                else (clean(chunk.cells[str(named)]).str.to_lowercase().replace(_KINDS))
            )
            value = narrow(clean(chunk.cells[str(place)]))
            columns = {"kind": told, "value": value, "row": chunk.row, **notes}
            parts.append(pl.DataFrame(columns, schema=schema))
    every = pl.concat([pl.DataFrame(schema=schema), *parts])
    return every.filter(pl.col("value").is_not_null() & pl.col("kind").is_in(kinds)).sort(
        "row", maintain_order=True
    )


def _beside(header: Header, names: tuple[str, ...]) -> int | None:
    wanted = {normal(name) for name in names}
    return next((place for name, place in header.places.items() if name in wanted), None)
