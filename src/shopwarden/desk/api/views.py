"""The tokens of a shop, and what the API can be asked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shopwarden.desk.api import errors, selectors, services
from shopwarden.desk.api.forms import TokenForm
from shopwarden.desk.api.middleware import ROOT
from shopwarden.desk.api.models import Token
from shopwarden.desk.api.reference import document, reference
from shopwarden.desk.common.pages import DeskRequest, page, public
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.shops.models import Shop

_CONNECTORS = Permission.CONNECTORS


@page(_CONNECTORS, methods=("GET", "POST"))
@never_cache
def tokens(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """List the tokens of a shop; make one, and show it once."""
    shop = get_or_404(Shop, request.scope, shop_id, _CONNECTORS, shop="id")
    form, made = TokenForm(request.POST or None), None
    if form.is_valid():
        made = services.make_token(scope=request.scope, shop_id=shop.id, **form.cleaned_data)
        form = TokenForm()
    facts = {
        "here": "settings",
        "shop": shop,
        "form": form,
        "tokens": selectors.tokens(shop.id),
        "made": made,
        "address": request.build_absolute_uri(ROOT),
    }
    return render(request, "api/tokens.html", facts)


@page(_CONNECTORS, methods=("POST",))
def revoke(request: DeskRequest, token_id: UUID) -> HttpResponse:
    """End a token."""
    token = get_or_404(Token, request.scope, token_id, _CONNECTORS)
    services.revoke_token(scope=request.scope, token=token)
    messages.success(request, _("The token is revoked and no longer works."))
    return redirect("api:tokens", token.shop_id)


@page()
def docs(request: DeskRequest) -> HttpResponse:
    """What the API can be asked, and what it answers."""
    facts = {
        "here": "settings",
        "operations": reference(),
        "failures": errors.FAILURES,
        "address": request.build_absolute_uri(ROOT),
    }
    return render(request, "api/docs.html", facts)


@public()
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    return JsonResponse(document())


@public()
def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every other address below the API, in its own form."""
    return errors.answer("request.unknown_address")
