"""Reading the rules and lists of shops."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl
from django.db.models import Count, Q, QuerySet

from shopwarden.desk.alerts.receivers import mask_name, mask_nick, mask_phone
from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.keys import key_of
from shopwarden.desk.rulebook.models import ListChange, ListEntry, Rule, Snooze
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Shop
from shopwarden.records import Severity
from shopwarden.rules import CheckedRule, Rulebook, RulebookRule, RuleError, State, check_rule
from shopwarden.rules.lists import Lists

PAGE_ROWS: Final = 50
_MASKS: Final = {
    EntryKind.PHONE: mask_phone,
    EntryKind.RECEIVER: mask_name,
    EntryKind.BUYER: mask_nick,
}
# Whom the address detector looks for itself; the other kinds are for rules.
_OF_DETECTOR: Final = (EntryKind.PHONE, EntryKind.RECEIVER, EntryKind.BUYER)


class Snoozed(NamedTuple):
    """Of what nobody is told at a moment: ids of rules, digests of buyers."""

    rules: frozenset[str]
    buyers: frozenset[str]


class Shown(NamedTuple):
    """An entry as everybody of the shop may see it."""

    entry: ListEntry
    kind: str
    value: str
    reason: str
    is_over: bool


def current_rules(shop_id: UUID) -> Rulebook:
    """Return the rules of a shop, in the order they were made; those that are off too."""
    rows = Rule.objects.filter(shop=shop_id).order_by("made_at", "slug")
    return Rulebook(tuple(as_written(rule) for rule in rows))


def rules_named(shop_id: UUID, slugs: Collection[str]) -> dict[str, Rule]:
    """Return some rules of a shop by their names within it."""
    named = [slug for slug in slugs if slug]
    found = Rule.objects.filter(shop=shop_id, slug__in=named) if named else ()
    return {rule.slug: rule for rule in found}


def checked_rules(shop: Shop) -> dict[str, CheckedRule]:
    """Return the rules of a shop that are judged, on or in the shadow, by id.

    One that means nothing any more, since an update took a name away, is left out; its page
    says so.
    """
    found = {}
    for rule in current_rules(shop.id).rules:
        if rule.state is not State.OFF:
            with suppress(RuleError):
                found[rule.id] = check_rule(rule.expression, vocabulary(shop))
    return found


def as_written(rule: Rule) -> RulebookRule:
    """Return a stored rule as a rulebook file has it."""
    return RulebookRule(
        id=rule.slug,
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        expression=rule.expression,
        severity=Severity(rule.severity),
        score=rule.score,
        state=State(rule.state),
        note=rule.note,
        version=rule.version,
    )


def current_lists(shop_id: UUID, at: datetime) -> Lists:
    """Return who and what is on the lists of a shop at a moment, as keyed digests.

    They are compared with the columns ``keys.with_keys`` adds, because the shop's
    ``vocabulary`` says so; nothing is decrypted for it.
    """
    found: dict[tuple[str, str], set[str]] = {}
    rows = _counting(ListEntry.objects.filter(shop=shop_id), at).values_list(
        "list_kind", "kind", "key"
    )
    for list_kind, kind, key in rows.iterator(chunk_size=10_000):
        found.setdefault((list_kind, kind), set()).add(key)
    return found


def snoozed(shop_id: UUID, at: datetime) -> Snoozed:
    """Return the rules and buyers of whom nobody is told at a moment."""
    running = Snooze.objects.filter(shop=shop_id, until__gt=at, made_at__lte=at).exclude(
        ended_at__lte=at
    )
    pairs = list(running.values_list("rule__slug", "buyer_key"))
    return Snoozed(
        frozenset(slug for slug, _ in pairs if slug), frozenset(key for _, key in pairs if key)
    )


def bad_list(shop_id: UUID, *, at: datetime) -> pl.DataFrame | None:
    """Return whom the shop has blocked, as a scan takes it; for scans only."""
    blocked = ListEntry.objects.filter(
        shop=shop_id, list_kind=ListKind.BLOCKED, kind__in=_OF_DETECTOR
    )
    ids, kinds, tokens = bulk.fetch(_counting(blocked, at), ["id", "kind", "value"])
    if not ids:
        return None
    place = sealed.place(ListEntry, "value", shop_id)
    values = crypto.unseal_all(place, bulk.uuids(ids), tokens)
    return pl.DataFrame({"kind": list(kinds), "value": values})


def _counting(entries: QuerySet[ListEntry], at: datetime) -> QuerySet[ListEntry]:
    return entries.filter(Q(expires_at=None) | Q(expires_at__gt=at))


def last_change(shop_id: UUID, kind: ListKind) -> ListChange | None:
    """Return the newest change of a list; the caller has checked the shop."""
    changes = ListChange.objects.filter(shop=shop_id, list_kind=kind).select_related("made_by")
    return changes.order_by("-made_at", "-id").first()


def counts(shop_id: UUID, kind: ListKind) -> dict[str, int]:
    """Return how many entries of each kind a list has."""
    counted = ListEntry.objects.filter(shop=shop_id, list_kind=kind).values_list("kind")
    return dict.fromkeys(EntryKind.values, 0) | dict(counted.annotate(count=Count("id")))


def size(shop_id: UUID, kind: ListKind) -> int:
    """Return how many entries a list has."""
    return ListEntry.objects.filter(shop=shop_id, list_kind=kind).count()


def page_of(
    shop_id: UUID, kind: ListKind, after: UUID | None, *, at: datetime, search: str = ""
) -> tuple[list[Shown], UUID | None]:
    """Return one page of a list, the newest first and masked, and where the next one begins.

    Parameters
    ----------
    search
        A whole value, of whatever kind: what is encrypted is found by its digest only.
    """
    found = ListEntry.objects.filter(shop=shop_id, list_kind=kind).select_related("added_by")
    if search:
        keys = {one: key_of(shop_id, one, search) for one in EntryKind.values}
        wanted = (Q(kind=one, key=key) for one, key in keys.items() if key)
        found = found.filter(reduce(or_, wanted, Q(id__in=())))
    last = found.filter(id=after).first() if after else None
    if last:
        found = found.filter(
            Q(added_at__lt=last.added_at)
            | Q(added_at=last.added_at, number__gt=last.number)
            | Q(added_at=last.added_at, number=last.number, id__gt=last.id)
        )
    rows = list(found.order_by("-added_at", "number", "id")[: PAGE_ROWS + 1])
    shown = [_shown(row, at) for row in rows[:PAGE_ROWS]]
    return shown, rows[PAGE_ROWS - 1].id if len(rows) > PAGE_ROWS else None


def readable(shop: Shop, kind: ListKind) -> Iterator[tuple[str, ...]]:
    """Yield kind, value, reason and last day of every entry; for a recorded export only."""
    zone = ZoneInfo(shop.time_zone)
    held = ListEntry.objects.filter(shop=shop.id, list_kind=kind).order_by("added_at", "number")
    for entry in held.iterator(chunk_size=1000):
        # It ends with the day before its midnight.
        last = entry.expires_at and (entry.expires_at - timedelta(seconds=1)).astimezone(zone)
        yield (
            entry.kind,
            sealed.read(entry, "value") or "",
            sealed.read(entry, "reason") or "",
            last.date().isoformat() if last else "",
        )


def _shown(row: ListEntry, at: datetime) -> Shown:
    mask = _MASKS.get(EntryKind(row.kind), mask_nick)
    return Shown(
        row,
        str(row.get_kind_display()),
        mask(sealed.read(row, "value") or ""),
        sealed.read(row, "reason") or "",
        row.expires_at is not None and row.expires_at <= at,
    )
