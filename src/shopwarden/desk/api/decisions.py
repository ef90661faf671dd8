"""``POST /decisions``: one order in, what the desk thinks of it out."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as N_

from shopwarden.desk.alerts import words
from shopwarden.desk.alerts.choices import Severity
from shopwarden.desk.api import bodies, schemas
from shopwarden.desk.api.access import ApiRequest, need
from shopwarden.desk.api.api import operations
from shopwarden.desk.api.choices import May
from shopwarden.desk.api.errors import answer
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.errors import Refused
from shopwarden.desk.live.deciding import Decided, Question, decide
from shopwarden.detectors import Finding

_PER_MINUTE: Final = 200_000
_LONGEST_KEY: Final = 255
_EXTRA: Final = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": False,
            "schema": {"type": "string", "minLength": 1, "maxLength": _LONGEST_KEY},
            "description": N_("The same key with the same body is answered the same"),
        }
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": bodies.schema_of(bodies.OrderIn)}},
    },
}
_ERRORS: Final[dict[Any, Any]] = {
    frozenset(
        {
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.TOO_MANY_REQUESTS,
        }
    ): schemas.ErrorOut
}


@operations.post(
    "/decisions",
    url_name="decisions",
    operation_id="decide",
    by_alias=True,
    response={HTTPStatus.OK: schemas.DecidedOut, **_ERRORS},
    summary=N_("Decide about one order"),
    description=N_(
        "The order is stored, judged by everything the desk knows and, where a person should look, "
        "put before one. The answer is kept. A person decides."
    ),
    openapi_extra=_EXTRA,
)
def decide_order(request: ApiRequest) -> HttpResponse:
    """Answer with findings, score and advice."""
    need(request, May.DECIDE, _PER_MINUTE)
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= _LONGEST_KEY:
        return answer("request.invalid", {"Idempotency-Key": ""})
    try:
        order = bodies.ORDER.decode(request.body)
    except msgspec.ValidationError as error:
        return answer("request.invalid", {"body": str(error)})
    except (msgspec.DecodeError, UnicodeDecodeError):
        return answer("request.invalid", {"body": "JSON"})
    (shop_id,) = request.auth.roles
    language, root = translation.get_language(), request.build_absolute_uri("/")

    def say(decided: Decided) -> str:
        with translation.override(language):
            return msgspec.json.encode(_said(decided, shop_id, root)).decode()

    question = Question(
        told=bodies.columns_of(order),
        key=sha256(key.encode()).hexdigest() if key else "",
        asked=sha256(request.body).hexdigest() if key else "",
        say=say,
    )
    try:
        said = decide(
            scope=system_scope(shop_id), shop_id=shop_id, question=question, now=timezone.now()
        )
    except Refused:
        return answer("request.key_reused", {"Idempotency-Key": ""})
    return HttpResponse(said, content_type="application/json")


def _said(decided: Decided, shop_id: UUID, root: str) -> Mapping[str, Any]:
    judgement, advice = decided.judgement, decided.advice
    return {
        "id": decided.decision_id,
        "order": {"platform": decided.order["platform"], "number": decided.order["id"]},
        "decided_at": decided.at,
        "score": judgement.score.value,
        "parts": [
            {
                "from": part.term.topic,
                "name": part.term.name,
                "code": part.term.code,
                "weight": part.weight,
                "value": part.value,
            }
            for part in judgement.score.contributions
        ],
        "advice": advice.verdict,
        "text": str(advice.words),
        "reasons": [{"code": one, "text": str(one.label)} for one in advice.reasons],
        "findings": [_finding(one, shop_id) for one in judgement.findings],
        "features": judgement.features,
        "alerts": [
            {
                "id": alert.id,
                "kind": alert.kind,
                "severity": Severity(alert.severity).name.lower(),
                "url": root.rstrip("/") + reverse("alerts:alert", args=[alert.id]),
            }
            for alert in decided.alerts
        ],
    }


def _finding(finding: Finding, shop_id: UUID) -> Mapping[str, Any]:
    return {
        "detector": finding.detector,
        "code": finding.code,
        "severity": finding.severity,
        "text": words.in_one_line(finding, shop_id),
        "metric": finding.metric,
        "value": finding.value,
        "threshold": finding.threshold,
        "rule": finding.rule,
    }
