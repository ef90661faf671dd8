"""Receivers of webhooks: added, changed, tested, removed; and where they may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.problems import problem
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.notices import selectors, senders, services
from shopwarden.desk.notices.forms import EndpointForm, EventsForm, PlaceForm, SenderForm
from shopwarden.desk.notices.models import AllowedPlace, Endpoint, Sender
from shopwarden.desk.shops.models import Shop

_CONNECTORS: Final = Permission.CONNECTORS
_LAST: Final = 10
# Where the API takes in what they send.
API_ROOT: Final = "/api/v1/webhooks/"


@page(_CONNECTORS, methods=("GET", "POST"))
@never_cache
def webhooks(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """List the receivers of a shop; add one, and show its secret once."""
    shop = get_or_404(Shop, request.scope, shop_id, _CONNECTORS, shop="id")
    form, made = EndpointForm(request.POST or None), None
    if form.is_valid():
        try:
            made = services.add_endpoint(scope=request.scope, shop_id=shop.id, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("url", str(problem(refusal.code).title))
        else:
            form = EndpointForm()
    return _show_shop(request, shop, form=form, made=made)


@page(_CONNECTORS, methods=("POST",))
@never_cache
def add_sender(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Let a program bring records, and show its secret once."""
    shop = get_or_404(Shop, request.scope, shop_id, _CONNECTORS, shop="id")
    form = SenderForm(request.POST)
    if not form.is_valid():
        return _show_shop(request, shop, sender_form=form)
    name = form.cleaned_data["sender"]
    made = senders.add_sender(scope=request.scope, shop_id=shop.id, name=name)
    return _show_shop(request, shop, made_sender=made)


@page(_CONNECTORS, methods=("POST",))
@never_cache
def rotate_sender(request: DeskRequest, sender_id: UUID) -> HttpResponse:
    """Make a new secret of a program that brings records, and show it once."""
    sender = _sender(request, sender_id)
    made = senders.rotate_sender(scope=request.scope, sender=sender)
    return _show_shop(request, sender.shop, made_sender=made)


@page(_CONNECTORS, methods=("POST",))
def remove_sender(request: DeskRequest, sender_id: UUID) -> HttpResponse:
    """Believe a program no longer."""
    sender = _sender(request, sender_id)
    senders.remove_sender(scope=request.scope, sender=sender)
    messages.success(request, _("The program is removed; what it sends is refused."))
    return redirect("notices:webhooks", sender.shop_id)


@page(_CONNECTORS, methods=("POST",))
def allow(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Allow a private host and port."""
    shop = get_or_404(Shop, request.scope, shop_id, _CONNECTORS, shop="id")
    form = PlaceForm(request.POST)
    if form.is_valid():
        try:
            services.allow_place(scope=request.scope, shop_id=shop.id, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("host", str(problem(refusal.code).title))
        else:
            messages.success(request, _("Webhooks may go to this host and port."))
            return redirect("notices:webhooks", shop.id)
    return _show_shop(request, shop, place_form=form)


@page(_CONNECTORS, methods=("POST",))
def forbid(request: DeskRequest, place_id: UUID) -> HttpResponse:
    """Take the permission for a private host and port back."""
    allowed = get_or_404(AllowedPlace, request.scope, place_id, _CONNECTORS)
    services.forbid_place(scope=request.scope, allowed=allowed)
    messages.success(request, _("Webhooks no longer go to this host and port."))
    return redirect("notices:webhooks", allowed.shop_id)


@page(_CONNECTORS)
@never_cache
def endpoint(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """One receiver: how it is, what can be done, what it was sent last."""
    return _show(request, _endpoint(request, endpoint_id))


@page(_CONNECTORS, methods=("POST",))
@never_cache
def rotate(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Make a new secret, and show it once."""
    found = _endpoint(request, endpoint_id)
    made = services.rotate_secret(scope=request.scope, endpoint=found)
    return _show(request, _endpoint(request, endpoint_id), made)


@page(_CONNECTORS, methods=("POST",))
def choose(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Say what it is told."""
    found = _endpoint(request, endpoint_id)
    form = EventsForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form)
    services.choose_events(scope=request.scope, endpoint=found, **form.cleaned_data)
    messages.success(request, _("From now on it is told this."))
    return redirect("notices:endpoint", found.id)


def _act(
    do: Callable[..., None], done: str | Promise, route: str = "notices:endpoint"
) -> Callable[..., HttpResponseBase]:
    """Return a view that does one thing to a receiver, and says so."""

    @page(_CONNECTORS, methods=("POST",))
    def act(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
        found = _endpoint(request, endpoint_id)
        do(scope=request.scope, endpoint=found)
        messages.success(request, str(done))
        return redirect(route, found.id if route == "notices:endpoint" else found.shop_id)

    return act


pause = _act(services.pause_endpoint, gettext_lazy("It is paused; messages wait for four days."))
resume = _act(services.resume_endpoint, gettext_lazy("It goes on; what has waited leaves now."))
test = _act(services.send_test, gettext_lazy("A test is on its way."))
remove = _act(
    services.remove_endpoint,
    gettext_lazy("The receiver is removed; nothing more is sent to it."),
    "notices:webhooks",
)


def _endpoint(request: DeskRequest, endpoint_id: UUID) -> Endpoint:
    there = Endpoint.objects.filter(removed_at=None).select_related("shop", "made_by")
    return get_or_404(there, request.scope, endpoint_id, _CONNECTORS)


def _sender(request: DeskRequest, sender_id: UUID) -> Sender:
    there = Sender.objects.filter(removed_at=None).select_related("shop")
    return get_or_404(there, request.scope, sender_id, _CONNECTORS)


def _show_shop(request: DeskRequest, shop: Shop, **facts: object) -> HttpResponse:
    usual = {
        "here": "settings",
        "shop": shop,
        "form": EndpointForm(),
        "place_form": PlaceForm(),
        "sender_form": SenderForm(),
        "endpoints": selectors.endpoints(shop.id),
        "senders": selectors.senders(shop.id),
        "allowed_places": selectors.places(shop.id),
        "dead": selectors.dead_count(shop.id),
        "address": request.build_absolute_uri(API_ROOT),
    }
    return render(request, "notices/webhooks.html", usual | facts)


def _show(
    request: DeskRequest,
    found: Endpoint,
    made: services.Made | None = None,
    form: EventsForm | None = None,
) -> HttpResponse:
    rows, _rest = selectors.page_of(
        selectors.deliveries(found.shop_id, endpoint=found.id), None, _LAST
    )
    facts = {
        "here": "settings",
        "endpoint": found,
        "shop": found.shop,
        "form": form or EventsForm(initial={"events": found.events}),
        "deliveries": rows,
        "is_moving": selectors.is_moving(rows, timezone.now()),
        "poll": reverse("notices:endpoint", args=[found.id]),
        "made": made,
    }
    return render(request, "notices/endpoint.html", facts)
