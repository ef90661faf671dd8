"""Taking in many records a program tells: stored as an import stores them, judged at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import polars as pl

from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.intake.checking import check_orders
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.services import chunks, store
from shopwarden.records import SCHEMAS, Kind, conform

logger = logging.getLogger(__name__)


class Taken(NamedTuple):
    """How many records were new, changed, and as the desk had them."""

    new: int
    changed: int
    unchanged: int


def take(
    *, scope: Scope, shop_id: UUID, rows: Mapping[Kind, Sequence[Mapping[str, Any]]], now: datetime
) -> Taken:
    """Store records of several kinds and judge the orders among them, or let them wait.

    Parameters
    ----------
    rows
        Columns of the canonical schemas by kind; times aware.
    """
    require(scope, shop_id, Permission.IMPORT)
    done = Taken(0, 0, 0)
    for kind, told in rows.items():
        names = {name: dtype for name, dtype in SCHEMAS[kind].items() if name in told[0]}
        frame = pl.DataFrame(told, schema=names).with_columns(
            shop=pl.lit(str(shop_id)), seen_at=pl.lit(now)
        )
        for chunk in chunks(conform(frame, kind), kind, shop_id):
            tally = store(shop_id=shop_id, kind=kind, chunk=chunk, claim=lambda _: True)
            if tally is not None:
                done = Taken(*(old + more for old, more in zip(done, tally, strict=True)))
    _judge(scope, shop_id, [str(row["id"]) for row in rows.get(Kind.ORDERS, ())], now)
    return done


def _judge(scope: Scope, shop_id: UUID, numbers: Sequence[str], now: datetime) -> None:
    waiting = Order.objects.filter(shop=shop_id, external_id__in=numbers, is_checked=False)
    row_ids = list(waiting.values_list("id", flat=True))
    if not row_ids:
        return
    try:
        check_orders(scope=scope, shop_id=shop_id, row_ids=row_ids, now=now)
    except Exception:
        # They are stored, which is what was asked for; the worker judges what waits.
        logger.exception("judging_failed", extra={"shop": str(shop_id)})
