"""The page of one group, and what is done on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from shopwarden.desk.alerts import bulk
from shopwarden.desk.alerts import selectors as alerts
from shopwarden.desk.alerts.forms import ChosenForm, PickForm
from shopwarden.desk.alerts.list_views import person
from shopwarden.desk.alerts.models import BulkAct
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.problems import problem
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.groups import facts, people, services
from shopwarden.desk.groups.dealings import deals_of
from shopwarden.desk.groups.forms import EntriesForm, SeenForm
from shopwarden.desk.groups.linked import group_around
from shopwarden.desk.groups.services import Listed
from shopwarden.desk.rulebook import words
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.views import end_of
from shopwarden.desk.trade.models import Order


@page(Permission.VIEW)
@never_cache
def show(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """The group of the account that placed an order, as it is now, masked."""
    return _show(request, _order(request, order_id))


@page(Permission.REVEAL, methods=("POST",))
@never_cache
def reveal(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """The same with everybody in the clear, on record for each of the orders shown from."""
    order = _order(request, order_id, Permission.REVEAL)
    group = group_around(order.shop_id, order.id)
    if group is None:
        return redirect(_address(order))
    shown = people.samples(group, deals_of(group.buyers)).values()
    services.reveal_members(scope=request.scope, shop_id=order.shop_id, orders=shown)
    return _show(request, order, is_open=True)


@page(Permission.BULK, methods=("POST",))
def decide(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Close the chosen alerts of the group with one label."""
    order = _order(request, order_id, Permission.BULK)
    form = ChosenForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["label"]:
        return _nothing_chosen(request, order)
    told = form.cleaned_data
    act = bulk.bulk_decide(
        scope=request.scope, chosen=told["alert"], label=told["label"], note=told["note"]
    )
    alerts.forget_counts()
    return _done(request, order, act)


@page(Permission.BULK, methods=("POST",))
def assign(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Give the chosen alerts of the group to somebody."""
    order = _order(request, order_id, Permission.BULK)
    form = ChosenForm(request.POST)
    if not form.is_valid():
        return _nothing_chosen(request, order)
    told = form.cleaned_data
    assignee = person(request, told["assignee"])
    act = bulk.bulk_assign(scope=request.scope, chosen=told["alert"], assignee=assignee)
    return _done(request, order, act)


@page(Permission.BULK, methods=("POST",))
def undo(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Take back what the person just did to the alerts of the group."""
    order = _order(request, order_id, Permission.BULK)
    form = PickForm(request.POST)
    if form.is_valid():
        act = get_object_or_404(BulkAct, id=form.cleaned_data["id"], made_by=request.user)
        count = bulk.undo_bulk(scope=request.scope, act=act)
        alerts.forget_counts()
        messages.success(request, _("Undone for %(count)d alerts.") % {"count": count})
    return redirect(_address(order))


@page(Permission.RULES, methods=("POST",))
def put_on_list(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Put the chosen members on a list."""
    order = _order(request, order_id, Permission.RULES)
    form = EntriesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the accounts and say why. Nothing was changed."))
        return redirect(_address(order))
    told = form.cleaned_data
    try:
        listed = services.list_members(
            scope=request.scope,
            order=order,
            chosen=told["member"],
            list_kind=ListKind(told["list"]),
            reason=told["reason"],
            expires_at=end_of(told["until"], order.shop),
        )
    except Refused as refusal:
        messages.error(request, words.why_refused(refusal))
    else:
        messages.success(request, _said(listed))
        _note_changed(request, order, told["seen"])
    return redirect(_address(order))


def _order(request: DeskRequest, order_id: UUID, permission: Permission = Permission.VIEW) -> Order:
    return get_or_404(Order.objects.select_related("shop"), request.scope, order_id, permission)


def _address(order: Order) -> str:
    return reverse("groups:group", args=[order.id])


def _show(request: DeskRequest, order: Order, *, is_open: bool = False) -> HttpResponse:
    group = group_around(order.shop_id, order.id)
    base: dict[str, Any] = {"here": "groups", "order": order, "zone": order.shop.time_zone}
    if group is None:
        return render(request, "groups/no_group.html", base)
    act = _uuid(request.GET.get("bulk", ""))
    told = facts.facts_of(request.scope, order, group, is_open=is_open)
    done = alerts.fresh_bulk(request.scope, act) if act else None
    return render(request, "groups/group.html", base | told | {"done": done})


def _done(request: DeskRequest, order: Order, act: BulkAct) -> HttpResponse:
    form = SeenForm(request.POST)
    if form.is_valid():
        _note_changed(request, order, form.cleaned_data["seen"])
    return redirect(f"{_address(order)}?bulk={act.id}")


def _note_changed(request: DeskRequest, order: Order, seen: str) -> None:
    """Say it when the group is no longer the one the person looked at."""
    group = group_around(order.shop_id, order.id)
    if not seen or (group and group.seen == seen):
        return
    before, now = seen.partition(".")[0], len(group.members) if group else 0
    messages.warning(
        request,
        _(
            "The group has changed while you looked at it: it had %(before)s accounts and has "
            "%(now)d now. Only what you saw was acted on; look again."
        )
        % {"before": before, "now": now},
    )


def _said(listed: Listed) -> str:
    """Say what became of each of the accounts."""
    added = listed.added
    parts = [
        ngettext("%(n)d account is on the list.", "%(n)d accounts are on the list.", n) % {"n": n}
        for n in (added.put,)
    ]
    if added.known:
        parts.append(_("%(n)d were there already.") % {"n": added.known})
    if added.opposite:
        parts.append(_("%(n)d are trusted, and were left alone.") % {"n": added.opposite})
    if added.nobody:
        parts.append(_("%(n)d have no name to write down.") % {"n": added.nobody})
    if listed.gone:
        parts.append(_("%(n)d no longer belong to the group.") % {"n": listed.gone})
    return " ".join(parts)


def _nothing_chosen(request: DeskRequest, order: Order) -> HttpResponse:
    messages.warning(request, str(problem("bulk.nothing").title))
    return redirect(_address(order))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
