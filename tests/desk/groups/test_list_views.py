"""The list of groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shopwarden.desk.groups import finding, listing
from shopwarden.desk.groups.choices import Sort
from shopwarden.desk.groups.listing import Wanted
from shopwarden.desk.groups.models import Group
from shopwarden.desk.live.keys import LINKING
from shopwarden.desk.shops.models import Shop
from shopwarden.links import LinkKind
from tests.desk.groups.conftest import ring

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def page(browser: Client, shop: Shop, query: str = "") -> str:
    address = reverse("groups:list", args=[shop.id])
    return browser.get(f"{address}?{query}").content.decode()


def keep(shop: Shop, number: int, **more: object) -> Group:
    usual = {
        "id": UUID(int=number + 1),
        "accounts": 3 + number % 7,
        "orders": 5,
        "refunds": number % 3,
        "amount_minor": number * 100,
        "currency": "CNY",
        "strength": 0.5 + number / 200,
        "kinds": LINKING[LinkKind.PHONE],
        "last_at": BEGIN + timedelta(hours=number // 2),
    }
    return Group.objects.create(shop=shop, **(usual | more))


def test_a_group_is_listed_with_what_it_did(shop: Shop, owner_browser: Client) -> None:
    orders = ring(shop)
    finding.find(shop.id, timezone.now())
    text = page(owner_browser, shop)
    assert f'href="{reverse("groups:group", args=[orders[0].id])}"' in text
    assert "4 accounts" in text
    assert "4 open alerts" in text
    assert "¥100.00" in text
    assert "4 accounts" in page(owner_browser, shop, "open=on&kind=device")
    assert "No group matches" in page(owner_browser, shop, "kind=phone")
    assert "ring-1" not in text


def test_groups_without_open_alerts_can_be_left_out(shop: Shop, owner_browser: Client) -> None:
    ring(shop, status="shipped")
    finding.find(shop.id, timezone.now())
    assert "4 accounts" in page(owner_browser, shop)
    assert "No group matches" in page(owner_browser, shop, "open=on")


def test_an_empty_list_says_what_will_be_here(shop: Shop, owner_browser: Client) -> None:
    assert "Groups are being looked for" in page(owner_browser, shop)
    finding.find(shop.id, timezone.now())
    assert "No linked accounts" in page(owner_browser, shop)


def test_the_first_shop_is_chosen(shop: Shop, owner_browser: Client) -> None:
    answer = owner_browser.get(reverse("groups:choose"))
    assert answer["Location"] == reverse("groups:list", args=[shop.id])


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_one_another(sort: Sort, shop: Shop, other_shop: Shop) -> None:
    made = [keep(shop, number) for number in range(70)]
    keep(other_shop, 99)
    seen: list[UUID] = []
    after = None
    for size in (30, 30, 10):
        groups, rest = listing.page(shop.id, Wanted(sort=sort), after)
        assert len(groups) == size
        seen += [group.id for group in groups]
        after = listing.unpack(listing.pack(rest), sort) if rest else None
    assert after is None
    column = {"last": "last_at", "amount": "amount_minor"}.get(sort, str(sort))
    expected = sorted(made, key=lambda one: (getattr(one, column), one.id), reverse=True)
    assert seen == [group.id for group in expected]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "text", ["", "x", "W10", "bnVsbA", "WzEsMl0", "W3RydWUsICIwMSJd", "WyJ4IiwgMV0"]
)
def test_a_changed_place_begins_anew(text: str, sort: Sort) -> None:
    assert listing.unpack(text, sort) is None
