"""Records in, findings out: the one pipeline behind command line, desk and API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl

from shopwarden.detectors import REGISTRY, Context, Detector, combine
from shopwarden.detectors.prepared import prepared
from shopwarden.records import Kind, merge_records, time_columns

# Deadlines and our own bookkeeping say nothing about when something happened.
_NOT_EVENTS: Final = frozenset({"seen_at", "ship_deadline", "deadline"})
# An order in one of these states can still be stopped or corrected.
OPEN_STATUSES: Final = ("unknown", "unpaid", "paid", "hold", "part_shipped")


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan saw and found.

    Parameters
    ----------
    records
        The merged records by kind, nothing later than `now`.
    findings
        See ``detectors.FINDING_SCHEMA``; the order depends on the content only.
    now
        The moment of judgement.
    later
        Records left out because they begin after `now`.
    subjects
        Of `records`, those that findings are about, by their number.
    """

    records: Mapping[Kind, pl.DataFrame]
    findings: pl.DataFrame
    now: datetime
    later: int
    subjects: Mapping[Kind, pl.DataFrame]


def scan(
    records: Mapping[Kind, pl.DataFrame],
    *,
    now: datetime | None = None,
    bad_list: pl.DataFrame | None = None,
    detectors: Iterable[Detector] | None = None,
) -> ScanResult:
    """Judge `records` as they were known at `now`.

    Parameters
    ----------
    records
        Records by kind, as sources return them: repeated reports and any order allowed.
    now
        The moment of judgement, aware; the newest event in the data when left out, so that
        the same files always give the same findings.
    bad_list
        Values the seller does not trust, columns ``kind`` and ``value``.
    detectors
        Detectors to run; all of the registry with their defaults when left out.

    Notes
    -----
    Cost grows with rows times the length of their texts; memory holds one copy of the
    records and the findings.
    """
    moment = now or newest_time(records)
    merged = {kind: merge_records(frame, kind) for kind, frame in records.items()}
    known = {kind: _known_at(frame, moment) for kind, frame in merged.items()}
    running = [make() for make in REGISTRY.values()] if detectors is None else list(detectors)
    shared = {**known, **_prepared_orders(known, running)}
    context = Context(now=moment, records=shared, bad_list=bad_list)
    findings = combine(
        detector.detect(shared[detector.subject], context)
        for detector in running
        if detector.subject in shared
    )
    later = sum(frame.height for frame in merged.values())
    later -= sum(frame.height for frame in known.values())
    return ScanResult(
        records=known,
        findings=findings,
        now=moment,
        later=later,
        subjects=_subjects(findings, known),
    )


def _subjects(
    findings: pl.DataFrame, records: Mapping[Kind, pl.DataFrame]
) -> dict[Kind, pl.DataFrame]:
    """Return what whoever shows findings asks about: few of many records."""
    found = {}
    for (name,), part in findings.group_by("subject_kind"):
        kind, numbers = Kind(f"{name}s"), part["subject_id"].unique()
        found[kind] = records[kind].filter(pl.col("id").is_in(numbers.implode()))
    return found


def _prepared_orders(
    known: Mapping[Kind, pl.DataFrame], running: Iterable[Detector]
) -> dict[Kind, pl.DataFrame]:
    """Return the orders with what detectors read out of their texts, each text read once."""
    if Kind.ORDERS not in known:
        return {}
    columns = frozenset[str]().union(*(one.reads for one in running))
    return {Kind.ORDERS: prepared(known[Kind.ORDERS], columns)}


def newest_time(records: Mapping[Kind, pl.DataFrame]) -> datetime:
    """Return the latest time at which anything in `records` happened; the epoch when none."""
    newest = datetime.fromtimestamp(0, UTC)
    for kind, frame in records.items():
        events = [name for name in time_columns(kind) if name not in _NOT_EVENTS]
        latest = frame.select(pl.max_horizontal(pl.col(events).max())).item() if events else None
        if isinstance(latest, datetime):
            newest = max(newest, latest)
    return newest


def _known_at(frame: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """Leave out records that begin after `moment`; one without a time is always known."""
    begin = next((name for name in ("created_at", "happened_at", "shipped_at")
                  if name in frame.columns), None)  # fmt: skip
    if begin is None:
        return frame
    return frame.filter(pl.col(begin).is_null() | (pl.col(begin) <= moment))
