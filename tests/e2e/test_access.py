"""Everybody can read and use every page: axe, contrast in both themes, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

Upload = Callable[[Page, Path], None]
PAGES = (
    "/",
    "/alerts/",
    "/alerts/?state=handled",
    "/alerts/?state=expired",
    "/alerts/?kind=refund",
    "/groups/",
    "/filings/",
    "/lists/",
    "/rules/",
    "/imports/",
    "/imports/mappings/",
    "/imports/upload/",
    "/audit/",
    "/settings/",
    "/me/",
    "/second-factor/",
    "/api/v1/docs",
    "/nothing-here/",
)


@pytest.mark.parametrize(("size", "theme"), [("pc", "light"), ("phone", "dark")])
def test_nothing_keeps_people_from_reading(
    size: str,
    theme: str,
    sign_in: Callable[..., Person],
    export: Callable[..., Path],
    upload: Upload,
) -> None:
    person = sign_in("axe", "owner", size=size, color_scheme=theme)
    page = person.page
    upload(page, export(9300, wrong=2, right=1))
    run = page.url
    page.goto("/alerts/")
    alert = page.locator(".what-link").first.get_attribute("href")
    page.goto("/settings/")
    inside = page.locator("main a[href^='/shops/']")
    own = [inside.nth(number).get_attribute("href") for number in range(inside.count())]
    assert len(own) == 3
    columns = _unknown_table(page)
    wanted = (*PAGES, run, alert, columns, *own, *_rule_pages(page), *_receiver_pages(page))
    found = {path: _faults(page, path) for path in wanted if path}
    page.goto("/")
    page.locator(".bell > summary").click()
    found["bell"] = _faults_here(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
    # The page that does not exist.
    assert all("404" in one for one in person.complaints)
    person.complaints.clear()


@pytest.mark.parametrize("width", [768, 800, 1023])
def test_the_imports_fit_a_tablet(
    width: int, sign_in: Callable[..., Person], export: Callable[..., Path], upload: Upload
) -> None:
    page = sign_in("axe", "owner", language="en").page
    upload(page, export(9400 + width, right=1))
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto("/imports/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".cell-title").first.evaluate("cell => cell.clientWidth") >= 120


def _rule_pages(page: Page) -> list[str]:
    """Take a ready rule, try it and pause it; return where all that is shown."""
    page.goto("/rules/")
    page.locator(".tabs a[href$='/ready/']").click()
    ready = page.url
    if page.locator("input[value=unusual-quantity]").count():
        page.locator("form[action$='/take/'] button").click()
    page.goto("/rules/")
    listed = page.url
    page.locator(".cell-title a").first.click()
    rule = page.url
    page.locator("#pause-reason").fill("店庆")
    page.locator("form[action$='/pause/'] button").click()
    page.locator("button[name=days][value='7']").click()
    trial = page.url
    return [ready, listed, rule, trial, f"{listed}new/", listed.replace("/rules/", "/pauses/")]


def _receiver_pages(page: Page) -> list[str]:
    """Add a receiver of webhooks and a program that sends; return where they are shown."""
    page.goto("/settings/")
    page.locator("a[href$='/webhooks/']").click()
    listed = page.url
    page.locator("#id_sender").fill("商城")
    page.locator("form[action$='/senders/'] button").click()
    page.locator("#id_name").fill("仓库")
    page.locator("#id_url").fill("https://hooks.invalid/")
    page.locator("form[action$='/webhooks/'] button.primary").click()
    page.locator(".cell-title a").first.click()
    receiver = page.url
    page.locator("form[action$='/test/'] button").click()
    return [listed, receiver, listed.replace("/webhooks/", "/deliveries/")]


def _unknown_table(page: Page) -> str | None:
    """Upload a table no export looks like; return where its columns are told."""
    rows = "order_no,customer,mobile,state\nB1,qingshan,13800000001,paid\n"
    page.goto("/imports/upload/")
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("#files").set_input_files(file)
    page.locator("#upload button.primary").click()
    to_columns = page.locator("a.button[href^='/imports/tables/']")
    expect(to_columns).to_be_visible(timeout=30_000)
    return to_columns.get_attribute("href")


def _faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    expect(page.locator("main, .gate-body").first).to_be_visible()
    return _faults_here(page)


def _faults_here(page: Page) -> list[str]:
    sideways = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    violations = Axe().run(page).response["violations"]
    serious = [
        f"{one['id']}: {node['html'][:160]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    return [*serious, *([f"{sideways} px sideways"] if sideways else [])]
