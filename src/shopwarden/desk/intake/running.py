"""One import, step by step; the worker may die between any two lines and start again.

Reading is deterministic, so a run that goes on reads its file again and passes over the
steps whose transactions are done. Every transaction of a run opens with a conditional
update of the run's row.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import polars as pl
from django.db.models import F
from django.utils import timezone

from shopwarden.desk.alerts.opening import Opened
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake import samples, vault
from shopwarden.desk.intake.checking import check_waiting
from shopwarden.desk.intake.choices import ENDED, RowState, RunState
from shopwarden.desk.intake.headings import heading
from shopwarden.desk.intake.mappings import mapping_for
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, Upload
from shopwarden.desk.intake.rows import keep_origins
from shopwarden.desk.trade import frames
from shopwarden.desk.trade.models import LONGEST_ID
from shopwarden.desk.trade.services import CHUNK, Tally, chunks, store
from shopwarden.errors import ShopwardenError
from shopwarden.records import Kind
from shopwarden.sources import ShopSettings, SourceError, SourceResult, read_file
from shopwarden.sources.quarantine import Origin

logger = logging.getLogger(__name__)

Claim = Callable[[dict[str, Any]], bool]


class Content(NamedTuple):
    """What a file holds for the desk."""

    source: str
    rows: int
    records: Mapping[Kind, pl.DataFrame]
    quarantine: pl.DataFrame
    origins: Mapping[str, Origin]
    skipped: list[str]


def load(run_id: UUID) -> None:
    """Read the file of a run and store what it holds."""
    _advance(run_id, RunState.QUEUED, RunState.READING, started_at=timezone.now())
    run = ImportRun.objects.select_related("upload", "shop").get(id=run_id)
    if run.state not in (RunState.READING, RunState.STORING):
        return
    content = read(run)
    steps = list(_steps(run, content))
    keep_origins(run, content.origins)
    _advance(
        run_id,
        RunState.READING,
        RunState.STORING,
        steps=len(steps),
        source=content.source,
        rows=content.rows,
        quarantined=content.quarantine.height,
        origins=run.origins,
        skipped=content.skipped,
    )
    run.refresh_from_db()
    for number, step in enumerate(steps):
        if number >= run.step:
            step(partial(_claim, run_id, number))


def check(run_id: UUID) -> None:
    """Judge the orders that wait in the run's shop."""
    _advance(run_id, RunState.STORING, RunState.CHECKING, checked_at=timezone.now())
    run = ImportRun.objects.get(id=run_id)
    if run.state != RunState.CHECKING or run.checked_at is None:
        return

    def claim(made: Opened) -> None:
        # The worker of a run is its only writer, so reading before writing loses nothing.
        closed = ImportRun.objects.values_list("closed", flat=True).get(id=run_id)
        ImportRun.objects.filter(id=run_id).update(
            alerts=F("alerts") + made.opened, closed=dict(Counter(closed) + Counter(made.endings))
        )

    check_waiting(
        scope=system_scope(run.shop_id), shop_id=run.shop_id, now=run.checked_at, claim=claim
    )


def finish(run_id: UUID) -> None:
    """Close a run that has done everything."""
    with writing():
        if _advance(run_id, RunState.CHECKING, RunState.DONE, finished_at=timezone.now()):
            run = ImportRun.objects.get(id=run_id)
            names = ("rows", "new", "changed", "unchanged", "quarantined", "alerts")
            counts = {name: (None, getattr(run, name)) for name in names}
            act = Act(Action.IMPORT_FINISHED, run, run.shop_id, counts)
            record(scope=system_scope(run.shop_id), act=act)


def fail(run_id: UUID, error: Exception) -> None:
    """Close a run that cannot go on; what it has stored stays, and may be imported again."""
    code, facts = "import.broken", {}
    if isinstance(error, ShopwardenError):
        code = error.code
        # Without a header a file's first row stands for it: an order with name and address,
        # which is kept sealed (``samples``) or not at all.
        facts = {name: _plain(value) for name, value in error.data.items() if name != "header"}
        facts |= {"column": heading(str(facts["column"]))} if "column" in facts else {}
    with writing():
        failed = ImportRun.objects.filter(id=run_id).exclude(state__in=ENDED)
        changes = {"state": RunState.FAILED, "code": code, "facts": facts}
        if failed.update(**changes, finished_at=timezone.now()):
            run = ImportRun.objects.get(id=run_id)
            act = Act(Action.IMPORT_FAILED, run, run.shop_id, {"code": (None, code)})
            record(scope=system_scope(run.shop_id), act=act)


def under_way(*, older_than: timedelta) -> list[UUID]:
    """Return the runs that somebody should be driving."""
    waiting = ImportRun.objects.filter(queued_at__lte=timezone.now() - older_than)
    return list(waiting.exclude(state__in=ENDED).values_list("id", flat=True))


def read(run: ImportRun) -> Content:
    """Return what the file of a run holds; raises ``SourceError``, ``Refused``."""
    upload: Upload = run.upload
    if not vault.holds(upload.id):
        raise Refused("upload.gone")
    known = mapping_for(run.shop_id)
    with vault.opened(upload.id, upload.shop_id, upload.name) as path:
        settings = ShopSettings(zone=run.shop.time_zone)
        try:
            result = read_file(path, fallback=known, settings=settings, seen_at=run.started_at)
        except SourceError as error:
            if error.code == "file.unrecognised":
                samples.keep(run, path)
            raise
        if result.skipped:
            samples.keep(run, path)
    return content_of(result)


def content_of(result: SourceResult) -> Content:
    """Return what was read, without records whose number is damaged."""
    long = pl.col("id").str.len_chars() > LONGEST_ID
    records = {kind: frame for kind, frame in result.records.items() if kind in frames.MODELS}
    damaged = [frame.filter(long) for frame in records.values()]
    return Content(
        source=result.source,
        rows=result.rows,
        records={kind: frame.filter(~long) for kind, frame in records.items()},
        quarantine=pl.concat([result.quarantine, *(_too_long(frame) for frame in damaged)]),
        origins=result.origins,
        skipped=list(result.skipped),
    )


def _too_long(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.col("source_file").fill_null(""),
        "source_row",
        column=pl.lit("id"),
        reason=pl.lit("cell.id_too_long"),
        detail=pl.lit(None, pl.String),
        raw=pl.lit(None, pl.String),
    )


def _steps(run: ImportRun, content: Content) -> Iterator[Callable[[Claim], None]]:
    """Return the transactions of a run, in their order."""
    main = Kind.ORDERS if Kind.ORDERS in content.records else next(iter(content.records), None)
    for kind, frame in sorted(content.records.items()):
        for chunk in chunks(frame, kind, run.shop_id):
            yield partial(_store, run, kind, chunk, kind == main)
    for start in range(0, content.quarantine.height, CHUNK):
        yield partial(_quarantine, run, content.quarantine[start : start + CHUNK], start)


def _store(run: ImportRun, kind: Kind, chunk: pl.DataFrame, is_main: bool, claim: Claim) -> None:
    def count(tally: Tally) -> bool:
        before = run.by_kind.get(kind.value, [0, 0, 0])
        counts = [old + more for old, more in zip(before, tally, strict=True)]
        changes: dict[str, Any] = {"by_kind": {**run.by_kind, kind.value: counts}}
        if is_main:
            changes |= dict(zip(Tally._fields, counts, strict=True))
        return claim(changes)

    store(shop_id=run.shop_id, kind=kind, chunk=chunk, claim=count)
    run.refresh_from_db(fields=["by_kind"])


def _quarantine(run: ImportRun, rows: pl.DataFrame, start: int, claim: Claim) -> None:
    bulk.until_fresh(partial(_keep_rows, run, rows.with_row_index("number", start), claim))


def _keep_rows(run: ImportRun, rows: pl.DataFrame, claim: Claim) -> None:
    """Keep the rows that do not wait, and were not dealt with, already."""
    place = pl.concat_str("source_file", "source_row", separator=":", ignore_nulls=True)
    texts = rows.select(pl.coalesce("raw", place)).to_series()
    keys = crypto.digest_all(run.shop_id, crypto.Purpose.CONTENT, texts)
    known = QuarantineRow.objects.filter(shop=run.shop_id, content_key__in=keys)
    rows = (
        rows.with_columns(content_key=pl.Series(keys, dtype=pl.String))
        .unique("content_key", keep="first", maintain_order=True)
        .filter(~pl.col("content_key").is_in(list(known.values_list("content_key", flat=True))))
    )
    count = rows.height
    ids = [uuid4() for _ in range(count)]
    columns = {
        "id": ids,
        "shop": [run.shop_id] * count,
        "run": [run.id] * count,
        "number": rows["number"].to_list(),
        "content_key": rows["content_key"].to_list(),
        "source_file": rows["source_file"].to_list(),
        "source_row": rows["source_row"].to_list(),
        "column": [heading(name) for name in rows["column"].fill_null("")],
        "reason": rows["reason"].to_list(),
        "detail": _sealed("detail", run.shop_id, ids, rows),
        "raw": _sealed("raw", run.shop_id, ids, rows),
        "state": [RowState.OPEN] * count,
        "external_id": [""] * count,
    }
    with writing():
        if claim({}):
            bulk.insert(QuarantineRow, columns)


def _sealed(column: str, shop_id: UUID, ids: list[UUID], rows: pl.DataFrame) -> list[bytes | None]:
    return crypto.seal_all(sealed.place(QuarantineRow, column, shop_id), ids, rows[column])


def _claim(run_id: UUID, number: int, changes: Mapping[str, Any]) -> bool:
    """Note step `number` as done; false if it was done before."""
    waiting = ImportRun.objects.filter(id=run_id, state=RunState.STORING, step=number)
    return bool(waiting.update(step=number + 1, **changes))


def _advance(run_id: UUID, old: RunState, new: RunState, **changes: Any) -> bool:
    return bool(ImportRun.objects.filter(id=run_id, state=old).update(state=new, **changes))


def _plain(value: object) -> object:
    """Return a fact as JSON can hold it."""
    if isinstance(value, list | tuple):
        return [str(part) for part in value]
    return value if isinstance(value, int | float | None) else str(value)
