"""The alert page and the order page, and what is done on them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shopwarden.desk.alerts import addresses, case, selectors, services, words
from shopwarden.desk.alerts.choices import AlertState, ContactResult, ContactWay, RevealPurpose
from shopwarden.desk.alerts.forms import (
    AddressForm,
    AssignForm,
    ContactForm,
    DecisionForm,
    ListForm,
    RevealForm,
    TryForm,
    UndoForm,
)
from shopwarden.desk.alerts.list_views import list_query, person, row
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.problems import problem
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.trade.models import Order

_HANDLE = Permission.HANDLE
# Refusals that mean: somebody or something else was first.
_CONFLICTS = frozenset({"alert.changed", "alert.closed"})


@page(Permission.VIEW)
@never_cache
def show_alert(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """One alert, masked: what is wrong, who, what was done, what can be decided."""
    return _show(request, _alert(request, alert_id))


@page(Permission.REVEAL, methods=("POST",))
@never_cache
def reveal(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """Show the receiver in the clear, on record; with a purpose, also the way to reach them."""
    alert = _alert(request, alert_id, Permission.REVEAL)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return redirect(_address(request, alert))
    purpose = RevealPurpose(form.cleaned_data["purpose"])
    services.reveal(scope=request.scope, shop_id=alert.shop_id, subject=alert, purpose=purpose)
    template = "alerts/person.html" if request.htmx else "alerts/alert.html"
    return _show(request, alert, template, is_open=True, purpose=purpose)


@page(_HANDLE, methods=("POST",))
def assign(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """Take the alert, give it to somebody, or give it back."""
    alert = _alert(request, alert_id, _HANDLE)
    form = AssignForm(request.POST)
    if form.is_valid():
        who = person(request, form.cleaned_data["assignee"])
        version = form.cleaned_data["version"]
        services.assign(scope=request.scope, alert=alert, version=version, assignee=who)
    if request.htmx.target == f"row-{alert.id}":
        return row(request, _alert(request, alert.id))
    return _answer(request, alert)


@page(_HANDLE, methods=("POST",))
def record_contact(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """Write down a call or a message."""
    alert = _alert(request, alert_id, _HANDLE)
    form = ContactForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _why(form))
        return redirect(_address(request, alert))
    facts = form.cleaned_data
    services.record_contact(
        scope=request.scope,
        alert=alert,
        way=ContactWay(facts["way"]),
        result=ContactResult(facts["result"]),
        note=facts["note"],
    )
    return _answer(request, alert, "alerts/contacted.html")


@page(_HANDLE, methods=("POST",))
def decide(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """Close the alert with a label; what a colleague decided meanwhile is shown instead."""
    alert = _alert(request, alert_id, _HANDLE)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _unclear(request, alert, _why(form))
    try:
        services.decide(scope=request.scope, alert=alert, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code in _CONFLICTS:
            return _conflict(request, alert)
        return _unclear(request, alert, str(problem(refusal.code).title))
    selectors.forget_counts()
    return _answer(request, alert)


@page(_HANDLE, methods=("POST",))
def undo(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """Take the decision back that the page showed; a colleague's later one stays."""
    alert = _alert(request, alert_id, _HANDLE)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _answer(request, alert)
    try:
        services.undo(scope=request.scope, alert=alert, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code in _CONFLICTS:
            return _conflict(request, alert)
        raise
    selectors.forget_counts()
    return _answer(request, alert)


@page(_HANDLE, methods=("POST",))
@never_cache
def check_address(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """What the desk thinks of the address being typed; nothing is kept."""
    alert = _alert(request, alert_id, _HANDLE)
    form = AddressForm(request.POST)
    text = form.cleaned_data["corrected_address"] if form.is_valid() else ""
    check = addresses.check(text, words.language()) if text else None
    return render(request, "alerts/address_check.html", {"check": check, "alert": alert})


@page(Permission.VIEW, methods=("GET", "POST"))
@never_cache
def try_address(request: DeskRequest) -> HttpResponse:
    """How the desk reads any address; nothing is kept, and no address stands in a link."""
    form = TryForm(request.POST)
    text = form.cleaned_data["address"] if form.is_valid() else ""
    check = addresses.check(text, words.language()) if text else None
    template = "alerts/address_check.html" if request.htmx else "alerts/try.html"
    return render(request, template, {"here": "addresses", "text": text, "check": check})


@page(Permission.VIEW)
@never_cache
def show_order(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Everything known about one order, masked."""
    return _show_order(request, _order(request, order_id))


@page(Permission.REVEAL, methods=("POST",))
@never_cache
def reveal_order(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """The same order with the receiver in the clear, on record."""
    order = _order(request, order_id, Permission.REVEAL)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return redirect("alerts:order", order.id)
    purpose = RevealPurpose(form.cleaned_data["purpose"])
    services.reveal(scope=request.scope, shop_id=order.shop_id, subject=order, purpose=purpose)
    return _show_order(request, order, is_open=True)


def _alert(request: DeskRequest, alert_id: UUID, permission: Permission = Permission.VIEW) -> Alert:
    alerts = Alert.objects.select_related("shop", "assignee")
    return get_or_404(alerts, request.scope, alert_id, permission)


def _order(request: DeskRequest, order_id: UUID, permission: Permission = Permission.VIEW) -> Order:
    return get_or_404(Order.objects.select_related("shop"), request.scope, order_id, permission)


def _address(request: DeskRequest, alert: Alert) -> str:
    query = list_query(request)
    return reverse("alerts:alert", args=[alert.id]) + (f"?{query}" if query else "")


def _show(
    request: DeskRequest,
    alert: Alert,
    template: str = "alerts/alert.html",
    status: HTTPStatus = HTTPStatus.OK,
    *,
    is_open: bool = False,
    **more: Any,
) -> HttpResponse:
    wanted = ListForm(request.GET, scope=request.scope).wanted(timezone.now())
    facts = {
        "here": "alerts",
        "query": list_query(request),
        "next": selectors.next_alert(request.scope, wanted, alert),
        "people": selectors.assignees(request.scope, [alert.shop_id]),
        "reveal_at": reverse("alerts:reveal", args=[alert.id]),
        **case.facts_of(request.scope, alert, selectors.order_of(alert), is_open=is_open),
        **more,
    }
    return render(request, template, facts, status=status)


def _answer(request: DeskRequest, alert: Alert, template: str = "alerts/case.html") -> HttpResponse:
    """Show the alert as it is now: the part the fragment asked for, or its page."""
    if not request.htmx:
        return redirect(_address(request, alert))
    return _show(request, _alert(request, alert.id), template)


def _why(form: forms.Form) -> str:
    """Say what is wrong with what was sent: too long a text, else nothing was chosen."""
    for name, errors in form.errors.as_data().items():
        if errors[0].code == "max_length":
            return f"{form.fields[name].label}: {errors[0].messages[0]}"
    return _("Choose what you decide.")


def _unclear(request: DeskRequest, alert: Alert, why: str) -> HttpResponse:
    """Say what the decision lacks and keep what was typed."""
    if not request.htmx:
        messages.warning(request, why)
        return redirect(_address(request, alert))
    response = _show(request, alert, "alerts/decision.html", why=why, typed=request.POST)
    response["HX-Retarget"], response["HX-Reswap"] = "#decision", "innerHTML"
    return response


def _conflict(request: DeskRequest, alert: Alert) -> HttpResponse:
    """Show what became of the alert meanwhile; nothing of theirs is overwritten."""
    now = _alert(request, alert.id)
    is_open = now.state == AlertState.OPEN
    fragment = "alerts/decision.html" if is_open else "alerts/case.html"
    template = fragment if request.htmx else "alerts/alert.html"
    conflict = HTTPStatus.CONFLICT
    response = _show(request, now, template, conflict, is_conflict=True, typed=request.POST)
    if request.htmx and is_open:
        response["HX-Retarget"], response["HX-Reswap"] = "#decision", "innerHTML"
    return response


def _show_order(request: DeskRequest, order: Order, *, is_open: bool = False) -> HttpResponse:
    facts = case.order_facts(request.scope, order, is_open=is_open)
    facts["reveal_at"] = reverse("alerts:reveal_order", args=[order.id])
    return render(request, "alerts/order.html", {"here": "alerts", **facts})
