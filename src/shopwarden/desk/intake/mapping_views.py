"""Saying which column of an unknown table is what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopwarden.desk.alerts.templatetags.alerts import money, status_name
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake import drafts, headings, mappings, samples, services, words
from shopwarden.desk.intake.drafts import Draft, Preview
from shopwarden.desk.intake.models import ImportRun, SavedMapping, TableSample
from shopwarden.explain.fields import field_name, refund_status_name
from shopwarden.records import SCHEMAS, Kind
from shopwarden.sources import MappingError, TableMapping, read_mapping
from shopwarden.sources.mapping import STATUS_FIELDS, members

_IMPORT: Final = Permission.IMPORT
_SHOWN: Final = 3
# A phone read as an amount or as seconds would be shown in full.
_AMOUNT_DIGITS: Final = 5
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100
_PLATFORMS: Final = ("taobao", "tmall", "pinduoduo", "douyin", "jd", "1688", "other")
_FORMATS: Final = ("%Y/%m/%d %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "epoch", "epoch_ms")


@page(Permission.VIEW)
def show_list(request: DeskRequest) -> HttpResponse:
    """What is kept about the columns of the shops' own tables."""
    shops = list(request.scope.roles)
    found = SavedMapping.objects.filter(shop__in=shops).select_related("shop", "made_by")
    facts = {
        "here": "imports",
        "mappings": [
            (one, words.kind_name(one.kind), request.scope.may(_IMPORT, one.shop_id))
            for one in found.order_by("shop__name", "name", "id")
        ],
    }
    return render(request, "intake/mappings.html", facts)


@page(_IMPORT)
def show(request: DeskRequest, sample_id: UUID) -> HttpResponse:
    """The columns of an unknown table, with what they probably are."""
    sample = _sample(request, sample_id)
    saved = mappings.saved_for(sample)
    table = samples.table_of(sample)
    if saved:
        found = read_mapping(mappings.toml_of(saved), saved.name)
        draft = drafts.with_statuses(drafts.draft_of(found, saved.name), table)
    else:
        name = PurePath(sample.label).stem[:60]
        draft = drafts.first_draft(table, name=name, zone=sample.shop.time_zone)
    return _show(request, sample, draft, "intake/mapping.html", saved=saved)


@page(_IMPORT, methods=("POST",))
def check(request: DeskRequest, sample_id: UUID) -> HttpResponse:
    """What the form makes of the first rows; nothing is kept."""
    sample = _sample(request, sample_id)
    draft = drafts.posted(request.POST, samples.table_of(sample))
    template = "intake/mapping_form.html" if request.htmx else "intake/mapping.html"
    return _show(request, sample, draft, template)


@page(_IMPORT, methods=("POST",))
def save(request: DeskRequest, sample_id: UUID) -> HttpResponse:
    """Keep the mapping and import the file with it."""
    sample = _sample(request, sample_id)
    table = samples.table_of(sample)
    draft = drafts.posted(request.POST, table)
    try:
        mapping = drafts.mapping_of(draft)
        drafts.check(table, mapping, sample.shop.time_zone)
        return _use(request, sample, draft.name, mapping)
    except (MappingError, Refused) as error:
        why = _why(error, draft.kind, headings.headings(table))
        return _show(request, sample, draft, "intake/mapping.html", why=why)


@page(_IMPORT, methods=("POST",))
def load(request: DeskRequest, sample_id: UUID) -> HttpResponse:
    """Take a mapping file for the table, and import the file with it."""
    sample = _sample(request, sample_id)
    file = request.FILES.get("file")
    name = PurePath(str(file.name)).name if file else ""
    if (
        not file
        or not name.lower().endswith(mappings.SUFFIX)
        or (file.size or 0) > mappings.LARGEST
    ):
        messages.error(request, _("Choose a mapping file (.toml). Nothing was changed."))
        return redirect("intake:mapping", sample.id)
    try:
        text = file.read().decode("utf-8-sig", errors="replace")
        return _use(request, sample, PurePath(name).stem, read_mapping(text, name))
    except (MappingError, Refused) as error:
        shown = headings.headings(samples.table_of(sample))
        messages.error(request, _why(error, Kind.ORDERS, shown))
        return redirect("intake:mapping", sample.id)


@page(_IMPORT)
def download(request: DeskRequest, mapping_id: UUID) -> HttpResponse:
    """A saved mapping as the file the command line takes."""
    saved = get_or_404(SavedMapping, request.scope, mapping_id, _IMPORT)
    response = HttpResponse(mappings.toml_of(saved), content_type="application/toml")
    response["Content-Disposition"] = 'attachment; filename="mapping.toml"'
    return response


@page(_IMPORT, methods=("POST",))
def remove(request: DeskRequest, mapping_id: UUID) -> HttpResponse:
    """Forget a mapping."""
    saved = get_or_404(SavedMapping, request.scope, mapping_id, _IMPORT)
    mappings.remove_mapping(scope=request.scope, saved=saved)
    messages.success(request, _("The mapping is removed; what was imported with it stays."))
    return redirect("intake:mappings")


def _sample(request: DeskRequest, sample_id: UUID) -> TableSample:
    rows = TableSample.objects.select_related("shop", "run", "run__upload")
    return get_or_404(rows, request.scope, sample_id, _IMPORT)


def _use(
    request: DeskRequest, sample: TableSample, name: str, mapping: TableMapping
) -> HttpResponse:
    mappings.save_mapping(scope=request.scope, sample=sample, name=name, mapping=mapping)
    run: ImportRun = services.import_again(scope=request.scope, run=sample.run)
    messages.success(request, _("The mapping is saved; it is used whenever this header comes."))
    return redirect("intake:run", run.id)


def _show(
    request: DeskRequest, sample: TableSample, draft: Draft, template: str, **more: Any
) -> HttpResponse:
    table = samples.table_of(sample)
    shown = headings.headings(table)
    why, found = more.pop("why", ""), None
    try:
        found = drafts.preview(table, drafts.mapping_of(draft), sample.shop.time_zone)
    except (MappingError, Refused) as error:
        why = why or _why(error, draft.kind, shown)
    language = words.language()
    known = members(draft.kind, STATUS_FIELDS.get(draft.kind, "id"))
    facts = {
        "here": "imports",
        "sample": sample,
        "draft": draft,
        "is_doubtful": headings.is_doubtful(table),
        "status_column": shown.get(draft.status_column, ""),
        "why": why,
        "preview": found,
        "lost": words.what_is_lost(draft.fields.values(), draft.kind),
        "faults": [
            (words.why_quarantined(reason, shown.get(column, column)), count)
            for (column, reason), count in (found.faults.items() if found else ())
        ],
        "columns": [
            (place, shown[column], samples.shown(table.cells(column)), draft.fields.get(column, ""),
             _read_as(found, draft.fields.get(column, ""), draft.kind, sample))
            for place, column in enumerate(table.columns)
        ],
        "fields": [
            (name, field_name(draft.kind, name, language)) for name in drafts.choices(draft.kind)
        ],
        "kinds": [(kind.value, words.kind_name(kind.value)) for kind in drafts.KINDS],
        "statuses": [(one, _status(draft.kind, one)) for one in known],
        "platforms": _PLATFORMS,
        "formats": _FORMATS,
        "zones": dict.fromkeys((draft.zone, *drafts.ZONES)),
        **more,
    }  # fmt: skip
    return render(request, template, facts)


def _why(error: MappingError | Refused, kind: Kind, shown: Mapping[str, str]) -> str:
    return words.why_no_mapping(headings.veiled(error, shown), kind)


def _read_as(found: Preview | None, name: str, kind: Kind, sample: TableSample) -> list[str]:
    """Return the first values of a field as the desk would store them, masked."""
    if found is None or name not in found.records.columns:
        return []
    kept = [name, "currency"] if "currency" in found.records.columns else [name]
    values = found.records.select(*dict.fromkeys(kept)).drop_nulls(name)
    rows = values.unique(name, keep="first", maintain_order=True)
    return [
        _said(name, row[0], row[-1], kind, sample.shop.time_zone)
        for row in rows.head(_SHOWN).iter_rows()
    ]


def _said(name: str, value: object, currency: object, kind: Kind, zone: str) -> str:
    if isinstance(value, datetime) and _FIRST_YEAR <= value.year < _LAST_YEAR:
        return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    if name.endswith("_minor") and isinstance(value, int):
        said = money(value, str(currency or ""))
        whole = said.partition(".")[0]
        is_small = sum(letter.isdigit() for letter in whole) <= _AMOUNT_DIGITS
        return said if is_small else samples.masked(str(value))
    if name == STATUS_FIELDS.get(kind):
        return _status(kind, str(value))
    if isinstance(value, bool) or isinstance(SCHEMAS[kind][name], pl.Enum):
        return str(value)
    # Whatever the field: a column of phones may be said to be the number or the title.
    return samples.masked(str(value))


def _status(kind: Kind, status: str) -> str:
    if kind is Kind.REFUNDS:
        return refund_status_name(status, words.language())
    return status_name(status)
