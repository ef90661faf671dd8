"""``POST /events``: orders, refunds, ratings and parcels, thousands a request."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import Any, Final

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
_EXTRA: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/x-ndjson": {"schema": schema_of_rows()}},
    },
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
    openapi_extra=_EXTRA,
)
def take_events(request: ApiRequest) -> HttpResponse:
    """Store the rows that can be used; say which cannot."""
    need(request, May.INGEST, _PER_MINUTE)
    lines = [line for line in request.body.split(b"\n") if line.strip()]
    if len(lines) > MOST_ROWS:
        return answer("request.invalid", {"rows": MOST_ROWS})
    wrong: list[dict[str, object]] = []
    rows: dict[Kind, list[dict[str, Any]]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        try:
            row: Row = ROW.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            wrong.append({"row": number, "error": str(error)})
        else:
            rows[KIND_OF[type(row)]].append(columns_of_row(row))
    (shop_id,) = request.auth.roles
    taken = take(scope=system_scope(shop_id), shop_id=shop_id, rows=rows, now=timezone.now())
    said = {"rows": len(lines), **taken._asdict(), "wrong": wrong}
    return HttpResponse(msgspec.json.encode(said), content_type="application/json")
