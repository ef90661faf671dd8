from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.intake import services, vault
from shopwarden.desk.intake.choices import RowState
from shopwarden.desk.intake.models import ImportRun, QuarantineRow
from shopwarden.desk.intake.rows import names_of, row_text
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.records import Kind
from shopwarden.sources.lines import join_fields

pytestmark = pytest.mark.django_db

WRONG_ADDRESS = "广东省杭州市西湖区文一西路9号"


@pytest.fixture
def bad_row(imported: Any, export: Any, order_row: Any) -> QuarantineRow:
    """A row whose amount cannot be read."""
    bad = order_row(2, 买家实际支付金额="一百", **{"收货地址 ": WRONG_ADDRESS})
    imported(export(order_row(1), bad))
    return QuarantineRow.objects.select_related("run", "shop").get()


def _with(row: QuarantineRow, column: str, value: str) -> str:
    cells = row_text(row)
    assert isinstance(cells, list)
    named = dict(zip(names_of(row), cells, strict=True)) | {column: value}
    return join_fields(list(named.values()))


def test_a_run_waits_with_its_file_on_record(shop: Shop, by_owner: Scope, receive: Any) -> None:
    received = receive(shop, b"abc")
    run = services.start_import(scope=by_owner, shop_id=shop.id, name="订单.csv", received=received)
    assert (run.state, run.upload.name, run.upload.size) == ("queued", "订单.csv", 3)
    assert (run.started_by, run.upload.sent_by) == (by_owner.actor, by_owner.actor)
    changes = AuditRow.objects.get(action="import.started").record["changes"]
    assert changes["file"]["to"] == "订单.csv"
    assert changes["sha256"]["to"] == received.sha256


def test_a_name_no_file_system_takes_is_shortened(
    shop: Shop, by_owner: Scope, receive: Any
) -> None:
    name = f"{'订单' * 100}/..{chr(0)}.csv"
    run = services.start_import(
        scope=by_owner, shop_id=shop.id, name=name, received=receive(shop, b"abc")
    )
    assert run.upload.name.endswith(".csv")
    assert "/" not in run.upload.name
    assert len(run.upload.name.encode()) <= 200


def test_the_file_of_a_run_can_be_imported_again(
    by_owner: Scope, imported: Any, export: Any, order_row: Any
) -> None:
    run = imported(export(order_row(1)))
    again = services.import_again(scope=by_owner, run=run)
    assert (again.upload_id, again.is_repeat, again.state) == (run.upload_id, True, "queued")
    vault.remove(run.upload_id)
    with pytest.raises(Refused, match=r"upload\.gone"):
        services.import_again(scope=by_owner, run=run)
    assert ImportRun.objects.count() == 2


@pytest.mark.parametrize(
    ("names", "code"), [([], "upload.nothing"), (["a.csv", "b.png"], "upload.wrong_type")]
)
def test_files_that_cannot_be_exports_are_refused(names: list[str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        services.check_names(names)


def test_a_corrected_row_is_stored_and_judged(by_owner: Scope, bad_row: QuarantineRow) -> None:
    raw = _with(bad_row, "买家实际支付金额", "100.00")
    assert services.mend_row(scope=by_owner, row=bad_row, raw=raw) == services.Mended()
    bad_row.refresh_from_db()
    assert (bad_row.state, bad_row.settled_by) == (RowState.MENDED, by_owner.actor)
    order = Order.objects.get(external_id=bad_row.external_id)
    assert (order.amount_minor, order.source_file, order.source_row) == (10000, "orders.csv", 3)
    assert Alert.objects.get().external_id == bad_row.external_id
    act = AuditRow.objects.get(action="row.mended").record
    assert act["changes"]["record"]["to"] == bad_row.external_id


def test_a_corrected_row_equals_one_that_was_never_damaged(
    shop: Shop, other_shop: Shop, by_owner: Scope, bad_row: QuarantineRow,
    imported: Any, export: Any, order_row: Any,
) -> None:  # fmt: skip
    raw = _with(bad_row, "买家实际支付金额", "100.00")
    services.mend_row(scope=by_owner, row=bad_row, raw=raw)
    mended = load_frame(shop.id, Kind.ORDERS)["content_key"].to_list()
    Order.objects.all().delete()
    good = order_row(2, 买家实际支付金额="100.00", **{"收货地址 ": WRONG_ADDRESS})
    imported(export(order_row(1), good))
    assert sorted(mended) == sorted(load_frame(shop.id, Kind.ORDERS)["content_key"])


def test_a_row_that_is_still_wrong_says_why_and_waits(
    by_owner: Scope, bad_row: QuarantineRow
) -> None:
    raw = _with(bad_row, "订单编号", "3.51E+18")
    mended = services.mend_row(scope=by_owner, row=bad_row, raw=raw)
    assert mended.reason == "cell.id_damaged"
    bad_row.refresh_from_db()
    assert bad_row.state == RowState.OPEN
    assert Order.objects.count() == 1


def test_a_row_is_dealt_with_once(by_owner: Scope, bad_row: QuarantineRow) -> None:
    services.discard_row(scope=by_owner, row=bad_row)
    bad_row.refresh_from_db()
    assert bad_row.state == RowState.DISCARDED
    raw = _with(bad_row, "买家实际支付金额", "100.00")
    with pytest.raises(Refused, match=r"row\.settled"):
        services.mend_row(scope=by_owner, row=bad_row, raw=raw)
    with pytest.raises(Refused, match=r"row\.settled"):
        services.discard_row(scope=by_owner, row=bad_row)
    assert Order.objects.count() == 1
    assert AuditRow.objects.filter(action="row.discarded").count() == 1


def test_looking_at_a_row_is_on_record(by_owner: Scope, bad_row: QuarantineRow) -> None:
    cells = services.reveal_row(scope=by_owner, row=bad_row)
    assert "一百" in cells
    act = AuditRow.objects.get(action="row.revealed")
    assert act.actor == by_owner.actor
    assert "1380000" not in bytes(act.body).decode()


def test_exported_rows_can_be_corrected_and_uploaded(
    by_owner: Scope, bad_row: QuarantineRow, imported: Any
) -> None:
    content = services.export_rows(scope=by_owner, run=bad_row.run)
    assert AuditRow.objects.get(action="rows.exported").record["changes"]["rows"]["to"] == 1
    run = imported(content.replace("一百".encode(), b"100.00"), name="quarantine.csv")
    assert (run.new, run.quarantined) == (1, 0)
    assert Order.objects.get(amount_minor=10000).source_row == 3


def test_roles_bound_what_can_be_done_with_a_row(
    shop: Shop, other_shop: Shop, by_owner: Scope, bad_row: QuarantineRow
) -> None:
    auditor = Scope(by_owner.actor, {shop.id: Role.AUDITOR})
    agent = Scope(by_owner.actor, {shop.id: Role.AGENT})
    stranger = Scope(by_owner.actor, {other_shop.id: Role.OWNER})
    for scope, error in ((auditor, Forbidden), (stranger, Http404)):
        for act in (
            lambda scope: services.reveal_row(scope=scope, row=bad_row),
            lambda scope: services.mend_row(scope=scope, row=bad_row, raw="x"),
            lambda scope: services.discard_row(scope=scope, row=bad_row),
            lambda scope: services.export_rows(scope=scope, run=bad_row.run),
            lambda scope: services.import_again(scope=scope, run=bad_row.run),
        ):
            with pytest.raises(error):
                act(scope)
    with pytest.raises(Forbidden):
        services.export_rows(scope=agent, run=bad_row.run)
    bad_row.refresh_from_db()
    assert bad_row.state == RowState.OPEN
    assert not AuditRow.objects.filter(action__startswith="row").exists()
