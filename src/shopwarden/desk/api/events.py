"""``POST /events``: orders, refunds, ratings and parcels, thousands a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from shopwarden.desk.api import schemas
from shopwarden.desk.api.access import ApiRequest, need
from shopwarden.desk.api.api import operations
from shopwarden.desk.api.choices import May
from shopwarden.desk.api.errors import answer
from shopwarden.desk.api.rows import KIND_OF, ROW, Row, columns_of_row, schema_of_rows
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.live.taking import take
from shopwarden.records import Kind

_PER_MINUTE: Final = 20_000
# Rows of one request: bounds how long others wait for it.
MOST_ROWS: Final = 10_000
BODY: Final = {
    "required": True,
    "content": {"application/x-ndjson": {"schema": schema_of_rows()}},
}
_ERRORS: Final[dict[Any, Any]] = {
    frozenset(
        {
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.TOO_MANY_REQUESTS,
        }
    ): schemas.ErrorOut
}


@operations.post(
    "/events",
    url_name="events",
    operation_id="take_events",
    response={HTTPStatus.OK: schemas.TakenOut, **_ERRORS},
    summary=N_("Bring what has happened"),
    description=N_(
        "One JSON object a line. A row that cannot be used is named and changes nothing; others "
        "are stored and judged. Sending a row again changes nothing."
    ),
    openapi_extra={"requestBody": BODY},
)
def take_events(request: ApiRequest) -> HttpResponse:
    """Store the rows that can be used; say which cannot."""
    need(request, May.INGEST, _PER_MINUTE)
    (shop_id,) = request.auth.roles
    lines = lines_of(request.body)
    if lines is None:
        return answer("request.invalid", {"rows": MOST_ROWS})
    return HttpResponse(take_rows(shop_id, lines), content_type="application/json")


def lines_of(body: bytes) -> list[bytes] | None:
    """Return the rows of a body as they came; nothing if they are too many."""
    lines = [line for line in body.split(b"\n") if line.strip()]
    return lines if len(lines) <= MOST_ROWS else None


def take_rows(shop_id: UUID, lines: Sequence[bytes]) -> str:
    """Store the rows that can be used; return what became of them, as JSON."""
    wrong: list[dict[str, object]] = []
    rows: dict[Kind, list[dict[str, Any]]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        try:
            row: Row = ROW.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            wrong.append({"row": number, "error": str(error)})
        else:
            rows[KIND_OF[type(row)]].append(columns_of_row(row))
    taken = take(scope=system_scope(shop_id), shop_id=shop_id, rows=rows, now=timezone.now())
    said = {"rows": len(lines), **taken._asdict(), "wrong": wrong}
    return msgspec.json.encode(said).decode()
