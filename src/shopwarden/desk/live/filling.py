"""Making the events of records that were stored before there was a table of them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.live import keeping, keys
from shopwarden.desk.live.models import Event
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade import frames
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.features.events import RANK
from shopwarden.records import SCHEMAS, Kind

_CHUNK: Final = 1000


def fill() -> None:
    """Give every record that can be an event its event; nothing is done twice."""
    for shop_id in Shop.objects.values_list("id", flat=True):
        for kind in RANK:
            while _fill_some(shop_id, kind):
                pass


def _fill_some(shop_id: UUID, kind: Kind) -> int:
    is_told = Exists(Event.objects.filter(id=OuterRef("id")))
    rows = frames.MODELS[kind]._default_manager.filter(~is_told, shop=shop_id)
    ids = list(rows.values_list("id", flat=True)[:_CHUNK])
    records = load_frame(shop_id, kind, Q(id__in=ids))
    row_ids = [UUID(one) for one in records["row_id"]]
    whole = records.select(*SCHEMAS[kind], _content="content_key")
    stored = frames.rows(whole, kind, shop_id, row_ids)
    told = keys.columns_of(whole, kind, shop_id, stored)
    with writing():
        if kind is Kind.ORDERS:
            digests = {name: stored[name] for name in stored if name.endswith("_key")}
            contents = {"id": row_ids, "content_key": digests.pop("content_key")}
            bulk.update_matching(frames.MODELS[kind], contents, digests)
        told_by_now = set(Event.objects.filter(id__in=ids).values_list("id", flat=True))
        keeping.keep(shop_id, kind, told, told_by_now)
    return len(ids)
