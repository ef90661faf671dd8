"""Reading the rules and lists of shops."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import polars as pl
from django.db.models import Count, Q, QuerySet

from shopwarden.desk.alerts.receivers import mask_name, mask_nick, mask_phone
from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
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

    number: int
    kind: str
    value: str


def current_rules(shop_id: UUID) -> Rulebook:
    """Return the rules of a shop, in the order they were made; those that are off too."""
    rows = Rule.objects.filter(shop=shop_id).order_by("made_at", "slug")
    return Rulebook(tuple(as_written(rule) for rule in rows))


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


def page_of(shop_id: UUID, kind: ListKind, after: UUID | None) -> tuple[list[Shown], UUID | None]:
    """Return one page of a list, masked, and the entry the next page comes after."""
    found = ListEntry.objects.filter(shop=shop_id, list_kind=kind).order_by("number", "id")
    last = found.filter(id=after).first() if after else None
    if last:
        found = found.filter(Q(number__gt=last.number) | Q(number=last.number, id__gt=last.id))
    rows = list(found[: PAGE_ROWS + 1])
    shown = [
        Shown(row.number, str(row.get_kind_display()), _masked(row)) for row in rows[:PAGE_ROWS]
    ]
    return shown, rows[PAGE_ROWS - 1].id if len(rows) > PAGE_ROWS else None


def _masked(row: ListEntry) -> str:
    mask = _MASKS.get(EntryKind(row.kind), mask_nick)
    return mask(sealed.read(row, "value") or "")
