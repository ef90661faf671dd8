"""What every request gets: a log-in, a scope, a language, no cache."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.common.roles import Role
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db


def test_a_fragment_sends_the_page_to_the_log_in(visitor: Client) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/audit/?actor=1"}
    answer = visitor.get("/counts/", headers=headers)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer["HX-Redirect"] == "/login/?next=%2Faudit%2F"


def test_a_page_goes_to_the_log_in_and_comes_back(visitor: Client) -> None:
    assert visitor.get("/audit/?action=x")["Location"] == "/login/?next=/audit/%3Faction%3Dx"


@pytest.mark.parametrize(
    ("language", "accepts", "shown"),
    [("", "en", "Overview"), ("", "zh-CN", "总览"), ("", "fr", "总览"), ("zh-hans", "en", "总览")],
)
def test_language(
    language: str, accepts: str, shown: str, owner: Membership, sign_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=owner.user_id).update(language=language)
    answer = sign_in(owner.user).get("/", headers={"accept-language": accepts})
    assert f"<title>{shown} ·" in answer.content.decode()


def test_pages_are_not_cached_and_carry_the_policy(owner_browser: Client) -> None:
    answer = owner_browser.get("/")
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"


def test_a_removed_member_sees_nothing_at_once(
    shop: Shop,
    owner: Membership,
    join: Callable[..., Membership],
    sign_in: Callable[[User], Client],
) -> None:
    colleague = join(shop, Role.OWNER)
    browser = sign_in(colleague.user)
    assert browser.get(f"/shops/{shop.id}/members/").status_code == 200
    colleague.delete()
    assert browser.get(f"/shops/{shop.id}/members/").status_code == 403
    assert shop.name not in browser.get("/").content.decode()
