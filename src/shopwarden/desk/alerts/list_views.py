"""The inbox: lists, news, saved views, and changes to several alerts at once."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import bulk, listing, saved, selectors
from shopwarden.desk.alerts.choices import AlertKind, AlertState
from shopwarden.desk.alerts.forms import (
    ME,
    NOBODY,
    PASSING,
    ChosenForm,
    ListForm,
    PickForm,
    ViewForm,
    filters_of,
)
from shopwarden.desk.alerts.labels import labels_for_many
from shopwarden.desk.alerts.lines import lines
from shopwarden.desk.alerts.listing import Wanted
from shopwarden.desk.alerts.models import Alert, BulkAct
from shopwarden.desk.common import reading
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.problems import problem
from shopwarden.desk.common.roles import Permission


@page(Permission.VIEW)
def show_list(request: DeskRequest) -> HttpResponse:
    """One of the three lists; only its inner part where the filters ask for it."""
    now = timezone.now()
    form = ListForm(request.GET, scope=request.scope)
    wanted = form.wanted(now)
    after = listing.unpack(request.GET.get("after", ""), wanted.sort)
    alerts, rest = listing.page(request.scope, wanted, after)
    facts = {
        "here": "alerts",
        "form": form,
        "chips": form.chips(wanted),
        "people": form.people,
        "wanted": wanted,
        "lines": lines(alerts, now),
        "next": listing.pack(rest) if rest else "",
        "now": now,
        **_around(request, wanted),
    }
    template = "alerts/inbox.html" if request.htmx.target == "inbox" else "alerts/list.html"
    return render(request, template, facts)


@page(Permission.VIEW)
def news(request: DeskRequest) -> HttpResponse:
    """How many alerts came since the list was shown, polled; 304 while that stays."""
    since = reading.moment(request.GET.get("since", ""))
    count = _news(request, since) if since else 0
    etag = f'"{count}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    facts = {"count": count, "query": filters_of(request.GET)}
    response = render(request, "alerts/news.html", facts)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@page(Permission.BULK, methods=("POST",))
def bulk_assign(request: DeskRequest) -> HttpResponse:
    """Give the chosen alerts to somebody."""
    form = ChosenForm(request.POST)
    if not form.is_valid():
        return _nothing_chosen(request)
    assignee = person(request, form.cleaned_data["assignee"])
    chosen = form.cleaned_data["alert"]
    act = bulk.bulk_assign(scope=request.scope, chosen=chosen, assignee=assignee)
    return _back(request, bulk=act.id)


@page(Permission.BULK, methods=("POST",))
def bulk_decide(request: DeskRequest) -> HttpResponse:
    """Close the chosen alerts with one label."""
    form = ChosenForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["label"]:
        return _nothing_chosen(request)
    facts = form.cleaned_data
    act = bulk.bulk_decide(
        scope=request.scope, chosen=facts["alert"], label=facts["label"], note=facts["note"]
    )
    selectors.forget_counts()
    return _back(request, bulk=act.id)


@page(Permission.BULK, methods=("POST",))
def undo_bulk(request: DeskRequest) -> HttpResponse:
    """Take back what the person just did to several alerts."""
    form = PickForm(request.POST)
    if not form.is_valid():
        return _back(request)
    act = get_object_or_404(BulkAct, id=form.cleaned_data["id"], made_by=request.user)
    count = bulk.undo_bulk(scope=request.scope, act=act)
    selectors.forget_counts()
    messages.success(request, _("Undone for %(count)d alerts.") % {"count": count})
    return _back(request)


@page(Permission.VIEW, methods=("POST",))
def save_view(request: DeskRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("This view cannot be kept: shorten its name or its filters."))
    else:
        facts = form.cleaned_data
        saved.save_view(
            scope=request.scope, name=facts["name"], query=facts["query"], shop_id=facts["shop"]
        )
        messages.success(request, _("The view is saved."))
    return _back(request)


@page(Permission.VIEW, methods=("POST",))
def remove_view(request: DeskRequest) -> HttpResponse:
    """Remove a saved view."""
    form = PickForm(request.POST)
    if not form.is_valid():
        return _back(request)
    view = get_object_or_404(selectors.saved_views(request.scope), id=form.cleaned_data["id"])
    saved.remove_view(scope=request.scope, view=view)
    return _back(request)


def person(request: DeskRequest, asked: str) -> User | None:
    """Return who is meant by ``me``, ``none`` or an id; 404 for people of other shops."""
    if asked == NOBODY:
        return None
    if asked == ME:
        return request.user
    found = selectors.assignees(request.scope, request.scope.roles)
    try:
        return found.get(id=UUID(asked))
    except (User.DoesNotExist, ValueError) as error:
        raise Http404 from error


def row(request: DeskRequest, alert: Alert) -> HttpResponse:
    """Show one row of a list anew."""
    facts = {"lines": lines([alert], timezone.now()), **_rights(request)}
    return render(request, "alerts/rows.html", facts)


def list_query(request: DeskRequest) -> str:
    """Return the filters of the list a page was opened from, as they stand in its address."""
    return filters_of(request.GET)


def _around(request: DeskRequest, wanted: Wanted) -> dict[str, Any]:
    scope = request.scope
    query = filters_of(request.GET)
    act = _uuid(request.GET.get("bulk", ""))
    return {
        "query": query,
        "is_filtered": bool(_narrowing(request.GET)),
        "counts": selectors.state_counts(scope, wanted.shop),
        "states": AlertState,
        "views": selectors.saved_views(scope),
        "done": selectors.fresh_bulk(scope, act) if act else None,
        "address_labels": labels_for_many(AlertKind.ADDRESS),
        "contact_labels": labels_for_many(AlertKind.ADDRESS, is_contact=True),
        "shops_to_share": scope.shop_ids(Permission.ASSIGN),
        **_rights(request),
        "may_bulk": scope.may_anywhere(Permission.BULK) and wanted.state == AlertState.OPEN,
    }


def _rights(request: DeskRequest) -> dict[str, bool]:
    return {
        "may_bulk": request.scope.may_anywhere(Permission.BULK),
        "shows_shop": len(request.scope.roles) > 1,
        "may_handle_any": request.scope.may_anywhere(Permission.HANDLE),
    }


def _news(request: DeskRequest, since: datetime) -> int:
    wanted = ListForm(request.GET, scope=request.scope).wanted(timezone.now())
    return listing.count_since(request.scope, wanted, since)


def _narrowing(asked: QueryDict) -> list[str]:
    return [
        name for name, value in asked.items() if value and name not in (*PASSING, "state", "sort")
    ]


def _back(request: DeskRequest, **more: UUID) -> HttpResponse:
    """Return to the list the form came from."""
    query = filters_of(QueryDict(request.POST.get("query", "")))
    parts = [
        part
        for part in (query, urlencode({name: str(value) for name, value in more.items()}))
        if part
    ]
    return redirect(f"{reverse('alerts:list')}{'?' if parts else ''}{'&'.join(parts)}")


def _nothing_chosen(request: DeskRequest) -> HttpResponse:
    messages.warning(request, str(problem("bulk.nothing").title))
    return _back(request)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
