"""The findings that ask for a person, as a table on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl
from rich.table import Table

from shopwarden.cli.report import console, shown
from shopwarden.cli.summary import has_records
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
# Below this the reason would be squeezed out of the table.
_TABLE_WIDTH: Final = 110
_LONGEST_ID: Final = 40
_NOTHING: Final = Text("没有发现需要人来看的问题。", "Nothing here needs a person.")
_TITLE: Final = Text("需要人来看的问题", "What a person should look at")
_MORE: Final = Text(
    "列出前 {shown} 条，共 {total} 条；用 --out 保存全部。",
    "The first {shown} of {total}; use --out to keep all of them.",
)
_OVER: Final = Text("已发货或关闭", "shipped or closed")
_ASSUMED: Final = Text("推算", "assumed")


def show_findings(
    findings: pl.DataFrame, result: ScanResult, *, rows: int, language: Language, zone: ZoneInfo
) -> None:
    """Print findings with their sentences, those that can still be acted upon first."""
    pressing = _pressing(findings, result)
    if not has_records(result):
        return
    if pressing.is_empty():
        console().print(_NOTHING.in_(language))
        return
    top = pressing.head(rows).iter_rows(named=True)
    if console().width < _TABLE_WIDTH:
        for row in top:
            # What is over comes last, and says so in place of a deadline.
            severity, number, what, why, amount, deadline = _cells(row, language, zone)
            facts = "  ".join(fact for fact in (what, amount, deadline) if fact)
            console().print(f"{severity} {number}  {facts}\n    {why}")
    elif rows:
        console().print(_table(list(top), language, zone))
    if pressing.height > rows:
        console().print(_MORE.in_(language, shown=rows, total=pressing.height))


def _table(rows: Sequence[Mapping[str, Any]], language: Language, zone: ZoneInfo) -> Table:
    table = Table(title=_TITLE.in_(language), title_justify="left", header_style="bold")
    for number, header in enumerate(_HEADERS):
        table.add_column(
            header.in_(language),
            justify="right" if number == _AMOUNT else "left",
            overflow="fold",
            no_wrap=number != _WHY,
        )
    for number, row in enumerate(rows):
        # A line between what can still be acted upon and what is over.
        is_last_open = row["is_open"] and number + 1 < len(rows) and not rows[number + 1]["is_open"]
        table.add_row(*_cells(row, language, zone), end_section=is_last_open)
    return table


def _pressing(findings: pl.DataFrame, result: ScanResult) -> pl.DataFrame:
    asking = findings.filter(pl.col("severity") != Severity.NOTE.value)
    orders = result.subjects.get(Kind.ORDERS)
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
    joined = asking.join(facts, on=["platform", "shop", "subject_id"], how="left")
    return joined.with_columns(pl.col("is_open").fill_null(value=True)).sort(
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
        shown(row["subject_id"][:_LONGEST_ID]),
        CODES[row["code"]].in_(language),
        shown(row["sentence"]),
        _amount(row["amount_minor"], row["currency"]),
        _due(row, language, zone),
    )


def _due(row: Mapping[str, Any], language: Language, zone: ZoneInfo) -> str:
    if not row["is_open"]:
        return f"[dim]{_OVER.in_(language)}[/]"
    written = _deadline(row["ship_deadline"], zone, assumed=row["ship_deadline_assumed"] is True)
    return written.format(assumed=_ASSUMED.in_(language))


def _amount(minor: int | None, currency: str | None) -> str:
    if minor is None:
        return ""
    digits = minor_digits(currency)
    return f"{minor / 10**digits:,.{digits}f}"


def _deadline(moment: datetime | None, zone: ZoneInfo, *, assumed: bool) -> str:
    if moment is None:
        return ""
    written = f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{written} {{assumed}}" if assumed else written
