"""A mapping while somebody fills it in: what is guessed, what stands in the form, what it reads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl
from django.http import QueryDict

from shopwarden.desk.errors import Refused
from shopwarden.desk.intake import vault
from shopwarden.desk.intake.samples import Table
from shopwarden.desk.trade.frames import MODELS
from shopwarden.records import SCHEMAS, Kind
from shopwarden.records.schemas import TIME
from shopwarden.sources import (
    ShopSettings,
    TableMapping,
    guess_fields,
    guess_kind,
    guess_status,
    looks_personal,
    parse_mapping,
    read_file,
)
from shopwarden.sources.lines import join_fields
from shopwarden.sources.mapping import OURS, STATUS_FIELDS, members

KINDS: Final = tuple(MODELS)
ZONES: Final = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "Europe/London",
    "Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC",
)  # fmt: skip
_NO_COLUMN: Final = frozenset({"platform", "shop", "label"})
_MOST_STATUSES: Final = 20
_LONGEST_STATUS: Final = 20
# What states are made of, and names of people are not; codes of up to three digits.
_STATE: Final = re.compile(
    r"^\d{1,3}$|[已待未]|(?:备货|处理|审核|运输|派送|售后|退款|配送)中$|完成|成功|关闭|取消|发货|签收|付款|失败|异常"
    r"|(?i:paid|ship|deliver|cancel|complet|refund|clos|pending|hold|process|return|fail)"
)
_SECONDS: Final = 10
_MILLISECONDS: Final = 13


@dataclass(frozen=True)
class Draft:
    """A mapping as it stands in the form; ``fields`` is column → field of the record."""

    name: str
    kind: Kind
    platform: str = "other"
    unit: str = "major"
    currency: str = "CNY"
    format: str = ""
    zone: str = ZONES[0]
    fields: Mapping[str, str] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)

    @property
    def status_column(self) -> str:
        """The column that holds the status; empty if none does."""
        wanted = STATUS_FIELDS.get(self.kind, "")
        return next((column for column, one in self.fields.items() if one == wanted), "")


@dataclass(frozen=True)
class Preview:
    """What a mapping makes of the first rows."""

    read: int
    rows: int
    records: pl.DataFrame
    # Column and reason of what could not be read → how many rows.
    faults: Mapping[tuple[str, str], int]


def first_draft(table: Table, *, name: str, zone: str, kind: Kind | None = None) -> Draft:
    """Return what the columns of a table probably are."""
    guessed = kind or guess_kind(table.columns)
    cells = [[row[table.names.index(column)] for column in table.columns] for row in table.rows]
    fields = guess_fields(table.columns, cells, guessed)
    draft = Draft(name=name, kind=guessed, zone=zone, fields=fields)
    return with_statuses(replace(draft, format=_format(table, draft)), table)


def draft_of(mapping: TableMapping, name: str) -> Draft:
    """Return a saved mapping as it stands in the form."""
    columns = mapping.fields.values()
    return Draft(
        name=name,
        kind=mapping.kind,
        platform=mapping.platform,
        unit=_unit(mapping),
        currency=next((one.currency for one in columns if one.currency), "CNY"),
        format=next((one.format for one in columns if one.format), ""),
        zone=next((one.zone for one in columns if one.zone), ZONES[0]),
        fields={one.column: name for name, one in mapping.fields.items()},
        status=mapping.status,
    )


def posted(data: QueryDict, table: Table) -> Draft:
    """Return what stands in the form; what makes no sense is as if it were empty."""
    asked = data.get("kind", "")
    kind = Kind(asked) if asked in KINDS else Kind.ORDERS
    given = {column: data.get(f"column-{place}", "") for place, column in enumerate(table.columns)}
    texts, values = data.getlist("status-text"), data.getlist("status")
    draft = Draft(
        name=data.get("name", "")[:60],
        kind=kind,
        platform=data.get("platform", "").strip().lower()[:40] or "other",
        unit="minor" if data.get("unit") == "minor" else "major",
        currency=data.get("currency", "").strip().upper()[:3] or "CNY",
        format=data.get("format", "").strip()[:60],
        zone=data.get("zone", "")[:40],
        fields={column: one for column, one in given.items() if one in choices(kind)},
        status={text: one for text, one in zip(texts, values, strict=False) if one},
    )
    if data.get("was") not in ("", None, kind.value):
        # Another kind has other fields.
        fresh = first_draft(table, name=draft.name, zone=draft.zone, kind=kind)
        draft = replace(draft, fields=fresh.fields, status={})
    return with_statuses(draft, table)


def with_statuses(draft: Draft, table: Table) -> Draft:
    """Give every text of the status column a meaning, the one chosen or a guess."""
    column = draft.status_column
    texts = dict.fromkeys(cell.strip() for cell in table.cells(column)) if column else {}
    filled = [text for text in texts if text]
    short = [text for text in filled if _is_state(text, draft.kind)]
    if len(filled) > _MOST_STATUSES or 2 * len(short) < len(filled):
        # A column of names or notes: its texts are not shown.
        short = []
    known = {text: draft.status.get(text) or guess_status(text, draft.kind) for text in short}
    return replace(draft, status=known)


def _is_state(text: str, kind: Kind) -> bool:
    if len(text) > _LONGEST_STATUS or looks_personal(text):
        return False
    return guess_status(text, kind) != "unknown" or bool(_STATE.search(text))


def choices(kind: Kind) -> list[str]:
    """Return the fields a column can be; shop and platform are the desk's to say."""
    return [name for name in SCHEMAS[kind] if name not in OURS | _NO_COLUMN]


def mapping_of(draft: Draft) -> TableMapping:
    """Return the mapping of a form.

    Raises
    ------
    Refused
        ``mapping.twice`` (field, columns): two columns are said to be the same.
    MappingError
        The mapping is wrong.
    """
    twice = [one for one, count in Counter(draft.fields.values()).items() if count > 1]
    if twice:
        columns = [column for column, one in draft.fields.items() if one == twice[0]]
        raise Refused("mapping.twice", field=twice[0], columns=columns)
    fields = {one: _spec(one, column, draft) for column, one in draft.fields.items()}
    known = members(draft.kind, STATUS_FIELDS.get(draft.kind, "id"))
    status = {text: one for text, one in draft.status.items() if one != "unknown" and one in known}
    return parse_mapping(
        {
            "kind": draft.kind.value,
            "platform": draft.platform,
            "fields": fields,
            **({"status": status} if status else {}),
        }
    )


def preview(table: Table, mapping: TableMapping, zone: str) -> Preview:
    """Read the first rows with a mapping; raises ``MappingError``."""
    with vault.workspace("table.csv") as path:
        lines = [join_fields(list(table.names)), *(join_fields(row) for row in table.rows)]
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        result = read_file(path, mapping=mapping, settings=ShopSettings(zone=zone))
    faults = Counter(result.quarantine.select(pl.col("column").fill_null(""), "reason").rows())
    records = result.records.get(mapping.kind, pl.DataFrame())
    return Preview(records.height, result.rows, records, faults)


def check(table: Table, mapping: TableMapping, zone: str) -> None:
    """Refuse a mapping that reads nothing.

    Raises
    ------
    Refused
        ``mapping.reads_nothing``: not one of the first rows becomes a record.
    """
    found = preview(table, mapping, zone)
    if found.rows and not found.read:
        raise Refused("mapping.reads_nothing")


def _spec(name: str, column: str, draft: Draft) -> dict[str, str]:
    spec = {"column": column}
    if name.endswith("_minor"):
        spec |= {"unit": draft.unit, "currency": draft.currency}
    elif SCHEMAS[draft.kind][name] == TIME:
        spec |= {"zone": draft.zone} if draft.zone else {}
        spec |= {"format": draft.format} if draft.format else {}
    return spec


def _format(table: Table, draft: Draft) -> str:
    """Return how numbers in a time column count, if it has numbers."""
    schema = SCHEMAS[draft.kind]
    for column, name in draft.fields.items():
        cells = [cell for cell in table.cells(column) if cell.strip()]
        if schema[name] == TIME and cells and all(cell.isdecimal() for cell in cells):
            return _EPOCHS.get(len(cells[0]), "")
    return ""


_EPOCHS: Final = {_SECONDS: "epoch", _MILLISECONDS: "epoch_ms"}


def _unit(mapping: TableMapping) -> str:
    units = {one.unit for name, one in mapping.fields.items() if name.endswith("_minor")}
    return units.pop() if len(units) == 1 else "major"
