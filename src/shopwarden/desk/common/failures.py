"""Error pages: what happened, what was kept, what to do; a toast where a fragment asked."""

from __future__ import annotations

import errno
import logging
from http import HTTPStatus
from sqlite3 import SQLITE_FULL
from typing import Final

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token

from shopwarden.desk.common.problems import problem
from shopwarden.desk.errors import Forbidden, Refused

logger = logging.getLogger(__name__)

# disk_full
_POSTGRESQL_FULL: Final = "53100"
_STATUS: Final = {Forbidden: HTTPStatus.FORBIDDEN, Refused: HTTPStatus.CONFLICT}


def refusal(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the page of an error that is part of the work, nothing for a fault."""
    if isinstance(error, Forbidden | Refused):
        logger.info("request_refused", extra={"code": error.code, "path": request.path})
        return failure_page(request, error.code, _STATUS[type(error)])
    if _is_disk_full(error):
        logger.error("disk_full", extra={"path": request.path})
        return failure_page(request, "disk.full", HTTPStatus.INSUFFICIENT_STORAGE)
    if isinstance(error, RequestDataTooBig | TooManyFilesSent):
        return failure_page(request, "page.too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return None


def _is_disk_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    is_sqlite_full = getattr(cause, "sqlite_errorcode", None) == SQLITE_FULL
    return is_sqlite_full or getattr(cause, "sqlstate", None) == _POSTGRESQL_FULL


def failure_page(request: HttpRequest, code: str, status: HTTPStatus) -> HttpResponse:
    """Return the page, or the toast, of a stable code."""
    is_fragment = "HX-Request" in request.headers
    template = "common/failure_toast.html" if is_fragment else "common/failure.html"
    facts = {"code": code, "problem": problem(code), "status": int(status), "back": _back(request)}
    response = render(request, template, facts, status=status)
    if is_fragment:
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
    return response


def _back(request: HttpRequest) -> str | None:
    """Return the page of ours that the person came from."""
    came_from = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    except DisallowedHost:
        # It may be what the page is about.
        return None
    return came_from if is_ours else None


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 where the body is too large."""
    return refusal(request, exception) or failure_page(
        request, "page.bad_request", HTTPStatus.BAD_REQUEST
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return failure_page(request, "role.too_small", HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for whatever belongs to another shop."""
    return failure_page(request, "page.missing", HTTPStatus.NOT_FOUND)


@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token."""
    return failure_page(request, "page.form_expired", HTTPStatus.FORBIDDEN)


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    """500; the page asks nothing of the database, which may be what is broken."""
    facts = {"code": "page.broken", "problem": problem("page.broken"), "status": 500}
    return render(request, "common/broken.html", facts, status=HTTPStatus.INTERNAL_SERVER_ERROR)
