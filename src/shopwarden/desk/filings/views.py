"""Pages of filings."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from shopwarden.desk.alerts.labels import label_of
from shopwarden.desk.common import sealed
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.filings import selectors
from shopwarden.desk.filings.choices import FilingState
from shopwarden.desk.filings.models import Filing


@page(Permission.VIEW)
def show_list(request: DeskRequest) -> HttpResponse:
    """The filings of one state, newest first."""
    asked = request.GET.get("state", "")
    state = FilingState(asked) if asked in FilingState.values else FilingState.DRAFT
    rows, after = selectors.page_of(request.scope, state, _uuid(request.GET.get("after", "")))
    facts = {
        "here": "filings",
        "state": state,
        "states": FilingState,
        "filings": rows,
        "after": after,
    }
    return render(request, "filings/list.html", facts)


@page(Permission.VIEW)
@never_cache
def show_filing(request: DeskRequest, filing_id: UUID) -> HttpResponse:
    """One filing: what it says, where it comes from, how far it is."""
    rows = Filing.objects.select_related("shop", "order", "alert", "disposition", "drafted_by")
    filing = get_or_404(rows, request.scope, filing_id)
    facts = {
        "here": "filings",
        "filing": filing,
        "label": label_of(filing.alert.kind, filing.reason),
        "note": sealed.read(filing.disposition, "note"),
        "contacts": filing.alert.contacts.select_related("made_by").order_by("made_at"),
        "zone": filing.shop.time_zone,
    }
    return render(request, "filings/filing.html", facts)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
