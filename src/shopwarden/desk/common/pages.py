"""What each address of the desk asks for, said beside its view.

``@page(Permission.MEMBERS)`` lets in who has the permission in at least one shop; the view
then takes its rows through ``scope.get_or_404``. ``@page()`` asks for a log-in only,
``@public`` for nothing. A test walks the URL map: an address without a declaration fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from shopwarden.desk.accounts.models import User
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class DeskRequest(HttpRequest):
    """A request as a page of the desk sees it: of a known person, with their scope."""

    user: User
    scope: Scope
    htmx: HtmxDetails


@dataclass(frozen=True)
class Access:
    """What an address asks for."""

    is_public: bool = False
    # Of the API: a log-in does not count there.
    is_by_token: bool = False
    permission: Permission | None = None
    methods: tuple[str, ...] = ("GET",)


def page(
    permission: Permission | None = None, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[
    [Callable[Concatenate[DeskRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """Declare a page for people who are logged in."""

    def declare_page(
        view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: DeskRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if permission is not None and not request.scope.may_anywhere(permission):
                raise Forbidden("role.too_small", permission=str(permission))
            return view(request, *args, **kwargs)

        return declare(_only(methods, guarded), Access(permission=permission, methods=methods))

    return declare_page


def public(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[V], V]:
    """Declare a page for everybody."""

    def declare_public(view: V) -> V:
        return declare(
            login_not_required(_only(methods, view)), Access(is_public=True, methods=methods)
        )

    return declare_public


def declare(view: V, access: Access) -> V:
    """Write down what a view asks for; for views of other packages."""
    view.access = access  # type: ignore[attr-defined]
    return view


def _only(methods: tuple[str, ...], view: V) -> V:
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)
    return require_http_methods(allowed)(view)
