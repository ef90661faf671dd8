from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import polars as pl
import pytest

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.intake import running, vault
from shopwarden.desk.intake.choices import RunState
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, TableSample
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.records import Kind
from shopwarden.sources import parse_mapping, read_file

pytestmark = pytest.mark.django_db

WRONG_ADDRESS = "广东省杭州市西湖区文一西路9号"


def counts(run: ImportRun) -> tuple[int, ...]:
    return run.rows, run.new, run.changed, run.unchanged, run.quarantined, run.alerts


def test_a_file_becomes_orders_and_alerts(
    shop: Shop, imported: Any, export: Any, order_row: Any
) -> None:
    wrong = order_row(2, **{"收货地址 ": WRONG_ADDRESS})
    run = imported(export(order_row(1), wrong, order_row(3)), name="2026年11月订单.csv")
    assert run.state == RunState.DONE
    assert run.source == "taobao_orders"
    assert counts(run) == (3, 3, 0, 0, 0, 1)
    alert = Alert.objects.get()
    assert alert.external_id == wrong["订单编号"]
    assert alert.opened_at == run.checked_at
    order = Order.objects.get(id=alert.subject_id)
    assert (order.source_file, order.source_row) == ("2026年11月订单.csv", 3)
    assert order.is_checked
    finished = AuditRow.objects.get(action="import.finished").record["changes"]
    assert {name: change["to"] for name, change in finished.items()} == {
        "rows": 3, "new": 3, "changed": 0, "unchanged": 0, "quarantined": 0, "alerts": 1,
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_a_workbook_is_read_from_memory(
    imported: Any, workbook: Any, order_row: Any, suffix: str
) -> None:
    run = imported(workbook(suffix, order_row(1), order_row(2)), name=f"订单{suffix}")
    assert (run.state, run.code) == (RunState.DONE, "")
    assert counts(run) == (2, 2, 0, 0, 0, 0)


def test_a_parquet_file_is_read_from_memory(shop: Shop, receive: Any) -> None:
    content = BytesIO()
    pl.DataFrame({"no": ["3510000000000000011"], "total": ["128.00"]}).write_parquet(content)
    received = receive(shop, content.getvalue())
    fields = {"id": "no", "amount": "total"}
    mapping = parse_mapping({"kind": "orders", "platform": "own", "fields": fields})
    with vault.opened(received.id, shop.id, "orders.parquet") as path:
        result = read_file(path, mapping=mapping)
    assert result.records[Kind.ORDERS]["amount_minor"].to_list() == [12800]


def test_the_same_file_again_changes_nothing(imported: Any, export: Any, order_row: Any) -> None:
    content = export(order_row(1), order_row(2, **{"收货地址 ": WRONG_ADDRESS}))
    first = imported(content)
    before = (list(Order.objects.values()), list(Alert.objects.values()))
    second = imported(content)
    assert counts(second) == (2, 0, 0, 2, 0, 0)
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert (list(Order.objects.values()), list(Alert.objects.values())) == before


def test_a_later_export_updates_orders_and_settles_alerts(
    imported: Any, export: Any, order_row: Any
) -> None:
    wrong = order_row(1, **{"收货地址 ": WRONG_ADDRESS})
    imported(export(wrong, order_row(2)))
    run = imported(export(wrong | {"订单状态": "卖家已发货，等待买家确认"}, order_row(2)))
    assert counts(run) == (2, 0, 1, 1, 0, 0)
    assert Alert.objects.get().state == "expired"
    assert run.closed == {"order": 1}


def test_a_phone_of_many_buyers_is_seen_over_all_imports(
    imported: Any, export: Any, order_row: Any
) -> None:
    shared = {"联系手机": "13800000777"}
    first = imported(export(*(order_row(number, **shared) for number in (1, 2, 3))))
    # Who shares phone, name and place is linked as well; what is asked here is the phone.
    assert set(Alert.objects.values_list("kind", flat=True)) == {"linked"}
    assert first.alerts == 3
    second = imported(export(order_row(4, **shared), order_row(5)))
    assert second.alerts == 6
    crowd = Alert.objects.filter(kind="address")
    assert list(crowd.values_list("headline", flat=True)) == ["contact.phone_many_buyers"] * 4


def test_a_row_that_cannot_be_read_waits_sealed(
    shop: Shop, imported: Any, export: Any, order_row: Any
) -> None:
    bad = order_row(2, 买家实际支付金额="一百二十八")
    run = imported(export(order_row(1), bad, order_row(3)))
    assert counts(run) == (3, 2, 0, 0, 1, 0)
    row = QuarantineRow.objects.get()
    assert (row.number, row.source_row, row.reason) == (0, 3, "cell.money")
    raw = sealed.read(row, "raw")
    assert raw is not None
    assert "一百二十八" in raw
    assert b"1380000" not in bytes(row.raw or b"")


def test_a_row_that_waits_or_was_settled_does_not_wait_again(
    imported: Any, export: Any, order_row: Any
) -> None:
    first, second = (order_row(number, 买家实际支付金额="?") for number in (1, 2))
    imported(export(first, second, second))
    QuarantineRow.objects.filter(number=0).update(state="mended")
    again = imported(export(first, second, order_row(3, 买家实际支付金额="?")))
    assert counts(again) == (3, 0, 0, 0, 3, 0)
    rows = QuarantineRow.objects.order_by("run__queued_at", "number")
    assert list(rows.values_list("source_row", "state")) == [
        (2, "mended"),
        (3, "open"),
        (4, "open"),
    ]


def test_a_number_that_is_too_long_is_damaged(imported: Any, export: Any, order_row: Any) -> None:
    run = imported(export(order_row(1), order_row(2, 订单编号="a" * 81)))
    assert counts(run) == (2, 1, 0, 0, 1, 0)
    assert QuarantineRow.objects.get().reason == "cell.id_too_long"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "file.wrong_type"),
        ("甲,乙\n1,2\n".encode(), "file.unrecognised"),
        (b"", "file.empty"),
    ],
)
def test_a_file_that_is_no_export_fails_with_its_reason(
    imported: Any, content: bytes, code: str
) -> None:
    run = imported(content)
    assert (run.state, run.code) == (RunState.FAILED, code)
    assert run.facts["file"] == "orders.csv"
    assert Order.objects.count() == 0
    assert AuditRow.objects.get(action="import.failed").record["changes"]["code"]["to"] == code


def test_every_step_of_a_run_happens_once(
    shop: Shop, imported: Any, export: Any, order_row: Any
) -> None:
    run = imported(export(order_row(1, 买家实际支付金额="?"), order_row(2)))
    for step in (running.load, running.check, running.finish):
        step(run.id)
    ImportRun.objects.filter(id=run.id).update(state=RunState.STORING)
    running.load(run.id)
    again = ImportRun.objects.get(id=run.id)
    assert counts(again) == counts(run)
    assert QuarantineRow.objects.count() == 1
    assert AuditRow.objects.filter(action="import.finished").count() == 1


def test_a_run_nobody_takes_up_is_found(imported: Any, export: Any, order_row: Any) -> None:
    run = imported(export(order_row(1)))
    assert running.under_way(older_than=timedelta(0)) == []
    ImportRun.objects.update(state=RunState.QUEUED)
    assert running.under_way(older_than=timedelta(hours=1)) == []
    assert running.under_way(older_than=timedelta(0)) == [run.id]


def test_a_first_row_in_the_place_of_a_header_is_not_kept_in_the_clear(
    shop: Shop, imported: Any, export: Any, order_row: Any
) -> None:
    content = export(order_row(1)).split(b"\n", 1)[1]
    run = imported(content, name="无表头.csv")
    assert (run.state, run.code, run.facts) == (
        RunState.FAILED, "file.no_header", {"file": "无表头.csv"}
    )  # fmt: skip
    assert not TableSample.objects.exists()
