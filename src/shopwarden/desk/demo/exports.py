"""Exports of the demo's shop as they would have been at an earlier moment.

The generator knows a shop at one moment only. Its export, an hour ago, lacked the orders
since, and those shipped since were still waiting.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from shopwarden.desk.shops.models import HOME_ZONE

_ENCODING: Final = "gb18030"
# Cells contain line breaks; a record begins with its number.
_RECORD: Final = re.compile(r'\r?\n(?==")')
_NUMBER: Final = re.compile(r'="(\d+)"')
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_WAYBILL: Final = re.compile(r"No:\w+")
# Rows that cannot be read have numbers no order has; they are in every export.
_DAMAGED: Final = '="3599'


@dataclass(frozen=True)
class Export:
    """The last days of one csv file, record by record."""

    head: str
    records: list[str]

    @classmethod
    def read(cls, path: Path, *, since: datetime) -> Export:
        """Read a file of the generator."""
        head, *records = _RECORD.split(path.read_bytes().decode(_ENCODING))
        first = _wall_clock(since)
        recent = (one for one in records if one.startswith(_DAMAGED) or _created(one) >= first)
        return cls(head, list(recent))

    def as_of(self, moment: datetime, shipped: Mapping[str, str]) -> bytes:
        """Return the file as it would have been at a moment.

        Parameters
        ----------
        shipped
            Order number → when it was shipped, as the `shipping_times` of its lines.
        """
        last = _wall_clock(moment)
        kept = [
            _unshipped(record) if shipped.get(_number(record), "") > last else record
            for record in self.records
            if record.startswith(_DAMAGED) or _created(record) <= last
        ]
        return self._joined(kept).encode(_ENCODING)

    def shipping_times(self) -> dict[str, str]:
        """Return when each order was shipped; of a file of order lines."""
        rows = csv.DictReader(io.StringIO(self._joined(self.records), newline=""))
        return {_number(row["主订单编号"]): row["发货时间"] for row in rows if row["发货时间"]}

    def _joined(self, records: list[str]) -> str:
        return "\r\n".join([self.head, *records, ""])


def _number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[1] if found else ""


def _created(record: str) -> str:
    found = _TIME.search(record)
    return found[0] if found else ""


def _unshipped(record: str) -> str:
    waiting = record.replace("卖家已发货，等待买家确认", "买家已付款，等待卖家发货")
    return _WAYBILL.sub("", waiting)


def _wall_clock(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(HOME_ZONE)).strftime("%Y-%m-%d %H:%M:%S")
