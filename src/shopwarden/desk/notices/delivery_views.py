"""The messages of a shop: what became of each, and another try."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.notices import selectors, services
from shopwarden.desk.notices.choices import DeliveryState
from shopwarden.desk.notices.forms import WantedForm
from shopwarden.desk.notices.models import Delivery
from shopwarden.desk.shops.models import Shop

_CONNECTORS: Final = Permission.CONNECTORS


@page(_CONNECTORS)
def deliveries(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """The newest messages, or those in one state or for one receiver."""
    shop = get_or_404(Shop, request.scope, shop_id, _CONNECTORS, shop="id")
    form = WantedForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = selectors.deliveries(shop.id, wanted.get("state", ""), wanted.get("endpoint"))
    rows, after = selectors.page_of(found, wanted.get("after"))
    query = request.GET.copy()
    query.pop("after", None)
    facts = {
        "here": "settings",
        "shop": shop,
        "deliveries": rows,
        "after": after,
        "query": query.urlencode(),
        "state": wanted.get("state", ""),
        "states": DeliveryState,
        "dead": selectors.dead_count(shop.id),
        "is_moving": selectors.is_moving(rows, timezone.now()),
        "poll": request.get_full_path(),
    }
    return render(request, "notices/deliveries.html", facts)


@page(_CONNECTORS, methods=("POST",))
def retry(request: DeskRequest, delivery_id: UUID) -> HttpResponse:
    """Try one message again."""
    found = get_or_404(Delivery, request.scope, delivery_id, _CONNECTORS)
    count = services.retry(scope=request.scope, shop_id=found.shop_id, deliveries=[found.id])
    return _retried(request, found.shop_id, count)


@page(_CONNECTORS, methods=("POST",))
def retry_all(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Try everything again that was given up."""
    shop = get_or_404(Shop, request.scope, shop_id, _CONNECTORS, shop="id")
    return _retried(request, shop.id, services.retry(scope=request.scope, shop_id=shop.id))


def _retried(request: DeskRequest, shop_id: UUID, count: int) -> HttpResponse:
    said = ngettext("%(n)d message is tried again.", "%(n)d messages are tried again.", count)
    messages.success(request, said % {"n": count})
    return redirect("notices:deliveries", shop_id)
