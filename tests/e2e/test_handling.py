"""An order's way from the file to the handled alert, as people walk it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PLACES, Person, look_at_badges

Words = dict[str, str]
WORDS: dict[str, Words] = {
    "zh": {
        "open": "未处理",
        "handled": "已处理",
        "says": "省",
        "note": "响了很久没人接",
        "lang": "zh-hans",
    },
    "en": {
        "open": "Open",
        "handled": "Handled",
        "says": "The province and the district do not fit",
        "note": "It rang for long",
        "lang": "en",
    },
}


@pytest.mark.parametrize("place", PLACES)
def test_from_the_file_to_the_handled_alert(
    place: str,
    sign_in: Callable[..., Person],
    export: Callable[..., Path],
    upload: Callable[[Page, Path], None],
) -> None:
    size, _, language = place.partition("-")
    words = WORDS[language]
    page = sign_in(place, size=size, language=language).page
    expect(page.locator("html")).to_have_attribute("lang", words["lang"])
    expect(page.locator(".top [data-count=alerts]")).to_be_hidden()

    upload(page, export(1000 * (1 + PLACES.index(place))))
    look_at_badges(page)
    expect(page.locator(".top [data-count=alerts]")).to_have_text("1")

    page.goto("/alerts/")
    expect(page.locator(".tab[aria-current=page]")).to_contain_text(words["open"])
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator(".what-link")).to_contain_text(words["says"])
    page.locator(".what-link").click()

    person = page.locator("#person")
    expect(person).to_contain_text("138****")
    expect(person).not_to_contain_text("文一西路")
    expect(person.locator(".seg summary").first).to_be_visible()

    _write_down_a_call(page, words["note"])
    _decide(page, size, "unreachable", words["note"])
    expect(page.locator("#decision [data-undo]")).to_be_visible()
    page.locator("#decision [data-undo]").click()
    expect(page.locator("#decision input[name=label]").first).to_be_attached()
    look_at_badges(page)
    expect(page.locator(".top [data-count=alerts]")).to_have_text("1")
    _decide(page, size, "unreachable", words["note"])
    look_at_badges(page)
    expect(page.locator(".top [data-count=alerts]")).to_be_hidden()

    page.goto("/alerts/?state=handled")
    expect(page.locator(".tab[aria-current=page]")).to_contain_text(words["handled"])
    page.locator(".what-link").click()
    history = page.locator("#timeline")
    # Opened, called, decided, undone, decided again.
    expect(history.locator(".event")).to_have_count(5)
    expect(history).to_contain_text(words["note"])
    expect(page.locator("#decision a[href^='/filings/']")).to_be_visible()
    assert _sideways(page) == 0


def _write_down_a_call(page: Page, note: str) -> None:
    page.locator("#contact-note").fill(note)
    page.locator(".contact-form button.button").click()
    expect(page.locator("#contacts .event")).to_have_count(1)
    expect(page.locator("#contacts .event")).to_contain_text("manager林")


def _decide(page: Page, size: str, label: str, note: str) -> None:
    if size == "phone":
        page.locator(".decide-bar .button").click()
    page.locator(f"input[name=label][value={label}]").check(force=True)
    page.locator("#decision-note").fill(note)
    page.locator("[data-confirm]").click()
    expect(page.locator("#decision .result")).to_be_visible()


def _sideways(page: Page) -> int:
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def test_two_people_at_once(
    sign_in: Callable[..., Person],
    export: Callable[..., Path],
    upload: Callable[[Page, Path], None],
) -> None:
    first, second = sign_in("conflict", "manager"), sign_in("conflict", "agent")
    upload(first.page, export(9000))
    first.page.goto("/alerts/")
    first.page.locator(".what-link").click()
    second.page.goto(first.page.url)
    _decide(first.page, "pc", "address_correct", "老客户")

    second.page.locator("input[name=label][value=malicious]").check(force=True)
    second.page.locator("[data-confirm]").click()
    conflict = second.page.locator("#decision .conflict")
    expect(conflict).to_contain_text("同事已先一步处理")
    expect(conflict).to_contain_text("manager林")
    first.page.reload()
    expect(first.page.locator("#decision .result-title")).to_contain_text("地址")
    assert first.page.locator("#timeline").get_by_text("malicious").count() == 0
    # The browser itself says so of every answer that is no success.
    assert all("409" in one for one in second.complaints)
    second.complaints.clear()


def test_a_session_that_ends_in_the_middle_leads_back(
    sign_in: Callable[..., Person],
    export: Callable[..., Path],
    upload: Callable[[Page, Path], None],
) -> None:
    from tests.e2e.conftest import log_in

    person = sign_in("expiry")
    page = person.page
    upload(page, export(9100))
    page.goto("/alerts/")
    page.locator(".what-link").click()
    expect(page.locator("#case")).to_be_visible()
    alert = page.url
    person.context.clear_cookies(name="session")
    page.locator("#contact-note").fill("没人接")
    page.locator(".contact-form button.button").click()
    expect(page.locator("input[name=password]")).to_be_visible()
    log_in(page, "expiry", "manager")
    assert page.url.partition("?")[0] == alert.partition("?")[0]
    _write_down_a_call(page, "没人接")
    _decide(page, "pc", "address_correct", "")


def test_the_keyboard_is_enough(
    sign_in: Callable[..., Person],
    export: Callable[..., Path],
    upload: Callable[[Page, Path], None],
) -> None:
    page = sign_in("keys").page
    upload(page, export(9200, wrong=2))
    page.goto("/alerts/")
    expect(page.locator("[data-row]")).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-row]").first).to_have_class("alert-row active")
    page.keyboard.press("a")
    expect(page.locator("[data-row]").first.locator(".who")).to_contain_text("manager林")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#case")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("input[name=label]").first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#decision .result")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#decision [data-confirm]")).to_be_visible()
