"""Changes to the lists of a shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

import polars as pl
from django.db import transaction
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record
from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.intake import vault
from shopwarden.desk.rulebook import revisions
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.keys import keys_of
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.sources import read_bad_list

WORKFLOW: Final = "rulebook.recheck"
# A list is what people wrote down; ten times more is another kind of file.
MOST: Final = 100_000
_SHOWN_ROWS: Final = 20


def drive(change_id: UUID) -> None:
    """Ask for the workflow of a committed change; asking again changes nothing."""
    durable.enqueue(WORKFLOW, durable.Queue.IMPORTS, change_id)


def by_a_person(scope: Scope, kind: ListKind) -> None:
    """Refuse to let a program say who is trusted.

    Raises
    ------
    Forbidden
        ``list.needs_person``: nobody is logged in; a token, a schedule, a command.
    """
    if kind is ListKind.TRUSTED and scope.actor is None:
        raise Forbidden("list.needs_person")


def set_list(
    *, scope: Scope, shop_id: UUID, kind: ListKind, name: str, received: vault.Received
) -> ListChange:
    """Put the entries of a file in the place of a list, and judge open orders again.

    The file itself is not kept: its entries are.

    Raises
    ------
    SourceError
        The file cannot be read as a list.
    Forbidden
        ``list.needs_person``
    Refused
        ``list.empty`` or ``list.too_long``.
    """
    require(scope, shop_id, Permission.RULES)
    by_a_person(scope, kind)
    try:
        with vault.opened(received.id, shop_id, name) as path:
            read = read_bad_list(path)
    finally:
        vault.remove(received.id)
    if read.height > MOST:
        raise Refused("list.too_long")
    known = _with_keys(read, shop_id)
    entries = known.filter(pl.col("key").is_not_null()).unique(
        ["kind", "key"], keep="first", maintain_order=True
    )
    if entries.is_empty():
        raise Refused("list.empty")
    left_out = known.filter(pl.col("key").is_null())["row"].unique().sort()
    change = _change(scope, shop_id, kind)
    change.file_name, change.entries = name, entries.height
    change.left_out, change.left_out_rows = left_out.len(), left_out[:_SHOWN_ROWS].to_list()
    columns = _columns(entries, change)
    facts = {"file": name, "left_out": change.left_out}
    _replace(scope, change, Action.LIST_SET, facts, columns)
    return change


def clear_list(*, scope: Scope, shop_id: UUID, kind: ListKind) -> ListChange:
    """Take a list away, and judge the open orders it concerned again.

    Raises
    ------
    Refused
        ``list.nothing``: there is none.
    """
    require(scope, shop_id, Permission.RULES)
    change = _change(scope, shop_id, kind)
    _replace(scope, change, Action.LIST_CLEARED, {}, None)
    return change


def _change(scope: Scope, shop_id: UUID, kind: ListKind) -> ListChange:
    return ListChange(
        id=uuid4(), shop_id=shop_id, list_kind=kind, made_by=scope.actor, made_at=timezone.now()
    )


def _replace(
    scope: Scope,
    change: ListChange,
    action: Action,
    facts: Mapping[str, object],
    columns: bulk.Columns | None,
) -> None:
    with writing():
        revisions.begin(change.shop_id)
        old = ListEntry.objects.filter(shop=change.shop_id, list_kind=change.list_kind)
        count = old.count()
        if columns is None and not count:
            raise Refused("list.nothing")
        old.delete()
        bulk.insert(ListEntry, columns or {"id": []})
        change.save(force_insert=True)
        changes: dict[str, Change] = {name: (None, value) for name, value in facts.items()}
        changes["entries"] = (count, change.entries)
        record(scope=scope, act=Act(action, change, change.shop_id, changes))
        # Robust: the change is safe, and the sweep asks again for what could not be asked now.
        transaction.on_commit(lambda: drive(change.id), robust=True)


def _with_keys(read: pl.DataFrame, shop_id: UUID) -> pl.DataFrame:
    """Add ``key``, the digest an order has of the same value; null where nobody is named."""
    parts = [
        part.with_columns(key=pl.Series(keys_of(shop_id, kind, part["value"]), dtype=pl.String))
        for (kind,), part in read.group_by("kind", maintain_order=True)
    ]
    empty = read.clear().with_columns(key=pl.lit(None, pl.String))
    return pl.concat([empty, *parts]).sort("row", maintain_order=True)


def _columns(entries: pl.DataFrame, change: ListChange) -> dict[str, Any]:
    ids = [uuid4() for _ in range(entries.height)]
    place = sealed.place(ListEntry, "value", change.shop_id)
    same = {
        "shop": change.shop_id,
        "list_kind": change.list_kind,
        "added_by": change.made_by_id,
        "added_at": change.made_at,
    }
    return {
        "id": ids,
        "kind": entries["kind"].to_list(),
        "number": entries["row"].to_list(),
        "key": entries["key"].to_list(),
        "value": crypto.seal_all(place, ids, entries["value"]),
        **{name: [value] * len(ids) for name, value in same.items()},
    }
