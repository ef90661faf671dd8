"""The first-owner page: open to who started the desk, while there is nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.errors import Refused
from shopwarden.desk.shops.models import Membership
from shopwarden.desk.shops.services import create_first_owner

pytestmark = pytest.mark.django_db

TOKEN = "the-token-serve-prints"
FACTS = {
    "shop_name": "青禾家居",
    "name": "林店主",
    "email": "Owner@Shop.example",
    "password": "a calm long sentence",
}


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_SETUP_TOKEN", TOKEN)


def test_makes_owner_and_shop(visitor: Client) -> None:
    assert TOKEN in visitor.get(f"/start/?token={TOKEN}").content.decode()
    answer = visitor.post("/start/", FACTS | {"token": TOKEN})
    assert answer["Location"] == "/login/"
    member = Membership.objects.select_related("shop", "user").get()
    assert (member.role, member.shop.name) == (Role.OWNER, "青禾家居")
    assert member.user.email == "owner@shop.example"
    assert member.user.check_password(FACTS["password"])
    actions = list(AuditRow.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["shop.created", "member.added"]


@pytest.mark.parametrize("token", ["", "wrong"])
def test_wrong_token_finds_nothing(token: str, visitor: Client) -> None:
    assert visitor.get(f"/start/?token={token}").status_code == 404
    assert visitor.post("/start/", FACTS | {"token": token}).status_code == 404
    assert not User.objects.exists()


def test_without_a_token_the_page_does_not_exist(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPWARDEN_SETUP_TOKEN")
    assert visitor.get("/start/?token=").status_code == 404


def test_closed_once_there_is_somebody(newcomer: User, visitor: Client) -> None:
    assert visitor.get(f"/start/?token={TOKEN}").status_code == 404
    assert visitor.post("/start/", FACTS | {"token": TOKEN}).status_code == 404
    with pytest.raises(Refused) as refusal:
        create_first_owner(**FACTS)
    assert refusal.value.code == "owner.exists"
    assert list(User.objects.all()) == [newcomer]


@pytest.mark.parametrize("password", ["short", "1234567890", "owner@shop.example"])
def test_weak_password_is_sent_back(password: str, visitor: Client) -> None:
    answer = visitor.post("/start/", FACTS | {"token": TOKEN, "password": password})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    assert not User.objects.exists()
