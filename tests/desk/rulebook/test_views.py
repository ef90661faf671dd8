"""The page of a shop's lists in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import selectors as counted
from shopwarden.desk.common.roles import Role
from shopwarden.desk.rulebook import rechecking
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db

Put = Callable[..., ListChange]
LIST = b"phone,buyer\n13800000001,qinghe77\n"


@pytest.fixture
def browser_of(
    shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> Callable[[Role], Client]:
    """Return a function that gives the browser of a new member."""
    return lambda role: sign_in(join(shop, role).user)


def _path(shop: Shop, act: str = "") -> str:
    return f"/shops/{shop.id}/lists/{act}"


def _send(browser: Client, shop: Shop, content: bytes = LIST, name: str = "名单.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return browser.post(_path(shop, "upload/"), {"file": file, "replace": "yes"}, follow=True)


def test_the_first_shop_is_shown_first(owner_browser: Client, shop: Shop) -> None:
    assert owner_browser.get("/lists/")["Location"] == _path(shop)


def test_an_empty_list_teaches(owner_browser: Client, shop: Shop) -> None:
    text = owner_browser.get(_path(shop)).content.decode()
    assert "Nobody is on the list" in text
    assert "Read the file" in text


def test_upload_see_replace_remove(owner_browser: Client, shop: Shop) -> None:
    text = _send(owner_browser, shop).content.decode()
    assert "The list is in use: 2 entries." in text
    assert "名单.csv" in text
    assert "Being checked again" in text
    assert "138****0001" in text
    assert "q***7" in text
    for secret in ("13800000001", "qinghe77"):
        assert secret not in text
    rechecking.recheck(ListChange.objects.get().id, now=timezone.now())
    text = owner_browser.get(_path(shop)).content.decode()
    assert "0 checked again · 0 alerts opened" in text
    assert "hx-select" not in text
    _send(owner_browser, shop, b"buyer\nanother1\n")
    assert ListEntry.objects.count() == 1
    answer = owner_browser.post(_path(shop, "clear/"), follow=True)
    assert "The list is empty now." in answer.content.decode()
    assert "The list is empty<" in answer.content.decode()
    assert ListEntry.objects.count() == 0
    # Removing what is not there is no mistake of anybody.
    assert owner_browser.post(_path(shop, "clear/")).status_code == 302
    assert ListChange.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"x,y\n1,2\n", "No column of a.csv says what it holds."),
        ("a.csv", b"phone\n138****0001\n", "This file names nobody"),
        ("a.xlsx", b"PK\x03\x04broken", "a.xlsx"),
        ("a.pdf", LIST, "Choose a csv, xls or xlsx file."),
    ],
)
def test_a_file_that_is_no_list(
    name: str, content: bytes, says: str, owner_browser: Client, shop: Shop
) -> None:
    _send(owner_browser, shop)
    assert says in _send(owner_browser, shop, content, name).content.decode()
    assert ListEntry.objects.count() == 2


def test_no_file_at_all(owner_browser: Client, shop: Shop) -> None:
    answer = owner_browser.post(_path(shop, "upload/"), follow=True)
    assert "Choose a csv, xls or xlsx file." in answer.content.decode()


def test_too_large_a_file(owner_browser: Client, shop: Shop) -> None:
    assert _send(owner_browser, shop, b"x" * 20_000_001).status_code == 413
    assert not ListChange.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_others_see_it_masked_and_change_nothing(
    role: Role, browser_of: Callable[[Role], Client], owner_browser: Client, shop: Shop
) -> None:
    _send(owner_browser, shop)
    browser = browser_of(role)
    text = browser.get(_path(shop)).content.decode()
    assert "138****0001" in text
    assert _path(shop, "upload/") not in text
    assert _path(shop, "clear/") not in text
    assert _send(browser, shop, b"buyer\nb1\n").status_code == 403
    assert browser.post(_path(shop, "clear/")).status_code == 403
    assert ListEntry.objects.count() == 2


def test_a_manager_keeps_the_list(browser_of: Callable[[Role], Client], shop: Shop) -> None:
    assert "in use" in _send(browser_of(Role.MANAGER), shop).content.decode()


def test_another_shops_list_does_not_exist(
    owner_browser: Client, other_shop: Shop, put: Put
) -> None:
    put(other_shop, "buyer\n别家的买家\n")
    assert owner_browser.get(_path(other_shop)).status_code == 404
    assert _send(owner_browser, other_shop).status_code == 404
    assert owner_browser.post(_path(other_shop, "clear/")).status_code == 404
    assert ListEntry.objects.count() == 1


def test_a_visitor_is_sent_to_the_log_in(visitor: Client, shop: Shop) -> None:
    for path in ("/lists/", _path(shop)):
        assert visitor.get(path)["Location"].startswith("/login/")
        fragment = visitor.get(path, headers={"hx-request": "true"})
        assert fragment["HX-Redirect"].startswith("/login/")
    for act in ("upload/", "clear/"):
        assert visitor.post(_path(shop, act))["Location"].startswith("/login/")


def test_an_upload_needs_its_token(shop: Shop, owner: Membership) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner.user)
    assert _send(browser, shop).status_code == 403
    assert not ListChange.objects.exists()


@pytest.mark.parametrize("act", ["upload/", "clear/"])
def test_changes_are_no_addresses_to_open(act: str, owner_browser: Client, shop: Shop) -> None:
    assert owner_browser.get(_path(shop, act)).status_code == 405


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    owner_browser: Client,
    shop: Shop,
    put: Put,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counted, "time", SimpleNamespace(monotonic=lambda: 5.0))
    owner_browser.get(_path(shop))
    for size in (1, 40):
        put(shop, "buyer\n" + "\n".join(f"b{n}x" for n in range(size)))
        with django_assert_num_queries(LIST_QUERIES):
            owner_browser.get(_path(shop))


# The session, the person, their shops; the shop, its counts, page and last change; the sizes of
# the three lists; three kinds of reminders and the shops of the frame, whose badge is remembered.
LIST_QUERIES = 14


def test_a_day_at_the_end_of_the_calendar_is_refused(owner_browser: Client, shop: Shop) -> None:
    facts = {"list": "blocked", "kind": "buyer", "value": "b1", "until": "9999-12-31"}
    text = owner_browser.post(_path(shop, "add/"), facts, follow=True).content.decode()
    assert "The last day is too far away" in text
    text = _send(owner_browser, shop, b"buyer,until\nb1,9999-12-31\nb2,2099-12-31\n")
    assert "its last day is after the year 9998" in text.content.decode()
    assert ListEntry.objects.count() == 1
    # An earlier version of the desk kept such days.
    ListEntry.objects.update(expires_at=datetime(9999, 12, 31, 16, tzinfo=UTC))
    assert owner_browser.get(_path(shop)).status_code == 200
    assert b"9999-12-31" in owner_browser.get(_path(shop, "file/")).content
