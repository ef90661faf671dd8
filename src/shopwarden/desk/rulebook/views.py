"""The pages of a shop's lists."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from shopwarden.desk.audit.exports import csv_line
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.intake.receiving import SealedFile, SealingHandler
from shopwarden.desk.intake.services import short_name
from shopwarden.desk.rulebook import entries, selectors, services, words
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.forms import EntryForm
from shopwarden.desk.rulebook.incoming import LATEST
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.selectors import shops
from shopwarden.sources import SourceError

_RULES: Final = Permission.RULES
_HEADER: Final = ("kind", "value", "reason", "until")
_LARGEST: Final = 20_000_000
SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xls", ".xlsx")


@page(Permission.VIEW)
def choose_shop(request: DeskRequest) -> HttpResponse:
    """Go to the lists of the first shop; the page offers the others."""
    return redirect("rulebook:lists", shops(request.scope)[0].id)


@page(Permission.VIEW)
def show(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Who is on a list, masked; since when, by whom, and what its last change did."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    kind = _kind(request)
    counts = selectors.counts(shop.id, kind)
    search = request.GET.get("q", "").strip()[:500]
    shown, after = selectors.page_of(
        shop.id, kind, _uuid(request.GET.get("after", "")), at=timezone.now(), search=search
    )
    change = selectors.last_change(shop.id, kind)
    facts = {
        "here": "rules",
        "tab": "lists",
        "shop": shop,
        "kind": kind,
        "lists": [(one, selectors.size(shop.id, one)) for one in ListKind],
        "change": change,
        "left_out": _left_out(change),
        "counts": [(one.label, counts[one.value]) for one in EntryKind if counts[one.value]],
        "entries": shown,
        "after": after,
        "search": search,
        "kinds": EntryKind,
        "suffixes": ",".join(SUFFIXES),
        "may_change": request.scope.may(_RULES, shop.id),
        "may_export": request.scope.may(Permission.EXPORT, shop.id),
    }
    return render(request, "rulebook/lists.html", facts)


@page(_RULES, methods=("POST",))
def add(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Put one value on a list."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    form = EntryForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what to put on the list. Nothing was changed."))
        return _back(shop, _kind(request))
    facts = form.cleaned_data
    kind = ListKind(facts["list"])
    try:
        entries.add_entry(
            scope=request.scope,
            shop_id=shop.id,
            list_kind=kind,
            kind=EntryKind(facts["kind"]),
            value=facts["value"],
            reason=facts["reason"],
            expires_at=end_of(facts["until"], shop),
        )
    except (Refused, Forbidden) as refusal:
        messages.error(request, words.why_refused(refusal))
    else:
        messages.success(request, _("It is on the list; open orders are being checked again."))
    return _back(shop, kind)


@page(_RULES, methods=("POST",))
def remove(request: DeskRequest, entry_id: UUID) -> HttpResponse:
    """Take one value off its list."""
    entry = get_or_404(ListEntry.objects.select_related("shop"), request.scope, entry_id, _RULES)
    entries.remove_entry(scope=request.scope, entry=entry)
    messages.success(request, _("It is off the list; open orders are being checked again."))
    return _back(entry.shop, ListKind(entry.list_kind))


@csrf_exempt
@page(_RULES, methods=("POST",))
def upload(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Read a file into a list.

    The token is checked inside, because checking it reads the body, and the body may only be
    read by the handler that seals what it reads.
    """
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    handler = SealingHandler(request, shop.id, _LARGEST)
    request.upload_handlers = [handler]
    try:
        return _upload(request, shop)
    finally:
        handler.remove_unless(set())


@csrf_protect
def _upload(request: HttpRequest, shop: Shop) -> HttpResponse:
    assert hasattr(request, "scope")  # noqa: S101 - a DeskRequest
    kind = _kind(request)
    file = request.FILES.get("file")
    name = short_name(file.name or "") if isinstance(file, SealedFile) else ""
    if not isinstance(file, SealedFile) or PurePath(name).suffix.lower() not in SUFFIXES:
        messages.error(request, _("Choose a csv, xls or xlsx file. Nothing was changed."))
        return _back(shop, kind)
    try:
        change = services.set_list(
            scope=request.scope,
            shop_id=shop.id,
            kind=kind,
            name=name,
            received=file.received,
            replace=request.POST.get("replace") == "yes",
        )
    except (SourceError, Refused, Forbidden) as error:
        messages.error(request, words.why_refused(error))
    else:
        said = _("The list is in use: %(count)d entries.") % {"count": change.entries}
        messages.success(request, said)
    return _back(shop, kind)


@page(_RULES, methods=("POST",))
def clear(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Empty a list."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    kind = _kind(request)
    if selectors.size(shop.id, kind):
        services.clear_list(scope=request.scope, shop_id=shop.id, kind=kind)
        messages.success(request, _("The list is empty now."))
    return _back(shop, kind)


@page(Permission.EXPORT)
@never_cache
def export(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """A list in the clear, as the file it can be read from; recorded."""
    shop = get_or_404(Shop, request.scope, shop_id, Permission.EXPORT, shop="id")
    kind = _kind(request)
    rows = services.export_list(scope=request.scope, shop_id=shop.id, kind=kind)
    # The mark makes spreadsheets read the file as UTF-8.
    lines = [csv_line(_HEADER), *map(csv_line, rows)]
    response = HttpResponse("\ufeff".encode() + b"".join(lines), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{kind.value}.csv"'
    return response


def _kind(request: HttpRequest) -> ListKind:
    asked = request.GET.get("list", "")
    return ListKind(asked) if asked in ListKind.values else ListKind.BLOCKED


def _back(shop: Shop, kind: ListKind) -> HttpResponse:
    address = reverse("rulebook:lists", args=[shop.id])
    return redirect(address if kind is ListKind.BLOCKED else f"{address}?list={kind.value}")


def end_of(day: date | None, shop: Shop) -> datetime | None:
    """Return the midnight after a day, on the shop's clock.

    Raises
    ------
    Refused
        ``entry.far``: a day at the end of the calendar.
    """
    if day is None:
        return None
    if day >= LATEST.date():
        raise Refused("entry.far")
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(shop.time_zone))


def _left_out(change: ListChange | None) -> list[tuple[str, str]]:
    """Return why rows of the last file made no entry, with the first rows of each reason."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in change.left_out_rows if change else []:
        # An earlier version of the desk kept the number alone.
        row, why = one if isinstance(one, list) else (one, "nothing")
        found[why].append(str(row))
    return [(", ".join(rows), str(words.LEFT_OUT[why])) for why, rows in found.items()]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
