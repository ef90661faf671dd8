"""The findings that ask for a person, as a table on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl
from rich.markup import escape
from rich.table import Table

from shopwarden.cli.report import console
from shopwarden.explain import Language, Text
from shopwarden.explain.findings import CODES, SEVERITIES
from shopwarden.records import Kind, Severity, minor_digits
from shopwarden.scan import OPEN_STATUSES, ScanResult

_STYLES: Final = {Severity.WRONG: "bold red", Severity.CHECK: "yellow", Severity.NOTE: "dim"}
_HEADERS: Final = (
    Text("程度", "Severity"), Text("单号", "Number"), Text("问题", "What"),
    Text("原因", "Why"), Text("金额", "Amount"), Text("发货期限", "Ship by"),
)  # fmt: skip
_WHY, _AMOUNT = 3, 4
_NOTHING: Final = Text("没有发现需要人来看的问题。", "Nothing was found that asks for a person.")
_TITLE: Final = Text("需要人来看的问题", "Findings that ask for a person")
_MORE: Final = Text(
    "列出前 {shown} 条，共 {total} 条；用 --out 保存全部。",
    "The first {shown} of {total}; use --out to keep all of them.",
)
_ASSUMED: Final = Text("推算", "assumed")


def show_findings(
    findings: pl.DataFrame, result: ScanResult, *, rows: int, language: Language, zone: ZoneInfo
) -> None:
    """Print findings with their sentences, those that can still be acted upon first."""
    pressing = _pressing(findings, result)
    if pressing.is_empty():
        console().print(_NOTHING.in_(language))
        return
    table = Table(title=_TITLE.in_(language), title_justify="left", header_style="bold")
    for number, header in enumerate(_HEADERS):
        table.add_column(
            header.in_(language),
            justify="right" if number == _AMOUNT else "left",
            overflow="fold",
            no_wrap=number != _WHY,
        )
    for row in pressing.head(rows).iter_rows(named=True):
        table.add_row(*_cells(row, language, zone))
    console().print(table)
    if pressing.height > rows:
        console().print(_MORE.in_(language, shown=rows, total=pressing.height))


def _pressing(findings: pl.DataFrame, result: ScanResult) -> pl.DataFrame:
    asking = findings.filter(pl.col("severity") != Severity.NOTE.value)
    orders = result.records.get(Kind.ORDERS)
    if orders is None or asking.is_empty():
        return asking.clear()
    facts = orders.select(
        "platform",
        "shop",
        "amount_minor",
        "currency",
        "ship_deadline",
        "ship_deadline_assumed",
        subject_id="id",
        is_open=pl.col("status").cast(pl.String).is_in(OPEN_STATUSES).fill_null(value=True),
    )
    return asking.join(facts, on=["platform", "shop", "subject_id"], how="left").sort(
        "is_open",
        pl.col("severity").to_physical(),
        "score",
        "ship_deadline",
        "subject_id",
        "code",
        descending=[True, True, True, False, False, False],
        nulls_last=True,
    )


def _cells(row: Mapping[str, Any], language: Language, zone: ZoneInfo) -> tuple[str, ...]:
    severity = Severity(row["severity"])
    return (
        f"[{_STYLES[severity]}]{SEVERITIES[severity].in_(language)}[/]",
        escape(row["subject_id"]),
        CODES[row["code"]].in_(language),
        escape(row["sentence"]),
        _amount(row["amount_minor"], row["currency"]),
        _deadline(row["ship_deadline"], zone, assumed=row["ship_deadline_assumed"] is True)
        .format(assumed=_ASSUMED.in_(language)),
    )  # fmt: skip


def _amount(minor: int | None, currency: str | None) -> str:
    if minor is None:
        return ""
    digits = minor_digits(currency)
    return f"{minor / 10**digits:,.{digits}f}"


def _deadline(moment: datetime | None, zone: ZoneInfo, *, assumed: bool) -> str:
    if moment is None:
        return ""
    shown = f"{moment.astimezone(zone):%m-%d %H:%M}"
    return f"{shown} {{assumed}}" if assumed else shown
