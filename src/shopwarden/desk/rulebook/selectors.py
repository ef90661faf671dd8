"""Reading the lists of shops."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

import polars as pl
from django.db.models import Count, Q

from shopwarden.desk.alerts.receivers import mask_name, mask_nick, mask_phone
from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.models import ListChange, ListEntry

PAGE_ROWS: Final = 50
_MASKS: Final = {
    EntryKind.PHONE: mask_phone,
    EntryKind.RECEIVER: mask_name,
    EntryKind.BUYER: mask_nick,
}


class Shown(NamedTuple):
    """An entry as everybody of the shop may see it."""

    number: int
    kind: str
    value: str


def bad_list(shop_id: UUID) -> pl.DataFrame | None:
    """Return who the shop does not trust, as a scan takes it; for scans only."""
    rows = ListEntry.objects.filter(shop=shop_id, list_kind=ListKind.BLOCKED)
    ids, kinds, tokens = bulk.fetch(rows, ["id", "kind", "value"])
    if not ids:
        return None
    place = sealed.place(ListEntry, "value", shop_id)
    values = crypto.unseal_all(place, bulk.uuids(ids), tokens)
    return pl.DataFrame({"kind": list(kinds), "value": values})


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
    return _MASKS[EntryKind(row.kind)](sealed.read(row, "value") or "")
