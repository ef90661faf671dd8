"""The real desk in real browsers: `shopwarden serve` on a free port, Chromium of the system."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "a calm long sentence"
SIZES = {"pc": (1280, 900), "phone": (390, 844)}
LOCALES = {"zh": "zh-CN", "en": "en-US"}
PLACES = [f"{size}-{language}" for size in SIZES for language in LOCALES]
#: A shop for each test, so that none counts what another opened.
SHOPS = [*PLACES, "conflict", "expiry", "keys", "axe", "rules"]

# Runs in a process of its own, before the desk serves.
_PEOPLE = """
import json, sys
from shopwarden.desk import start
start.configure()
start.prepare()
from django.contrib.auth.hashers import make_password
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.shops.services import add_member, create_shop
shops, password = json.load(sys.stdin)
hashed = make_password(password)
for name in shops:
    shop = create_shop(name=name)
    for role in Role:
        user = add_member(
            scope=system_scope(shop.id),
            shop_id=shop.id,
            email=f"{role}.{name}@shop.example",
            name=f"{role}林",
            role=role,
        ).member.user
        user.password = hashed
        user.save()
"""


@pytest.fixture(autouse=True)
def patience() -> None:
    """Wait longer than usual: other work may share the machine."""
    expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running desk with its shops and people."""
    if CHROMIUM is None:
        # A browser is no package of Python: who has none is told how to get it; CI installs it.
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-wqy-microhei")
    data = tmp_path_factory.mktemp("e2e") / "data"
    environment = os.environ | {"SHOPWARDEN_DATA": str(data), "SHOPWARDEN_LANG": "en"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-c", _PEOPLE],
        input=json.dumps([SHOPS, PASSWORD]),
        env=environment,
        text=True,
        check=True,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [Path(sys.executable).with_name("shopwarden"), "serve", "--port", str(port)]
    with subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = re.search(r"http://\S+", process.stdout.readline())
        assert ready is not None
        yield ready[0]
        process.send_signal(signal.SIGTERM)


@pytest.fixture(scope="package")
def browser(address: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


class Person(NamedTuple):
    """Somebody in front of a browser, signed in."""

    page: Page
    context: BrowserContext
    complaints: list[str]


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[Callable[..., Person]]:
    """Return a function that opens a browser for a person of a shop.

    Afterwards the console must be silent and nothing asked for from elsewhere; a test that
    provokes an error status takes it from `complaints`.
    """
    people: list[Person] = []

    def start(
        shop: str, role: str = "manager", *, size: str = "pc", language: str = "zh", **looks: str
    ) -> Person:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=address,
            locale=LOCALES[language],
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            **looks,
        )
        page = context.new_page()
        person = Person(page, context, _listen(page, address))
        people.append(person)
        page.goto("/")
        log_in(page, shop, role)
        return person

    yield start
    for person in people:
        person.context.close()
    assert [person.complaints for person in people] == [[] for _ in people]


def log_in(page: Page, shop: str, role: str) -> None:
    """Fill the log-in form that is shown."""
    page.locator("input[name=login]").fill(f"{role}.{shop}@shop.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action='/login/'] button.primary").click()
    expect(page.locator("body.framed")).to_be_visible()


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a GBK order export; the first addresses are wrong."""

    def write(first: int, *, wrong: int = 1, right: int = 2) -> Path:
        paid = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(hours=2)
        moment = paid.strftime("%Y-%m-%d %H:%M:%S")
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, _COLUMNS, restval="")
        writer.writeheader()
        for number in range(first, first + wrong + right):
            address = _WRONG if number < first + wrong else _RIGHT
            cells = {
                "订单编号": f'="35100000000{number:08d}"',
                "买家会员名": f"青山在望{number}",
                "总金额": "128.00",
                "买家实际支付金额": "128.00",
                "订单状态": "买家已付款，等待卖家发货",
                "收货人姓名": "李小满",
                "收货地址 ": address,
                "联系手机": f"'1380000{number % 10000:04d}",
                "订单创建时间": moment,
                "订单付款时间 ": moment,
                "宝贝标题": "手工陶瓷马克杯 大容量",
                "宝贝总数量": "1",
                "店铺名称": "青禾家居",
            }
            writer.writerow(cells)
        path = tmp_path / f"订单{first}.csv"
        path.write_bytes(text.getvalue().encode("gbk"))
        return path

    return write


@pytest.fixture
def upload() -> Callable[[Page, Path], None]:
    """Return a function that imports a file and waits until it is checked."""

    def send(page: Page, path: Path) -> None:
        page.goto("/imports/upload/")
        page.locator("#files").set_input_files(path)
        page.locator("#upload button.primary").click()
        expect(page.locator("#progress .chip.ok")).to_be_visible(timeout=30_000)

    return send


def look_at_badges(page: Page) -> None:
    """Let the ten seconds between two polls pass at once."""
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:poll'))")


def _listen(page: Page, address: str) -> list[str]:
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else complaints.append(f"asked for {request.url}")
        ),
    )
    return complaints


_WRONG = "广东省西湖区文一西路9号"
_RIGHT = "浙江省杭州市西湖区文一西路9号3幢201室"
_COLUMNS = (
    "订单编号", "买家会员名", "买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额",
    "订单状态", "买家留言", "收货人姓名", "收货地址 ", "运送方式", "联系电话 ", "联系手机",
    "订单创建时间", "订单付款时间 ", "宝贝标题", "物流单号 ", "物流公司", "订单备注",
    "宝贝总数量", "店铺名称", "订单关闭原因", "退款金额",
)  # fmt: skip
