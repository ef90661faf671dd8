"""Reading filings, always within a scope."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from shopwarden.desk.common.scope import Scope
from shopwarden.desk.filings.choices import FilingState
from shopwarden.desk.filings.models import Filing

PAGE_ROWS: Final = 50


def filings(scope: Scope) -> QuerySet[Filing]:
    """Return the filings of the scope with what a page names of each, newest first."""
    found = Filing.objects.filter(shop__in=scope.shop_ids())
    return found.select_related("shop", "order", "drafted_by").order_by("-drafted_at", "-id")


def page_of(
    scope: Scope, state: FilingState, after: UUID | None
) -> tuple[list[Filing], UUID | None]:
    """Return one page of a state, and the filing the next page comes after, if there is one."""
    found = filings(scope).filter(state=state)
    last = found.filter(id=after).first() if after else None
    if last:
        same_time = Q(drafted_at=last.drafted_at, id__lt=last.id)
        found = found.filter(Q(drafted_at__lt=last.drafted_at) | same_time)
    rows = list(found[: PAGE_ROWS + 1])
    return rows[:PAGE_ROWS], rows[PAGE_ROWS - 1].id if len(rows) > PAGE_ROWS else None
