"""Writing a rule with the keyboard, trying it, and bringing it into force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

Upload = Callable[[Page, Path], None]


@pytest.mark.parametrize("size", ["pc", "phone"])
def test_a_rule_is_written_tried_and_saved(
    size: str, sign_in: Callable[..., Person], export: Callable[..., Path], upload: Upload
) -> None:
    page = sign_in("rules", "manager", size=size, language="en").page
    first = 9500 if size == "pc" else 9600
    upload(page, export(first, wrong=1, right=2))
    page.goto("/rules/")
    new = page.url + "new/"
    page.goto(new)
    text = page.locator("#expression")
    text.press_sequentially("buyer_orders_3")
    offers = page.locator("#offers")
    expect(offers.get_by_role("option").first).to_contain_text("buyer_orders_30d")
    text.press("ArrowDown")
    text.press("ArrowUp")
    text.press("Enter")
    expect(text).to_have_value("buyer_orders_30d")
    expect(offers).to_be_hidden()
    text.press_sequentially(" = 1 and amout > 100")
    expect(page.locator(".mistake mark")).to_have_text("amout")
    expect(page.locator(".mistake")).to_contain_text("Did you mean “amount”?")
    text.fill("buyer_orders_30d = 1 and amount > 100")
    expect(page.locator(".meaning")).to_contain_text("amount > ¥100")
    page.locator("#order").fill(f"35100000000{first:08d}")
    page.locator("#order ~ button").click()
    expect(page.locator("#tried")).to_contain_text("The rule fires on this order.")
    expect(page.locator("#tried tbody tr")).to_have_count(2)
    page.locator("#title-en").fill(f"First large order {size}")
    page.locator("#rule-form button.primary").click()
    expect(page.locator("h1")).to_contain_text("First large order")
    page.locator("button[name=days][value='7']").click()
    expect(page.locator("#trial h2").first).to_contain_text("It would have fired on")
    expect(page.locator(".days-bar")).to_have_count(1)
    page.go_back()
    page.locator(".states button[value=on]").click()
    expect(page.locator(".states button[value=on]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_name_is_put_in_by_a_tap(sign_in: Callable[..., Person]) -> None:
    page = sign_in("rules", "manager", language="en").page
    page.goto("/rules/")
    page.goto(page.url + "new/")
    page.locator("#expression").fill("amount > 200 and ")
    page.locator("[data-names-search]").fill("on a list")
    page.locator(".names [data-insert]:visible").first.click()
    expect(page.locator("#expression")).to_have_value("amount > 200 and on_list('trusted', buyer)")
    expect(page.locator(".meaning")).to_contain_text("buyer is on the trusted list")
