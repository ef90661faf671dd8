"""A table of one's own: what its columns mean is said once, in the browser, and remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.intake import running
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, SavedMapping, TableSample
from shopwarden.desk.intake.samples import MOST_COLUMNS, masked, table_of
from shopwarden.desk.intake.services import mend_row
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.trade.models import Order, Refund

pytestmark = pytest.mark.django_db

OWN = (
    "单号,客户,收件人,联系电话,收货地址,实付,下单时间,状态\n"
    "A1,青山在望,李小满,13800000001,浙江省杭州市西湖区文一西路9号,128.00,2026/11/02 08:00,已付款\n"
    "A2,流水人家,王小河,13800000002,江苏省苏州市姑苏区平江路1号,59.90,2026/11/02 09:30,备货中\n"
    "A3,白云深处,赵小山,13800000003,广东省广州市天河区天河路3号,一百,2026/11/02 10:00,已付款\n"
)
FORM = {
    "name": "自家小程序",
    "kind": "orders",
    "was": "orders",
    "platform": "miniapp",
    "unit": "major",
    "currency": "CNY",
    "zone": "Asia/Shanghai",
    "format": "",
    "column-0": "id",
    "column-1": "buyer",
    "column-2": "receiver_name",
    "column-3": "phone",
    "column-4": "address",
    "column-5": "amount_minor",
    "column-6": "created_at",
    "column-7": "status",
    "status-text": ["已付款", "备货中"],
    "status": ["paid", "paid"],
}
TOML = 'kind = "orders"\nplatform = "miniapp"\n\n[fields]\nid = "单号"\nbuyer = "客户"\n'
SECRETS = ("13800000001", "李小满", "文一西路", "青山在望")
HTMX = {"hx-request": "true"}


@pytest.fixture
def sample(imported: Any) -> TableSample:
    """What is kept of a table nobody knows."""
    run = imported(OWN.encode(), "小程序.csv")
    assert (run.state, run.code) == ("failed", "file.unrecognised")
    return TableSample.objects.get()


@pytest.fixture
def finish() -> Callable[[], ImportRun]:
    """Return a function that does the newest import as the worker would."""

    def do() -> ImportRun:
        run = ImportRun.objects.latest("queued_at")
        running.load(run.id)
        running.check(run.id)
        running.finish(run.id)
        run.refresh_from_db()
        return run

    return do


def _path(sample: TableSample, act: str = "") -> str:
    return f"/imports/tables/{sample.id}/{act}"


def _load(browser: Client, sample: TableSample, text: str, name: str = "自家.toml") -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return browser.post(_path(sample, "file"), {"file": file}, follow=True)


def test_the_failed_import_leads_to_the_columns(owner_browser: Client, sample: TableSample) -> None:
    text = owner_browser.get(f"/imports/{sample.run_id}/").content.decode()
    assert f'href="{_path(sample)}"' in text
    assert sample.label == "小程序.csv"
    for secret in SECRETS:
        assert secret.encode() not in bytes(sample.content)


def test_columns_are_guessed_and_shown_masked(owner_browser: Client, sample: TableSample) -> None:
    text = owner_browser.get(_path(sample)).content.decode()
    chosen = re.findall(r'<option value="(\w+)" selected>', text)
    assert chosen[:9] == [
        "orders", "id", "buyer", "receiver_name", "phone", "address", "amount_minor",
        "created_at", "status",
    ]  # fmt: skip
    assert "138****01" in text
    assert "¥128.00" in text
    assert "2026-11-02 08:00" in text
    assert "2 of the first 3 rows can be read" in text
    assert "实付 · no readable amount · 1 row" in text
    for secret in SECRETS:
        assert secret not in text


def test_a_change_is_checked_at_once(owner_browser: Client, sample: TableSample) -> None:
    form = FORM | {"column-5": "", "unit": "minor"}
    answer = owner_browser.post(_path(sample, "check"), form, headers=HTMX).content.decode()
    assert "3 of the first 3 rows can be read" in answer
    assert "<html" not in answer
    assert SavedMapping.objects.count() == 0
    whole = owner_browser.post(_path(sample, "check"), form).content.decode()
    assert "<html" in whole


@pytest.mark.parametrize(
    "field", ["id", "title", "waybill", "amount_minor", "quantity", "created_at"]
)
def test_a_phone_is_masked_whatever_it_is_said_to_be(
    field: str, owner_browser: Client, sample: TableSample
) -> None:
    form = {key: value for key, value in FORM.items() if key not in ("column-7", "status-text")}
    form |= {"column-0": "" if field == "id" else "id", "column-5": "", "column-6": ""}
    form |= {"column-3": field, "format": "epoch" if field == "created_at" else ""}
    text = owner_browser.post(_path(sample, "check"), form).content.decode()
    assert "2407" not in text
    for secret in ("13800000001", "13,800,000,001"):
        assert secret not in text


def test_names_are_not_shown_as_statuses(owner_browser: Client, sample: TableSample) -> None:
    form = FORM | {"column-2": "status", "column-7": ""}
    text = owner_browser.post(_path(sample, "check"), form).content.decode()
    assert "李小满" not in text
    assert "王小河" not in text


def test_another_kind_has_other_fields(owner_browser: Client, sample: TableSample) -> None:
    form = FORM | {"kind": "refunds"}
    text = owner_browser.post(_path(sample, "check"), form, headers=HTMX).content.decode()
    assert '<option value="refunds" selected>' in text
    assert '<option value="goods_state">' in text
    assert '<option value="phone"' not in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"column-0": ""}, "Say which column is “Order number”"),
        ({"column-1": "id"}, "单号、客户: only one column can be “Order number”."),
        ({"format": "%d.%m.%Y"}, "Read like this, not one of the first rows can be used"),
        ({"platform": "我的 店"}, "platform cannot be 我的 店"),
        ({"currency": "1"}, "currency cannot be 1"),
        ({"zone": "Mars/Base"}, "zone cannot be Mars/Base"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    change: dict[str, str], says: str, owner_browser: Client, sample: TableSample
) -> None:
    text = owner_browser.post(_path(sample, "save"), FORM | change).content.decode()
    assert says in text
    assert 'value="自家小程序"' in text
    assert SavedMapping.objects.count() == 0
    assert ImportRun.objects.count() == 1


def test_save_import_and_remember(
    owner_browser: Client, sample: TableSample, imported: Any, finish: Any, shop: Shop
) -> None:
    answer = owner_browser.post(_path(sample, "save"), FORM)
    run = finish()
    assert answer["Location"] == f"/imports/{run.id}/"
    assert (run.state, run.new, run.quarantined, run.source) == ("done", 2, 1, "any_table")
    orders = Order.objects.order_by("external_id")
    assert list(orders.values_list("external_id", "platform", "status", "amount_minor")) == [
        ("A1", "miniapp", "paid", 12800),
        ("A2", "miniapp", "paid", 5990),
    ]
    record = AuditRow.objects.get(action="mapping.saved").record["changes"]
    assert record["name"]["to"] == "自家小程序"
    # The same header in another order, by somebody else's hand: nobody is asked again.
    lines = [line.split(",")[::-1] for line in OWN.replace("A", "B").splitlines()[:3]]
    later = imported("\n".join(",".join(line) for line in lines).encode() + b"\n", "下周.csv")
    assert (later.state, later.new) == ("done", 2)
    assert TableSample.objects.count() == 1
    listed = owner_browser.get("/imports/mappings/").content.decode()
    assert "自家小程序" in listed


def test_a_waiting_row_is_mended_by_the_mapping(
    owner_browser: Client, sample: TableSample, finish: Any, by_owner: Scope
) -> None:
    owner_browser.post(_path(sample, "save"), FORM)
    finish()
    row = QuarantineRow.objects.get()
    fixed = OWN.splitlines()[3].replace("一百", "100")
    assert mend_row(scope=by_owner, row=row, raw=fixed).reason == ""
    assert Order.objects.get(external_id="A3").amount_minor == 10000


def test_another_header_is_not_the_same_table(
    owner_browser: Client, sample: TableSample, imported: Any
) -> None:
    owner_browser.post(_path(sample, "save"), FORM)
    other = imported(OWN.replace("状态", "备注二").encode(), "别的.csv")
    assert (other.state, other.code) == ("failed", "file.unrecognised")


def test_a_mapping_of_another_shop_says_nothing(
    owner_browser: Client, sample: TableSample, other_shop: Shop
) -> None:
    owner_browser.post(_path(sample, "save"), FORM)
    SavedMapping.objects.update(shop=other_shop)
    text = owner_browser.get("/imports/mappings/").content.decode()
    assert "自家小程序" not in text


def test_saving_again_replaces(owner_browser: Client, sample: TableSample) -> None:
    owner_browser.post(_path(sample, "save"), FORM)
    text = owner_browser.get(_path(sample)).content.decode()
    assert 'value="miniapp"' in text
    owner_browser.post(_path(sample, "save"), FORM | {"name": "新名字", "column-7": ""})
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.fields) == ("新名字", 7)


def test_refunds_of_ones_own(owner_browser: Client, imported: Any, finish: Any) -> None:
    text = "退款编号,订单号,退款金额,退款状态\nR1,A1,500,退款成功\n"
    imported(text.encode(), "退款.csv")
    sample = TableSample.objects.get()
    page = owner_browser.get(_path(sample)).content.decode()
    assert '<option value="refunds" selected>' in page
    form = {
        "name": "退款", "kind": "refunds", "was": "refunds", "platform": "own", "unit": "minor",
        "currency": "CNY", "zone": "UTC", "column-0": "id", "column-1": "order_id",
        "column-2": "amount_minor", "column-3": "status", "status-text": "退款成功",
        "status": "success",
    }  # fmt: skip
    owner_browser.post(_path(sample, "save"), form)
    finish()
    refund = Refund.objects.get()
    assert (refund.external_id, refund.order_external_id) == ("R1", "A1")
    assert (refund.amount_minor, refund.status) == (500, "success")


def test_unknown_tables_beside_known_ones(
    owner_browser: Client, imported: Any, export: Any, order_row: Any, tmp_path: Any
) -> None:
    import zipfile

    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("known.csv", export(order_row(1)))
        archive.writestr("own.csv", OWN)
    run = imported(path.read_bytes(), "both.zip")
    assert (run.state, run.skipped) == ("done", ["both.zip/own.csv"])
    sample = TableSample.objects.get()
    page = owner_browser.get(f"/imports/{run.id}/").content.decode()
    assert f'href="{_path(sample)}"' in page
    assert "Say which column of both.zip/own.csv is what" in page


def test_a_mapping_file_is_used_and_given_back(
    owner_browser: Client, sample: TableSample, finish: Any
) -> None:
    assert "The mapping is saved" in _load(owner_browser, sample, TOML).content.decode()
    assert finish().new == 3
    saved = SavedMapping.objects.get()
    assert saved.name == "自家"
    answer = owner_browser.get(f"/imports/mappings/{saved.id}.toml")
    assert answer.content.decode() == TOML
    assert answer["Content-Disposition"] == 'attachment; filename="mapping.toml"'


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("kind = orders", "m.toml", "m.toml has a mistake in line 1"),
        (TOML.replace("客户", "顾客"), "m.toml", "小程序.csv has no column “顾客”"),
        (TOML.replace("buyer", "byer"), "m.toml", "Did you mean “buyer"),
        (TOML.replace("orders", "recharges"), "m.toml", "does not keep records of this kind"),
        (TOML, "m.csv", "Choose a mapping file"),
        (" " * 100_001, "m.toml", "Choose a mapping file"),
    ],
)
def test_a_mapping_file_that_does_not_fit(
    text: str, name: str, says: str, owner_browser: Client, sample: TableSample
) -> None:
    assert says in _load(owner_browser, sample, text, name).content.decode()
    assert SavedMapping.objects.count() == 0
    assert ImportRun.objects.count() == 1


def test_forget_a_mapping(owner_browser: Client, sample: TableSample) -> None:
    owner_browser.post(_path(sample, "save"), FORM)
    saved = SavedMapping.objects.get()
    answer = owner_browser.post(f"/imports/mappings/{saved.id}/remove", follow=True)
    assert "No table of your own yet" in answer.content.decode()
    assert AuditRow.objects.filter(action="mapping.removed").count() == 1


@pytest.mark.parametrize("act", ["", "check", "save", "file"])
def test_who_may_not_import_maps_nothing(
    act: str,
    sample: TableSample,
    shop: Shop,
    join: Callable[..., Membership],
    sign_in: Callable[[User], Client],
    visitor: Client,
) -> None:
    browser = sign_in(join(shop, Role.AUDITOR).user)
    method = "POST" if act else "GET"
    assert browser.generic(method, _path(sample, act)).status_code == 403
    run_page = browser.get(f"/imports/{sample.run_id}/").content.decode()
    assert _path(sample) not in run_page
    assert visitor.generic(method, _path(sample, act))["Location"].startswith("/login/")
    fragment = visitor.generic(method, _path(sample, act), headers=HTMX)
    assert fragment["HX-Redirect"].startswith("/login/")
    assert SavedMapping.objects.count() == 0


def test_a_table_of_another_shop_does_not_exist(
    owner_browser: Client, sample: TableSample, other_shop: Shop
) -> None:
    TableSample.objects.update(shop=other_shop)
    assert owner_browser.get(_path(sample)).status_code == 404
    for act in ("check", "save", "file"):
        assert owner_browser.post(_path(sample, act), FORM).status_code == 404
    assert SavedMapping.objects.count() == 0


@pytest.mark.parametrize("act", ["check", "save", "file"])
def test_acts_are_no_addresses_to_open(
    act: str, owner_browser: Client, sample: TableSample
) -> None:
    assert owner_browser.get(_path(sample, act)).status_code == 405


def test_many_columns_take_as_many_queries_as_few(
    owner_browser: Client, imported: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"c{n}" for n in range(150)]
    imported((",".join(names) + "\n" + ",".join("x" for _ in names) + "\n").encode(), "wide.csv")
    with django_assert_max_num_queries(11):
        text = owner_browser.get(_path(TableSample.objects.get())).content.decode()
    assert text.count('name="column-') == 150


def test_of_a_very_wide_table_the_first_columns_are_offered(
    owner_browser: Client, imported: Any
) -> None:
    names = [f"c{n}" for n in range(16_000)]
    imported((",".join(names) + "\n" + ",".join("x" for _ in names) + "\n").encode(), "wide.csv")
    sample = TableSample.objects.get()
    assert table_of(sample).names == tuple(names[:MOST_COLUMNS])
    text = owner_browser.get(_path(sample)).content.decode()
    assert text.count('name="column-') == MOST_COLUMNS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800000001", "138****01"),
        ("张三", "张**"),
        ("浙江省杭州市西湖区", "浙江省****"),
        ("abc@shop.example", "abc****le"),
        ("128.00", "128.00"),
        ("2026-11-02 08:00:00", "2026-11-02 08:00:00"),
        ("2026年11月2日", "2026年11月2日"),
        ("2026-11-02T08:00:00+08:00", "2026-11-02T08:00:00+08:00"),
        ("2026年11月2日 8时05分", "2026年11月2日 8时05分"),
        ("1,288.00", "1,288.00"),
        ("2026-11-02 王五13800009999", "202****"),
        ("2026-11-02 13800009999", "202****99"),
        ("2026-11-02 8:00 王五", "202****"),
        ("5551234", "555****"),
        ("12880", "12880"),
        ("已付款了", "已****"),
    ],
)
def test_what_is_left_of_a_cell(text: str, shown: str) -> None:
    assert masked(text) == shown
