"""An import of a shop and one of its quarantined rows, made where a test needs any."""

from __future__ import annotations

import json
from uuid import uuid4

from django.utils import timezone

from shopwarden.desk.common import sealed
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.intake import vault
from shopwarden.desk.intake.choices import RunState
from shopwarden.desk.intake.mappings import save_mapping
from shopwarden.desk.intake.models import (
    ImportRun,
    QuarantineRow,
    SavedMapping,
    TableSample,
    Upload,
)
from shopwarden.desk.intake.rows import keep_origins
from shopwarden.desk.intake.samples import header_key
from shopwarden.desk.shops.models import Shop
from shopwarden.sources import parse_mapping
from shopwarden.sources.quarantine import Origin


def run_of(shop: Shop) -> ImportRun:
    """Return an import of the shop whose file is kept."""
    return ImportRun.objects.filter(shop=shop).first() or _run(shop)


def row_of(shop: Shop) -> QuarantineRow:
    """Return a row of the shop that waits."""
    waiting = QuarantineRow.objects.filter(shop=shop, state="open").first()
    return waiting or _row(run_of(shop))


def sample_of(shop: Shop) -> TableSample:
    """Return what is kept of a table of the shop that nobody knows."""
    known = TableSample.objects.filter(shop=shop).first()
    if known:
        return known
    sample = TableSample(
        shop=shop, run=run_of(shop), label="own.csv", header_key=header_key(shop.id, ("no", "who"))
    )
    sealed.write(sample, "content", json.dumps({"names": ["no", "who"], "rows": [["1", "a"]]}))
    sample.save()
    return sample


def mapping_of(shop: Shop) -> SavedMapping:
    """Return what the columns of that table mean."""
    known = SavedMapping.objects.filter(shop=shop).first()
    mapping = parse_mapping({"kind": "orders", "fields": {"id": "no"}})
    scope = system_scope(shop.id)
    return known or save_mapping(scope=scope, sample=sample_of(shop), name="own", mapping=mapping)


def _run(shop: Shop) -> ImportRun:
    writer = vault.Writer(uuid4(), shop.id)
    writer.write("订单编号,买家会员名\n".encode())
    received = writer.finish()
    now = timezone.now()
    upload = Upload.objects.create(
        id=received.id,
        shop=shop,
        name="orders.csv",
        size=received.size,
        sha256=received.sha256,
        sent_at=now,
    )
    run = ImportRun(
        shop=shop,
        upload=upload,
        state=RunState.DONE,
        queued_at=now,
        started_at=now,
        checked_at=now,
        finished_at=now,
    )
    keep_origins(run, {"orders.csv": Origin("taobao_orders", ("订单编号", "买家会员名"))})
    run.save(force_insert=True)
    return run


def _row(run: ImportRun) -> QuarantineRow:
    row = QuarantineRow(
        shop_id=run.shop_id,
        run=run,
        number=run.quarantine.count(),
        content_key=uuid4().hex,
        source_file="orders.csv",
        source_row=2,
        column="id",
        reason="cell.id_empty",
    )
    sealed.write(row, "raw", ",qinghe")
    row.save()
    return row
