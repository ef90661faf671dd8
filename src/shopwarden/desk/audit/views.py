"""The audit page: look, open one row, export."""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from shopwarden.desk.audit import exports, selectors, services
from shopwarden.desk.audit.forms import FilterForm
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.audit.subjects import subjects_of
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404

_FORMATS: Final = {
    "csv": (exports.table, "text/csv; charset=utf-8"),
    "jsonl": (exports.json_lines, "application/x-ndjson"),
}


@page(Permission.READ_AUDIT)
def show_list(request: DeskRequest) -> HttpResponse:
    """The newest records that match the filter."""
    form = FilterForm(request.GET, scope=request.scope)
    found = selectors.rows(request.scope, form.wanted())
    rows, after = selectors.page_of(found, _uuid(request.GET.get("after", "")))
    address = request.GET.copy()
    address.pop("after", None)
    subjects = subjects_of(rows)
    facts = {
        "here": "audit",
        "form": form,
        "rows": [(row, subjects[row.subject_kind, row.subject_id]) for row in rows],
        "after": after,
        "query": address.urlencode(),
        "is_filtered": any(address.values()),
    }
    return render(request, "audit/list.html", facts)


@page(Permission.READ_AUDIT)
def show_row(request: DeskRequest, row_id: UUID) -> HttpResponse:
    """One record, with its canonical text and fingerprint."""
    rows = AuditRow.objects.select_related("actor", "shop")
    row = get_or_404(rows, request.scope, row_id, Permission.READ_AUDIT)
    body = bytes(row.body)
    facts = {
        "here": "audit",
        "row": row,
        "subject": subjects_of([row])[row.subject_kind, row.subject_id],
        "record": row.record,
        "body": body.decode(),
        "fingerprint": sha256(body).hexdigest(),
    }
    return render(request, "audit/row.html", facts)


@page(Permission.EXPORT_AUDIT)
def export(request: DeskRequest, kind: str) -> HttpResponseBase:
    """The records that match the filter, as a file; the export is itself on record."""
    if kind not in _FORMATS:
        raise Http404
    write, content_type = _FORMATS[kind]
    wanted = FilterForm(request.GET, scope=request.scope).wanted()
    services.record_export(
        scope=request.scope, shop_id=wanted.shop, kind=kind, facts=request.GET.urlencode()
    )
    found = selectors.rows(request.scope, wanted, export=True)
    response = StreamingHttpResponse(write(found), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="audit.{kind}"'
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
