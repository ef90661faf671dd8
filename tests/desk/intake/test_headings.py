"""Column names of a table nobody knows are shown only where they are plainly names."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shopwarden.desk.errors import Refused
from shopwarden.desk.intake.headings import heading, headings, is_doubtful, veiled
from shopwarden.desk.intake.models import ImportRun, QuarantineRow, TableSample
from shopwarden.desk.intake.rows import origins_of
from shopwarden.desk.intake.samples import Table

ADVICE = "Does the file have a row of column names?"


def test_plain_names_are_shown() -> None:
    table = Table(("单号", "我的备注", "who"), [["A1", "快点", "li"]])
    assert headings(table) == {"单号": "单号", "我的备注": "我的备注", "who": "who"}


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        # Rows say again what the row above them says.
        (("欧阳丙测", "nickbing", "杯子"), [["司马丙测", "nickding", "杯子"]]),
        (("欧阳丙测", "nickbing", "待发货"), [["司马丙测", "nickding", "已发货"]]),
        (("欧阳丙测", "nickbing", "138 - 1111 - 2222"), []),
    ],
)
def test_a_row_of_data_is_masked_whole(names: tuple[str, ...], rows: list[list[str]]) -> None:
    table = Table(names, rows)
    assert is_doubtful(table)
    assert list(headings(table).values())[:2] == ["欧****", "nic****"]


def test_a_header_in_the_middle_of_the_rows_is_one_all_the_same() -> None:
    assert not is_doubtful(Table(("甲", "乙"), [["1", "2"], ["甲", "乙"], ["3", "4"]]))


def test_one_name_that_is_none_is_masked_alone() -> None:
    assert heading("浙江省杭州市测试路九号") == "浙江省****"
    assert heading("我的备注") == "我的备注"


def test_errors_name_columns_as_they_are_shown() -> None:
    error = veiled(Refused("mapping.twice", field="id", columns=["甲", "乙"]), {"甲": "甲**"})
    assert (error.code, error.data) == ("mapping.twice", {"field": "id", "columns": ["甲**", "乙"]})


@pytest.mark.django_db
def test_the_page_masks_and_says_what_to_do(owner_browser: Client, imported: Any) -> None:
    imported("欧阳丙测,nickbing,杯子\n司马丙测,nickding,杯子\n".encode(), "没有.csv")
    path = f"/imports/tables/{TableSample.objects.get().id}/"
    form = {"kind": "orders", "was": "orders", "column-0": "id", "column-1": "id"}
    for text in (
        owner_browser.get(path).content.decode(),
        owner_browser.post(f"{path}check", form).content.decode(),
    ):
        assert ADVICE in text
        assert "欧阳丙测" not in text
        assert "nickbing" not in text


@pytest.mark.django_db
def test_a_plain_header_needs_no_advice(owner_browser: Client, imported: Any) -> None:
    imported("单号,我的备注\nA1,快点\n".encode(), "自家.csv")
    text = owner_browser.get(f"/imports/tables/{TableSample.objects.get().id}/").content.decode()
    assert ADVICE not in text
    assert "我的备注" in text


@pytest.mark.django_db
def test_names_are_kept_sealed(owner_browser: Client, imported: Any) -> None:
    imported("单号,实付,浙江省杭州市测试路九号\nA1,一百,x\n".encode(), "自家.csv")
    path = f"/imports/tables/{TableSample.objects.get().id}/"
    form = {
        "name": "自家", "kind": "orders", "was": "orders", "platform": "own", "unit": "major",
        "currency": "CNY", "zone": "UTC", "column-0": "id", "column-2": "buyer",
    }  # fmt: skip
    assert owner_browser.post(f"{path}save", form).status_code == 302
    again = imported("单号,实付,浙江省杭州市测试路九号\n,一百,x\n".encode(), "自家.csv")
    run = ImportRun.objects.get(id=again.id)
    assert run.state == "done"
    assert "测试路".encode() not in bytes(run.origins)
    assert origins_of(run)["自家.csv"].names == ("单号", "实付", "浙江省杭州市测试路九号")
    assert QuarantineRow.objects.get().column == "单号"
