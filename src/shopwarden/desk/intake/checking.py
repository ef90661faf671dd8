"""Judging the orders that wait for it: what changed, and who shares a phone with that.

The shop's own list of whom it does not trust is read once, at the beginning.

Afterwards the alerts are those a scan of the whole history would open.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import polars as pl
from django.db.models import Q

from shopwarden.desk.alerts.models import AlertFinding
from shopwarden.desk.alerts.opening import Claim, open_alerts
from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.live import many
from shopwarden.desk.live.rules import rules_of
from shopwarden.desk.rulebook import hits
from shopwarden.desk.rulebook.selectors import bad_list
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.detectors import AddressDetector, ContactDetector, ContactReason, combine
from shopwarden.records import SCHEMAS, Kind
from shopwarden.scan import scan

logger = logging.getLogger(__name__)

# Orders judged at once: bounds the memory.
_BATCH: Final = 50_000
# Orders set aside before what fails is taken for the desk's own fault.
_MOST_ASIDE: Final = 20
_CHUNK: Final = 1000
_MANY: Final = ContactDetector().many_buyers


def check_waiting(
    *, scope: Scope, shop_id: UUID, now: datetime, claim: Claim = lambda _: None
) -> None:
    """Judge every order of the shop that waits for it and open what it asks for.

    An order that cannot be judged is set aside, so that the others are: it goes on waiting.

    Parameters
    ----------
    now
        The moment of judgement.
    claim
        See ``alerts.opening.open_alerts``.
    """

    def check(row_ids: Sequence[UUID]) -> None:
        check_orders(scope=scope, shop_id=shop_id, row_ids=row_ids, now=now, claim=claim)

    aside: set[UUID] = set()
    while True:
        waiting = Order.objects.filter(shop=shop_id, is_checked=False).order_by("id")
        found = waiting.values_list("id", flat=True)[: _BATCH + len(aside)]
        row_ids = [row_id for row_id in found if row_id not in aside]
        if not row_ids:
            return
        _check_or_halve(check, row_ids, aside)


def _check_or_halve(
    check: Callable[[Sequence[UUID]], None], row_ids: Sequence[UUID], aside: set[UUID]
) -> None:
    """Judge orders; where that fails, find those it fails for and judge the others."""
    try:
        check(row_ids)
    except Exception:
        if len(aside) == _MOST_ASIDE:
            raise
        if len(row_ids) > 1:
            middle = len(row_ids) // 2
            _check_or_halve(check, row_ids[:middle], aside)
            _check_or_halve(check, row_ids[middle:], aside)
            return
        aside.add(row_ids[0])
        logger.exception("order_not_judged", extra={"order": str(row_ids[0])})


def check_orders(
    *,
    scope: Scope,
    shop_id: UUID,
    row_ids: Sequence[UUID],
    now: datetime,
    claim: Claim = lambda _: None,
) -> None:
    """Judge some orders of the shop, and whoever shares a phone or a group with them.

    Parameters
    ----------
    row_ids
        Stored orders.
    now, claim
        See `check_waiting`.
    """
    _begin(row_ids)
    # Of every order that is judged its links are asked for: its alert would expire without them.
    asked = dict.fromkeys([*row_ids, *_sharing(shop_id, row_ids), *many.alerted_by_links(shop_id)])
    linked = many.judge_by_links(shop_id, list(asked), now)
    judged_ids = list(asked | dict.fromkeys(many.linked_orders(shop_id, linked)))
    _begin(judged_ids[len(row_ids) :])
    judged = _load(shop_id, judged_ids)
    compiled = rules_of(shop_id, now)
    ruled = many.judge_by_rules(shop_id, judged, compiled)
    if ruled.hits:
        with writing():
            hits.keep(shop_id=shop_id, hits=ruled.hits, snoozed=compiled.snoozed, at=now)
    linked = linked.join(judged, left_on="subject_id", right_on="id", how="semi")
    findings = combine([_of_orders_alone(shop_id, judged, now), ruled.findings, linked])
    open_alerts(
        scope=scope, shop_id=shop_id, findings=findings, records=judged, now=now, claim=claim
    )
    _note_checked(judged)


def _of_orders_alone(shop_id: UUID, judged: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Return what address and contact say."""
    # A clock that is behind, or an order from the future: it has just been placed.
    created = pl.min_horizontal("created_at", pl.lit(now, SCHEMAS[Kind.ORDERS]["created_at"]))
    orders = judged.select(list(SCHEMAS[Kind.ORDERS])).with_columns(
        created_at=pl.when(pl.col("created_at").is_not_null()).then(created)
    )
    listed = bad_list(shop_id, at=now)
    detectors = (AddressDetector(), ContactDetector())
    return scan({Kind.ORDERS: orders}, now=now, bad_list=listed, detectors=detectors).findings


def _begin(row_ids: Sequence[UUID]) -> None:
    """Note what is being judged: what happens meanwhile makes it wait anew."""
    for start in range(0, len(row_ids), _CHUNK):
        part = row_ids[start : start + _CHUNK]
        with writing():
            Order.objects.filter(id__in=part).update(is_judging=True)


def _sharing(shop_id: UUID, row_ids: Sequence[UUID]) -> list[UUID]:
    """Return the orders at a phone that many buyers use, or used, with some orders.

    What an order at any other phone says does not depend on its neighbours.
    """
    found: set[UUID] = set()
    orders = Order.objects.filter(shop=shop_id)
    crowds = AlertFinding.objects.filter(
        shop=shop_id, code=ContactReason.PHONE_MANY_BUYERS, gone_at__isnull=True
    )
    alerted = set(crowds.values_list("alert__subject_id", flat=True))
    for start in range(0, len(row_ids), _CHUNK):
        own = orders.filter(id__in=row_ids[start : start + _CHUNK]).exclude(phone_key="")
        # Counted here: databases plan the same in one statement badly.
        neighbours = orders.filter(phone_key__in=set(own.values_list("phone_key", flat=True)))
        by_phone = defaultdict(list)
        for row_id, phone, buyer in neighbours.values_list("id", "phone_key", "buyer_key"):
            by_phone[phone].append((row_id, buyer))
        for at_phone in by_phone.values():
            ids = {row_id for row_id, _ in at_phone}
            # Without a digest a buyer is masked, and each may be somebody else.
            is_crowd = len({buyer or row_id for row_id, buyer in at_phone}) >= _MANY
            found |= ids if is_crowd else ids & alerted
    return list(found)


def _load(shop_id: UUID, row_ids: Sequence[UUID]) -> pl.DataFrame:
    return pl.concat(
        load_frame(shop_id, Kind.ORDERS, Q(id__in=row_ids[start : start + _CHUNK]))
        for start in range(0, len(row_ids), _CHUNK)
    )


def _note_checked(judged: pl.DataFrame) -> None:
    """Note what was judged; an order that has changed meanwhile goes on waiting."""
    for part in judged.iter_slices(_CHUNK):
        keys = {
            "id": [UUID(row_id) for row_id in part["row_id"]],
            "content_key": part["content_key"].to_list(),
            "is_judging": [True] * part.height,
        }
        done = {"is_checked": [True] * part.height, "is_judging": [False] * part.height}
        with writing():
            bulk.update_matching(Order, keys, done)
