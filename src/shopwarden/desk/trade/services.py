"""Storing records: what a report changes, decided and written so that order does not matter.

A record is the merge of all its reports (``records.merge``). A report that says what the
record already says changes nothing. Otherwise all reports the record ever had are merged
again, because a merge of merges would depend on the order they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID, uuid4

import polars as pl

from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.live import keeping, keys
from shopwarden.desk.trade import frames, selectors
from shopwarden.desk.trade.models import Order, Report
from shopwarden.features.events import RANK
from shopwarden.records import SCHEMAS, Kind, merge_records

CHUNK: Final = 1000


class Tally(NamedTuple):
    """How many records a chunk of reports made, changed, and left as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Change:
    """What reports do to the stored records; built outside the transaction."""

    kind: Kind
    shop_id: UUID
    tally: Tally
    inserts: bulk.Columns
    updates: bulk.Columns
    # The content the updated rows must still have.
    before: Sequence[str]
    reports: bulk.Columns
    # Their events, and which of them there were before.
    told: bulk.Columns
    # Phones whose other orders have to be judged again.
    phones: frozenset[str]


def chunks(reports: pl.DataFrame, kind: Kind, shop_id: UUID) -> list[pl.DataFrame]:
    """Return reports in parts for `store`: all of a record together, in a fixed order."""
    normal = frames.normal(reports, kind, shop_id)
    content = pl.Series(frames.content_keys(normal, shop_id), dtype=pl.String)
    parts = (
        normal.with_columns(_content=content)
        .unique([*frames.KEY, "_content"], keep="first", maintain_order=True)
        .sort(*frames.KEY, "_content")
        .with_columns(_part=pl.struct(frames.KEY).rle_id() // CHUNK)
    )
    return parts.partition_by("_part", maintain_order=True, include_key=False)


def store(
    *, shop_id: UUID, kind: Kind, chunk: pl.DataFrame, claim: Callable[[Tally], bool]
) -> Tally | None:
    """Merge a chunk of reports into the stored records, in one transaction.

    Not a service of its own: the caller has checked the role, and its act is what the audit
    log names.

    Parameters
    ----------
    chunk
        One part of `chunks`.
    claim
        Called first in the transaction; when it returns false, nothing is written, because
        the chunk was stored before.
    """
    return bulk.until_fresh(partial(_attempt, shop_id, kind, chunk, claim))


def _attempt(
    shop_id: UUID, kind: Kind, chunk: pl.DataFrame, claim: Callable[[Tally], bool]
) -> Tally | None:
    change = _change(shop_id, kind, chunk)
    with writing():
        if not claim(change.tally):
            return None
        _write(change)
    return change.tally


def _change(shop_id: UUID, kind: Kind, chunk: pl.DataFrame) -> Change:
    known = selectors.known_keys(shop_id, kind, chunk["id"].unique().to_list())
    reports = chunk.join(known, on=frames.KEY, how="left")
    is_single = ~pl.struct(frames.KEY).is_duplicated()
    is_fresh = is_single & pl.col("row_id").is_null()
    is_same = is_single & pl.col("_content").eq_missing(pl.col("content_key"))
    fresh = reports.filter(is_fresh)
    fold = _fold(shop_id, kind, reports.filter(~is_fresh & ~is_same), known)
    columns = [*SCHEMAS[kind], "_content"]
    new = pl.concat([fresh.select(columns), fold.new.select(columns)])
    new_ids = [*(uuid4() for _ in range(fresh.height)), *_ids(fold.new)]
    marks = {"is_checked": False, "is_judging": False} if kind is Kind.ORDERS else {}
    inserts = frames.rows(new, kind, shop_id, new_ids)
    updates = frames.rows(fold.changed, kind, shop_id, _ids(fold.changed))
    told = _told(kind, shop_id, [(new, inserts), (fold.changed, updates)])
    unchanged = reports.filter(is_same).height + fold.unchanged
    return Change(
        kind=kind,
        shop_id=shop_id,
        tally=Tally(new.height, fold.changed.height, unchanged),
        inserts=inserts | {name: [value] * new.height for name, value in marks.items()},
        updates=updates | {name: [value] * fold.changed.height for name, value in marks.items()},
        before=fold.changed["content_key"].to_list(),
        reports=fold.reports,
        told=told,
        phones=_left_phones(fold.changed, updates),
    )


def _told(
    kind: Kind, shop_id: UUID, parts: Sequence[tuple[pl.DataFrame, bulk.Columns]]
) -> bulk.Columns:
    if kind not in RANK:
        return {"id": []}
    told = [keys.columns_of(frame, kind, shop_id, rows) for frame, rows in parts]
    return {name: [*told[0][name], *told[1][name]] for name in told[0]}


class _Fold(NamedTuple):
    """Records with several reports: merged anew, and the reports that were not kept yet."""

    new: pl.DataFrame
    changed: pl.DataFrame
    unchanged: int
    reports: bulk.Columns


def _fold(shop_id: UUID, kind: Kind, incoming: pl.DataFrame, known: pl.DataFrame) -> _Fold:
    keys = incoming.select(*frames.KEY, "row_id").unique(frames.KEY, maintain_order=True)
    stored_ids = keys["row_id"].drop_nulls().to_list()
    made = [row_id or str(uuid4()) for row_id in keys["row_id"]]
    identified = keys.with_columns(row_id=pl.Series(made, dtype=pl.String))
    kept = selectors.kept_reports(shop_id, kind, stored_ids)
    alone = selectors.rows_as_reports(shop_id, kind, sorted(set(stored_ids) - set(kept["row_id"])))
    arrived = incoming.drop("row_id").join(identified, on=frames.KEY).select(kept.columns)
    reports = pl.concat([kept, alone, arrived]).unique(
        ["row_id", "_content"], keep="first", maintain_order=True
    )
    merged = merge_records(reports.select(list(SCHEMAS[kind])), kind)
    content = pl.Series(frames.content_keys(merged, shop_id), dtype=pl.String)
    judged = (
        merged.with_columns(_content=content)
        .join(identified, on=frames.KEY)
        .join(known.drop("row_id"), on=frames.KEY, how="left")
    )
    is_new = pl.col("content_key").is_null()
    is_changed = pl.col("content_key") != pl.col("_content")
    not_kept = reports.join(kept, on=["row_id", "_content"], how="anti")
    return _Fold(
        new=judged.filter(is_new),
        changed=judged.filter(is_changed),
        unchanged=judged.filter(~is_new & ~is_changed).height,
        reports=_report_columns(shop_id, not_kept, list(SCHEMAS[kind])),
    )


def _report_columns(shop_id: UUID, reports: pl.DataFrame, schema: list[str]) -> bulk.Columns:
    ids = [uuid4() for _ in range(reports.height)]
    place = sealed.place(Report, "body", shop_id)
    return {
        "id": ids,
        "shop": [shop_id] * reports.height,
        "record_id": _ids(reports),
        "content_key": reports["_content"].to_list(),
        "body": crypto.seal_all(place, ids, frames.bodies(reports.select(schema))),
    }


def _ids(frame: pl.DataFrame) -> list[UUID]:
    return [UUID(row_id) for row_id in frame["row_id"]]


def _left_phones(changed: pl.DataFrame, updates: bulk.Columns) -> frozenset[str]:
    """Return the phones orders no longer have: who shares them is judged again."""
    if "phone_key" not in updates:
        return frozenset()
    pairs = zip(changed["phone_key"], updates["phone_key"], strict=True)
    return frozenset(old for old, new in pairs if old and old != new)


def _write(change: Change) -> None:
    model = frames.MODELS[change.kind]
    bulk.insert(model, change.inserts)
    keys = {"id": change.updates["id"], "content_key": change.before}
    columns = {name: values for name, values in change.updates.items() if name != "id"}
    bulk.update(model, keys, columns)
    bulk.insert(Report, change.reports)
    keeping.keep(change.shop_id, change.kind, change.told, change.updates["id"])
    if change.phones:
        sharing = Order.objects.filter(shop=change.shop_id, phone_key__in=change.phones)
        sharing.update(is_checked=False, is_judging=False)
