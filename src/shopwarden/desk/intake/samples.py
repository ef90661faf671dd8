"""The beginning of tables the desk does not know, kept sealed until somebody says what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from shopwarden.desk.common import crypto, sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.intake.models import ImportRun, TableSample
from shopwarden.sources import column_names, header_identity, sample_unknown

MOST_COLUMNS: Final = 200
"""No order has more; a page of thousands of columns would keep everybody waiting."""

_SHOWN: Final = 3
_LONGEST: Final = 24
# Whole times and amounts only: a name or a phone may stand behind the one, a landline be
# taken for the other.
_TIME: Final = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"(?:[ T]?\d{1,2}[:时]\d{2}(?:[:分]\d{2}(?:\.\d{1,6})?)?[分秒]?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_AMOUNT: Final = re.compile(
    r"[¥￥$]?-?(?:\d{1,5}|(?:\d{1,7}|\d{1,3}(?:,\d{3}){1,2})\.\d{1,2}|\d{1,3}\.\d{1,4})"
)


class Table(NamedTuple):
    """A sample as it is worked with."""

    names: tuple[str, ...]
    rows: list[list[str]]

    @property
    def columns(self) -> list[str]:
        """The columns a mapping can name, in the order of the table."""
        return column_names(self.names)

    def cells(self, column: str) -> list[str]:
        """Return the cells of a column."""
        place = self.names.index(column)
        return [row[place] for row in self.rows]


def keep(run: ImportRun, path: Path) -> None:
    """Keep the beginning of every unknown table of a run's file; again, the same."""
    samples = []
    for sample in sample_unknown(path):
        row = TableSample(shop_id=run.shop_id, run=run, label=sample.label)
        row.header_key = header_key(row.shop_id, sample.names)
        content = {
            "names": sample.names[:MOST_COLUMNS],
            "rows": [cells[:MOST_COLUMNS] for cells in sample.rows],
        }
        sealed.write(row, "content", json.dumps(content, ensure_ascii=False))
        samples.append(row)
    with writing():
        TableSample.objects.filter(run=run).delete()
        for row in samples:
            row.save(force_insert=True)


def header_key(shop_id: object, names: Sequence[str]) -> str:
    """Return the digest that tables of a shop with the same columns share."""
    identity = header_identity(tuple(names))
    return crypto.digest(shop_id, crypto.Purpose.CONTENT, identity)  # type: ignore[arg-type]


def table_of(sample: TableSample) -> Table:
    """Return what a sample holds; raises ``SealError``."""
    content = json.loads(sealed.read(sample, "content") or "{}")
    return Table(tuple(content["names"]), content["rows"])


def shown(cells: Sequence[str]) -> list[str]:
    """Return the first different values of a column, masked: enough to know it again."""
    filled = dict.fromkeys(cell.strip() for cell in cells if cell.strip())
    return [masked(cell) for cell in list(filled)[:_SHOWN]]


def masked(text: str) -> str:
    """Leave of a value what shows its kind; times and amounts tell nothing about a person."""
    if _TIME.fullmatch(text) or _AMOUNT.fullmatch(text):
        return text
    if len(text) <= 3:
        return f"{text[:1]}**"
    kept = 3 if len(text) > 5 else 1
    tail = text[-2:] if len(text) > 9 and text[-2:].isalnum() and text.isascii() else ""
    return f"{text[:kept]}****{tail}"[:_LONGEST]
