"""One's own name, language and appearance."""

from __future__ import annotations

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.shops.models import Membership

pytestmark = pytest.mark.django_db


def test_change(owner: Membership, owner_browser: Client) -> None:
    facts = {"name": "林 一", "language": "en", "theme": "dark"}
    assert owner_browser.post("/me/", facts)["Location"] == "/me/"
    person = User.objects.get(pk=owner.user_id)
    assert (person.name, person.language, person.theme) == ("林 一", "en", "dark")
    row = AuditRow.objects.order_by("-sequence").first()
    assert row is not None
    assert (row.action, row.shop_id) == ("name.changed", owner.shop_id)
    assert "林" not in bytes(row.body).decode()


def test_the_name_alone_is_recorded(owner: Membership, owner_browser: Client) -> None:
    before = AuditRow.objects.count()
    owner_browser.post("/me/", {"name": owner.user.name, "language": "", "theme": "light"})
    assert AuditRow.objects.count() == before


def test_nonsense_changes_nothing(owner: Membership, owner_browser: Client) -> None:
    answer = owner_browser.post("/me/", {"name": "", "language": "xx", "theme": "pink"})
    assert answer.status_code == 200
    assert User.objects.get(pk=owner.user_id).theme == "auto"
