"""The operations of the API; ``urls`` gives them their addresses."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as N_
from ninja import NinjaAPI, P, PathEx, Query
from ninja.errors import AuthenticationError, Throttled, ValidationError

from shopwarden import __version__
from shopwarden.desk.alerts import listing, words
from shopwarden.desk.alerts.choices import AlertState, Severity
from shopwarden.desk.alerts.labels import title
from shopwarden.desk.alerts.lines import Line
from shopwarden.desk.alerts.listing import Sort, Wanted
from shopwarden.desk.alerts.models import AlertFinding, Disposition
from shopwarden.desk.api import limits, schemas, selectors
from shopwarden.desk.api.access import ApiRequest, MayNot, ShopToken, need
from shopwarden.desk.api.choices import May
from shopwarden.desk.api.errors import answer

logger = logging.getLogger(__name__)

_NAMES: Final = {severity: severity.name.lower() for severity in Severity}
_NUMBERS: Final = {name: severity for severity, name in _NAMES.items()}


operations = NinjaAPI(
    title="Shopwarden",
    version=__version__,
    auth=ShopToken(),
    docs_url=None,
    openapi_url=None,
)
# PostgreSQL cannot even be asked for a text with a zero byte.
_NUMBER: Final = {
    "max_length": 80,
    "pattern": r"^[^\x00]*$",
    "description": N_("The platform's order number"),
}
_ERRORS: Final = {
    frozenset(
        {
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.TOO_MANY_REQUESTS,
        }
    ): schemas.ErrorOut
}


@operations.get(
    "/alerts",
    url_name="alerts",
    operation_id="list_alerts",
    response={HTTPStatus.OK: schemas.AlertsOut, **_ERRORS},
    summary=N_("List alerts"),
    description=N_("The alerts of the shop, a page at a time, without personal data."),
)
def list_alerts(request: ApiRequest, asked: Query[schemas.AlertsAsked]) -> object:
    """Answer with one page of alerts."""
    need(request, May.READ, limits.PER_TOKEN)
    wanted = Wanted(
        state=asked.state,
        sort=Sort.NEWEST if asked.state == AlertState.OPEN else Sort.CLOSED,
        kind=asked.kind or "",
        severity=_NUMBERS[asked.severity] if asked.severity else None,
    )
    page = selectors.alerts(request.auth, wanted, asked.cursor, asked.limit)
    if page is None:
        return answer("request.invalid", {"cursor": ""})
    shown = [_alert(request, line, page.findings[line.alert.id]) for line in page.lines]
    return {"alerts": shown, "next": listing.pack(page.next) if page.next else None}


@operations.get(
    "/ship-advice/{order}",
    url_name="ship_advice",
    operation_id="ship_advice",
    response={HTTPStatus.OK: schemas.AdviceOut, HTTPStatus.NOT_FOUND: schemas.ErrorOut, **_ERRORS},
    summary=N_("Ask whether an order should ship"),
    description=N_("The advice the desk shows on this order now. A person decides."),
)
def ship_advice(
    request: ApiRequest,
    asked: Query[schemas.AdviceAsked],
    order: PathEx[str, P(**_NUMBER)],
) -> object:
    """Answer with the advice for one order number."""
    need(request, May.READ, limits.PER_TOKEN)
    found = selectors.advice(request.auth, order, asked.platform)
    return {
        "order": order,
        "platforms": found.platforms,
        "advice": found.advice.verdict,
        "text": str(found.advice.words),
        "reasons": [{"code": one, "text": str(one.label)} for one in found.advice.reasons],
    }


@operations.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = answer("token.invalid")
    response["WWW-Authenticate"] = "Bearer"
    return response


@operations.exception_handler(MayNot)
def _may_not(request: HttpRequest, error: MayNot) -> HttpResponse:
    return answer("token.may_not", {"needs": str(error.what)})


@operations.exception_handler(Http404)
def _unknown(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer("order.unknown")


@operations.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {str(one["loc"][-1]): one["msg"] for one in error.errors}
    return answer("request.invalid", fields)


@operations.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer("request.too_large")


@operations.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = answer("request.too_many", {"retry_after": error.wait})
    response["Retry-After"] = str(error.wait)
    return response


@operations.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("api_broken", exc_info=error, extra={"path": request.path})
    return answer("request.broken")


def _alert(request: HttpRequest, line: Line, found: Sequence[AlertFinding]) -> dict[str, object]:
    alert = line.alert
    amount = {"minor": alert.amount_minor, "currency": alert.currency}
    return {
        "id": alert.id,
        "url": request.build_absolute_uri(reverse("alerts:alert", args=[alert.id])),
        "kind": alert.kind,
        "state": alert.state,
        "severity": _NAMES[Severity(alert.severity)],
        "order": {"platform": alert.platform, "number": alert.external_id},
        "findings": [_finding(one) for one in found],
        "amount": None if alert.amount_minor is None else amount,
        "opened_at": alert.opened_at,
        "closed_at": alert.closed_at,
        "deadline": alert.deadline,
        "is_deadline_assumed": alert.deadline_assumed,
        "is_assigned": alert.assignee_id is not None,
        "advice": line.advice.verdict if line.advice else None,
        "decision": _decision(line.decision) if line.decision else None,
    }


def _finding(finding: AlertFinding) -> dict[str, object]:
    return {
        "detector": finding.detector,
        "code": finding.code,
        "severity": _NAMES[Severity(finding.severity)],
        "text": words.line(finding),
        "metric": finding.metric or None,
        "value": finding.value,
        "threshold": finding.threshold,
    }


def _decision(decision: Disposition) -> dict[str, object]:
    return {
        "label": decision.label,
        "text": title(decision.label),
        "outcome": decision.outcome,
        "decided_at": decision.decided_at,
    }
