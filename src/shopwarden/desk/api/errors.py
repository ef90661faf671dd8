"""What the API says when it cannot answer: one body for all errors.

::

    {"code": "order.unknown", "detail": "…", "fields": {}}

``code`` is stable, ``detail`` is a sentence in the language asked for, ``fields`` names what
was wrong in the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, NamedTuple

from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Failure(NamedTuple):
    """A reason not to answer."""

    status: HTTPStatus
    detail: str | Promise


FAILURES: Final[Mapping[str, Failure]] = MappingProxyType(
    {
        "token.invalid": Failure(
            HTTPStatus.UNAUTHORIZED,
            _("Send a working token of a shop in the header “Authorization: Bearer …”."),
        ),
        "token.may_not": Failure(
            HTTPStatus.FORBIDDEN,
            _("This token was not made for that: an owner can make another one."),
        ),
        "order.unknown": Failure(
            HTTPStatus.NOT_FOUND, _("The shop of this token has no order with this number.")
        ),
        "request.unknown_address": Failure(
            HTTPStatus.NOT_FOUND, _("There is nothing at this address.")
        ),
        "request.method": Failure(
            HTTPStatus.METHOD_NOT_ALLOWED, _("This address answers to other methods only.")
        ),
        "request.invalid": Failure(
            HTTPStatus.UNPROCESSABLE_ENTITY, _("The request has a value that cannot be used.")
        ),
        "request.too_large": Failure(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("The body is too large: send it in several requests."),
        ),
        "request.key_reused": Failure(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("This Idempotency-Key came with another body before: use a new one."),
        ),
        "webhook.not_genuine": Failure(
            HTTPStatus.UNAUTHORIZED,
            _("Nobody we know signed this message just now: look at secret, clock and address."),
        ),
        "message.other_body": Failure(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("This webhook-id came with another body before: use a new one."),
        ),
        "message.running": Failure(
            HTTPStatus.CONFLICT, _("This message is being taken in: send it again in a while.")
        ),
        "request.too_many": Failure(
            HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests: wait as long as it says.")
        ),
        "request.broken": Failure(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            _("Something went wrong on our side; sending it again does no harm."),
        ),
    }
)


def answer(code: str, fields: Mapping[str, object] | None = None) -> JsonResponse:
    """Return the answer of a stable code."""
    failure = FAILURES[code]
    body = {"code": code, "detail": str(failure.detail), "fields": dict(fields or {})}
    return JsonResponse(body, status=failure.status)
