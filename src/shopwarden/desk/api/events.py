"""``POST /events``: orders, refunds, ratings and parcels, thousands a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from shopwarden.desk.live.row_keys import Keyed, claim
from shopwarden.desk.live.taking import take
from shopwarden.records import Kind

_Wrong = dict[str, Any]
# Like the messages of msgspec: for who writes the program.
_REUSED: Final = "this key came with another row before: use a new one"
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
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
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
    if not lines:
        return answer("request.invalid", {"rows": MOST_ROWS})
    return HttpResponse(take_rows(shop_id, lines), content_type="application/json")


def lines_of(body: bytes) -> list[bytes] | None:
    """Return the rows of a body as they came; nothing if they are too many."""
    lines = [line for line in body.split(b"\n") if line.strip()]
    return lines if len(lines) <= MOST_ROWS else None


def take_rows(shop_id: UUID, lines: Sequence[bytes]) -> str:
    """Store the rows that can be used; return what became of them, as JSON."""
    read, wrong = _read(lines)
    reused = _reused(shop_id, read)
    rows: dict[Kind, list[dict[str, Any]]] = defaultdict(list)
    for number, row in read.items():
        if number in reused:
            wrong.append({"row": number, "code": "row.key_reused", "error": _REUSED})
        else:
            rows[KIND_OF[type(row)]].append(columns_of_row(row))
    taken = take(scope=system_scope(shop_id), shop_id=shop_id, rows=rows, now=timezone.now())
    same = len(lines) - len(wrong) - taken.new - taken.changed
    said = {
        "rows": len(lines),
        "new": taken.new,
        "changed": taken.changed,
        # Of several rows about one record, one makes it new.
        "unchanged": same,
        "wrong": sorted(wrong, key=_number),
    }
    return msgspec.json.encode(said).decode()


def _read(lines: Sequence[bytes]) -> tuple[dict[int, Row], list[_Wrong]]:
    """Return the rows by number, and those that cannot be read."""
    rows: dict[int, Row] = {}
    wrong: list[_Wrong] = []
    for number, line in enumerate(lines, start=1):
        try:
            rows[number] = ROW.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            wrong.append({"row": number, "code": "row.invalid", "error": str(error)})
    return rows, wrong


def _reused(shop_id: UUID, rows: Mapping[int, Row]) -> set[int]:
    """Return which rows came with a key that another row came with before."""
    keyed = {number: Keyed(row.key, _said(row)) for number, row in rows.items() if row.key}
    own = claim(shop_id=shop_id, rows=[*keyed.values()]) if keyed else []
    return {number for number, is_own in zip(keyed, own, strict=True) if not is_own}


def _said(row: Row) -> bytes:
    return msgspec.json.encode(row)


def _number(one: _Wrong) -> int:
    return int(one["row"])
