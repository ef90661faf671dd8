"""Mapping files: how the columns of any table become records.

::

    kind = "orders"
    platform = "myshop"
    shop = "Main shop"

    [fields]
    id = "order_no"
    amount = { column = "total", unit = "major", currency = "CNY" }
    created_at = { column = "ts", format = "%Y-%m-%d %H:%M:%S", zone = "Asia/Shanghai" }

    [status]
    "已付款" = "paid"
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from shopwarden.records import KINDS, SCHEMAS, Kind
from shopwarden.sources.errors import MappingError

STATUS_FIELDS: Final = {
    Kind.ORDERS: "status",
    Kind.ORDER_LINES: "status",
    Kind.REFUNDS: "status",
    Kind.RECHARGES: "status",
    Kind.TRACE_EVENTS: "action",
    Kind.RATINGS: "result",
}
"""The field of each kind that the table ``[status]`` translates."""

_KEYS: Final = ("kind", "platform", "shop", "fields", "status")
_COLUMN_KEYS: Final = ("column", "format", "zone", "unit", "currency")
_UNITS: Final = ("major", "minor")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
OURS: Final = frozenset({"source", "source_file", "source_row", "seen_at", "needs_review"})
"""Filled by the reader itself; no column can be one of these."""


@dataclass(frozen=True)
class MappedColumn:
    """The column a field is read from, and how."""

    column: str
    format: str | None = None
    zone: str | None = None
    unit: str = "major"
    currency: str | None = None


@dataclass(frozen=True)
class TableMapping:
    """A checked mapping; `fields` is keyed by the names of the record's columns."""

    kind: Kind
    platform: str
    fields: Mapping[str, MappedColumn]
    shop: str | None = None
    status: Mapping[str, str] = field(default_factory=dict)


# A mapping is a few lines; anything this long is another file.
_LONGEST: Final = 1_000_000


def load_mapping(path: Path | str) -> TableMapping:
    """Read a mapping file.

    Raises
    ------
    MappingError
        With a code and the facts of what is wrong; see `shopwarden.sources.errors`.
    """
    path = Path(path)
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST:
            raise MappingError("mapping.not_found", mapping=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError("mapping.not_found", mapping=path.name) from error
    return read_mapping(text, path.name)


def read_mapping(text: str, name: str) -> TableMapping:
    """Read the text of a mapping file called `name`; raises as `load_mapping`."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = _position(error, text)
        raise MappingError("mapping.bad_toml", mapping=name, line=line, column=column) from error
    return parse_mapping(table)


def write_mapping(mapping: TableMapping) -> str:
    """Return the text of a mapping file that says the same as `mapping`."""
    lines = [f"kind = {_quoted(mapping.kind.value)}", f"platform = {_quoted(mapping.platform)}"]
    lines += [f"shop = {_quoted(mapping.shop)}"] if mapping.shop else []
    lines += ["", "[fields]"]
    lines += [f"{name.removesuffix('_minor')} = {_spec(name, one)}"
              for name, one in mapping.fields.items()]  # fmt: skip
    if mapping.status:
        lines += ["", "[status]"]
        lines += [f"{_quoted(text)} = {_quoted(one)}" for text, one in mapping.status.items()]
    return "\n".join([*lines, ""])


def _spec(name: str, column: MappedColumn) -> str:
    said = {"column": column.column}
    said |= {"unit": column.unit} if name.endswith("_minor") else {}
    optional = {"currency": column.currency, "format": column.format, "zone": column.zone}
    said |= {key: value for key, value in optional.items() if value is not None}
    if len(said) == 1:
        return _quoted(column.column)
    return "{ " + ", ".join(f"{key} = {_quoted(value)}" for key, value in said.items()) + " }"


def _quoted(text: str) -> str:
    """Return a basic string of TOML: JSON's escapes, and the one JSON lacks."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _position(error: Exception, text: str) -> tuple[int, int]:
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)


def parse_mapping(table: Mapping[str, object]) -> TableMapping:
    """Check a mapping that has been read from TOML."""
    _check_keys(table, _KEYS)
    kind = _kind(table.get("kind"))
    platform = _string(table, "platform", "any")
    if not _SLUG.fullmatch(platform):
        raise MappingError("mapping.bad_value", key="platform", value=platform)
    fields = {
        name: column
        for given, spec in _table(table, "fields").items()
        for name, column in [_field(given, spec, kind)]
    }
    if "id" not in fields:
        raise MappingError("mapping.no_id", kind=kind.value)
    shop = _string(table, "shop", "") or None
    return TableMapping(kind, platform, fields, shop, _status(_table(table, "status"), kind))


def _check_keys(table: Mapping[str, object], known: Collection[str]) -> None:
    for key in table:
        if key not in known:
            raise MappingError("mapping.unknown_key", key=key, close=_close(key, known))


def _close(name: str, known: Collection[str]) -> list[str]:
    return get_close_matches(name, known, n=3, cutoff=0.5)


def _string(table: Mapping[str, object], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise MappingError("mapping.bad_value", key=key, value=str(value))
    return value


def _table(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise MappingError("mapping.bad_value", key=key, value=str(value))
    return value


def _kind(given: object) -> Kind:
    known = [kind.value for kind in KINDS]
    if given not in known:
        raise MappingError("mapping.unknown_kind", kind=str(given or ""), known=known)
    return Kind(str(given))


def _field(given: str, spec: object, kind: Kind) -> tuple[str, MappedColumn]:
    schema = SCHEMAS[kind]
    name = f"{given}_minor" if f"{given}_minor" in schema else given
    if name not in schema or name in OURS:
        known = [one.removesuffix("_minor") for one in schema if one not in OURS]
        raise MappingError(
            "mapping.unknown_field", field=given, kind=kind.value, close=_close(given, known)
        )
    # A field named in minor units is in minor units, unless it says otherwise.
    unit = "minor" if given.endswith("_minor") else "major"
    if isinstance(spec, str):
        return name, MappedColumn(spec, unit=unit)
    if not isinstance(spec, dict):
        raise MappingError("mapping.bad_value", key=f"fields.{given}", value=str(spec))
    _check_keys(spec, _COLUMN_KEYS)
    given_keys = {"column": "", "unit": unit} | {key: _string(spec, key, "") for key in spec}
    column = MappedColumn(**given_keys)
    _check_column(given, column)
    return name, column


def _check_column(given: str, column: MappedColumn) -> None:
    if not column.column:
        raise MappingError("mapping.bad_value", key=f"fields.{given}.column", value="")
    if column.unit not in _UNITS:
        raise MappingError("mapping.bad_value", key=f"fields.{given}.unit", value=column.unit)
    if column.currency is not None and not re.fullmatch("[A-Za-z]{3}", column.currency):
        raise MappingError(
            "mapping.bad_value", key=f"fields.{given}.currency", value=column.currency
        )
    if column.zone is not None:
        try:
            ZoneInfo(column.zone)
        except (OSError, ValueError, KeyError) as error:
            raise MappingError(
                "mapping.bad_value", key=f"fields.{given}.zone", value=column.zone
            ) from error


def _status(given: Mapping[str, object], kind: Kind) -> dict[str, str]:
    if not given:
        return {}
    if kind not in STATUS_FIELDS:
        raise MappingError("mapping.unknown_key", key="status", close=[])
    known = members(kind, STATUS_FIELDS[kind])
    for text, status in given.items():
        if status not in known:
            raise MappingError("mapping.unknown_status", text=text, status=str(status), known=known)
    return {text: str(status) for text, status in given.items()}


def members(kind: Kind, name: str) -> list[str]:
    """The values that the field `name` of `kind` may have; empty if it may have any."""
    dtype = SCHEMAS[kind][name]
    return dtype.categories.to_list() if isinstance(dtype, pl.Enum) else []
