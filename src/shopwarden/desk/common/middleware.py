"""Log-in for every page, and the person's shops and language on every request."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from shopwarden.desk.common.failures import refusal
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.selectors import scope_of


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends who is not logged in to the log-in page; a fragment never contains it."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirectBase:
        """Redirect the page, not the fragment that asked."""
        if "HX-Request" not in request.headers:
            return super().handle_no_permission(request, view_func)
        came_from = urlsplit(request.headers.get("HX-Current-URL", "/"))
        target = urlencode({self.get_redirect_field_name(view_func): came_from.path or "/"})
        return HttpResponseClientRedirect(f"{resolve_url(self.get_login_url(view_func))}?{target}")


class PersonMiddleware:
    """Puts the scope on the request, speaks the person's language, answers refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        user = request.user
        request.scope = scope_of(user) if user.is_authenticated else Scope(None)  # type: ignore[attr-defined]
        if user.is_authenticated and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        response = self.get_response(request)
        if "Cache-Control" not in response:
            # Personal pages stay out of shared and on-disk caches.
            add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what the desk refuses; a fault goes on to Django."""
        return refusal(request, exception)
