"""Programs that bring records: who keeps them, and what stays on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.notices import senders
from shopwarden.desk.notices.models import Sender
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of

pytestmark = pytest.mark.django_db


def test_its_secret_is_sealed_and_changes_are_on_record(shop: Shop, by_owner: Scope) -> None:
    made = senders.add_sender(scope=by_owner, shop_id=shop.id, name=" 商城 ")
    new = senders.rotate_sender(scope=by_owner, sender=Sender.objects.get())
    stored = Sender.objects.get()
    assert (stored.name, sealed.read(stored, "secret")) == ("商城", new.secret)
    assert sealed.read(stored, "old_secret") == made.secret
    senders.remove_sender(scope=by_owner, sender=stored)
    senders.remove_sender(scope=by_owner, sender=stored)
    with pytest.raises(Refused):
        senders.rotate_sender(scope=by_owner, sender=Sender.objects.get())
    acts = AuditRow.objects.filter(action__startswith="sender.").order_by("sequence")
    assert [row.action for row in acts] == ["sender.made", "sender.changed", "sender.removed"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_sender")
        shown = str(cursor.fetchall()) + str([row.record for row in acts])
    assert made.secret not in shown
    assert new.secret not in shown


def test_ten_are_the_most(shop: Shop, by_owner: Scope) -> None:
    for _ in range(10):
        senders.add_sender(scope=by_owner, shop_id=shop.id, name="商城")
    with pytest.raises(Refused, match=r"sender\.too_many"):
        senders.add_sender(scope=by_owner, shop_id=shop.id, name="商城")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AGENT, Role.AUDITOR])
def test_only_owners_may(
    role: Role, shop: Shop, by_owner: Scope, join: Callable[..., Membership]
) -> None:
    sender = senders.add_sender(scope=by_owner, shop_id=shop.id, name="商城").sender
    scope = scope_of(join(shop, role).user)
    with pytest.raises(Forbidden):
        senders.add_sender(scope=scope, shop_id=shop.id, name="商城")
    with pytest.raises(Forbidden):
        senders.rotate_sender(scope=scope, sender=sender)
    with pytest.raises(Forbidden):
        senders.remove_sender(scope=scope, sender=sender)
    assert Sender.objects.get().removed_at is None


def test_another_shop_is_not_there(other_shop: Shop, by_owner: Scope) -> None:
    with pytest.raises(Http404):
        senders.add_sender(scope=by_owner, shop_id=other_shop.id, name="商城")


def test_the_page_shows_address_and_secret_once(shop: Shop, owner_browser: Client) -> None:
    add = reverse("notices:add_sender", args=[shop.id])
    page = owner_browser.post(add, {"sender": "商城"}).content.decode()
    sender = Sender.objects.get()
    assert sealed.read(sender, "secret") in page
    assert f"http://testserver/api/v1/webhooks/{sender.id}" in page
    rotated = owner_browser.post(reverse("notices:rotate_sender", args=[sender.id]))
    new = sealed.read(Sender.objects.get(), "secret")
    assert new in rotated.content.decode()
    later = owner_browser.get(reverse("notices:webhooks", args=[shop.id])).content.decode()
    assert (f"/api/v1/webhooks/{sender.id}" in later, new in later) == (True, False)
    owner_browser.post(reverse("notices:remove_sender", args=[sender.id]))
    assert Sender.objects.get().removed_at is not None
    empty = owner_browser.post(add, {"sender": ""}).content.decode()
    assert "This field is required" in empty
