"""Judging the orders that wait for it: what changed, and who shares a phone with that.

The shop's own list of whom it does not trust is read once, at the beginning.

Afterwards the alerts are those a scan of the whole history would open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import polars as pl
from django.db.models import Q

from shopwarden.desk.alerts.opening import KIND_OF, Claim, open_alerts
from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.rulebook.selectors import bad_list
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.detectors import REGISTRY
from shopwarden.records import SCHEMAS, Kind
from shopwarden.scan import scan

# Orders judged at once: bounds the memory.
_BATCH: Final = 50_000
_CHUNK: Final = 1000


def check_waiting(
    *, scope: Scope, shop_id: UUID, now: datetime, claim: Claim = lambda _: None
) -> None:
    """Judge every order of the shop that waits for it and open what it asks for.

    Parameters
    ----------
    now
        The moment of judgement.
    claim
        See ``alerts.opening.open_alerts``.
    """
    listed = bad_list(shop_id, at=now)
    detectors = [REGISTRY[name]() for name in KIND_OF]
    while True:
        waiting = Order.objects.filter(shop=shop_id, is_checked=False).order_by("id")
        row_ids = list(waiting.values_list("id", flat=True)[:_BATCH])
        if not row_ids:
            return
        judged = _judged(shop_id, row_ids[-1])
        # A clock that is behind, or an order from the future: it has just been placed.
        created = pl.min_horizontal("created_at", pl.lit(now, SCHEMAS[Kind.ORDERS]["created_at"]))
        orders = judged.select(list(SCHEMAS[Kind.ORDERS])).with_columns(
            created_at=pl.when(pl.col("created_at").is_not_null()).then(created)
        )
        result = scan({Kind.ORDERS: orders}, now=now, bad_list=listed, detectors=detectors)
        open_alerts(
            scope=scope,
            shop_id=shop_id,
            findings=result.findings,
            records=judged,
            now=now,
            claim=claim,
        )
        _note_checked(judged)


def _judged(shop_id: UUID, last: UUID) -> pl.DataFrame:
    waiting = Q(is_checked=False, id__lte=last)
    phones = Order.objects.filter(waiting, shop=shop_id).exclude(phone_key="").values("phone_key")
    sharing = Q(phone_key__in=phones) & ~waiting
    return pl.concat(
        [
            load_frame(shop_id, Kind.ORDERS, waiting),
            load_frame(shop_id, Kind.ORDERS, sharing),
        ]
    )


def _note_checked(judged: pl.DataFrame) -> None:
    """Note what was judged; an order that has changed meanwhile goes on waiting."""
    for part in judged.iter_slices(_CHUNK):
        keys = {
            "id": [UUID(row_id) for row_id in part["row_id"]],
            "content_key": part["content_key"].to_list(),
        }
        with writing():
            bulk.update_matching(Order, keys, {"is_checked": [True] * part.height})
