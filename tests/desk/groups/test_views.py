"""The page of a group and what is done on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts.choices import AlertState
from shopwarden.desk.alerts.models import Alert, Disposition
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.groups.graph import MOST_ACCOUNTS
from shopwarden.desk.groups.linked import group_around
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.trade.models import Order
from tests.desk.factories import judge, store_orders
from tests.desk.groups.conftest import ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(manager: Scope, sign_in: Callable[[User], Client]) -> Client:
    """The browser of the manager."""
    assert manager.actor
    return sign_in(manager.actor)


def address(order: Order, act: str = "group") -> str:
    return reverse(f"groups:{act}", args=[order.id])


def chosen(*orders: Order) -> list[str]:
    alerts = Alert.objects.filter(kind="linked", subject_id__in=[order.id for order in orders])
    return [f"{alert.id}.{alert.version}" for alert in alerts.order_by("external_id")]


def seen(order: Order) -> str:
    group = group_around(order.shop_id, order.id)
    assert group
    return group.seen


def test_the_page_shows_the_ring_masked_and_drawn(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    page = browser.get(address(orders[0]))
    text = page.content.decode()
    assert "All 4 accounts use one device" in text
    assert (text.count('class="graph-account'), text.count('class="graph-line"')) == (4, 8)
    assert text.count("is-subject") == 3
    assert "¥100.00" in text
    for hidden in ("ring-1", "device-of-the-ring", "13800000001", "文一西路9号"):
        assert hidden not in text
    assert "r***1" in text
    assert page["Cache-Control"].startswith("max-age=0")


def test_a_reveal_is_on_record_for_every_order_it_reads(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    text = browser.post(address(orders[0], "reveal")).content.decode()
    assert "ring-1" in text
    assert "device-of-the-ring" in text
    rows = AuditRow.objects.filter(action="personal.revealed")
    assert {row.record["subject"]["id"] for row in rows} == {str(order.id) for order in orders}


def test_an_alert_of_links_shows_the_way_to_its_group(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    alert = Alert.objects.get(subject_id=orders[1].id, kind="linked")
    text = browser.get(reverse("alerts:alert", args=[alert.id])).content.decode()
    assert f'href="{address(orders[1])}"' in text
    assert "4 linked accounts" in text
    assert (
        f'href="{address(orders[1])}"'
        in browser.get(reverse("alerts:order", args=[orders[1].id])).content.decode()
    )


def test_an_account_without_a_group_says_so(shop: Shop, browser: Client) -> None:
    store_orders(shop, {"id": "1"})
    order = Order.objects.get(shop=shop)
    assert "linked with nobody" in browser.get(address(order)).content.decode()
    assert browser.post(address(order, "reveal"))["Location"] == address(order)
    assert not AuditRow.objects.filter(action="personal.revealed").exists()


def test_all_alerts_are_handled_with_one_label_once(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    form = {"alert": chosen(*orders), "label": "accounts_unrelated", "seen": seen(orders[0])}
    first = browser.post(address(orders[0], "decide"), form)
    assert "4 alerts handled." in browser.get(first["Location"]).content.decode()
    again = browser.post(address(orders[0], "decide"), form)
    assert "0 alerts handled. 4 were left alone" in browser.get(again["Location"]).content.decode()
    assert Disposition.objects.count() == 4
    act = first["Location"].rpartition("=")[2]
    undone = browser.post(address(orders[0], "undo"), {"id": act})
    assert undone["Location"] == address(orders[0])
    assert Alert.objects.filter(kind="linked", state=AlertState.OPEN).count() == 4


def test_alerts_are_given_to_somebody(shop: Shop, browser: Client, manager: Scope) -> None:
    orders = ring(shop)
    form = {"alert": chosen(orders[0], orders[1]), "assignee": "me"}
    browser.post(address(orders[0], "assign"), form)
    mine = Alert.objects.filter(kind="linked", assignee=manager.actor)
    assert set(mine.values_list("external_id", flat=True)) == {"R1", "R2"}


def test_nothing_chosen_changes_nothing(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    for act, form in (
        ("decide", {"label": "accounts_unrelated"}),
        ("decide", {"alert": chosen(*orders)}),
        ("assign", {"assignee": "me"}),
        ("put_on_list", {"list": "watch", "reason": "环"}),
        ("put_on_list", {"list": "watch", "member": [str(orders[0].id)]}),
        ("put_on_list", {"list": "trusted", "reason": "环", "member": [str(orders[0].id)]}),
        ("put_on_list", {"list": "watch", "reason": "环", "member": ["x"]}),
    ):
        answer = browser.post(address(orders[0], act), form)
        assert answer["Location"] == address(orders[0])
    assert not Disposition.objects.exists()
    assert not ListEntry.objects.exists()
    assert not Alert.objects.filter(assignee__isnull=False).exists()


def test_members_are_put_on_a_list_once(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    until = (timezone.now() + timedelta(days=30)).date().isoformat()
    form = {
        "member": [str(order.id) for order in orders],
        "list": "blocked",
        "reason": "一台设备四个账号",
        "until": until,
        "seen": seen(orders[0]),
    }
    said = browser.post(address(orders[0], "put_on_list"), form, follow=True).content.decode()
    assert "4 accounts are on the list." in said
    assert "The group has changed" not in said
    entries = ListEntry.objects.filter(shop=shop, list_kind=ListKind.BLOCKED, kind="buyer")
    values = {sealed.read(entry, "value") for entry in entries}
    assert values == {"ring-1", "ring-2", "ring-3", "ring-4"}
    again = browser.post(address(orders[0], "put_on_list"), form, follow=True).content.decode()
    assert "0 accounts are on the list. 4 were there already." in again
    assert AuditRow.objects.filter(action="entry.added").count() == 4
    assert ListChange.objects.count() == 1


def test_whoever_joined_or_left_meanwhile_is_left_alone(shop: Shop, browser: Client) -> None:
    orders = ring(shop)
    shown = seen(orders[0])
    ring(shop, accounts=1, first=9)
    store_orders(
        shop,
        {
            "id": "R4",
            "buyer": "ring-4",
            "receiver_name": "收004",
            "phone": "13800000004",
            "device": "another",
            "seen_at": timezone.now() + timedelta(minutes=1),
            "modified_at": timezone.now() + timedelta(minutes=1),
        },
    )
    judge(shop)
    form = {
        "member": [str(order.id) for order in orders],
        "list": "watch",
        "reason": "看看",
        "seen": shown,
    }
    said = browser.post(address(orders[0], "put_on_list"), form, follow=True).content.decode()
    assert "3 accounts are on the list. 1 no longer belong to the group." in said
    assert "it had 4 accounts and has 4 now" in said
    entries = ListEntry.objects.filter(shop=shop, list_kind=ListKind.WATCH)
    assert {sealed.read(one, "value") for one in entries} == {"ring-1", "ring-2", "ring-3"}


def test_an_order_of_another_shop_is_nobody(shop: Shop, other_shop: Shop, browser: Client) -> None:
    orders, others = ring(shop), ring(other_shop)
    form = {"member": [str(others[0].id)], "list": "watch", "reason": "看看"}
    assert browser.post(address(orders[0], "put_on_list"), form).status_code == 404
    assert browser.get(address(others[0])).status_code == 404
    form = {"alert": chosen(*others), "label": "accounts_unrelated"}
    assert browser.post(address(orders[0], "decide"), form).status_code == 404
    assert not ListEntry.objects.exists()
    assert not Disposition.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_others_see_it_and_do_nothing_for_all(
    role: Role, shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> None:
    orders = ring(shop)
    browser = sign_in(join(shop, role).user)
    text = browser.get(address(orders[0])).content.decode()
    assert "Managers and owners act for a whole group" in text
    assert 'type="checkbox"' not in text
    form = {"alert": chosen(*orders), "label": "accounts_unrelated"}
    assert browser.post(address(orders[0], "decide"), form).status_code == 403
    assert not Disposition.objects.exists()


def test_a_large_group_is_drawn_in_part_and_says_so(shop: Shop, browser: Client) -> None:
    orders = ring(shop, accounts=60)
    text = browser.get(address(orders[30])).content.decode()
    assert text.count('class="graph-account') == MOST_ACCOUNTS
    assert "Not drawn: 20 more accounts and 0 more shared values" in text
    assert text.count('id="member-') == 60
    assert "30 older orders" in text
