"""Pauses: the page of them, begun from a rule or an alert, ended."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common import sealed
from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.rulebook import overview, snoozes, words
from shopwarden.desk.rulebook.forms import PAUSES, BuyerPauseForm, PauseForm
from shopwarden.desk.rulebook.models import Rule, Snooze
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order

_RULES: Final = Permission.RULES


@page(Permission.VIEW)
def show(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """What is paused now."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    facts = {
        "here": "rules",
        "tab": "pauses",
        "shop": shop,
        "pauses": overview.pauses(shop.id, timezone.now()),
        "lengths": PAUSES,
        "may_change": request.scope.may(_RULES, shop.id),
    }
    return render(request, "rulebook/pauses.html", facts)


@page(_RULES, methods=("POST",))
def pause_rule(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    """Let a rule tell nobody for a time."""
    rule = get_or_404(Rule, request.scope, rule_id, _RULES)
    form = PauseForm(request.POST)
    if _is_usable(request, form):
        try:
            snoozes.snooze_rule(
                scope=request.scope,
                rule=rule,
                until=form.until,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            messages.error(request, words.why_refused(refusal))
        else:
            messages.success(request, _("Until then the rule counts, and tells nobody."))
    return redirect("rulebook:rule", rule.id)


@page(_RULES, methods=("POST",))
def pause_buyer(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Let no rule tell anybody about a buyer for a time."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    form = BuyerPauseForm(request.POST)
    if _is_usable(request, form):
        _pause(request, shop.id, form.cleaned_data["buyer"], form)
    return redirect("rulebook:pauses", shop.id)


@page(_RULES, methods=("POST",))
def pause_buyer_of(request: DeskRequest, alert_id: UUID) -> HttpResponse:
    """The same for the buyer of an alert, whose name need not be looked at for it."""
    alert = get_or_404(Alert, request.scope, alert_id, _RULES)
    form = PauseForm(request.POST)
    order = Order.objects.filter(shop=alert.shop_id, id=alert.subject_id).first()
    if order and _is_usable(request, form):
        buyer = json.loads(sealed.read(order, "personal") or "{}").get("buyer") or ""
        _pause(request, alert.shop_id, buyer, form)
    return redirect("alerts:alert", alert.id)


@page(_RULES, methods=("POST",))
def end(request: DeskRequest, snooze_id: UUID) -> HttpResponse:
    """End a pause before its time."""
    snooze = get_or_404(Snooze, request.scope, snooze_id, _RULES)
    snoozes.end_snooze(scope=request.scope, snooze=snooze)
    messages.success(request, _("The pause has ended."))
    return redirect("rulebook:pauses", snooze.shop_id)


def _is_usable(request: DeskRequest, form: forms.Form) -> bool:
    if form.is_valid():
        return True
    messages.error(request, _("Choose how long. Nothing was changed."))
    return False


def _pause(request: DeskRequest, shop_id: UUID, buyer: str, form: PauseForm) -> None:
    try:
        snoozes.snooze_buyer(
            scope=request.scope,
            shop_id=shop_id,
            buyer=buyer,
            until=form.until,
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        messages.error(request, words.why_refused(refusal))
    else:
        messages.success(request, _("Until then no rule tells anybody about this buyer."))
