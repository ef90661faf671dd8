"""``POST /webhooks/{sender}``: the rows of ``/events``, signed instead of with a token."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as N_

from shopwarden.desk.api import limits, schemas
from shopwarden.desk.api.access import count
from shopwarden.desk.api.api import operations
from shopwarden.desk.api.errors import answer
from shopwarden.desk.api.events import BODY, MOST_ROWS, lines_of, take_rows
from shopwarden.desk.errors import Refused
from shopwarden.desk.notices.senders import answer_once, sender_of

_PER_MINUTE: Final = 20_000
_LONGEST_ID: Final = 255
_HEADERS: Final = {
    "webhook-id": N_("Stays the same when the same message is sent again"),
    "webhook-timestamp": N_("When it was signed, in seconds since 1970; at most five minutes ago"),
    "webhook-signature": N_("HMAC-SHA256 over id, timestamp and body, as Standard Webhooks says"),
}
_EXTRA: Final = {
    "parameters": [
        {
            "in": "header",
            "name": name,
            "required": True,
            "schema": {"type": "string"},
            "description": text,
        }
        for name, text in _HEADERS.items()
    ],
    "requestBody": BODY,
}
_ERRORS: Final[dict[Any, Any]] = {
    frozenset(
        {
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.CONFLICT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.TOO_MANY_REQUESTS,
        }
    ): schemas.ErrorOut
}


@operations.post(
    "/webhooks/{uuid:sender}",
    url_name="webhooks",
    operation_id="take_webhook",
    auth=None,
    response={HTTPStatus.OK: schemas.TakenOut, **_ERRORS},
    summary=N_("Bring what has happened, signed"),
    description=N_(
        "The same rows as events, from a program an owner added under Settings, Webhooks. It needs "
        "no token: the message is signed. The same message again is answered the same."
    ),
    openapi_extra=_EXTRA,
)
def take_webhook(request: HttpRequest, sender: UUID) -> HttpResponse:
    """Store the rows of a message its sender signed; answer the same one the same."""
    headers = {name: request.headers.get(name, "") for name in _HEADERS}
    found = sender_of(sender, headers, request.body)
    if found is None:
        count(f"from {request.META.get('REMOTE_ADDR')}", limits.PER_STRANGER)
        return answer("webhook.not_genuine")
    count(f"sender {found.id}", _PER_MINUTE)
    if len(headers["webhook-id"]) > _LONGEST_ID:
        return answer("request.invalid", {"webhook-id": ""})
    # A sender that tries the address sends nothing.
    lines = lines_of(request.body)
    if lines is None:
        return answer("request.invalid", {"rows": MOST_ROWS})
    take = partial(take_rows, found.shop_id, lines)
    try:
        said = answer_once(found, headers["webhook-id"], request.body, take)
    except Refused as refusal:
        return answer(refusal.code)
    return HttpResponse(said, content_type="application/json")
