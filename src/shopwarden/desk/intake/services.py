"""Changes to uploads, imports and quarantined rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, NamedTuple
from uuid import UUID

import polars as pl
from django.db import transaction
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require, system_scope
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake import running, vault
from shopwarden.desk.intake.checking import check_waiting
from shopwarden.desk.intake.choices import RowState, RunState
from shopwarden.desk.intake.mappings import mapping_for
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, Upload
from shopwarden.desk.intake.rows import frame_of, result_of, row_text
from shopwarden.desk.trade.services import chunks, store
from shopwarden.errors import ShopwardenError
from shopwarden.sources import ShopSettings, read_file, write_quarantine

WORKFLOW: Final = "intake.import_run"
SUFFIXES: Final = (
    ".csv", ".tsv", ".txt", ".xls", ".xlsx", ".zip", ".ndjson", ".jsonl", ".parquet",
)  # fmt: skip
_LONGEST_NAME: Final = 200


def drive(run_id: UUID) -> None:
    """Ask for the workflow of a committed run; asking again changes nothing."""
    durable.enqueue(WORKFLOW, durable.Queue.IMPORTS, run_id)


def check_names(names: Sequence[str]) -> None:
    """Refuse files that cannot be an export.

    Raises
    ------
    Refused
        ``upload.nothing``, or ``upload.wrong_type`` (name).
    """
    if not names:
        raise Refused("upload.nothing")
    for name in names:
        if PurePath(name).suffix.lower() not in SUFFIXES:
            raise Refused("upload.wrong_type", name=name)


def start_import(*, scope: Scope, shop_id: UUID, name: str, received: vault.Received) -> ImportRun:
    """Keep a file that arrived and import it into a shop.

    A file that was imported before is imported again, which changes nothing; the run says so.
    """
    require(scope, shop_id, Permission.IMPORT)
    upload = Upload(
        id=received.id,
        shop_id=shop_id,
        name=short_name(name),
        size=received.size,
        sha256=received.sha256,
        sent_by=scope.actor,
        sent_at=timezone.now(),
    )
    return _start(scope, upload)


def import_again(*, scope: Scope, run: ImportRun) -> ImportRun:
    """Import the file of a run once more.

    Raises
    ------
    Refused
        ``upload.gone``: the file is no longer kept.
    """
    require(scope, run.shop_id, Permission.IMPORT)
    if not vault.holds(run.upload_id):
        raise Refused("upload.gone")
    return _start(scope, run.upload)


class Mended(NamedTuple):
    """What became of a corrected row: stored, or what is still wrong with which column."""

    reason: str = ""
    column: str = ""


def reveal_row(*, scope: Scope, row: QuarantineRow) -> list[str] | str:
    """Return the cells of a quarantined row, or its text where it has none; on record."""
    require(scope, row.shop_id, Permission.REVEAL)
    with writing():
        record(scope=scope, act=Act(Action.ROW_REVEALED, row, row.shop_id))
    return row_text(row)


def mend_row(*, scope: Scope, row: QuarantineRow, raw: str) -> Mended:
    """Read a corrected row again and store what it says.

    Parameters
    ----------
    raw
        The row as delimited text or JSON, as in its file.

    Raises
    ------
    Refused
        ``row.settled``: it is no longer waiting.
    """
    require(scope, row.shop_id, Permission.IMPORT)
    require(scope, row.shop_id, Permission.REVEAL)
    try:
        content = _read_again(row, raw)
    except ShopwardenError as error:
        return Mended(reason=error.code)
    for fault in content.quarantine.iter_rows(named=True):
        return Mended(fault["reason"], fault["column"] or "")
    parts = [
        (kind, chunk)
        for kind, frame in sorted(content.records.items())
        for chunk in chunks(frame, kind, row.shop_id)
    ]
    if not parts:
        return Mended(reason="row.fields")
    with writing():
        _settle(scope, row, RowState.MENDED, Action.ROW_MENDED, str(parts[0][1]["id"][0]))
        for kind, chunk in parts:
            store(shop_id=row.shop_id, kind=kind, chunk=chunk, claim=lambda _: True)
    check_waiting(scope=system_scope(row.shop_id), shop_id=row.shop_id, now=timezone.now())
    return Mended()


def discard_row(*, scope: Scope, row: QuarantineRow) -> None:
    """Give up a quarantined row; its text stays in the file that was uploaded.

    Raises
    ------
    Refused
        ``row.settled``: it is no longer waiting.
    """
    require(scope, row.shop_id, Permission.IMPORT)
    with writing():
        _settle(scope, row, RowState.DISCARDED, Action.ROW_DISCARDED)


def export_rows(*, scope: Scope, run: ImportRun) -> bytes:
    """Return the waiting rows of a run as a file to correct and upload; on record."""
    require(scope, run.shop_id, Permission.EXPORT)
    rows = list(run.quarantine.filter(state=RowState.OPEN).order_by("number"))
    with writing():
        act = Act(Action.ROWS_EXPORTED, run, run.shop_id, {"rows": (None, len(rows))})
        record(scope=scope, act=act)
    with vault.workspace("quarantine.csv") as path:
        write_quarantine(path, [result_of(run, frame_of(rows))])
        return path.read_bytes()


def _start(scope: Scope, upload: Upload) -> ImportRun:
    done = ImportRun.objects.filter(
        shop=upload.shop_id, upload__sha256=upload.sha256, state=RunState.DONE
    )
    run = ImportRun(
        shop_id=upload.shop_id,
        upload=upload,
        started_by=scope.actor,
        queued_at=timezone.now(),
        is_repeat=done.exists(),
    )
    facts = {"file": upload.name, "size": upload.size, "sha256": upload.sha256}
    changes = {name: (None, value) for name, value in facts.items()}
    with writing():
        upload.save()
        run.save(force_insert=True)
        record(scope=scope, act=Act(Action.IMPORT_STARTED, run, run.shop_id, changes))
        # Robust: the run is safe, and the sweep asks again for what could not be asked now.
        transaction.on_commit(lambda: drive(run.id), robust=True)
    return run


def _read_again(row: QuarantineRow, raw: str) -> running.Content:
    waiting = pl.DataFrame(frame_of([row])).with_columns(raw=pl.lit(raw))
    with vault.workspace("row.csv") as path:
        write_quarantine(path, [result_of(row.run, waiting)])
        settings = ShopSettings(zone=row.shop.time_zone)
        known = mapping_for(row.shop_id)
        seen_at = row.run.started_at
        return running.content_of(
            read_file(path, fallback=known, settings=settings, seen_at=seen_at)
        )


def _settle(
    scope: Scope, row: QuarantineRow, state: RowState, action: Action, external_id: str = ""
) -> None:
    settled = QuarantineRow.objects.filter(id=row.id, state=RowState.OPEN).update(
        state=state, settled_by=scope.actor, settled_at=timezone.now(), external_id=external_id
    )
    if not settled:
        raise Refused("row.settled")
    changes = {"state": (RowState.OPEN.value, state.value), "record": (None, external_id)}
    record(scope=scope, act=Act(action, row, row.shop_id, changes))


def short_name(name: str) -> str:
    """Return a file name that every file system takes, its ending kept."""
    path = PurePath(name.replace("/", "_").replace("\x00", ""))
    room = _LONGEST_NAME - len(path.suffix.encode())
    return path.stem.encode()[:room].decode(errors="ignore") + path.suffix
