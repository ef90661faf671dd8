"""Take the pictures of the README from the demo desk: ``python scripts/screenshots.py``.

Needs Chromium and a Chinese font on the machine (``chromium``, ``fonts-wqy-microhei``).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
INBOX: Final = "/alerts/"


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


def main() -> None:
    """Serve the demo, take each picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="screenshots-") as folder, _desk(Path(folder)) as lines:
        address, email, password = _log_in(lines)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for picture in PICTURES:
                page = _open(browser, picture, address, email, password)
                path = IMAGES / f"{picture.name}.png"
                page.screenshot(path=path)
                print(path, path.stat().st_size)
                page.context.close()
            browser.close()


@contextmanager
def _desk(folder: Path) -> Iterator[list[str]]:
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
        yield [output.readline() for _ in range(7)]
        process.send_signal(signal.SIGTERM)


def _log_in(lines: list[str]) -> tuple[str, str, str]:
    """Return the address, and the e-mail and password of the manager."""
    said = "".join(lines)
    found = re.search(r"(http://\S+).*(manager@\S+)\s+(\S+)", said, re.DOTALL)
    assert found  # noqa: S101 - our own words
    return found[1], found[2], found[3]


def _open(browser: Browser, picture: Picture, address: str, email: str, password: str) -> Page:
    page = browser.new_context(base_url=address, locale=picture.locale, **picture.looks).new_page()
    page.goto("/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form[action='/login/'] button.primary").click()
    page.locator("body.framed").wait_for()
    page.goto(picture.path)
    if picture.opens_alert:
        page.locator(".alert-row:has(.mark-danger) .what-link").first.click()
        page.locator("#case").wait_for()
    return page


if __name__ == "__main__":
    main()
