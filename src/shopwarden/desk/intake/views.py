"""Pages of imports: history, upload, progress and result, quarantine."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from shopwarden.desk.alerts.endings import Ending
from shopwarden.desk.common import reading
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.problems import problem
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake import selectors, services, words
from shopwarden.desk.intake.choices import ENDED, RowState
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, Upload
from shopwarden.desk.intake.receiving import SealedFile, SealingHandler
from shopwarden.desk.intake.rows import names_of
from shopwarden.desk.shops.models import Shop
from shopwarden.sources.lines import join_fields

_IMPORT: Final = Permission.IMPORT
_SHOWN_ALERTS: Final = 8


@page(Permission.VIEW)
def show_list(request: DeskRequest) -> HttpResponse:
    """The history of imports."""
    runs, after = selectors.page_of_runs(request.scope, _uuid(request.GET.get("after", "")))
    facts = {
        "here": "imports",
        "runs": runs,
        "after": after,
        "may_import": request.scope.may_anywhere(_IMPORT),
    }
    return render(request, "intake/list.html", facts)


@page(_IMPORT)
def choose_shop(request: DeskRequest) -> HttpResponse:
    """Go to the upload of the first shop; the page offers the others."""
    return redirect("intake:upload", selectors.shops_to_import(request.scope)[0].id)


@csrf_exempt
@page(_IMPORT, methods=("GET", "POST"))
def upload(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Take files, and import each.

    The token is checked inside, because checking it reads the body, and the body may only be
    read by the handler that seals what it reads.
    """
    shop = get_or_404(Shop, request.scope, shop_id, _IMPORT, shop="id")
    handler = SealingHandler(request, shop.id, settings.UPLOAD_LIMIT)
    request.upload_handlers = [handler]
    try:
        return _upload(request, shop)
    finally:
        ids = [one.id for one in handler.received]
        handler.remove_unless(set(Upload.objects.filter(id__in=ids).values_list("id", flat=True)))


@csrf_protect
def _upload(request: HttpRequest, shop: Shop) -> HttpResponse:
    assert hasattr(request, "scope")  # noqa: S101 - a DeskRequest
    if request.method != "POST":
        facts = {
            "here": "imports",
            "shop": shop,
            "shops": selectors.shops_to_import(request.scope),
            "suffixes": ",".join(services.SUFFIXES),
            "limit": settings.UPLOAD_LIMIT,
        }
        return render(request, "intake/upload.html", facts)
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SealedFile)]
    try:
        services.check_names([_name(file) for file in files])
    except Refused as error:
        messages.error(request, str(problem(error.code).title))
        return _go(request, redirect("intake:upload", shop.id))
    runs = [
        services.start_import(
            scope=request.scope, shop_id=shop.id, name=_name(file), received=file.received
        )
        for file in files
    ]
    is_one = len(runs) == 1
    return _go(request, redirect("intake:run", runs[0].id) if is_one else redirect("intake:list"))


def _go(request: HttpRequest, target: HttpResponseRedirect) -> HttpResponse:
    return HttpResponseClientRedirect(target.url) if "HX-Request" in request.headers else target


@page(Permission.VIEW)
def show_run(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """One import: how far it is, or what came of it."""
    run = get_or_404(selectors.runs(request.scope), request.scope, run_id)
    alerts = selectors.alerts_of(run)
    facts = _facts(request, run) | {
        "earlier": selectors.earlier(run) if run.is_repeat else None,
        "alerts": [(alert, words.headline(alert)) for alert in alerts[:_SHOWN_ALERTS]],
        "more_alerts": max(0, run.alerts - _SHOWN_ALERTS),
        "closed": [(Ending(why).label, count) for why, count in sorted(run.closed.items())],
        "why_failed": words.why_failed(run) if run.code else "",
        "source": words.source_names(run.source),
        "samples": run.samples.order_by("label") if run.state in ENDED else [],
        "known_rows": run.quarantined - run.quarantine.count() if run.state in ENDED else 0,
    }
    return render(request, "intake/run.html", facts)


@page(Permission.VIEW)
def progress(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """How far an import is, polled; 304 while nothing changed."""
    run = get_or_404(selectors.runs(request.scope), request.scope, run_id)
    if run.state in ENDED:
        return HttpResponseClientRefresh()
    etag = _etag(run)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    response = render(request, "intake/progress.html", _facts(request, run))
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@page(_IMPORT, methods=("POST",))
def again(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """Import the file of a run once more."""
    run = get_or_404(selectors.runs(request.scope), request.scope, run_id, _IMPORT)
    return redirect("intake:run", services.import_again(scope=request.scope, run=run).id)


@page(Permission.VIEW)
def show_rows(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """The rows of an import that could not be read."""
    run = get_or_404(selectors.runs(request.scope), request.scope, run_id)
    state = _state(request.GET.get("state", ""))
    rows, after = selectors.page_of_rows(run, state, _after(request.GET.get("after", "")))
    counts = selectors.states_of_rows(run)
    facts = {
        "here": "imports",
        "run": run,
        "rows": [_shown(row) for row in rows],
        "after": after,
        "state": state,
        "tabs": [(one.value, one.label, counts[one.value]) for one in RowState],
        "may_mend": _may_mend(request, run.shop_id),
        "may_export": request.scope.may(Permission.EXPORT, run.shop_id),
    }
    return render(request, "intake/rows.html", facts)


@page(Permission.EXPORT)
def export(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """The waiting rows as a file to correct and upload again; the export is on record."""
    run = get_or_404(selectors.runs(request.scope), request.scope, run_id, Permission.EXPORT)
    content = services.export_rows(scope=request.scope, run=run)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quarantine.csv"'
    return response


@page(Permission.REVEAL, methods=("POST",))
def reveal(request: DeskRequest, row_id: UUID) -> HttpResponse:
    """The cells of a row, to be corrected."""
    row = _row(request, row_id, Permission.REVEAL)
    found = services.reveal_row(scope=request.scope, row=row)
    return _show_row(request, row, found)


@page(_IMPORT, methods=("POST",))
def mend(request: DeskRequest, row_id: UUID) -> HttpResponse:
    """Read a corrected row again: it is stored, or the form says what is still wrong."""
    row = _row(request, row_id, _IMPORT)
    entered = _cells(request) or request.POST.get("raw", "")
    raw = entered if isinstance(entered, str) else join_fields(entered)
    mended = services.mend_row(scope=request.scope, row=row, raw=raw)
    if mended.reason:
        why = words.why_quarantined(mended.reason, mended.column)
        return _show_row(request, row, entered, why=why, wrong=mended.column)
    row.refresh_from_db()
    return _show_row(request, row)


@page(_IMPORT, methods=("POST",))
def discard(request: DeskRequest, row_id: UUID) -> HttpResponse:
    """Give a row up."""
    row = _row(request, row_id, _IMPORT)
    services.discard_row(scope=request.scope, row=row)
    row.refresh_from_db()
    return _show_row(request, row)


def _show_row(
    request: DeskRequest,
    row: QuarantineRow,
    entered: list[str] | str | None = None,
    *,
    why: str = "",
    wrong: str = "",
) -> HttpResponse:
    cells = entered if isinstance(entered, list) else []
    wrong = wrong or row.column
    named = [(place, *cell) for place, cell in enumerate(zip(names_of(row), cells, strict=False))]
    # Without a column that is wrong, any may be.
    first = [cell for cell in named if cell[1] == wrong] or named
    facts = {
        "first_cells": first,
        "other_cells": [cell for cell in named if cell not in first],
        "item": _shown(row),
        "run": row.run,
        "is_open_form": entered is not None,
        "cells": [(name, value) for _place, name, value in named],
        "raw": "" if cells else entered,
        "why": why,
        "wrong": wrong,
        "may_mend": _may_mend(request, row.shop_id),
    }
    return render(request, "intake/row.html", facts)


def _cells(request: DeskRequest) -> list[str]:
    """Return the cells in the order of the file; the form shows the wrong ones first."""
    cells, places = request.POST.getlist("cell"), request.POST.getlist("place")
    numbers = [number for place in places if (number := reading.count(place)) is not None]
    if len(numbers) != len(cells):
        return cells
    return [cell for _number, cell in sorted(zip(numbers, cells, strict=True))]


def _row(request: DeskRequest, row_id: UUID, permission: Permission) -> QuarantineRow:
    rows = QuarantineRow.objects.select_related("run", "shop", "run__shop", "settled_by")
    return get_or_404(rows, request.scope, row_id, permission)


def _shown(row: QuarantineRow) -> dict[str, Any]:
    return {"row": row, "why": words.why_quarantined(row.reason, row.column)}


def _facts(request: DeskRequest, run: ImportRun) -> dict[str, Any]:
    return {
        "here": "imports",
        "run": run,
        "is_ended": run.state in ENDED,
        "may_import": request.scope.may(_IMPORT, run.shop_id),
        "kinds": [(words.kind_name(kind), *counts) for kind, counts in run.by_kind.items()],
    }


def _may_mend(request: DeskRequest, shop_id: UUID) -> bool:
    return all(
        request.scope.may(permission, shop_id) for permission in (_IMPORT, Permission.REVEAL)
    )


def _etag(run: ImportRun) -> str:
    seen = (run.state, run.step, run.new, run.changed, run.unchanged, run.alerts, get_language())
    return f'"{sha256(repr(seen).encode()).hexdigest()[:16]}"'


def _name(file: SealedFile) -> str:
    return file.name or ""


def _state(text: str) -> RowState:
    return RowState(text) if text in RowState.values else RowState.OPEN


def _after(text: str) -> int:
    number = reading.count(text)
    return -1 if number is None else number


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
