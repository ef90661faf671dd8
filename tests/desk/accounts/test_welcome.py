"""One-time links: set a password once, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.tokens import default_token_generator
from django.test import Client

from shopwarden.desk.accounts.links import password_path, user_for
from shopwarden.desk.accounts.models import User
from shopwarden.desk.accounts.services import new_password_link
from shopwarden.desk.audit.models import AuditRow

pytestmark = pytest.mark.django_db
PASSWORD = "a calm long sentence"


def test_sets_the_password_once(newcomer: User, visitor: Client) -> None:
    path = password_path(newcomer)
    assert newcomer.email in visitor.get(path).content.decode()
    assert visitor.post(path, {"password": PASSWORD})["Location"] == "/login/"
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)
    assert AuditRow.objects.get().action == "password.changed"

    assert visitor.get(path).status_code == 410
    assert visitor.post(path, {"password": "another long sentence"}).status_code == 410
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)


def test_weak_password_keeps_the_link_alive(newcomer: User, visitor: Client) -> None:
    path = password_path(newcomer)
    assert visitor.post(path, {"password": "short"}).status_code == 200
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()
    assert visitor.get(path).status_code == 200


def test_a_new_link_ends_the_old_one(newcomer: User, visitor: Client) -> None:
    old = new_password_link(user=newcomer)
    new = new_password_link(user=newcomer)
    assert visitor.get(old).status_code == 410
    assert visitor.get(new).status_code == 200


def test_old_links_end(newcomer: User, settings: LazySettings) -> None:
    token = default_token_generator.make_token(newcomer)
    assert user_for(newcomer.pk, token) == newcomer
    settings.PASSWORD_RESET_TIMEOUT = -timedelta(seconds=1).total_seconds()
    assert user_for(newcomer.pk, token) is None


def test_a_link_is_for_one_person(newcomer: User, shop: object) -> None:
    other = User.objects.create(email="other@shop.example", name="乙")
    assert user_for(other.pk, default_token_generator.make_token(newcomer)) is None


def test_a_closed_account_stays_closed(newcomer: User, visitor: Client) -> None:
    path = password_path(newcomer)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert visitor.get(path).status_code == 410
