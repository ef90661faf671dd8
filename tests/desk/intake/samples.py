"""An import of a shop and one of its quarantined rows, made where a test needs any."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from shopwarden.desk.common import sealed
from shopwarden.desk.intake import vault
from shopwarden.desk.intake.choices import RunState
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, Upload
from shopwarden.desk.shops.models import Shop


def run_of(shop: Shop) -> ImportRun:
    """Return an import of the shop whose file is kept."""
    return ImportRun.objects.filter(shop=shop).first() or _run(shop)


def row_of(shop: Shop) -> QuarantineRow:
    """Return a row of the shop that waits."""
    waiting = QuarantineRow.objects.filter(shop=shop, state="open").first()
    return waiting or _row(run_of(shop))


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
    return ImportRun.objects.create(
        shop=shop,
        upload=upload,
        state=RunState.DONE,
        queued_at=now,
        started_at=now,
        checked_at=now,
        finished_at=now,
        origins={"orders.csv": ["taobao_orders", ["订单编号", "买家会员名"]]},
    )


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
