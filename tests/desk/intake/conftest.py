from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
import xlwt
from django.conf import settings

from shopwarden.desk.common.scope import Scope
from shopwarden.desk.intake import running, services, vault
from shopwarden.desk.intake.models import ImportRun
from shopwarden.desk.shops.models import Shop

COLUMNS = (
    "订单编号", "买家会员名", "买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额",
    "订单状态",
    "买家留言", "收货人姓名", "收货地址 ", "运送方式", "联系电话 ", "联系手机", "订单创建时间",
    "订单付款时间 ", "宝贝标题", "物流单号 ", "物流公司", "订单备注", "宝贝总数量", "店铺名称",
    "订单关闭原因", "退款金额",
)  # fmt: skip
GOOD_ADDRESS = "浙江省杭州市余杭区五常街道文一西路969号"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of this test."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def order_row() -> Callable[..., dict[str, str]]:
    """Return a function that makes one row of an order export, paid two hours ago."""
    paid = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(hours=2)
    text = paid.strftime("%Y-%m-%d %H:%M:%S")

    def make(number: int, **cells: str) -> dict[str, str]:
        usual = {
            "订单编号": f"3510000000{number:06d}1",
            "买家会员名": f"buyer{number}",
            "总金额": "128.00",
            "买家实际支付金额": "128.00",
            "订单状态": "买家已付款，等待卖家发货",
            "收货人姓名": "林小青",
            "收货地址 ": GOOD_ADDRESS,
            "联系手机": f"'1380000{number:04d}",
            "订单创建时间": text,
            "订单付款时间 ": text,
            "宝贝标题": "棉袜 三双装",
            "宝贝总数量": "1",
            "店铺名称": "青禾家居",
        }
        return usual | cells

    return make


@pytest.fixture(scope="session")
def export() -> Callable[..., bytes]:
    """Return a function that makes the bytes of an order export."""

    def make(*rows: dict[str, str]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode("gb18030")

    return make


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """Return a function that makes the bytes of an order export as xlsx or xls."""

    def make(suffix: str, *rows: dict[str, str]) -> bytes:
        lines = [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in rows)]
        content = io.BytesIO()
        if suffix == ".xlsx":
            with xlsxwriter.Workbook(content) as book:
                _fill(book.add_worksheet().write_string, lines)
        else:
            old = xlwt.Workbook()
            _fill(old.add_sheet("Sheet1").write, lines)
            old.save(content)
        return content.getvalue()

    return make


def _fill(write: Callable[[int, int, str], Any], lines: list[list[str]]) -> None:
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            write(row, column, cell)


@pytest.fixture
def receive() -> Callable[..., vault.Received]:
    """Return a function that puts bytes into the vault."""

    def put(shop: Shop, content: bytes) -> vault.Received:
        writer = vault.Writer(uuid4(), shop.id)
        writer.write(content)
        return writer.finish()

    return put


@pytest.fixture
def imported(shop: Shop, by_owner: Scope, receive: Any) -> Callable[..., ImportRun]:
    """Return a function that imports a file from beginning to end, as the worker does."""

    def run(content: bytes, name: str = "orders.csv") -> ImportRun:
        received = receive(shop, content)
        started = services.start_import(
            scope=by_owner, shop_id=shop.id, name=name, received=received
        )
        try:
            running.load(started.id)
            running.check(started.id)
            running.finish(started.id)
        except Exception as error:
            running.fail(started.id, error)
        started.refresh_from_db()
        return started

    return run
