"""Pages that belong to no app: overview, settings, counts, preferences, health."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme

from shopwarden.desk.accounts.choices import Theme
from shopwarden.desk.accounts.services import set_look
from shopwarden.desk.alerts import today
from shopwarden.desk.common.pages import DeskRequest, page, public
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.intake.selectors import runs
from shopwarden.desk.shops.selectors import shops_with_members

_LAST_IMPORTS: Final = 3


@page()
def home(request: DeskRequest) -> HttpResponse:
    """The overview."""
    now = timezone.now()
    facts = {
        "here": "home",
        "piles": today.piles(request.scope, now),
        "pace": today.pace(request.scope, now),
        "runs": runs(request.scope)[:_LAST_IMPORTS],
        "may_import": request.scope.may_anywhere(Permission.IMPORT),
    }
    return render(request, "common/home.html", facts)


@page()
def show_settings(request: DeskRequest) -> HttpResponse:
    """Everything that can be set, by subject."""
    facts = {"here": "settings", "managed_shops": shops_with_members(request.scope)}
    return render(request, "common/settings.html", facts)


@page()
def counts(request: DeskRequest) -> HttpResponse:
    """The badges and what the bell lists, polled; 304 while nothing changed."""
    response = render(request, "common/counts.html")
    etag = f'"{sha256(response.content).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@public(methods=("POST",))
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember language and theme: in the browser, and for the person if there is one."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    response = redirect(target if is_ours else settings.LOGIN_URL)
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in Theme.values:
        _remember(response, "theme", theme)
    if request.user.is_authenticated:
        user = request.user
        set_look(user=user, language=language or user.language, theme=theme or user.theme)
    return response


@public()
def health(request: HttpRequest) -> HttpResponse:
    """Answers when web and database do; for the machine that watches over them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@public()
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the desk on its home screen."""
    icons = [
        {"src": static(f"desk/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    facts = {
        "name": "店哨 Shopwarden",
        "short_name": "店哨",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#faf9f7",
        "theme_color": "#faf9f7",
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
