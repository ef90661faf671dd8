"""A shop's stored orders as rules judge them: keys, features, what became of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import polars as pl
from django.db.models import Q

from shopwarden.desk.alerts.models import Disposition
from shopwarden.desk.rulebook.keys import with_keys
from shopwarden.desk.trade.models import Order, Refund
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.features import FEATURES, Key, Plan, compute_features, make_plan
from shopwarden.records import Kind, OrderStatus, RefundStatus
from shopwarden.records.money import DEFAULT_CURRENCY
from shopwarden.rules import Term

DECIDED: Final = "decided"
HAPPENED: Final = "happened"
REFUNDED, DISPUTED, FINE = "refunded", "disputed", "fine"
# When a record of each kind that features count happened.
_TIMES: Final = {
    Kind.ORDERS: "created_at",
    Kind.REFUNDS: "created_at",
    Kind.SHIPMENTS: "shipped_at",
}
# The digests the database knows, by the key of a feature; the others are sealed.
_STORED: Final = {
    Key.BUYER: "buyer_key",
    Key.PHONE: "phone_key",
    Key.RECEIVER: "receiver_key",
    Key.PLACE: "place_key",
    Key.ITEM: "item",
}
_ENDED: Final = (OrderStatus.SIGNED.value, OrderStatus.FINISHED.value)


def plan_of(terms: Collection[Term]) -> Plan:
    """Return what has to be read for the features among the terms of rules."""
    return make_plan(term.name for term in terms if term.name in FEATURES)


def reach_of(plan: Plan) -> timedelta:
    """Return how far back the features of a plan look."""
    windows = [measure.window for group in plan.groups.values() for measure in group]
    return max(windows, default=timedelta(0))


def read_orders(shop_id: UUID, plan: Plan, since: datetime) -> pl.DataFrame:
    """Return the orders placed since a moment, with keys and the features of `plan`.

    Orders without a time are left out: nothing can be said of what was known then.
    """
    records = _load(
        shop_id, plan, Q(created_at__gte=since - reach_of(plan)), since - reach_of(plan)
    )
    return _with_features(records, plan).filter(pl.col("created_at") >= since)


def read_order(shop_id: UUID, plan: Plan, order: Order) -> pl.DataFrame:
    """Return one order like `read_orders`, reading only what its features can see."""
    wanted = Q(id=order.id)
    if order.created_at is not None and plan.groups:
        begin = order.created_at - reach_of(plan)
        seen = Q(created_at__gte=begin, created_at__lte=order.created_at)
        wanted |= seen & _kin(order, plan)
        records = _load(shop_id, plan, wanted, begin)
    else:
        records = _load(shop_id, plan, wanted, None)
    return _with_features(records, plan).filter(pl.col("row_id") == str(order.id))


def _kin(order: Order, plan: Plan) -> Q:
    """Return the orders that share a key of the plan; all, where a key is not stored."""
    shared = Q(id__in=())
    for key in plan.groups:
        column = _STORED.get(key)
        if column is None:
            return Q()
        if value := getattr(order, column):
            shared |= Q(**{column: value})
    return shared


def _load(shop_id: UUID, plan: Plan, orders: Q, begin: datetime | None) -> dict[Kind, pl.DataFrame]:
    kinds = {*plan.kinds, *({Kind.SHIPMENTS} if Key.CARRIER in plan.groups else ())} & set(_TIMES)
    records = {Kind.ORDERS: with_keys(load_frame(shop_id, Kind.ORDERS, orders), shop_id)}
    for kind in kinds - {Kind.ORDERS}:
        where = Q(**{f"{_TIMES[kind]}__gte": begin}) if begin else Q()
        records[kind] = with_keys(load_frame(shop_id, kind, where), shop_id)
    return records


def _with_features(records: dict[Kind, pl.DataFrame], plan: Plan) -> pl.DataFrame:
    orders = records[Kind.ORDERS]
    features = compute_features(records, plan) if plan.features else pl.DataFrame()
    # A rule writes amounts in the shop's currency; others have none here.
    is_own = pl.col("currency").fill_null(DEFAULT_CURRENCY) == DEFAULT_CURRENCY
    return orders.hstack(features).with_columns(
        pl.when(is_own).then(pl.col(r"^.*_minor$")).name.keep()
    )


def with_outcomes(shop_id: UUID, orders: pl.DataFrame) -> pl.DataFrame:
    """Add what people decided about each order (``decided``) and what became of it."""
    decided = Disposition.objects.filter(shop=shop_id, undone_at=None).order_by("decided_at")
    rows = decided.values_list("alert__subject_id", "outcome")
    latest = {str(order_id): outcome for order_id, outcome in rows}
    by_id = pl.DataFrame(
        list(latest.items()), schema={"row_id": pl.String, DECIDED: pl.String}, orient="row"
    )
    known = orders.join(by_id, on="row_id", how="left", maintain_order="left")
    refunds = _refunds(shop_id)
    joined = known.join(refunds, on=["platform", "id"], how="left", maintain_order="left")
    money_back = (pl.col("refunded_minor") > 0) | (
        pl.col("status").cast(pl.String) == OrderStatus.CLOSED_REFUNDED.value
    )
    return joined.with_columns(
        pl.coalesce(
            "_refund",
            pl.when(money_back).then(pl.lit(REFUNDED)),
            pl.when(pl.col("status").cast(pl.String).is_in(_ENDED)).then(pl.lit(FINE)),
        ).alias(HAPPENED)
    ).drop("_refund")


def _refunds(shop_id: UUID) -> pl.DataFrame:
    """Return, by order, whether the platform stepped in or money went back."""
    rows = Refund.objects.filter(shop=shop_id).filter(
        ~Q(platform_case="") | Q(status=RefundStatus.SUCCESS)
    )
    found = pl.DataFrame(
        list(rows.values_list("platform", "order_external_id", "platform_case")),
        schema={"platform": pl.String, "id": pl.String, "_case": pl.String},
        orient="row",
    )
    return found.group_by("platform", "id").agg(
        _refund=pl.when((pl.col("_case") != "").any())
        .then(pl.lit(DISPUTED))
        .otherwise(pl.lit(REFUNDED))
    )
