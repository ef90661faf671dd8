"""A rule that reads personal data is tried by those who may look at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.errors import Forbidden
from shopwarden.desk.rulebook import trials, trying
from shopwarden.desk.rulebook.models import Trial
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.desk.trade.models import Order
from shopwarden.rules import check_rule
from tests.desk.factories import make_order, store_orders

pytestmark = pytest.mark.django_db

Join = Callable[..., Membership]
SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("amount > 200 and buyer_orders_30d >= 2", ()),
        ("on_list('blocked', phone) or on_list('watch', buyer)", ()),
        ("phone like '1%'", ("phone",)),
        ("not (amount > 1 or length(buyer) > 2) and buyer <> 'x'", ("buyer",)),
        ("coalesce(seller_memo, buyer_message) = 'x'", ("seller_memo", "buyer_message")),
        ("matches(address, 'x') and ip is null", ("address", "ip")),
        ("device = 'a' or receiver_name in ('b')", ("device", "receiver_name")),
        ("lower(payment_account) = 'a' or card is null", ("payment_account", "card")),
    ],
)
def test_what_a_rule_reads_of_people(text: str, read: tuple[str, ...], shop: Shop) -> None:
    rule = check_rule(text, vocabulary(shop))
    assert tuple(term.name for term in trying.personal_terms(rule)) == read


def test_who_may_not_look_is_told_nothing(shop: Shop, join: Join, sign_in: SignIn) -> None:
    user = join(shop, Role.AUDITOR).user
    make_order(shop, "2001", phone="13800000001", buyer="abc")
    path, facts = f"/shops/{shop.id}/rules/try/", {"order": "2001"}
    for expression in ("phone like '138%'", "amount > 1 and length(buyer) > 2"):
        text = sign_in(user).post(path, facts | {"expression": expression}).content.decode()
        assert "This rule reads personal data" in text
        assert "fire" not in text
        assert "Holds" not in text
    rule = check_rule("phone like '138%'", vocabulary(shop))
    with pytest.raises(Forbidden, match=r"role\.too_small"):
        trying.try_rule(scope=scope_of(user), order=Order.objects.get(), rule=rule)
    assert not AuditRow.objects.filter(action="rule.tried").exists()
    listed = facts | {"expression": "on_list('blocked', phone) or amount > 0"}
    assert "fires on this order" in sign_in(user).post(path, listed).content.decode()


def test_who_may_look_is_recorded(shop: Shop, join: Join, sign_in: SignIn) -> None:
    make_order(shop, "2001", phone="13800000001")
    browser = sign_in(join(shop, Role.AGENT).user)
    facts = {"order": "2001", "expression": "phone like '138%' and amount >= 0"}
    text = browser.post(f"/shops/{shop.id}/rules/try/", facts).content.decode()
    assert "fires on this order" in text
    record = AuditRow.objects.get(action="rule.tried").record
    assert record["subject"] == {"kind": "trade.order", "id": str(Order.objects.get().id)}
    assert record["changes"] == {"fields": {"from": None, "to": ["phone"]}}
    assert list(record["commitments"]) == ["expression"]
    assert "138" not in str(record["changes"])


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_history_is_not_asked_for_people(
    role: Role, shop: Shop, join: Join, sign_in: SignIn
) -> None:
    store_orders(shop, {"id": "1", "phone": "13800000001"})
    facts = {"expression": "phone like '138%'", "days": "30"}
    browser = sign_in(join(shop, role).user)
    answer = browser.post(f"/shops/{shop.id}/trials/", facts, follow=True)
    assert "This rule reads personal data" in answer.content.decode()
    assert not Trial.objects.exists()
    scope = system_scope(shop.id)
    trial = trials.start_trial(scope=scope, shop_id=shop.id, expression="phone like '1%'", days=7)
    assert trial.result["hits"] == 1
