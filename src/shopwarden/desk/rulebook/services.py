"""Changes to the lists of a shop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record
from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.intake import vault
from shopwarden.desk.rulebook import incoming, revisions, selectors
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.shops.models import Shop
from shopwarden.sources import read_list

WORKFLOW: Final = "rulebook.recheck"
# A list is what people wrote down; ten times more is another kind of file.
MOST: Final = 100_000
_SHOWN_ROWS: Final = 20
_CHUNK: Final = 1000


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
    *,
    scope: Scope,
    shop_id: UUID,
    kind: ListKind,
    name: str,
    received: vault.Received,
    replace: bool = True,
) -> ListChange:
    """Read the entries of a file into a list, and judge open orders again.

    The file itself is not kept: its entries are. Rows that cannot be used are left out, and
    the change says which and why.

    Parameters
    ----------
    replace
        Put them in the place of what is there; otherwise they join it, and an entry that is
        there is told anew.

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
            read = read_list(path)
    finally:
        vault.remove(received.id)
    if read.height > MOST:
        raise Refused("list.too_long")
    change = _change(scope, shop_id, kind)
    entries, left_out = incoming.sort_out(read, shop_id, kind, change.made_at)
    if entries.is_empty():
        raise Refused("list.empty")
    change.file_name = name
    change.left_out = len(left_out)
    change.left_out_rows = [list(one) for one in left_out[:_SHOWN_ROWS]]
    columns = incoming.columns_of(entries, change)
    facts = {"file": name, "left_out": change.left_out}
    _write(scope, change, Action.LIST_SET, facts, columns, replace=replace)
    return change


def export_list(*, scope: Scope, shop_id: UUID, kind: ListKind) -> list[tuple[str, ...]]:
    """Return a list readable, as rows of a file; that it left the desk is recorded.

    Returns
    -------
    list[tuple[str, ...]]
        ``kind``, ``value``, ``reason``, ``until`` (a day, or nothing) of every entry.
    """
    require(scope, shop_id, Permission.EXPORT)
    shop = Shop.objects.get(id=shop_id)
    rows = list(selectors.readable(shop, kind))
    with writing():
        changes: dict[str, Change] = {"list": (None, kind.value), "entries": (None, len(rows))}
        record(scope=scope, act=Act(Action.LIST_EXPORTED, shop, shop_id, changes))
    return rows


def clear_list(*, scope: Scope, shop_id: UUID, kind: ListKind) -> ListChange:
    """Take a list away, and judge the open orders it concerned again.

    Raises
    ------
    Refused
        ``list.nothing``: there is none.
    """
    require(scope, shop_id, Permission.RULES)
    change = _change(scope, shop_id, kind)
    _write(scope, change, Action.LIST_CLEARED, {}, None, replace=True)
    return change


def _change(scope: Scope, shop_id: UUID, kind: ListKind) -> ListChange:
    return ListChange(
        id=uuid4(), shop_id=shop_id, list_kind=kind, made_by=scope.actor, made_at=timezone.now()
    )


def _write(
    scope: Scope,
    change: ListChange,
    action: Action,
    facts: Mapping[str, object],
    columns: bulk.Columns | None,
    *,
    replace: bool,
) -> None:
    with writing():
        revisions.begin(change.shop_id)
        held = ListEntry.objects.filter(shop=change.shop_id, list_kind=change.list_kind)
        count = held.count()
        if columns is None and not count:
            raise Refused("list.nothing")
        if replace:
            held.delete()
        elif columns:
            for keys in _batched(columns["key"], _CHUNK):
                held.filter(key__in=keys).delete()
        bulk.insert(ListEntry, columns or {"id": []})
        change.entries = held.count()
        if change.entries > MOST:
            raise Refused("list.too_long")
        change.save(force_insert=True)
        changes: dict[str, Change] = {name: (None, value) for name, value in facts.items()}
        changes["entries"] = (count, change.entries)
        record(scope=scope, act=Act(action, change, change.shop_id, changes))
        # Robust: the change is safe, and the sweep asks again for what could not be asked now.
        transaction.on_commit(lambda: drive(change.id), robust=True)


def _batched(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
