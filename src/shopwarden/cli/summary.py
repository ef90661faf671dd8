"""What a scan read, found and could not read, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import polars as pl

from shopwarden.cli.report import console, shown
from shopwarden.explain import Language, Text
from shopwarden.explain.errors import QUARANTINE
from shopwarden.explain.fields import field_name
from shopwarden.explain.findings import DETECTORS, SEVERITIES
from shopwarden.explain.words import KINDS, SEPARATOR
from shopwarden.records import Kind, Severity
from shopwarden.scan import OPEN_STATUSES, ScanResult

if TYPE_CHECKING:
    from shopwarden.sources import SourceResult

_READ: Final = Text("读入 {rows:,} 行：{kinds}", "Read {rows:,} rows: {kinds}")
_AS_OF: Final = Text("以 {now:%Y-%m-%d %H:%M} 为准", "Judged as of {now:%Y-%m-%d %H:%M}")
_LATER: Final = Text("此后的 {later:,} 条未计入", "{later:,} later records left out")
_REVIEW: Final = Text(
    "{count:,} 条状态无法识别，请人工确认：{texts}",
    "{count:,} records have an unknown status, please look: {texts}",
)
_ABSENT: Final = Text(
    "文件里没有：{names}；与之有关的检查没有做",
    "Not in the files: {names}; what needs them was not checked",
)
# What detectors look at; a file that has none of it is no reason for a finding.
_LOOKED_AT: Final = (
    "buyer", "receiver_name", "phone", "address", "device", "ip", "payment_account", "item",
    "amount_minor", "created_at",
)  # fmt: skip
_FOUND: Final = Text("{detector}：{parts}", "{detector}: {parts}")
_NO_ROWS: Final = Text(
    "没有一行读得了，所以什么也没有检查", "No row could be read, so nothing was checked"
)
_NONE_FOUND: Final = Text("没有发现问题", "No findings")
_OPEN: Final = Text(
    "需要人来看的有 {asking:,} 单，其中 {open:,} 单还来得及处理",
    "{asking:,} records need a person; {open:,} of them can still be acted upon",
)
_HELD: Final = Text(
    "{count:,} 行读不了，已隔离；加 --quarantine 文件.csv 写出，改好后可再读入",
    "{count:,} rows could not be read; --quarantine FILE.csv keeps them to be mended and fed again",
)
_HELD_IN: Final = Text(
    "{count:,} 行读不了，已写入 {file}；改好后直接扫描这个文件即可",
    "{count:,} rows could not be read and are kept in {file}; mend them and scan that file",
)
_SHOWN: Final = 5
_ROW: Final = Text("  {file} 第 {row} 行{column}：{why}", "  {file}, row {row}{column}: {why}")
_COLUMN: Final = Text("“{column}”列", ", column “{column}”")
_AND_MORE: Final = Text("  ……另有 {count:,} 行", "  … and {count:,} more")
_SKIPPED: Final = Text("没有读取（认不出）：{names}", "Not read (not recognised): {names}")
_WRITTEN: Final = Text("{count:,} 条结果已写入 {file}", "{count:,} findings written to {file}")


def show_summary(
    results: Sequence[SourceResult],
    result: ScanResult,
    *,
    out: Path | None,
    quarantine: Path | None,
    language: Language,
    zone: ZoneInfo,
) -> None:
    """Print the rows read, the findings by kind, the rows held back and the files written."""
    lines = [
        *_read(results, result, language, zone),
        *_found(result, language),
        *_held(results, quarantine, language),
    ]
    if out:
        lines.append(_WRITTEN.in_(language, count=result.findings.height, file=out))
    console().print("\n".join(shown(line) for line in lines))


def _read(
    results: Iterable[SourceResult], result: ScanResult, language: Language, zone: ZoneInfo
) -> Iterator[str]:
    if not has_records(result):
        return
    kinds = [
        f"{KINDS[kind].in_(language)} {frame.height:,}"
        for kind, frame in result.records.items()
        if frame.height
    ]
    rows = sum(one.rows for one in results)
    yield _READ.in_(language, rows=rows, kinds=SEPARATOR.in_(language).join(kinds))
    if result.now.timestamp() > 0:
        yield _AS_OF.in_(language, now=result.now.astimezone(zone))
    if result.later:
        yield _LATER.in_(language, later=result.later)
    skipped = [name for one in results for name in one.skipped]
    if skipped:
        yield _SKIPPED.in_(language, names=SEPARATOR.in_(language).join(skipped))
    yield from _unknown(result, language)
    yield from _absent(result.records.get(Kind.ORDERS), language)


def _absent(orders: pl.DataFrame | None, language: Language) -> Iterator[str]:
    """Which of what detectors look at no order has."""
    if orders is None or orders.is_empty():
        return
    absent = [name for name in _LOOKED_AT if orders[name].null_count() == orders.height]
    if absent:
        names = (field_name(Kind.ORDERS, name, language) for name in absent)
        yield _ABSENT.in_(language, names=SEPARATOR.in_(language).join(names))


def has_records(result: ScanResult) -> bool:
    """Return whether any row of the files could be read."""
    return result.later > 0 or any(frame.height for frame in result.records.values())


def _unknown(result: ScanResult, language: Language) -> Iterator[str]:
    """Which status texts nobody knows, and how often each stands there."""
    texts = [
        frame.filter("needs_review").select(text=_status_text(frame))
        for frame in result.records.values()
        if "needs_review" in frame.columns
    ]
    if not texts:
        return
    counts = pl.concat(texts).group_by("text").len().sort("len", "text", descending=[True, False])
    if counts.height:
        said = [f"{text} ({count:,})" for text, count in counts.head(_SHOWN).iter_rows()]
        total = counts["len"].sum()
        yield _REVIEW.in_(language, count=total, texts=SEPARATOR.in_(language).join(said))


def _status_text(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("raw_status" if "raw_status" in frame.columns else "raw_action").fill_null("—")


def _held(
    results: Sequence[SourceResult], quarantine: Path | None, language: Language
) -> Iterator[str]:
    rows = [row for one in results for row in one.quarantine.head(_SHOWN).iter_rows(named=True)]
    if not rows:
        return
    held = sum(one.quarantine.height for one in results)
    form = _HELD_IN if quarantine else _HELD
    yield form.in_(language, count=held, file=quarantine)
    for row in rows[:_SHOWN]:
        column = _COLUMN.in_(language, column=row["column"]) if row["column"] else ""
        why = QUARANTINE[row["reason"]].in_(language)
        yield _ROW.in_(
            language, file=row["source_file"], row=row["source_row"], column=column, why=why
        )
    if held > _SHOWN:
        yield _AND_MORE.in_(language, count=held - _SHOWN)


def _found(result: ScanResult, language: Language) -> Iterator[str]:
    if not has_records(result):
        yield _NO_ROWS.in_(language)
        return
    counts = result.findings.group_by("detector", "severity").len()
    if counts.is_empty():
        yield _NONE_FOUND.in_(language)
        return
    by_detector = {(name, severity): count for name, severity, count in counts.iter_rows()}
    for detector, label in DETECTORS.items():
        parts = [
            f"{SEVERITIES[severity].in_(language)} {by_detector[detector, severity]:,}"
            for severity in reversed(Severity)
            if (detector, severity) in by_detector
        ]
        if parts:
            joined = SEPARATOR.in_(language).join(parts)
            yield _FOUND.in_(language, detector=label.in_(language), parts=joined)
    actionable = _actionable(result)
    if actionable["asking"]:
        yield _OPEN.in_(language, **actionable)


def _actionable(result: ScanResult) -> dict[str, int]:
    asking = result.findings.filter(pl.col("severity") != Severity.NOTE.value)
    subjects = asking.select("platform", "shop", "subject_id").unique()
    orders = result.subjects.get(Kind.ORDERS)
    if orders is None:
        return {"asking": subjects.height, "open": 0}
    still = orders.filter(
        pl.col("status").is_null() | pl.col("status").cast(pl.String).is_in(OPEN_STATUSES)
    ).select("platform", "shop", subject_id="id")
    acting = subjects.join(still, on=["platform", "shop", "subject_id"], how="semi")
    return {"asking": subjects.height, "open": acting.height}
