from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.intake.choices import RunState
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, Upload
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.trade.models import Order

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def send(owner_browser: Client, shop: Shop) -> Callable[..., Any]:
    """Return a function that sends files through the upload page."""

    def post(*files: tuple[str, bytes], **more: Any) -> Any:
        parts = [SimpleUploadedFile(name, content) for name, content in files]
        address = reverse("intake:upload", args=[shop.id])
        return owner_browser.post(address, {"files": parts}, **more)

    return post


@pytest.fixture
def agent_browser(
    shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> Client:
    """The browser of an agent."""
    return sign_in(join(shop, Role.AGENT).user)


@pytest.fixture
def auditor_browser(
    shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> Client:
    """The browser of an auditor."""
    return sign_in(join(shop, Role.AUDITOR).user)


@pytest.fixture
def run(imported: Any, export: Any, order_row: Any) -> ImportRun:
    """An import with one row that waits."""
    return imported(export(order_row(1), order_row(2, 买家实际支付金额="一百")))


def _row() -> QuarantineRow:
    return QuarantineRow.objects.get()


def test_one_file_leads_to_its_import(
    send: Any, export: Any, order_row: Any, data_folder: Path
) -> None:
    answer = send(("订单.csv", export(order_row(1))))
    run = ImportRun.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("intake:run", args=[run.id])
    assert (run.state, run.upload.name) == (RunState.QUEUED, "订单.csv")
    assert [path.name for path in (data_folder / "uploads").iterdir()] == [run.upload_id.hex]


@pytest.mark.parametrize("body", [
    b"--x\r\nContent-Disposition: form-data; name=files; filename=a.csv\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n%%%%%\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=files; filename=a.csv\r\n\r\n",
])  # fmt: skip
def test_a_broken_upload_leaves_nothing(
    owner_browser: Client, shop: Shop, data_folder: Path, body: bytes
) -> None:
    address = reverse("intake:upload", args=[shop.id])
    owner_browser.post(address, body, content_type="multipart/form-data; boundary=x")
    uploads = data_folder / "uploads"
    assert not uploads.exists() or list(uploads.glob("*.part")) == []


def test_several_files_lead_to_the_list(send: Any, export: Any, order_row: Any) -> None:
    answer = send(("a.csv", export(order_row(1))), ("b.csv", export(order_row(2))))
    assert answer["Location"] == reverse("intake:list")
    assert ImportRun.objects.count() == 2


def test_a_fragment_is_led_by_its_header(send: Any, export: Any, order_row: Any) -> None:
    answer = send(("a.csv", export(order_row(1))), headers=HTMX)
    assert answer["HX-Redirect"] == reverse("intake:run", args=[ImportRun.objects.get().id])


def test_what_cannot_be_an_export_is_not_kept(send: Any, shop: Shop, data_folder: Path) -> None:
    answer = send(("a.csv", b"x"), ("photo.png", b"x"))
    assert answer["Location"] == reverse("intake:upload", args=[shop.id])
    assert (ImportRun.objects.count(), Upload.objects.count()) == (0, 0)
    assert list((data_folder / "uploads").iterdir()) == []


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_much_is_refused_with_413(
    send: Any, data_folder: Path, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 1000)
    answer = send(("a.csv", b"x" * 900), ("b.csv", b"x" * 101), headers=headers)
    assert answer.status_code == 413
    assert ImportRun.objects.count() == 0
    assert list((data_folder / "uploads").iterdir()) == []


def test_a_length_that_is_too_large_is_refused_unread(
    send: Any, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 1000)
    assert send(("a.csv", b"x" * 200_000)).status_code == 413
    assert not (data_folder / "uploads").exists()


def test_an_upload_needs_its_token(shop: Shop, owner: Membership) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner.user)
    address = reverse("intake:upload", args=[shop.id])
    file = SimpleUploadedFile("a.csv", b"x")
    assert browser.post(address, {"files": [file]}).status_code == 403
    assert ImportRun.objects.count() == 0


def test_an_auditor_imports_nothing(auditor_browser: Client, shop: Shop, run: ImportRun) -> None:
    upload = reverse("intake:upload", args=[shop.id])
    assert auditor_browser.get(upload).status_code == 403
    file = SimpleUploadedFile("a.csv", b"x")
    assert auditor_browser.post(upload, {"files": [file]}).status_code == 403
    assert ImportRun.objects.count() == 1
    assert upload not in auditor_browser.get(reverse("intake:list")).content.decode()
    page = auditor_browser.get(reverse("intake:rows", args=[run.id])).content.decode()
    assert reverse("intake:row", args=[_row().id]) not in page


def test_the_list_says_what_came_of_each_file(owner_browser: Client, run: ImportRun) -> None:
    page = owner_browser.get(reverse("intake:list")).content.decode()
    assert run.upload.name in page
    assert reverse("intake:rows", args=[run.id]) in page


def test_an_empty_list_shows_the_way(owner_browser: Client) -> None:
    page = owner_browser.get(reverse("intake:list")).content.decode()
    assert "Nothing has been imported yet" in page
    assert reverse("intake:choose") in page


def test_older_imports_are_on_the_next_page(
    owner_browser: Client, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopwarden.desk.intake.selectors.PAGE_ROWS", 2)
    for _ in range(3):
        ImportRun.objects.create(shop_id=run.shop_id, upload=run.upload, queued_at=run.queued_at)
    first = owner_browser.get(reverse("intake:list")).context
    second = owner_browser.get(reverse("intake:list"), {"after": first["after"]}).context
    seen = [one.id for one in (*first["runs"], *second["runs"])]
    assert len(set(seen)) == 4
    assert second["after"] is None


def test_the_result_names_every_number(owner_browser: Client, run: ImportRun) -> None:
    page = owner_browser.get(reverse("intake:run", args=[run.id]))
    assert page.context["run"].waiting == 1
    text = page.content.decode()
    assert "1 row could not be read" in text
    assert "1 new, 0 changed, 0 unchanged" in text


def test_a_failed_import_says_why(owner_browser: Client, imported: Any) -> None:
    run = imported("甲,乙\n1,2\n".encode())
    page = owner_browser.get(reverse("intake:run", args=[run.id])).content.decode()
    assert "This file was not imported" in page
    assert "does not know this kind of file" in page


def test_a_repeated_file_is_recognised(
    owner_browser: Client, imported: Any, export: Any, order_row: Any
) -> None:
    first = imported(export(order_row(1)))
    second = imported(export(order_row(1)))
    page = owner_browser.get(reverse("intake:run", args=[second.id])).content.decode()
    assert "The same file has been imported before" in page
    assert reverse("intake:run", args=[first.id]) in page


def test_progress_is_sent_only_when_it_moves(owner_browser: Client, run: ImportRun) -> None:
    ImportRun.objects.update(state=RunState.STORING, step=1, steps=4)
    address = reverse("intake:progress", args=[run.id])
    first = owner_browser.get(address, headers=HTMX)
    assert "1 / 4" in first.content.decode()
    same = owner_browser.get(address, headers=HTMX | {"if-none-match": first["ETag"]})
    assert same.status_code == 304
    ImportRun.objects.update(step=2)
    moved = owner_browser.get(address, headers=HTMX | {"if-none-match": first["ETag"]})
    assert "2 / 4" in moved.content.decode()


def test_the_page_is_loaded_anew_at_the_end(owner_browser: Client, run: ImportRun) -> None:
    answer = owner_browser.get(reverse("intake:progress", args=[run.id]), headers=HTMX)
    assert answer["HX-Refresh"] == "true"


def test_a_file_is_imported_again_on_request(owner_browser: Client, run: ImportRun) -> None:
    answer = owner_browser.post(reverse("intake:again", args=[run.id]))
    latest = ImportRun.objects.latest("queued_at")
    assert answer["Location"] == reverse("intake:run", args=[latest.id])
    assert latest.upload_id == run.upload_id


def test_waiting_rows_show_their_reason_and_nothing_personal(
    owner_browser: Client, run: ImportRun
) -> None:
    page = owner_browser.get(reverse("intake:rows", args=[run.id])).content.decode()
    assert "no readable amount" in page
    for secret in ("林小青", "1380000", "文一西路"):
        assert secret not in page


def test_a_row_is_opened_corrected_and_stored(agent_browser: Client, run: ImportRun) -> None:
    row = _row()
    form = agent_browser.post(reverse("intake:row", args=[row.id]), headers=HTMX)
    cells = [value for _name, value in form.context["cells"]]
    assert "林小青" in form.content.decode()
    assert AuditRow.objects.filter(action="row.revealed").count() == 1
    cells[cells.index("一百")] = "100.00"
    address = reverse("intake:mend", args=[row.id])
    answer = agent_browser.post(address, {"cell": cells}, headers=HTMX)
    assert "Corrected and stored" in answer.content.decode()
    assert Order.objects.count() == 2


def test_the_wrong_cell_comes_first_and_goes_back_to_its_place(
    agent_browser: Client, run: ImportRun
) -> None:
    row = _row()
    form = agent_browser.post(reverse("intake:row", args=[row.id]), headers=HTMX)
    first, others = form.context["first_cells"], form.context["other_cells"]
    assert [value for _place, _name, value in first] == ["一百"]
    assert len(others) + 1 == len(form.context["cells"])
    places = [place for place, _name, _value in (*first, *others)]
    cells = ["100.00", *(value for _place, _name, value in others)]
    facts = {"place": places, "cell": cells}
    answer = agent_browser.post(reverse("intake:mend", args=[row.id]), facts, headers=HTMX)
    assert "Corrected and stored" in answer.content.decode()


def test_a_row_that_is_still_wrong_keeps_what_was_entered(
    agent_browser: Client, run: ImportRun
) -> None:
    row = _row()
    form = agent_browser.post(reverse("intake:row", args=[row.id]), headers=HTMX)
    cells = [value for _name, value in form.context["cells"]]
    cells[cells.index("一百")] = "二百"
    answer = agent_browser.post(
        reverse("intake:mend", args=[row.id]), {"cell": cells}, headers=HTMX
    )
    text = answer.content.decode()
    assert "Still not readable" in text
    assert 'value="二百"' in text
    assert _row().state == "open"


def test_a_row_without_cells_is_corrected_as_text(
    agent_browser: Client, imported: Any, export: Any, order_row: Any
) -> None:
    whole = export(order_row(1), order_row(2)).decode("gb18030")
    last = whole.splitlines()[-1]
    imported((whole.removesuffix(last + "\r\n") + last + ",多出来\r\n").encode("gb18030"))
    row = _row()
    form = agent_browser.post(reverse("intake:row", args=[row.id]), headers=HTMX)
    assert form.context["cells"] == []
    raw = form.context["raw"].removesuffix(",多出来")
    answer = agent_browser.post(reverse("intake:mend", args=[row.id]), {"raw": raw}, headers=HTMX)
    assert "Corrected and stored" in answer.content.decode()
    assert Order.objects.count() == 2


def test_a_row_is_discarded(agent_browser: Client, run: ImportRun) -> None:
    answer = agent_browser.post(reverse("intake:discard", args=[_row().id]), headers=HTMX)
    assert "Discarded" in answer.content.decode()
    tab = agent_browser.get(reverse("intake:rows", args=[run.id]), {"state": "discarded"})
    assert len(tab.context["rows"]) == 1


def test_the_rows_leave_as_a_table_for_who_may_export(
    owner_browser: Client, agent_browser: Client, run: ImportRun
) -> None:
    address = reverse("intake:export", args=[run.id])
    answer = owner_browser.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="quarantine.csv"'
    assert "一百" in answer.content.decode("utf-8-sig")
    assert agent_browser.get(address).status_code == 403
    assert AuditRow.objects.filter(action="rows.exported").count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_long_names_and_many_rows_are_shown(
    owner_browser: Client, imported: Any, export: Any, order_row: Any, language: str
) -> None:
    bad = [order_row(number, 买家实际支付金额="?") for number in range(60)]
    run = imported(export(*bad), name=f"{'很长的文件名' * 10}.csv")
    page = owner_browser.get(
        reverse("intake:rows", args=[run.id]), headers={"accept-language": language}
    )
    assert len(page.context["rows"]) == 50
    more = owner_browser.get(
        reverse("intake:rows", args=[run.id]), {"after": page.context["after"]}
    )
    assert len(more.context["rows"]) == 10


def test_the_list_asks_the_database_little(
    owner_browser: Client, run: ImportRun, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        ImportRun.objects.create(shop_id=run.shop_id, upload=run.upload, queued_at=run.queued_at)
    with django_assert_max_num_queries(9):
        owner_browser.get(reverse("intake:list"))
