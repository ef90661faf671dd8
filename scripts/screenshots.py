"""Take pictures of the demo desk.

``python scripts/screenshots.py`` takes those of the README, ``--all DIR`` every page in both
languages, on PC and phone, light and dark, to be looked at.

Needs Chromium and a Chinese font on the machine (``chromium``, ``fonts-wqy-microhei``).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
PC: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 820}}
TALL: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 1000}}
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
}
LOCALES: Final = {"zh": "zh-CN", "en": "en-US"}
INBOX: Final = "/alerts/"
RULES: Final = "/rules/"
OWN_RULE: Final = "a:text-is('大额订单'), a:text-is('Large order')"
WEBHOOKS: Final = "a[href$='/webhooks/']"
_FILL: Final = re.compile(r"(#[a-z-]+)=(.*)")
SETTLES_MS: Final = 200
PATIENCE_MS: Final = 20_000


class Picture(NamedTuple):
    """One picture: the page, whether of the first alert behind it, and the browser."""

    name: str
    path: str
    opens_alert: bool
    locale: str
    looks: dict[str, Any]


PICTURES: Final = (
    Picture("inbox-zh", INBOX, False, "zh-CN", PC),
    Picture("alert-zh", INBOX, True, "zh-CN", TALL),
    Picture("alert-phone-zh", INBOX, True, "zh-CN", PHONE),
    Picture("inbox-en", INBOX, False, "en-US", PC),
)


# Every page of the desk: an address to open, then what to click on, or to write where
# ("#order=latest" takes the number of the first order on the page).
PAGES: Final[dict[str, tuple[str, ...]]] = {
    "home": ("/",),
    "bell": ("/", ".bell > summary"),
    "user-menu": ("/", ".user-menu > summary"),
    "alerts-open": (INBOX,),
    "alerts-handled": ("/alerts/?state=handled",),
    "alerts-expired": ("/alerts/?state=expired",),
    "alerts-chosen": (INBOX, ".alert-row .tick input"),
    "alerts-filtered": ("/alerts/?due=soon&severity=3",),
    "alerts-none-match": ("/alerts/?q=nothing",),
    "alert": (INBOX, ".alert-row:has(.mark-danger) .what-link"),
    "alert-reminded": ("/", ".bell > summary", ".bell-line"),
    "alert-reveal": (INBOX, ".alert-row .what-link", "#person .menu > summary"),
    "alert-revealed": (
        INBOX,
        ".alert-row .what-link",
        "#person .menu > summary",
        "#person button[value=see]",
    ),
    "alert-handled": ("/alerts/?state=handled", ".what-link"),
    "alert-expired": ("/alerts/?state=expired", ".what-link"),
    "order": (INBOX, ".alert-row .what-link", "a[href^='/orders/']"),
    "alert-linked": ("/alerts/?kind=linked", ".what-link"),
    "groups": ("/groups/",),
    "groups-none-match": ("/groups/?kind=ip",),
    "group": ("/groups/", ".cell-title a"),
    "group-revealed": (
        "/groups/",
        ".cell-title a",
        "#members .menu > summary",
        "#members .menu-item",
    ),
    "filings": ("/filings/",),
    "filings-none": ("/filings/?state=accepted",),
    "filing": ("/filings/", ".cell-title a"),
    "rules": (RULES,),
    "rule": (RULES, OWN_RULE),
    "rule-new": (RULES, ".top-tools a.primary"),
    "rule-mistake": (RULES, OWN_RULE, "#expression=amout > 300 and"),
    "rule-offers": (RULES, OWN_RULE, "#expression=amount > 300 and buyer_ref"),
    "rule-tried": (RULES, OWN_RULE, "#order=latest", "[form=rule-form][hx-post]"),
    "trial": (RULES, OWN_RULE, "a.row-line[href^='/trials/']:not(:has(.chip))"),
    "trial-flips": (RULES, OWN_RULE, "a.row-line[href^='/trials/']:has(.chip)"),
    "ready-rules": (RULES, ".tabs a[href$='/ready/']"),
    "pauses": (RULES, ".tabs a[href$='/pauses/']"),
    "list-blocked": ("/lists/",),
    "list-trusted": ("/lists/", ".chips a[href$='trusted']"),
    "list-empty-it": ("/lists/", "#list-state .menu > summary"),
    "imports": ("/imports/",),
    "import-upload": ("/imports/upload/",),
    "import-run": ("/imports/", "tr:has(.chip.ok) .cell-title a"),
    "import-failed": ("/imports/", "tr:has(.chip.danger) .cell-title a"),
    "mapping": ("/imports/", "tr:has(.chip.danger) .cell-title a", "a[href^='/imports/tables/']"),
    "mappings": ("/imports/mappings/",),
    "import-rows": ("/imports/", "a[href$='/rows/']"),
    "import-row": ("/imports/", "a[href$='/rows/']", ".row-card .button"),
    "audit": ("/audit/",),
    "audit-row": ("/audit/", ".cell-title a"),
    "settings": ("/settings/",),
    "profile": ("/me/",),
    "password": ("/settings/", "a[href*='password']"),
    "second-factor": ("/second-factor/",),
    "members": ("/settings/", "a[href$='/members/']"),
    "member-menu": ("/settings/", "a[href$='/members/']", ".row-menu > summary"),
    "api-tokens": ("/settings/", "a[href$='/tokens/']"),
    "api-reference": ("/api/v1/docs",),
    "webhooks": ("/settings/", WEBHOOKS),
    "webhook": ("/settings/", WEBHOOKS, ".cell-title a"),
    "webhook-menu": ("/settings/", WEBHOOKS, ".cell-title a", ".row-menu > summary"),
    "webhook-secret": (
        "/settings/",
        WEBHOOKS,
        ".cell-title a",
        ".row-menu > summary",
        ".row-menu .menu-item",
    ),
    "messages": ("/settings/", WEBHOOKS, "a[href$='/deliveries/']"),
    "missing": ("/nowhere/",),
}
# Tables of one's own; the columns of the first are said, those of the second not yet.
TABLES: Final = (
    "单号,客户,收件人,联系电话,收货地址,实付,下单时间,状态\n"
    "A1,青山在望,李小满,13800000001,浙江省杭州市西湖区文一西路9号,128.00,2026/11/02 08:00,已付款\n",
    "order_no,customer,ship_name,mobile,ship_to,total,ts,state,note_from_the_customer\n"
    "B1,qingshan,李小满,13800000001,浙江省杭州市西湖区文一西路9号,128.00,2026/11/02 08:00,paid,\n"
    "B2,liushui,王小河,13800000002,江苏省苏州市姑苏区平江路1号,59.90,2026/11/02 09:30,packing,\n"
    "B3,baiyun,赵小山,13800000003,广东省广州市天河区天河路3号,much,2026/11/02 10:00,paid,请尽快\n",
)
# Of somebody who works in two shops, and may do less in one of them.
SHARED_PAGES: Final[dict[str, tuple[str, ...]]] = {
    "two-shops-home": ("/",),
    "two-shops-alerts": (INBOX,),
    "two-shops-list": ("/lists/",),
    "two-shops-upload": ("/imports/upload/",),
    "two-shops-refused": ("/audit/",),
}
PUBLIC_PAGES: Final[dict[str, tuple[str, ...]]] = {
    "log-in": ("/login/",),
    "link-dead": ("/welcome/00000000-0000-4000-8000-000000000000/x/",),
}


def main() -> None:
    """Serve the demo, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every page, into this folder")
    wanted = parser.parse_args()
    with (
        TemporaryDirectory(prefix="screenshots-") as folder,
        _desk(Path(folder)) as said,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        if wanted.all:
            _take_all(browser, said, wanted.all)
        else:
            _take_readme(browser, said)
        browser.close()


def _take_readme(browser: Browser, said: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        page = _browse(browser, said, locale=picture.locale, **picture.looks)
        _log_in(page, said, "manager")
        alert = (".alert-row:has(.mark-danger) .what-link",) if picture.opens_alert else ()
        _walk(page, (picture.path, *alert))
        path = IMAGES / f"{picture.name}.png"
        page.screenshot(path=path)
        print(path, path.stat().st_size)
        page.context.close()


def _take_all(browser: Browser, said: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    page = _browse(browser, said)
    _log_in(page, said, "owner")
    for number, table in enumerate(TABLES, 1):
        _bring(page, f"自己的表{number}.csv", table, says_columns=number == 1)
    _add_receivers(page)
    page.context.close()
    for size, looks in (("pc", PC), ("phone", PHONE)):
        for language, locale in LOCALES.items():
            for scheme in ("light", "dark"):
                ending = f"{size}-{language}-{scheme}"
                page = _browse(browser, said, locale=locale, color_scheme=scheme, **looks)
                _take_each(page, PUBLIC_PAGES, folder, ending)
                for role, pages in (("owner", PAGES), ("manager", SHARED_PAGES)):
                    page.context.clear_cookies()
                    _log_in(page, said, role)
                    _take_each(page, pages, folder, ending)
                page.context.close()


def _bring(page: Page, name: str, table: str, *, says_columns: bool) -> None:
    """Upload a table no export looks like, and perhaps say which column is what."""
    page.goto("/imports/upload/")
    file = {"name": name, "mimeType": "text/csv", "buffer": table.encode()}
    page.locator("#files").set_input_files(file)
    page.locator("#upload button.primary").click()
    to_columns = page.locator("a.button[href^='/imports/tables/']")
    to_columns.wait_for()
    if says_columns:
        to_columns.click()
        page.locator("#mapping button.primary").click()
        page.locator("#progress .chip.ok").wait_for()


def _add_receivers(page: Page) -> None:
    """Add a receiver of webhooks that is there, one that is not, and a program that sends."""
    page.goto("/settings/")
    page.locator(WEBHOOKS).click()
    page.locator("#id_host").fill("127.0.0.1")
    page.locator("#id_port").fill(str(_receiver_port()))
    page.locator("form[action$='/allow/'] button").click()
    address = f"http://127.0.0.1:{_receiver_port()}/hook"
    for name, url in (("仓库系统", address), ("群机器人", "https://robot.invalid/send?key=1")):
        page.locator("#id_name").fill(name)
        page.locator("#id_url").fill(url)
        page.locator("form[action$='/webhooks/'] button.primary").click()
        page.locator(".panel.highlight code").wait_for()
        page.locator(f".cell-title a:text-is('{name}')").click()
        page.locator("form[action$='/test/'] button").click()
        page.locator(".back").click()
    page.locator("#id_sender").fill("自建商城")
    page.locator("form[action$='/senders/'] button").click()
    page.locator(".panel.highlight code").first.wait_for()
    page.wait_for_timeout(5000)


@cache
def _receiver_port() -> int:
    """Answer whatever comes to a port of this machine with "taken"."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def _take_each(page: Page, pages: dict[str, tuple[str, ...]], folder: Path, ending: str) -> None:
    for name, steps in pages.items():
        _walk(page, steps)
        path = folder / f"{name}-{ending}.png"
        page.screenshot(path=path, full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        print(path, "too wide" if wide else "")


def _walk(page: Page, steps: tuple[str, ...]) -> None:
    for step in steps:
        if step.startswith("/"):
            page.goto(step)
        elif written := _FILL.fullmatch(step):
            text = written[2]
            if text == "latest":
                text = page.locator(".row-line .mono").first.inner_text()
            page.locator(written[1]).fill(text)
            page.wait_for_timeout(2 * SETTLES_MS)
        else:
            page.locator(step).first.click()
            page.wait_for_load_state()
        page.wait_for_timeout(SETTLES_MS)


@contextmanager
def _desk(folder: Path) -> Iterator[str]:
    """Serve the demo; yield what it says once it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    shopwarden = Path(sys.executable).with_name("shopwarden")
    serve = [shopwarden, "serve", "--demo", "--data", folder / "data", "--port", port]
    environment = os.environ | {"SHOPWARDEN_LANG": "en"}
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=environment) as process:
        output = process.stdout
        assert output is not None  # noqa: S101 - piped above
        try:
            yield "".join(output.readline() for _ in range(7))
        finally:
            process.send_signal(signal.SIGTERM)


def _browse(browser: Browser, said: str, **looks: Any) -> Page:
    found = re.search(r"http://\S+", said)
    assert found  # noqa: S101 - our own words
    context = browser.new_context(base_url=found[0], **looks)
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def _log_in(page: Page, said: str, role: str) -> None:
    found = re.search(rf"({role}@\S+)\s+(\S+)", said)
    assert found  # noqa: S101 - our own words
    page.goto("/login/")
    page.locator("input[name=login]").fill(found[1])
    page.locator("input[name=password]").fill(found[2])
    page.locator("form[action='/login/'] button.primary").click()
    page.locator("body.framed").wait_for()


if __name__ == "__main__":
    main()
