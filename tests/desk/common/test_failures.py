"""Refusals on a page and in a fragment."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from shopwarden.desk.accounts.models import User
from shopwarden.desk.common import failures
from shopwarden.desk.common.problems import PROBLEMS, problem
from shopwarden.desk.common.roles import Role
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db


def test_forbidden_page(
    shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> None:
    answer = sign_in(join(shop, Role.AGENT).user).get("/audit/")
    assert answer.status_code == 403
    assert "role.too_small" in answer.content.decode()
    assert "Your role does not include this" in answer.content.decode()


@pytest.mark.parametrize("path", ["/login/", "/health"])
def test_another_host_is_a_bad_request(path: str, visitor: Client) -> None:
    assert visitor.get(path, headers={"host": "evil.example"}).status_code == 400


def test_a_refused_change_says_so(owner: Membership, owner_browser: Client) -> None:
    answer = owner_browser.post(f"/members/{owner.id}/remove/")
    assert answer.status_code == 409
    assert "A shop always has an owner" in answer.content.decode()
    assert Membership.objects.filter(pk=owner.pk).exists()


def test_a_fragment_gets_a_toast(owner: Membership, owner_browser: Client) -> None:
    answer = owner_browser.post(f"/members/{owner.id}/remove/", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    ("referer", "leads_back"),
    [("http://testserver/settings/", True), ("https://elsewhere.example/", False), ("", False)],
)
def test_the_way_back_is_ours(
    referer: str, leads_back: bool, owner: Membership, owner_browser: Client
) -> None:
    answer = owner_browser.post(f"/members/{owner.id}/remove/", headers={"referer": referer})
    assert (f'href="{referer}"' in answer.content.decode()) is leads_back


def test_unknown_page(owner_browser: Client) -> None:
    answer = owner_browser.get("/nothing-here/")
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()


def test_form_without_token(owner: Membership) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.force_login(owner.user)
    answer = strict.post(f"/members/{owner.id}/remove/")
    assert answer.status_code == 403
    assert "page.form_expired" in answer.content.decode()


def test_too_large_and_broken(rf: RequestFactory) -> None:
    too_large = failures.bad_request(rf.get("/"), RequestDataTooBig())
    assert too_large.status_code == 413
    assert "page.too_large" in too_large.content.decode()
    assert failures.bad_request(rf.get("/"), ValueError()).status_code == 400
    assert "page.broken" in failures.broken(rf.get("/")).content.decode()


def test_a_full_disk_is_said(rf: RequestFactory) -> None:
    answer = failures.refusal(rf.post("/"), OSError(errno.ENOSPC, "No space left on device"))
    assert answer is not None
    assert answer.status_code == 507
    assert "The disk of the desk is full" in answer.content.decode()
    assert failures.refusal(rf.post("/"), OSError(errno.EIO, "I/O error")) is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="fills a SQLite file")
def test_a_database_without_room_is_a_full_disk(rf: RequestFactory, tmp_path: Path) -> None:
    full = connection.copy()
    full.settings_dict["NAME"] = str(tmp_path / "full.sqlite3")
    with full.cursor() as cursor:
        cursor.execute("create table box (thing)")
        cursor.execute("pragma max_page_count = 3")
        with pytest.raises(OperationalError) as caught:
            cursor.execute("insert into box values (zeroblob(100000))")
        with pytest.raises(OperationalError) as other:
            cursor.execute("select * from nowhere")
    full.close()
    answer = failures.refusal(rf.post("/"), caught.value)
    assert answer is not None
    assert answer.status_code == 507
    assert failures.refusal(rf.post("/"), other.value) is None


def test_unknown_code_is_our_fault() -> None:
    assert problem("no.such_code") == PROBLEMS["page.broken"]
