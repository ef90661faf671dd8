"""Reading the audit log, always within a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import HOME_ZONE, Membership

PAGE_ROWS: Final = 50


@dataclass(frozen=True)
class Filter:
    """What to look for; an empty field does not narrow."""

    shop: UUID | None = None
    actor: UUID | None = None
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def rows(scope: Scope, wanted: Filter, *, export: bool = False) -> QuerySet[AuditRow]:
    """Return the rows of the shops whose log the person may read (or export), newest first."""
    permission = Permission.EXPORT_AUDIT if export else Permission.READ_AUDIT
    found = AuditRow.objects.filter(shop__in=scope.shop_ids(permission))
    exact = {
        "shop": wanted.shop,
        "actor": wanted.actor,
        "action": wanted.action,
        "subject_id": wanted.subject,
        "at__gte": _midnight(wanted.since),
        "at__lt": _midnight(wanted.until and wanted.until + timedelta(days=1)),
    }
    narrowed = found.filter(**{name: value for name, value in exact.items() if value})
    return narrowed.select_related("actor", "shop").order_by("-sequence")


def page_of(found: QuerySet[AuditRow], after: UUID | None) -> tuple[list[AuditRow], UUID | None]:
    """Return one page and the row the next page comes after, if there is one."""
    last = found.filter(id=after).values_list("sequence", flat=True).first() if after else None
    page = list((found.filter(sequence__lt=last) if last else found)[: PAGE_ROWS + 1])
    has_more = len(page) > PAGE_ROWS
    return page[:PAGE_ROWS], page[PAGE_ROWS - 1].id if has_more else None


def actors(scope: Scope) -> QuerySet[User]:
    """Return the people who can stand in the log: members of the shops it is read for."""
    shops = scope.shop_ids(Permission.READ_AUDIT)
    members = Membership.objects.filter(shop__in=shops)
    return User.objects.filter(id__in=members.values("user")).order_by("name")


def bodies(found: QuerySet[AuditRow]) -> Iterator[bytes]:
    """Return the canonical records, oldest first, without loading them all."""
    bodies = found.order_by("sequence").values_list("body", flat=True)
    return (bytes(body) for body in bodies.iterator(chunk_size=1000))


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, ZoneInfo(HOME_ZONE)) if day else None
