"""Signing in and out: limits, second factor, and what is kept of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.shops.models import Membership

pytestmark = pytest.mark.django_db
PASSWORD = "a calm long sentence"


@pytest.fixture(autouse=True)
def _no_counters(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _sign_in(browser: Client, member: Membership, password: str = PASSWORD) -> object:
    return browser.post("/login/", {"login": member.user.email, "password": password})


def test_in_and_out_is_on_record(owner: Membership, visitor: Client) -> None:
    answer = visitor.post("/login/", {"login": owner.user.email.upper(), "password": PASSWORD})
    assert answer["Location"] == "/"
    assert visitor.get("/").status_code == 200
    visitor.post("/logout/")
    assert visitor.get("/").status_code == 302
    actions = AuditRow.objects.order_by("-sequence").values_list("action", "shop")
    expected = [("session.ended", owner.shop_id), ("session.started", owner.shop_id)]
    assert list(actions[:2]) == expected


def test_a_session_gets_a_new_key(owner: Membership, visitor: Client) -> None:
    visitor.get("/login/")
    visitor.session["before"] = 1
    visitor.session.save()
    before = visitor.session.session_key
    _sign_in(visitor, owner)
    assert visitor.session.session_key != before


def test_wrong_passwords_are_limited_and_named_nowhere(
    owner: Membership, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("shopwarden").propagate = True
    statuses = [_sign_in(visitor, owner, f"wrong {n}").status_code for n in range(7)]
    assert statuses[:5] == [200] * 5
    assert statuses[-1] in (200, 429)
    assert _sign_in(visitor, owner).status_code != 302
    failed = [record for record in caplog.records if record.msg == "login_failed"]
    assert len(failed) == 5
    assert owner.user.email not in caplog.text


def test_an_unknown_person_sees_the_same_answer(owner: Membership, visitor: Client) -> None:
    known = _sign_in(visitor, owner, "wrong password")
    unknown = visitor.post("/login/", {"login": "nobody@shop.example", "password": "wrong pass"})
    message = "The email address and/or password you specified are not correct."
    assert message in known.content.decode()
    assert message in unknown.content.decode()


def test_sign_up_is_closed(visitor: Client) -> None:
    answer = visitor.post("/signup/", {"email": "x@shop.example", "password1": PASSWORD})
    assert "No open sign-up" in answer.content.decode()


def test_password_mails_have_no_address(visitor: Client) -> None:
    assert visitor.get("/password/reset/").status_code == 404


def _code(secret: str) -> str:
    counter = int(timezone.now().timestamp()) // 30
    return format_hotp_value(hotp_value(secret, counter))


def test_second_factor(
    owner: Membership,
    visitor: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _sign_in(visitor, owner)
    activate = "/second-factor/totp/activate/"
    assert visitor.get(activate)["Location"].startswith("/reauthenticate/")
    visitor.post("/reauthenticate/", {"password": PASSWORD})
    page = visitor.get(activate)
    assert "<svg" in page.content.decode()
    assert "data:image" not in page.content.decode()
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(activate, {"code": _code(secret)})
    stored = Authenticator.objects.get(type="totp")
    assert secret not in str(stored.data)
    factor = AuditRow.objects.filter(action="factor.added")
    assert factor.filter(shop=owner.shop).exists()

    visitor.post("/logout/")
    assert _sign_in(visitor, owner)["Location"] == "/second-factor/authenticate/"
    assert visitor.get("/").status_code == 302


def test_changing_the_password_ends_other_sessions(owner: Membership, visitor: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(owner.user)
    _sign_in(visitor, owner)
    new = "another calm long sentence"
    facts = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    visitor.post("/password/change/", facts)
    assert visitor.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    row = AuditRow.objects.filter(action="password.changed").latest("sequence")
    assert row.at > timezone.now() - timedelta(minutes=1)
