from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from shopwarden.desk.api import limits, selectors
from shopwarden.desk.api.models import Token
from shopwarden.desk.api.services import make_token, note_use, revoke_token
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/alerts"


def _status(text: str, scheme: str = "Bearer") -> int:
    return Client().get(ADDRESS, headers={"authorization": f"{scheme} {text}"}).status_code


def test_a_token_is_random_and_only_its_digest_is_kept(shop: Shop, by_owner: Scope) -> None:
    made, other = (make_token(scope=by_owner, shop_id=shop.id, name=" 仓库 ") for _ in range(2))
    assert made.text != other.text
    assert len(made.text) == len("swd_") + 43
    assert made.token.digest == sha256(made.text.encode()).hexdigest()
    assert (made.token.name, made.token.hint) == ("仓库", made.text[:8])
    stored = Token.objects.filter(id=made.token.id).values().get()
    assert made.text not in {str(value) for value in stored.values()}
    assert AuditRow.objects.filter(action=Action.TOKEN_MADE, shop=shop).count() == 2


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AGENT, Role.AUDITOR])
def test_only_owners_make_and_revoke(
    role: Role, shop: Shop, by_owner: Scope, join: Callable[..., Membership]
) -> None:
    scope = scope_of(join(shop, role).user)
    token = make_token(scope=by_owner, shop_id=shop.id, name="仓库").token
    with pytest.raises(Forbidden):
        make_token(scope=scope, shop_id=shop.id, name="仓库")
    with pytest.raises(Forbidden):
        revoke_token(scope=scope, token=token)
    assert list(selectors.tokens(shop.id)) == [token]


def test_another_shop_is_not_there(other_shop: Shop, by_owner: Scope) -> None:
    with pytest.raises(Http404):
        make_token(scope=by_owner, shop_id=other_shop.id, name="仓库")
    assert Token.objects.count() == 0


def test_a_revoked_token_is_dead_at_once(shop: Shop, by_owner: Scope) -> None:
    made = make_token(scope=by_owner, shop_id=shop.id, name="仓库")
    assert _status(made.text) == 200
    revoke_token(scope=by_owner, token=made.token)
    revoke_token(scope=by_owner, token=made.token)
    assert _status(made.text) == 401
    assert list(selectors.tokens(shop.id)) == []
    assert AuditRow.objects.filter(action=Action.TOKEN_REVOKED).count() == 1


def test_without_a_working_token_nothing_is_told(shop: Shop, by_owner: Scope) -> None:
    text = make_token(scope=by_owner, shop_id=shop.id, name="仓库").text
    assert _status(text) == 200
    for wrong in ("", text[:-1], text.upper(), "swd_" + "x" * 43):
        assert _status(wrong) == 401
    assert _status(text, "Basic") == 401
    answer = Client().get(ADDRESS, headers={"accept-language": "zh-CN"})
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "token.invalid"
    assert not answer.json()["detail"].isascii()


def test_use_is_noted_once_an_hour(shop: Shop, by_owner: Scope) -> None:
    token = make_token(scope=by_owner, shop_id=shop.id, name="仓库").token
    note_use(token)
    first = Token.objects.get(id=token.id)
    assert first.used_at is not None
    note_use(first)
    assert Token.objects.get(id=token.id).used_at == first.used_at
    long_ago = timezone.now() - timedelta(hours=2)
    Token.objects.filter(id=token.id).update(used_at=long_ago)
    note_use(Token.objects.get(id=token.id))
    assert Token.objects.get(id=token.id).used_at >= first.used_at


def test_a_runaway_program_is_told_to_wait(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_TOKEN", 2)
    monkeypatch.setattr(limits, "time", lambda: 60 * 1000.0 + 45)
    assert [ask("alerts").status_code for _ in range(2)] == [200, 200]
    answer = ask("alerts")
    assert (answer.status_code, answer["Retry-After"]) == (429, "15")
    assert answer.json()["code"] == "request.too_many"
    assert answer.json()["fields"] == {"retry_after": 15}


def test_guessing_is_slowed_down_but_harms_no_other(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_STRANGER", 2)
    monkeypatch.setattr(limits, "time", lambda: 60 * 1000.0)
    assert [_status(f"guess{number}") for number in range(3)] == [401, 401, 429]
    assert ask("alerts").status_code == 200


def test_a_new_minute_counts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "time", lambda: 60 * 1000.0 + 59)
    assert [limits.seconds_to_wait("a", 1) for _ in range(2)] == [0, 1]
    assert limits.seconds_to_wait("b", 1) == 0
    monkeypatch.setattr(limits, "time", lambda: 60 * 1001.0)
    assert limits.seconds_to_wait("a", 1) == 0
