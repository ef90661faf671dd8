"""Entries of a list: one put on, several at once, one taken off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record, record_all
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.rulebook import revisions, services
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.incoming import OPPOSITE
from shopwarden.desk.rulebook.keys import key_of
from shopwarden.desk.rulebook.models import ListChange, ListEntry


class Added(NamedTuple):
    """What became of several values.

    Parameters
    ----------
    put
        Put on the list, or told anew why and until when.
    known
        There already, for the same reason and as long.
    opposite
        On the opposite list, so left alone.
    nobody
        Masked, or naming nobody.
    """

    put: int
    known: int
    opposite: int
    nobody: int


def add_entry(
    *,
    scope: Scope,
    shop_id: UUID,
    list_kind: ListKind,
    kind: EntryKind,
    value: str,
    reason: str = "",
    expires_at: datetime | None = None,
) -> ListEntry:
    """Put a buyer, phone … on a list, or say anew why and until when it is there.

    Raises
    ------
    Forbidden
        ``list.needs_person``
    Refused
        ``entry.nothing``: masked, or no such thing; ``entry.past``: expired already;
        ``entry.opposite``: trusted and blocked at once; ``list.too_long``.
    """
    require(scope, shop_id, Permission.RULES)
    services.by_a_person(scope, list_kind)
    now = timezone.now()
    value = value.strip()
    key = key_of(shop_id, kind, value)
    if key is None:
        raise Refused("entry.nothing")
    if expires_at and expires_at <= now:
        raise Refused("entry.past")
    with writing():
        revisions.begin(shop_id)
        on_lists = ListEntry.objects.filter(shop=shop_id, kind=kind, key=key)
        if on_lists.filter(list_kind=OPPOSITE.get(list_kind, "")).exists():
            raise Refused("entry.opposite")
        entry = on_lists.filter(list_kind=list_kind).first()
        before = entry.expires_at if entry else None
        is_new = entry is None
        if entry is None:
            entry = ListEntry(id=uuid4(), shop_id=shop_id, list_kind=list_kind, kind=kind, key=key)
        sealed.write(entry, "value", value)
        sealed.write(entry, "reason", reason.strip() or None)
        entry.expires_at, entry.added_by, entry.added_at = expires_at, scope.actor, now
        entry.save(force_insert=is_new, force_update=not is_new)
        changes: dict[str, Change] = {"expires_at": (before, expires_at)} if expires_at else {}
        _note(scope, entry, Action.ENTRY_ADDED, changes, (None, value))
    return entry


def add_entries(
    *,
    scope: Scope,
    shop_id: UUID,
    list_kind: ListKind,
    kind: EntryKind,
    values: Sequence[str],
    reason: str = "",
    expires_at: datetime | None = None,
) -> Added:
    """Put several buyers, phones … on a list at once; doing it again changes nothing.

    Raises
    ------
    Forbidden
        ``list.needs_person``
    Refused
        ``entry.past``: expired already; ``list.too_long``.
    """
    require(scope, shop_id, Permission.RULES)
    services.by_a_person(scope, list_kind)
    now, reason = timezone.now(), reason.strip()
    if expires_at and expires_at <= now:
        raise Refused("entry.past")
    found = {key_of(shop_id, kind, value.strip()): value.strip() for value in values}
    nobody = sum(key_of(shop_id, kind, value.strip()) is None for value in values)
    named = {key: value for key, value in found.items() if key is not None}
    with writing():
        revisions.begin(shop_id)
        on_lists = ListEntry.objects.filter(shop=shop_id, kind=kind, key__in=named)
        opposite = set(
            on_lists.filter(list_kind=OPPOSITE.get(list_kind, "")).values_list("key", flat=True)
        )
        there = {entry.key: entry for entry in on_lists.filter(list_kind=list_kind)}
        put: list[ListEntry] = []
        for key, value in named.items():
            entry = there.get(key)
            if key in opposite or (entry and _says(entry, reason, expires_at)):
                continue
            made = entry or ListEntry(
                id=uuid4(), shop_id=shop_id, list_kind=list_kind, kind=kind, key=key
            )
            sealed.write(made, "value", value)
            sealed.write(made, "reason", reason or None)
            made.expires_at, made.added_by, made.added_at = expires_at, scope.actor, now
            made.save(force_insert=entry is None, force_update=entry is not None)
            put.append(made)
        if put:
            _note_all(scope, put, expires_at, named)
    known = len(named) - len(put) - len(opposite)
    return Added(len(put), known, len(opposite), nobody)


def _says(entry: ListEntry, reason: str, expires_at: datetime | None) -> bool:
    return (sealed.read(entry, "reason") or "") == reason and entry.expires_at == expires_at


def remove_entry(*, scope: Scope, entry: ListEntry) -> None:
    """Take an entry off its list; doing it again changes nothing."""
    require(scope, entry.shop_id, Permission.RULES)
    value = sealed.read(entry, "value")
    with writing():
        revisions.begin(entry.shop_id)
        if ListEntry.objects.filter(id=entry.id).delete()[0]:
            _note(scope, entry, Action.ENTRY_REMOVED, {}, (value, None))


def _note(
    scope: Scope, entry: ListEntry, action: Action, changes: dict[str, Change], value: Change
) -> None:
    """Record the change, and ask for the open orders it touches to be judged again."""
    held = ListEntry.objects.filter(shop=entry.shop_id, list_kind=entry.list_kind).count()
    if held > services.MOST:
        raise Refused("list.too_long")
    change = ListChange.objects.create(
        shop_id=entry.shop_id,
        list_kind=entry.list_kind,
        kind=entry.kind,
        key=entry.key,
        entries=held,
        made_by=scope.actor,
        made_at=timezone.now(),
    )
    facts: dict[str, Change] = {"list": (None, entry.list_kind), "kind": (None, entry.kind)}
    act = Act(action, entry, entry.shop_id, facts | changes, {"value": value})
    record(scope=scope, act=act)
    transaction.on_commit(lambda: services.drive(change.id), robust=True)


def _note_all(
    scope: Scope, put: Sequence[ListEntry], expires_at: datetime | None, values: dict[str, str]
) -> None:
    """Record each of several entries of one list, and ask once for open orders to be judged."""
    one = put[0]
    held = ListEntry.objects.filter(shop=one.shop_id, list_kind=one.list_kind).count()
    if held > services.MOST:
        raise Refused("list.too_long")
    change = ListChange.objects.create(
        shop_id=one.shop_id,
        list_kind=one.list_kind,
        entries=held,
        made_by=scope.actor,
        made_at=timezone.now(),
    )
    facts: dict[str, Change] = {"list": (None, one.list_kind), "kind": (None, one.kind)}
    facts |= {"expires_at": (None, expires_at)} if expires_at else {}
    acts = [
        Act(Action.ENTRY_ADDED, entry, entry.shop_id, facts, {"value": (None, values[entry.key])})
        for entry in put
    ]
    record_all(scope=scope, acts=acts)
    transaction.on_commit(lambda: services.drive(change.id), robust=True)
