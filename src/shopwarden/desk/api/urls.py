"""Addresses of the API and of its tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from ninja.operation import Operation

from shopwarden.desk.api import decisions as _decisions  # noqa: F401 - adds its operation
from shopwarden.desk.api import events as _events  # noqa: F401 - adds its operation
from shopwarden.desk.api import views
from shopwarden.desk.api import webhooks as _webhooks  # noqa: F401 - adds its operation
from shopwarden.desk.api.api import operations
from shopwarden.desk.api.errors import answer
from shopwarden.desk.api.middleware import ROOT
from shopwarden.desk.common.pages import Access, declare
from shopwarden.desk.common.roles import Permission

app_name = "api"
_ROOT = ROOT.removeprefix("/")


def _operations() -> Iterator[URLPattern]:
    """Yield the addresses of the operations; the package's own pages load from elsewhere."""
    known = {
        str(operation.url_name): _access(operation)
        for view in operations.default_router.path_operations.values()
        for operation in view.operations
    }
    for pattern in operations.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            view = _declared(pattern.callback, known[str(pattern.name)])
            yield path(_ROOT + str(pattern.pattern), view, name=pattern.name)


def _access(operation: Operation) -> Access:
    """Return what an operation asks for: a token, or nothing where a message is signed."""
    methods = tuple(operation.methods)
    if not operation.auth_callbacks:
        return Access(is_public=True, methods=methods)
    return Access(permission=Permission.VIEW, is_by_token=True, methods=methods)


def _declared(
    view: Callable[..., HttpResponseBase], access: Access
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refused = answer("request.method")
        refused["Allow"] = response["Allow"]
        return refused

    return declare(login_not_required(answering), access)


urlpatterns = [
    path("shops/<uuid:shop_id>/tokens/", views.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", views.revoke, name="revoke"),
    path(f"{_ROOT}docs", views.docs, name="docs"),
    path(f"{_ROOT}openapi.json", views.openapi, name="openapi"),
    *_operations(),
    path(_ROOT, views.missing, name="root"),
    path(_ROOT.rstrip("/"), views.missing, name="bare_root"),
    path(f"{_ROOT}<path:rest>", views.missing, name="missing"),
]
