"""Reading imports and their quarantine, always within a scope."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.intake.choices import RowState
from shopwarden.desk.intake.models import ImportRun, QuarantineRow
from shopwarden.desk.shops.models import Shop

PAGE_ROWS: Final = 50


def runs(scope: Scope) -> QuerySet[ImportRun]:
    """Return the imports of the scope's shops, newest first, with rows still waiting."""
    waiting = Count("quarantine", filter=Q(quarantine__state=RowState.OPEN))
    return (
        ImportRun.objects.filter(shop__in=list(scope.roles))
        .select_related("upload", "shop", "started_by")
        .annotate(waiting=waiting)
        .order_by("-queued_at", "id")
    )


def page_of_runs(scope: Scope, after: UUID | None) -> tuple[list[ImportRun], UUID | None]:
    """Return one page and the run the next page comes after, if there is one."""
    found = runs(scope)
    last = found.filter(id=after).first() if after else None
    if last:
        same_time = Q(queued_at=last.queued_at, id__gt=last.id)
        found = found.filter(Q(queued_at__lt=last.queued_at) | same_time)
    page = list(found[: PAGE_ROWS + 1])
    return page[:PAGE_ROWS], page[PAGE_ROWS - 1].id if len(page) > PAGE_ROWS else None


def page_of_rows(
    run: ImportRun, state: RowState, after: int
) -> tuple[list[QuarantineRow], int | None]:
    """Return one page of a run's quarantined rows, and the number the next comes after."""
    rows = run.quarantine.filter(state=state, number__gt=after).order_by("number")
    page = list(rows.select_related("settled_by")[: PAGE_ROWS + 1])
    return page[:PAGE_ROWS], page[PAGE_ROWS - 1].number if len(page) > PAGE_ROWS else None


def states_of_rows(run: ImportRun) -> dict[str, int]:
    """Return how many of a run's quarantined rows are in each state."""
    counted = run.quarantine.values_list("state").annotate(count=Count("id"))
    return dict.fromkeys(RowState.values, 0) | dict(counted)


def alerts_of(run: ImportRun) -> QuerySet[Alert]:
    """Return the alerts the run opened, most serious first: it gave them its moment."""
    if run.checked_at is None:
        return Alert.objects.none()
    opened = Alert.objects.filter(shop=run.shop_id, opened_at=run.checked_at)
    return opened.order_by("-severity", "-score", "id")


def earlier(run: ImportRun) -> ImportRun | None:
    """Return the last run that imported the same file before."""
    same = ImportRun.objects.filter(
        shop=run.shop_id, upload__sha256=run.upload.sha256, queued_at__lt=run.queued_at
    )
    return same.order_by("-queued_at").first()


def shops_to_import(scope: Scope) -> QuerySet[Shop]:
    """Return the shops the person may import into."""
    return Shop.objects.filter(id__in=scope.shop_ids(Permission.IMPORT))
