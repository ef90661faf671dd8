"""Overview, settings, counts, preferences, health, manifest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.common.roles import Role
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db


def test_overview_shows_own_shops_only(shop: Shop, other_shop: Shop, owner_browser: Client) -> None:
    text = owner_browser.get("/").content.decode()
    assert shop.name in text
    assert other_shop.name not in text


def test_overview_without_a_shop(newcomer: User, sign_in: Callable[[User], Client]) -> None:
    assert "not a member of any shop" in sign_in(newcomer).get("/").content.decode()


@pytest.mark.parametrize(("role", "sees"), [(Role.OWNER, True), (Role.MANAGER, False)])
def test_members_are_for_owners(
    role: Role,
    sees: bool,
    shop: Shop,
    join: Callable[..., Membership],
    sign_in: Callable[[User], Client],
) -> None:
    text = sign_in(join(shop, role).user).get("/settings/").content.decode()
    assert (f"/shops/{shop.id}/members/" in text) is sees


@pytest.mark.parametrize(("role", "sees"), [(Role.AUDITOR, True), (Role.AGENT, False)])
def test_navigation_shows_what_may_be_opened(
    role: Role,
    sees: bool,
    shop: Shop,
    join: Callable[..., Membership],
    sign_in: Callable[[User], Client],
) -> None:
    text = sign_in(join(shop, role).user).get("/").content.decode()
    assert ('href="/audit/"' in text) is sees


def test_counts_answer_304_while_nothing_changes(owner_browser: Client) -> None:
    first = owner_browser.get("/counts/")
    assert first.status_code == 200
    again = owner_browser.get("/counts/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_preferences_of_a_visitor_stay_in_the_browser(visitor: Client) -> None:
    answer = visitor.post("/preferences/", {"language": "zh-hans", "theme": "dark", "next": "/x"})
    assert answer["Location"] == "/x"
    assert answer.cookies["language"].value == "zh-hans"
    assert answer.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in visitor.get("/login/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_preferences_lead_nowhere_else(target: str, visitor: Client) -> None:
    answer = visitor.post("/preferences/", {"theme": "dark", "next": target})
    assert answer["Location"] == "/login/"


def test_preferences_of_a_person_go_with_them(owner: Membership, owner_browser: Client) -> None:
    owner_browser.post("/preferences/", {"language": "en", "next": "/"})
    owner_browser.post("/preferences/", {"theme": "dark", "next": "/"})
    owner_browser.post("/preferences/", {"theme": "pink", "language": "xx", "next": "/"})
    person = User.objects.get(pk=owner.user_id)
    assert (person.language, person.theme) == ("en", "dark")


def test_health(visitor: Client) -> None:
    assert visitor.get("/health").content == b"ok\n"


def test_manifest(visitor: Client) -> None:
    facts = visitor.get("/manifest.webmanifest").json()
    assert facts["icons"][0] == {
        "src": "/static/desk/icon-192.png",
        "sizes": "192x192",
        "type": "image/png",
    }
