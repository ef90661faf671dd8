"""Reading stored records: whole columns for scans, single rows for pages."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import polars as pl
from django.db.models import Q, QuerySet
from django.http import Http404

from shopwarden.desk.common import bulk, crypto, sealed
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.trade import frames
from shopwarden.desk.trade.models import Order, Report
from shopwarden.records import SCHEMAS, Kind


def load_frame(shop_id: UUID, kind: Kind, where: Q | None = None) -> pl.DataFrame:
    """Return stored records in the canonical schema, personal data readable; for scans only.

    Parameters
    ----------
    where
        Narrows the rows, in the columns of the model; all of the shop's when left out.

    Returns
    -------
    pl.DataFrame
        ``SCHEMAS[kind]`` (``shop`` holds the shop's id), then ``row_id``, the text of the
        stored row's id, and ``content_key``. About 100,000 orders a second.
    """
    found = frames.MODELS[kind]._default_manager.filter(where or Q(), shop=shop_id)
    return frames.frame(bulk.fetch(found, frames.column_names(kind)), kind, shop_id)


def known_keys(shop_id: UUID, kind: Kind, ids: Sequence[str]) -> pl.DataFrame:
    """Return who is stored of `ids`: platform, id, row_id, content_key, phone_key."""
    model = frames.MODELS[kind]
    names = ["platform", "external_id", "id", "content_key"]
    if kind is Kind.ORDERS:
        names.append("phone_key")
    rows = model._default_manager.filter(shop=shop_id, external_id__in=ids)
    platform, external_id, row_id, content_key, *phone = bulk.fetch(rows, names)
    columns = {
        "platform": platform,
        "id": external_id,
        "row_id": [str(one) for one in bulk.uuids(row_id)],
        "content_key": content_key,
        "phone_key": phone[0] if phone else [""] * len(platform),
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))


def kept_reports(shop_id: UUID, kind: Kind, row_ids: Sequence[str]) -> pl.DataFrame:
    """Return the kept reports of records: the canonical schema, row_id and ``_content``."""
    rows = Report.objects.filter(record_id__in=row_ids)
    ids, record_ids, content, body = bulk.fetch(rows, ["id", "record_id", "content_key", "body"])
    place = sealed.place(Report, "body", shop_id)
    texts = crypto.unseal_all(place, bulk.uuids(ids), body)
    return frames.from_bodies(texts, kind).with_columns(
        row_id=pl.Series([str(one) for one in bulk.uuids(record_ids)], dtype=pl.String),
        _content=pl.Series(content, dtype=pl.String),
    )


def rows_as_reports(shop_id: UUID, kind: Kind, row_ids: Sequence[str]) -> pl.DataFrame:
    """Return records that have one report only, as `kept_reports` returns theirs."""
    rows = load_frame(shop_id, kind, Q(id__in=row_ids))
    return rows.select(*SCHEMAS[kind], "row_id", _content="content_key")


def order_by_number(scope: Scope, number: str, *, shop_id: UUID | None = None) -> Order:
    """Return the order with the platform's number; 404 where the scope has none."""
    numbered = Order.objects.filter(shop__in=list(scope.roles), external_id=number)
    found = (numbered if shop_id is None else numbered.filter(shop=shop_id)).first()
    if found is None:
        raise Http404
    return found


def buyer_history(scope: Scope, order: Order) -> QuerySet[Order]:
    """Return the other orders of the order's buyer in its shop, newest first.

    None where the buyer is unknown or masked; none outside the scope.
    """
    if not order.buyer_key or order.shop_id not in scope.roles:
        return Order.objects.none()
    same = Order.objects.filter(shop=order.shop_id, buyer_key=order.buyer_key)
    return same.exclude(id=order.id).order_by("-created_at", "id")
