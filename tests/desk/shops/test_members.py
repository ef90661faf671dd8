"""The members page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopwarden.desk.common.roles import Role
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db
Join = Callable[..., Membership]


def test_lists_the_members_of_the_shop_only(
    shop: Shop, other_shop: Shop, owner: Membership, owner_browser: Client, join: Join
) -> None:
    stranger = join(other_shop, Role.AGENT)
    text = owner_browser.get(f"/shops/{shop.id}/members/").content.decode()
    assert owner.user.email in text
    assert stranger.user.email not in text


def test_add_shows_the_link_once(shop: Shop, owner_browser: Client) -> None:
    path = f"/shops/{shop.id}/members/"
    facts = {"name": "小陈", "email": "chen@shop.example", "role": "agent"}
    text = owner_browser.post(path, facts).content.decode()
    member = Membership.objects.get(user__email="chen@shop.example")
    assert f"http://testserver/welcome/{member.user_id}/" in text
    assert "/welcome/" not in owner_browser.get(path).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"email": "no address"}, {"name": ""}, {"role": "king"}, {"role": ""}]
)
def test_add_nonsense(wrong: dict[str, str], shop: Shop, owner_browser: Client) -> None:
    facts = {"name": "小陈", "email": "chen@shop.example", "role": "agent"} | wrong
    answer = owner_browser.post(f"/shops/{shop.id}/members/", facts)
    assert 'class="errors"' in answer.content.decode()
    assert Membership.objects.count() == 1


def test_a_name_is_text(shop: Shop, owner_browser: Client) -> None:
    name = "<script>alert(1)</script>"
    facts = {"name": name, "email": "chen@shop.example", "role": "agent"}
    text = owner_browser.post(f"/shops/{shop.id}/members/", facts).content.decode()
    assert name not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_change_role_and_remove(shop: Shop, owner_browser: Client, join: Join) -> None:
    member = join(shop, Role.AGENT)
    page = f"/shops/{shop.id}/members/"
    answer = owner_browser.post(f"/members/{member.id}/role/", {"role": "auditor"})
    assert answer["Location"] == page
    member.refresh_from_db()
    assert member.role == Role.AUDITOR
    owner_browser.post(f"/members/{member.id}/role/", {"role": "king"})
    member.refresh_from_db()
    assert member.role == Role.AUDITOR
    assert owner_browser.post(f"/members/{member.id}/remove/")["Location"] == page
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_renew_link(shop: Shop, owner_browser: Client, join: Join) -> None:
    member = join(shop, Role.AGENT)
    text = owner_browser.post(f"/members/{member.id}/link/").content.decode()
    assert f"/welcome/{member.user_id}/" in text


def test_queries_do_not_grow_with_members(shop: Shop, owner_browser: Client, join: Join) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            owner_browser.get(f"/shops/{shop.id}/members/")
        return len(captured)

    with_one = queries()
    for _ in range(5):
        join(shop, Role.AGENT)
    assert queries() <= with_one
