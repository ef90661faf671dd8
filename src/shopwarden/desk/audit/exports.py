"""The audit log as a file: for a spreadsheet, or byte for byte as it was recorded."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.audit.selectors import bodies

# A spreadsheet runs a cell that starts with one of these, half or full width.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def json_lines(found: QuerySet[AuditRow]) -> Iterator[bytes]:
    """Return the canonical records, one a line: what a verifier reads."""
    return (body + b"\n" for body in bodies(found))


def table(found: QuerySet[AuditRow]) -> Iterator[bytes]:
    """Return a CSV table for a spreadsheet, oldest first."""
    titles = [_("Time"), _("Who"), _("What"), _("Shop"), _("Subject"), _("Changes"), _("Id")]
    # The mark makes spreadsheets read the file as UTF-8.
    yield "\ufeff".encode() + csv_line(titles)
    for row in found.order_by("sequence").iterator(chunk_size=1000):
        yield csv_line(_cells(row))


def _cells(row: AuditRow) -> list[str]:
    changes: dict[str, Any] = row.record["changes"]
    return [
        row.at.isoformat(timespec="seconds"),
        str(row.actor or "system"),
        row.action,
        str(row.shop or ""),
        f"{row.subject_kind} {row.subject_id}",
        json.dumps(changes, ensure_ascii=False) if changes else "",
        str(row.id),
    ]


def csv_line(cells: Sequence[str]) -> bytes:
    """Return one line of a CSV table that no spreadsheet runs as a formula."""
    buffer = StringIO()
    csv.writer(buffer).writerow(
        [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells]
    )
    return buffer.getvalue().encode()
