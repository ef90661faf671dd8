"""The page of a shop's lists."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake.receiving import SealedFile, SealingHandler
from shopwarden.desk.intake.services import short_name
from shopwarden.desk.rulebook import selectors, services, words
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.selectors import shops
from shopwarden.sources import SourceError

_RULES: Final = Permission.RULES
_KIND: Final = ListKind.BLOCKED
_LARGEST: Final = 20_000_000
SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xls", ".xlsx")


@page(Permission.VIEW)
def choose_shop(request: DeskRequest) -> HttpResponse:
    """Go to the lists of the first shop; the page offers the others."""
    return redirect("rulebook:lists", shops(request.scope)[0].id)


@page(Permission.VIEW)
def show(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Who is on the list, masked; since when, by whom, and what it changed."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    counts = selectors.counts(shop.id, _KIND)
    entries, after = selectors.page_of(shop.id, _KIND, _uuid(request.GET.get("after", "")))
    facts = {
        "here": "rules",
        "shop": shop,
        "change": selectors.last_change(shop.id, _KIND),
        "counts": [(kind.label, counts[kind.value]) for kind in EntryKind if counts[kind.value]],
        "entries": entries,
        "after": after,
        "suffixes": ",".join(SUFFIXES),
        "may_change": request.scope.may(_RULES, shop.id),
    }
    return render(request, "rulebook/lists.html", facts)


@csrf_exempt
@page(_RULES, methods=("POST",))
def upload(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Take a list in the place of the one before.

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
    file = request.FILES.get("file")
    name = short_name(file.name or "") if isinstance(file, SealedFile) else ""
    if not isinstance(file, SealedFile) or PurePath(name).suffix.lower() not in SUFFIXES:
        messages.error(request, _("Choose a csv, xls or xlsx file. Nothing was changed."))
        return redirect("rulebook:lists", shop.id)
    try:
        change = services.set_list(
            scope=request.scope, shop_id=shop.id, kind=_KIND, name=name, received=file.received
        )
    except (SourceError, Refused) as error:
        messages.error(request, words.why_refused(error))
    else:
        said = _("The list is in use: %(count)d entries.") % {"count": change.entries}
        messages.success(request, said)
    return redirect("rulebook:lists", shop.id)


@page(_RULES, methods=("POST",))
def clear(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Take the list away."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    if any(selectors.counts(shop.id, _KIND).values()):
        services.clear_list(scope=request.scope, shop_id=shop.id, kind=_KIND)
        messages.success(request, _("The list is removed."))
    return redirect("rulebook:lists", shop.id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
